//! Tables for decoding responses: the places of a template's values in a body, and the text of each entry there.
//!
//! # Places
//!
//! A place is a path of member names from the body. Arrays do not count: an element of an array has the place of the array. In XML, elements and
//! attributes are members, without the prefixes of their names: an attribute of a template of XML has a `@` before its name, the text of an element has the place
//! of the element, and the root element that of the body. All places that a
//! decoder reads are one tree, so one pass over a body finds the values of all, and skips the rest. The table at
//! [`header::Record::places`](crate::header::Record::places) has a [`place`] record for each. Place 0 is the body itself. The children of a place
//! are consecutive, in the order of the templates.
//!
//! # Regions
//!
//! A region contains one error: the body, or the repeated part of a template. The table at
//! [`header::Record::regions`](crate::header::Record::regions) has a row for each: its place (`u16`), and the places (`u16`) of the [usual
//! paths](usual::PATHS) in it. Row [`region::BODY`] is the body. Row [`region::ISSUE`] is the issues of an OperationOutcome, also if no response of
//! the catalog has one.
//!
//! # Shapes
//!
//! The [shape] of a response of JSON or XML, at [`response::Record::shape`](crate::response::Record::shape), lists its values: a record for each [leaf] follows
//! its fields.
//!
//! # Leaves
//!
//! The list of a form, at [`form::Record::leaves`](crate::form::Record::leaves), has the offset (`u32`) of the program of each leaf that is not shared,
//! in the order of the shape. Offset 0 is the header, so 0 means "none" everywhere in this module.
//!
//! The program of a leaf writes its text without quotes and escapes, unless it is [`JSON`](leaf_flag::JSON). It ends with [`ABSENT`](crate::program::op::ABSENT) if the body has no value or
//! JSON `null` there.

use crate::record::{Text, record};

record! {
    /// A place.
    pub mod place {
        /// The member name as in JSON: between quotation marks, with a colon.
        key: Text,
        /// The parent place; place 0 for the body itself.
        parent: u16,
        /// The first child.
        children: u16,
        /// The number of children.
        count: u16,
        /// Its [flags](place_flag).
        flags: u8,
    }
}

/// The flags of a place.
pub mod place_flag {
    /// JSON writes the name without escapes. Otherwise no key of a body matches it.
    pub const PLAIN: u8 = 1;
    /// A [`JSON`](super::leaf_flag::JSON) leaf reads an array or an object here as one value.
    pub const WHOLE: u8 = 2;
}

/// The first rows of the table of regions.
pub mod region {
    /// The body.
    pub const BODY: u16 = 0;
    /// The issues of an OperationOutcome.
    pub const ISSUE: u16 = 1;
    /// Length of a row.
    pub const SIZE: usize = 2 + 2 * super::usual::PATHS.len();
}

/// Paths in a region that are read for every template.
pub mod usual {
    use core::ops::Range;

    /// The type of a FHIR resource.
    pub const RESOURCE_TYPE: usize = 0;
    /// The id of a FHIR resource.
    pub const ID: usize = 1;
    /// The severity of an issue of an OperationOutcome (<https://hl7.org/fhir/operationoutcome.html>). Its other members follow.
    pub const SEVERITY: usize = 2;
    /// The issue type.
    pub const ISSUE_TYPE: usize = 3;
    /// The text of its details.
    pub const TEXT: usize = 4;
    /// The codes of its details.
    pub const CODING: usize = 5;
    /// The code of one of them.
    pub const CODE: usize = 6;
    /// The system of the code.
    pub const SYSTEM: usize = 7;
    /// The display text of the code.
    pub const DISPLAY: usize = 8;
    /// Its `diagnostics`.
    pub const DIAGNOSTICS: usize = 9;
    /// The `FHIRPath` of invalid elements.
    pub const EXPRESSION: usize = 10;
    /// The `XPath` of invalid elements.
    pub const LOCATION: usize = 11;
    /// Usual paths of texts that no template declares, the likeliest first.
    pub const TEXTS: Range<usize> = 12..27;

    /// All usual paths.
    pub const PATHS: [&[&str]; 27] = [
        &["resourceType"],
        &["id"],
        &["severity"],
        &["code"],
        &["details", "text"],
        &["details", "coding"],
        &["details", "coding", "code"],
        &["details", "coding", "system"],
        &["details", "coding", "display"],
        &["diagnostics"],
        &["expression"],
        &["location"],
        // Texts.
        &["message"],
        &["detail"],
        &["error", "message"],
        &["error_description"],
        &["description"],
        &["title"],
        &["fault", "faultstring"],
        &["errors", "detail"],
        &["errors", "message"],
        &["errors", "title"],
        &["errorMessage"],
        &["error"],
        &["Message"],
        &["Error"],
        &["reason"],
    ];
}

