//! Programs: a template rendered for one entry at compile time, as far as that goes.
//!
//! A program is a sequence of operations, one byte each, with [varint](crate::varint) operands. What is constant became
//! [`LIT`](op::LIT) runs; what only an occurrence knows stayed a [`PLACEHOLDER`](op::PLACEHOLDER). Lengths count the bytes of the program that follow
//! the operands; a reader skips a part by adding its length.
//!
//! # XML
//!
//! The program of [`entry::BODY_XML`](crate::entry::BODY_XML) has no [`COMMA`](op::COMMA), no [`EACH`](op::EACH) and no [`WRAP`](op::WRAP) with a
//! comma: what is written next never depends on what stands before it.
//!
//! # Headers
//!
//! The header list of an entry is, for each header, the offset and length of its name in the text (varints), the length of
//! its program (varint) and the program of its value. A length of name of 0 ends the list; no program follows then. If the program ends by
//! [`ABSENT`](op::ABSENT), the header is left out.

/// Operations. `run` is the offset and the length of a run of text: two varints. `slot` is one byte, `escape` is one byte.
pub mod op {
    /// The end of the program.
    pub const END: u8 = 0;
    /// `run`: write it as it is.
    pub const LIT: u8 = 1;
    /// `slot escape`: write its value. If there is none: `null` for [`JSON_VALUE`](super::escape::JSON_VALUE) and
    /// [`JSON_STRING`](super::escape::JSON_STRING), else nothing.
    pub const PLACEHOLDER: u8 = 2;
    /// `slot length`: do the next `length` bytes if the slot has a value, else skip them.
    pub const IF: u8 = 3;
    /// `length`: skip so many bytes. Ends the first branch of an `IF` with an "else" behind it.
    pub const SKIP: u8 = 4;
    /// Write `,` unless the last byte of the output is `{`, `[` or `,`, or there is none.
    pub const COMMA: u8 = 5;
    /// `comma open close length`: a byte and two runs. Write a comma as by [`COMMA`] if `comma` is 1, write `open`, do the next `length`
    /// bytes, write `close`. If those bytes wrote nothing, write nothing at all.
    pub const WRAP: u8 = 6;
    /// `slot`: for every value of the list slot, as by [`COMMA`] and then a JSON string with quotes.
    pub const EACH: u8 = 7;
    /// `length`: the next `length` bytes are the part that stands once for each error, with a comma as by [`COMMA`] before each, in XML without.
    /// With several errors, the part of each error's own program is done in turn.
    pub const REPEAT: u8 = 8;
    /// The text has no value after all: what this program wrote is to be left out. Only in programs of headers and messages.
    pub const ABSENT: u8 = 9;
    /// `slot open close`: for every value of the list slot that is not empty, the run `open`, the value as by
    /// [`XML_ATTRIBUTE`](super::escape::XML_ATTRIBUTE), the run `close`.
    pub const EACH_XML: u8 = 10;
    /// `slot escape length`, and two runs that take `length` bytes: if the slot has a value, the first run, the value as by [`PLACEHOLDER`], the second
    /// run; else nothing.
    pub const OPTIONAL: u8 = 11;
    /// `slot comma length`, and two runs that take `length` bytes: [`WRAP`] around nothing but [`EACH`].
    pub const LIST: u8 = 12;
    /// Only at the beginning of a body: a [`frame`](super::frame) stands here, and the program behind it.
    pub const FRAME: u8 = 13;
}

/// A body as one text, and where values go in it: what a program comes to if it is followed without any value.
///
/// Behind the [operation](op::FRAME) stand the fields below and then the insertions, all numbers little-endian. A reader copies the text
/// and puts in what the error gives; it follows the program only if the error gives a value to one of the slots that the frame
/// has no place for. If there is no such slot, the program behind a frame is empty, but for a body that is not JSON or XML: a decoder reads such
/// a body by its program.
pub mod frame {
    /// The [slots](super::slot::bit) that the frame has a place for, `u32`. An error that gives a value to none of these has the text as its body.
    pub const SLOTS: usize = 0;
    /// The slots that the frame has no place for, and the program has, `u32`.
    pub const OTHERS: usize = 4;
    /// Offset of the text, `u32`.
    pub const TEXT: usize = 8;
    /// Length of the text in bytes, `u16`.
    pub const TEXT_LEN: usize = 12;
    /// Where in the text the part begins that stands once for each error, `u16`, or none: all of it is for one error.
    pub const PART: usize = 14;
    /// Where that part ends, `u16`.
    pub const PART_END: usize = 16;
    /// The number of insertions, `u8`.
    pub const INSERTIONS: usize = 18;
    /// How many insertions stand before that part, `u8`.
    pub const BEFORE_PART: usize = 19;
    /// How many insertions stand in that part, `u8`.
    pub const IN_PART: usize = 20;
    /// Length of the fields: the first insertion stands here.
    pub const SIZE: usize = 21;

