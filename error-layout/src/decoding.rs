//! What reading an answer takes: where in a body the values of a template stand, and what each entry writes there.
//!
//! # Places
//!
//! A place is a path of member names from the body. Arrays are no steps: what stands in an array stands where the array stands. All places at
//! which anything is looked for are one tree, so that one pass over a body finds what is at each of them, and passes over the rest. The table at
//! [`header::PLACES`](crate::header::PLACES) is a [`place`] record for each. Place 0 is the body itself; the places in one place are next to each other, in the order in
//! which the templates have them.
//!
//! # Regions
//!
//! A region is what one error is in: the body, or what a template repeats for each of several errors. The table at
//! [`header::REGIONS`](crate::header::REGIONS) has a row for each: its place (`u16`), and the places (`u16`) of the [usual paths](usual::PATHS) in it. Row
//! [`region::BODY`] is the body, row [`region::ISSUE`] the issues of an OperationOutcome, whether or not a response of the catalog has such.
//!
//! # Shapes
//!
//! The [shape] of a response whose body is JSON, at [`response::SHAPE`](crate::response::SHAPE), says which values stand in it: behind its fields a
//! record for each [leaf].
//!
//! An entry's list, at [`entry::LEAVES`](crate::entry::LEAVES), is the offset (varint) of the program of each leaf that is not shared, in the order of
//! the shape. Offset 0 is the header, so 0 means "none" everywhere here.
//!
//! # Programs of leaves
//!
//! They write the bare text that stands in the leaf, without quotes and escapes, and end by [`ABSENT`](crate::program::op::ABSENT) where nothing or
//! JSON `null` stands there. They have no other operations than `LIT`, `PLACEHOLDER`, `IF`, `SKIP`, `ABSENT` and `END`.

/// Offsets of the fields of a place.
pub mod place {
    /// Offset in the text of the name as JSON has it before a value, `u32`: between quotation marks, with a colon.
    pub const KEY: usize = 0;
    /// Its length, `u16`.
    pub const KEY_LEN: usize = 4;
    /// The place it stands in, `u16`; of the body itself, the body.
    pub const PARENT: usize = 6;
    /// The first place in it, `u16`.
    pub const CHILDREN: usize = 8;
    /// How many places are in it, `u16`.
    pub const COUNT: usize = 10;
    /// 1 if JSON writes the name as it is, without escapes, `u8`; otherwise no key in a body is like it.
    pub const PLAIN: usize = 12;
    /// Length of a record.
    pub const SIZE: usize = 14;
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

/// Offsets of the fields of a shape.
pub mod shape {
    /// The row of the region that is repeated, `u16`, or none.
    pub const REGION: usize = 0;
    /// How many leaves there are, `u16`.
    pub const LEAVES: usize = 2;
    /// A bit for each [role](super::role) of a leaf, `u32`.
    pub const ROLES: usize = 4;
    /// A bit for each [number](super::leaf::NUMBER) below 64 of a leaf, `u64`.
    pub const NUMBERS: usize = 8;
    /// Length of the fields: the first leaf stands behind them.
    pub const SIZE: usize = 16;
}

/// A leaf: a text in the template of a response. Offsets of its fields, and its flags.
pub mod leaf {
    /// Its place, `u16`.
    pub const PLACE: usize = 0;
    /// Its number, `u16`: leaves of one path in their region have one number, in the whole catalog.
    pub const NUMBER: usize = 2;
    /// Its flags, `u8`.
    pub const FLAGS: usize = 4;
    /// Its [role](super::role), `u8`.
    pub const ROLE: usize = 5;
    /// If it is [`SHARED`], the offset of its program, `u32`; 0 for none.
    pub const PROGRAM: usize = 6;
    /// Of a leaf of role [`CODE`](super::role::CODE) the place of the member `system` beside it, `u16`.
    pub const SYSTEM: usize = 10;
    /// The place of the member `display` beside it, `u16`.
    pub const DISPLAY: usize = 12;
    /// Length of a record.
    pub const SIZE: usize = 14;

    /// It stands in the region that is repeated.
    pub const REPEATED: u8 = 1;
    /// Its program is the same for all entries of the response.
    pub const SHARED: u8 = 2;
    /// What stands there depends on the entry, and says which one it is.
    pub const IDENTITY: u8 = 4;
    /// The entry's code, name or documentation link stands there.
    pub const STRONG: u8 = 8;
    /// The entry's own words stand there: a title, a text, parameters.
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