record! {
    /// A shape. Its leaves follow it.
    pub mod shape {
        /// The row of the region that is repeated, or none.
        region: u16,
        /// The number of leaves.
        leaves: u16,
        /// A bit for each [role] of a leaf.
        roles: u32,
        /// A bit for each role of a leaf that is [`REPEATED`](leaf_flag::REPEATED).
        repeated_roles: u32,
        /// The [flags](leaf_flag) of all leaves.
        flags: u8,
        /// A bit for each [number](leaf::Record::number) below 64 of a leaf.
        numbers: u64,
    }
}

record! {
    /// A leaf: a value in the template of a response.
    pub mod leaf {
        /// Its place.
        place: u16,
        /// Its number, which all leaves of the catalog with one path in their region share.
        number: u16,
        /// Its [flags](leaf_flag).
        flags: u8,
        /// Its [role].
        role: u8,
        /// The offset of its program if it is [`SHARED`](leaf_flag::SHARED); 0 for none.
        program: u32,
        /// For the role [`CODE`](role::CODE), the place of the member `system` of the same object.
        system: u16,
        /// For the role [`CODE`](role::CODE), the place of the member `display` of the same object.
        display: u16,
    }
}

/// The flags of a leaf.
pub mod leaf_flag {
    /// It is in the region that is repeated.
    pub const REPEATED: u8 = 1;
    /// Its program is the same for all entries of the response.
    pub const SHARED: u8 = 2;
    /// Its text depends on the entry, and identifies it.
    pub const IDENTITY: u8 = 4;
    /// It has the code, name or documentation link of the entry.
    pub const STRONG: u8 = 8;
    /// It has words of the entry: a title, a text, parameters.
    pub const WORDS: u8 = 16;
    /// Its value can be an array or an object: its program writes [canonical](crate::grammar::compact_json) JSON, a string with its quotes.
    pub const JSON: u8 = 32;
    /// It has a constant of the entry: an `x-…` member.
    pub const CONSTANT: u8 = 64;
    /// It is the type of a problem: `about:blank` is the same as no type (RFC 9457, section 4.2.1).
    pub const PROBLEM_TYPE: u8 = 128;
}

/// The placeholder of a leaf that is a single placeholder.
pub mod role {
    /// No single placeholder.
    pub const NONE: u8 = 0;
    /// `{code}`
    pub const CODE: u8 = 1;
    /// `{status}`
    pub const STATUS: u8 = 2;
    /// `{severity}`
    pub const SEVERITY: u8 = 3;
    /// `{issue}`
    pub const ISSUE: u8 = 4;
    /// `{title}`
    pub const TITLE: u8 = 5;
    /// `{message}` or `{detail}`
    pub const MESSAGE: u8 = 6;
    /// `{display}`
    pub const DISPLAY: u8 = 7;
    /// `{diagnostics}`
    pub const DIAGNOSTICS: u8 = 8;
    /// `{request_id}`
    pub const REQUEST_ID: u8 = 9;
    /// `{id}`
    pub const ID: u8 = 10;
    /// `{instance}`
    pub const INSTANCE: u8 = 11;
    /// `{time}`
    pub const TIME: u8 = 12;
    /// `{retry_after}`
    pub const RETRY_AFTER: u8 = 13;
    /// `{docs}`
    pub const DOCS: u8 = 14;
    /// `{category}`
    pub const CATEGORY: u8 = 15;
    /// `{name}`
    pub const NAME: u8 = 16;
    /// `{expression*}`
    pub const EXPRESSION: u8 = 17;
    /// `{location*}`
    pub const LOCATION: u8 = 18;
}

/// Operations of an endpoint pattern: a program of a nondeterministic automaton, which matches in linear time.
///
/// Targets are offsets in the program.
pub mod endpoint {
    /// The pattern matches, if the text ends here.
    pub const MATCH: u8 = 0;
    /// `c`: the character `c` (varint).
    pub const CHAR: u8 = 1;
    /// Any character.
    pub const ANY: u8 = 2;
    /// `n (low high)…`: a character in one of `n` ranges (varints), which are in order and do not touch.
    pub const CLASS: u8 = 3;
    /// `a b`: continue at both targets (two `u16`, little-endian).
    pub const SPLIT: u8 = 4;
    /// `a`: continue at the target (`u16`, little-endian).
    pub const JUMP: u8 = 5;
}