    /// The longest text that a frame can have, in bytes.
    pub const MAX_TEXT: usize = u16::MAX as usize - 1;

    /// Offsets of the fields of an insertion. They stand in the order of their places in the text.
    pub mod insertion {
        /// The slot, `u8`.
        pub const SLOT: usize = 0;
        /// An [escape](super::super::escape) and the [flags](super::flag), `u8`.
        pub const HOW: usize = 1;
        /// Where in the text the value goes, `u16`.
        pub const AT: usize = 2;
        /// How many bytes of the text stand there for "no value", `u16`: the value takes their place.
        pub const INSTEAD: usize = 4;
        /// Offset of what is written before the value, and of what is written behind it, which follows at once, `u32`.
        pub const AROUND: usize = 6;
        /// Length of what is written before the value, `u8`.
        pub const OPEN: usize = 10;
        /// Length of what is written behind the value, `u8`.
        pub const CLOSE: usize = 11;
        /// How many of the next insertions stand in the text whose place the value takes, `u8`.
        pub const WITHIN: usize = 12;
        /// Length of an insertion.
        pub const SIZE: usize = 13;
    }

    /// What [`insertion::HOW`] says besides the escape.
    pub mod flag {
        /// The bits of the escape.
        pub const ESCAPE: u8 = 0x0f;
        /// The slot is a list: its values as JSON strings with commas between, what stands around them once.
        pub const LIST: u8 = 0x10;
        /// The slot is a list: each of its values that is not empty, with what stands around it.
        pub const EACH: u8 = 0x20;
        /// A value that is empty is written as nothing, without what stands around it.
        pub const FILLED: u8 = 0x40;
    }
}

/// Where the value of a placeholder comes from.
pub mod slot {
    /// The diagnostics that the server set for this occurrence.
    pub const DIAGNOSTICS: u8 = 0;
    /// The id of the request.
    pub const REQUEST_ID: u8 = 1;
    /// The id of the resource or occurrence.
    pub const ID: u8 = 2;
    /// URI reference of the occurrence.
    pub const INSTANCE: u8 = 3;
    /// When it happened, RFC 3339.
    pub const TIME: u8 = 4;
    /// Seconds to wait: what the server set for this occurrence, otherwise the delay of the entry's retry advice.
    pub const RETRY_AFTER: u8 = 5;
    /// The HTTP status of this occurrence, for an entry with a status range. Always has a value.
    pub const STATUS: u8 = 6;
    /// The FHIRPath list that the server set. A list.
    pub const EXPRESSION: u8 = 7;
    /// The location list that the server set. A list.
    pub const LOCATION: u8 = 8;
    /// The reason phrase of [`STATUS`], for an entry with a status range. Always has a value.
    pub const REASON: u8 = 9;
    /// Parameter *n* is slot `PARAMETER + n`.
    pub const PARAMETER: u8 = 32;
    /// How many parameters an entry can have.
    pub const MAX_PARAMETERS: usize = 192;

    /// A slot as one bit of a set; all parameters share the highest.
    pub const fn bit(slot: u8) -> u32 {
        if slot < 31 { 1 << slot } else { 1 << 31 }
    }

    /// The slots that have a value without the error's doing, as bits: from the entry, the clock or the status.
    pub const UNASKED: u32 = bit(TIME) | bit(RETRY_AFTER) | bit(STATUS) | bit(REASON);
}

/// How a value is written.
pub mod escape {
    /// As it is. Control characters become spaces.
    pub const PLAIN: u8 = 0;
    /// Inside a JSON string: RFC 8259, section 7.
    pub const JSON: u8 = 1;
    /// As a whole JSON value of the parameter's own type: numbers and booleans bare, others as a string with quotes.
    pub const JSON_VALUE: u8 = 2;
    /// As a whole JSON string, with quotes, whatever the type.
    pub const JSON_STRING: u8 = 3;
    /// Inside HTML text or a quoted attribute: `& < > " '` as character references.
    pub const HTML: u8 = 4;
    /// Inside a header's value: only visible ASCII, space and tab (RFC 9110, section 5.5); other bytes as `%XX`.
    pub const HEADER: u8 = 5;
    /// Inside a quoted string of a header's value (RFC 9110, section 5.6.4): as [`HEADER`], with a backslash before `"` and `\`.
    pub const HEADER_QUOTED: u8 = 6;
    /// Inside an attribute or the text of an XML element: `& < > " '`, tabs and line ends as character references, what XML 1.0 cannot hold
    /// as U+FFFD.
    pub const XML_ATTRIBUTE: u8 = 7;
    /// Inside markup that stands in a JSON string, as the `div` of a FHIR narrative does: [`HTML`], then [`JSON`].
    pub const JSON_MARKUP: u8 = 8;
}
