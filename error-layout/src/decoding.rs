//! What reading an answer takes: where in a body the values of a template stand, and what each entry writes there.
//!
//! # Shapes
//!
//! The shape of a response whose body is JSON, at [`response::SHAPE`](crate::response::SHAPE), is: a byte that is 1 if a part of the
//! template is repeated, and then the [path](#paths) of that part; the number of [leaves](leaf) (varint); and for each leaf its number
//! (varint; leaves of one path have one number, in the whole catalog), its [flags](leaf) (a byte), its [role] (a byte), the offset of its path in the
//! index (varint) and, if it is [`leaf::SHARED`], the offset of its program (varint, 0 for none).
//!
//! An entry's list, at [`entry::LEAVES`](crate::entry::LEAVES), is the offset (varint) of the program of each leaf that is not shared, in the order of
//! the shape. Offset 0 is the header, so 0 means "none" everywhere here.
//!
//! # Paths
//!
//! The number of steps (varint), and for each the offset and the length of the name of a member (two varints). Arrays are no
//! steps: a path goes through them to all of their elements. A path in a part that is repeated begins at that part.
//!
//! # Programs of leaves
//!
//! They write the bare text that stands in the leaf, without quotes and escapes, and end by [`ABSENT`](crate::program::op::ABSENT) where nothing or
//! JSON `null` stands there. They have no other operations than `LIT`, `HOLE`, `IF`, `SKIP`, `ABSENT` and `END`.

/// Flags of a leaf: a text in the template of a response.
pub mod leaf {
    /// It stands in the part that is repeated.
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

/// What stands in a leaf that is one hole and nothing else.
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
