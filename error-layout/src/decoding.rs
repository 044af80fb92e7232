//! What reading an answer takes: where in a body the values of a template stand, and what each entry writes there.
//!
//! # Places
//!
//! A place is a path of member names from the body. Arrays are no steps: what stands in an array stands where the array stands. All places at
//! which anything is looked for are one tree, so that one pass over a body finds what is at each of them, and passes over the rest. The table at
//! [`header::Record::places`](crate::header::Record::places) is a [`place`] record for each. Place 0 is the body itself; the places in one place are next to each other, in the order in
//! which the templates have them.
//!
//! # Regions
//!
//! A region is what one error is in: the body, or what a template repeats for each of several errors. The table at
//! [`header::Record::regions`](crate::header::Record::regions) has a row for each: its place (`u16`), and the places (`u16`) of the [usual paths](usual::PATHS) in it. Row
//! [`region::BODY`] is the body, row [`region::ISSUE`] the issues of an OperationOutcome, whether or not a response of the catalog has such.
//!
//! # Shapes
//!
//! The [shape] of a response whose body is JSON, at [`response::Record::shape`](crate::response::Record::shape), lists the values in it: behind its fields
//! a record for each [leaf].
//!
//! # Leaves
//!
//! A form's list, at [`form::Record::leaves`](crate::form::Record::leaves), is the offset (`u32`) of the program of each leaf that is not shared, in the
//! order of the shape. Offset 0 is the header, so 0 means "none" everywhere here.
//!
//! The program of a leaf writes its bare text, without quotes and escapes, and ends by [`ABSENT`](crate::program::op::ABSENT) where the body has
//! nothing or JSON `null` there.

use crate::record::{Text, record};

record! {
    /// A place.
    pub mod place {
        /// The name as JSON has it before a value: between quotation marks, with a colon.
        key: Text,
        /// The place it is in; of the body itself, the body.
        parent: u16,
        /// The first place in it.
        children: u16,
        /// The number of places in it.
        count: u16,
        /// 1 if JSON writes the name as it is, without escapes; otherwise no key in a body is like it.
        plain: u8,
    }
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

/// Paths in a region at which something is looked for, whatever the templates are.
pub mod usual {
    use core::ops::Range;

    /// The type of a FHIR resource.
    pub const RESOURCE_TYPE: usize = 0;
    /// The id of a FHIR resource.
    pub const ID: usize = 1;
    /// How severe an issue of an OperationOutcome is (<https://hl7.org/fhir/operationoutcome.html>); the other members of it follow.
    pub const SEVERITY: usize = 2;
    /// The issue type.
    pub const ISSUE_TYPE: usize = 3;
    /// The text of its details.
    pub const TEXT: usize = 4;
    /// The codes of its details.
    pub const CODING: usize = 5;
    /// The code of one of them.
    pub const CODE: usize = 6;
    /// Whose code it is.
    pub const SYSTEM: usize = 7;
    /// What it means.
    pub const DISPLAY: usize = 8;
    /// Its `diagnostics`.
    pub const DIAGNOSTICS: usize = 9;
    /// `FHIRPath` of what is at fault.
    pub const EXPRESSION: usize = 10;
    /// `XPath` of it.
    pub const LOCATION: usize = 11;
    /// Where texts stand if no template says so, the likeliest first.
    pub const TEXTS: Range<usize> = 12..27;
    /// Where codes stand if no template says so: OAuth (RFC 6749, section 5.2), JSON:API, and gateways before an API.
    pub const CODES: Range<usize> = 27..35;

    /// All of them.
    pub const PATHS: [&[&str]; 35] = [
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
        // Codes.
        &["error", "code"],
        &["fault", "detail", "errorcode"],
        &["errors", "code"],
        &["error_code"],
        &["errorCode"],
        &["ErrorCode"],
        &["code"],
        &["error"],
    ];
}

record! {
    /// A shape. Its leaves follow at once.
    pub mod shape {
        /// The row of the region that is repeated, or none.
        region: u16,
        /// The number of leaves.
        leaves: u16,
        /// A bit for each [role] of a leaf.
        roles: u32,
        /// A bit for each [number](leaf::Record::number) below 64 of a leaf.
        numbers: u64,
    }
}

record! {
    /// A leaf: a text in the template of a response.
    pub mod leaf {
        /// Its place.
        place: u16,
        /// Its number: leaves of one path in their region have one number, in the whole catalog.
        number: u16,
        /// Its [flags](leaf_flag).
        flags: u8,
        /// Its [role].
        role: u8,
        /// If it is [`SHARED`](leaf_flag::SHARED), the offset of its program; 0 for none.
        program: u32,
        /// Of a leaf of role [`CODE`](role::CODE) the place of the member `system` beside it.
        system: u16,
        /// The place of the member `display` beside it.
        display: u16,
    }
}

/// The flags of a leaf.
pub mod leaf_flag {
    /// It is in the region that is repeated.
    pub const REPEATED: u8 = 1;
    /// Its program is the same for all entries of the response.
    pub const SHARED: u8 = 2;
    /// Its text depends on the entry, and tells entries apart.
    pub const IDENTITY: u8 = 4;
    /// It holds the code, name or documentation link of the entry.
    pub const STRONG: u8 = 8;
    /// It holds words of the entry: a title, a text, parameters.
    pub const WORDS: u8 = 16;
}

/// What stands in a leaf that is one placeholder and nothing else.
pub mod role {
    /// Anything else.
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

/// Operations of an endpoint pattern: a program for a machine that is in several places at once, so that matching takes time in
/// proportion to the text. Places are offsets in the program.
pub mod endpoint {
    /// The pattern has matched, if the text is at its end.
    pub const MATCH: u8 = 0;
    /// `c`: the character `c` (varint).
    pub const CHAR: u8 = 1;
    /// Any character.
    pub const ANY: u8 = 2;
    /// `n (low high)…`: a character in one of `n` ranges (varints), which are in order and apart.
    pub const CLASS: u8 = 3;
    /// `a b`: go on at both places (two `u16`, little-endian).
    pub const SPLIT: u8 = 4;
    /// `a`: go on at the place (`u16`, little-endian).
    pub const JUMP: u8 = 5;
}
