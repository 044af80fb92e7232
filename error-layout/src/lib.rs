//! The bytes of a compiled catalog.
//!
//! A catalog is compiled into two constants, because each costs the Rust compiler one token however many entries there are:
//!
//! - the *text*, a `str`: every string of the catalog and every constant run of a rendered body;
//! - the *index*, a `[u8]`: numbers, all little-endian, most of them offsets into the text.
//!
//! The index begins with a [`header`], then one fixed-size [`entry`] record for each entry in catalog order, one
//! [`category`] record for each category, one [`response`] record for each response, and behind them, in any order, what the
//! records point at: [`fact`] lists, [programs](program), the [lookup tables](header::BY_NAME) and the [`fallback`] records.
//!
//! `error-catalog` writes these bytes and `error-runtime` reads them; neither knows the other. This crate holds what both
//! must agree on and nothing else. Its version is pinned exactly by both.
#![no_std]
#![forbid(unsafe_code)]
#![cfg_attr(docsrs, feature(doc_cfg))]

extern crate alloc;

pub mod bytes;
pub mod decoding;
pub mod escape;
pub mod grammar;
pub mod lookup;
pub mod program;
pub mod varint;
pub mod vocabulary;

/// The first bytes of every index. The last byte is the version of the layout.
pub const MAGIC: [u8; 4] = *b"EC\x00\x07";

/// A `u16` position that means "none".
pub const NONE_U16: u16 = u16::MAX;

/// A `u32` offset or number that means "none".
pub const NONE_U32: u32 = u32::MAX;

/// Offsets of the fields at the start of the index.
pub mod header {
    /// [`MAGIC`](super::MAGIC), 4 bytes.
    pub const MAGIC: usize = 0;
    /// Number of entries, `u16`.
    pub const ENTRIES: usize = 4;
    /// Number of categories, `u16`.
    pub const CATEGORIES: usize = 6;
    /// Number of responses, `u16`.
    pub const RESPONSES: usize = 8;
    /// How many codes there are, `u16`; one that entries share counts once.
    pub const CODES: usize = 10;
    /// Offset in the index of a [hash table](super::lookup) of the entries' names, `u32`: its values are positions of entries.
    pub const BY_NAME: usize = 12;
    /// Offset in the index of a [hash table](super::lookup) of the codes as text, `u32`: its values are positions of the first entry
    /// with the code. The others [follow](super::entry::SAME_CODE) from it.
    pub const BY_CODE: usize = 16;
    /// Offset in the index of the catalog's [facts](super::fact), `u32`.
    pub const FACTS: usize = 20;
    /// Offset in the index of the number of fallbacks (`u16`) and, behind it, one [`fallback`](super::fallback) record for
    /// each, in catalog order, `u32`.
    pub const FALLBACKS: usize = 24;
    /// Offset in the index of the [places](super::decoding#places) at which a decoder looks, `u32`.
    pub const PLACES: usize = 28;
    /// Offset in the index of the [regions](super::decoding#regions) of bodies, `u32`.
    pub const REGIONS: usize = 32;
    /// Offset in the index of the positions (`u16`) of the entries whose answers carry no code, in order, `u32`.
    pub const CODELESS: usize = 36;
    /// How many these are, `u16`.
    pub const CODELESS_COUNT: usize = 40;
    /// How many places there are, `u16`.
    pub const PLACE_COUNT: usize = 42;
    /// Length of the header: the first entry record stands here.
    pub const SIZE: usize = 44;
}

/// Offsets of the fields of an entry record.
pub mod entry {
    /// HTTP status, `u16`.
    pub const STATUS: usize = 0;
    /// Lowest status the entry may take over from an upstream answer, `u16`; equal to `STATUS` if it may not.
    pub const STATUS_MIN: usize = 2;
    /// Highest such status, `u16`.
    pub const STATUS_MAX: usize = 4;
    /// Position of the category, `u16`, or none.
    pub const CATEGORY: usize = 6;
    /// Position of the response, `u16`.
    pub const RESPONSE: usize = 8;
    /// Position of the entry to use instead, `u16`, or none.
    pub const REPLACED_BY: usize = 10;
    /// Position in [`SEVERITIES`](super::vocabulary::SEVERITIES), `u8`.
    pub const SEVERITY: usize = 12;
    /// Position in [`ISSUE_TYPES`](super::vocabulary::ISSUE_TYPES), `u8`, or [`u8::MAX`] for none.
    pub const ISSUE_TYPE: usize = 13;
    /// Position in [`RETRY_CLASSES`](super::vocabulary::RETRY_CLASSES), `u8`, or [`u8::MAX`] for none.
    pub const RETRY: usize = 14;
    /// One of [`code_kind`](super::code_kind), `u8`.
    pub const CODE_KIND: usize = 15;
    /// Seconds of the retry delay, `u32`, or none.
    pub const RETRY_AFTER: usize = 16;
    /// Offset of the name in the text, `u32`.
    pub const NAME: usize = 20;
    /// Length of the name in bytes, `u16`.
    pub const NAME_LEN: usize = 24;
    /// Length of the code in bytes, `u16`.
    pub const CODE_LEN: usize = 26;
    /// Offset of the code in the text, `u32`: of an integer, its decimal digits.
    pub const CODE: usize = 28;
    /// Offset of the [program](super::program) of the body, `u32`, or none if there is no body.
    pub const BODY: usize = 32;
    /// Offset of the [header list](super::program#headers), `u32`.
    pub const HEADERS: usize = 36;
    /// Offset of the program of the message, `u32`.
    pub const MESSAGE: usize = 40;
    /// Offset of the entry's [facts](super::fact), `u32`.
    pub const FACTS: usize = 44;
    /// Offset of the program of the body in FHIR's XML, `u32`, or none if the body has no such form.
    pub const BODY_XML: usize = 48;
    /// Offset of what the entry writes in the leaves of its body ([`decoding`](super::decoding#shapes)), `u32`; 0 if there is no such list.
    pub const LEAVES: usize = 52;
    /// Position of the next entry with the same code, `u16`, or none.
    pub const SAME_CODE: usize = 56;
    /// Length of a record.
    pub const SIZE: usize = 58;
}

/// What [`entry::CODE_KIND`] says of a code.
pub mod code_kind {
    /// The entry has no code.
    pub const NONE: u8 = 0;
    /// The code is a string.
    pub const TEXT: u8 = 1;
    /// The code is an integer.
    pub const INTEGER: u8 = 2;
}

/// Offsets of the fields of a category record.
pub mod category {
    /// Offset of the name in the text, `u32`.
    pub const NAME: usize = 0;
    /// Length of the name, `u32`.
    pub const NAME_LEN: usize = 4;
    /// Offset of the category's [facts](super::fact), `u32`.
    pub const FACTS: usize = 8;
    /// Length of a record.
    pub const SIZE: usize = 12;
}

/// Offsets of the fields of a response record.
pub mod response {
    /// Offset of the name in the text, `u32`.
    pub const NAME: usize = 0;
    /// Length of the name, `u32`.
    pub const NAME_LEN: usize = 4;
    /// Offset of the media type in the text, `u32`.
    pub const CONTENT_TYPE: usize = 8;
    /// Length of the media type, `u32`; 0 where the answer has no body.
    pub const CONTENT_TYPE_LEN: usize = 12;
    /// Position in [`FORMATS`](super::vocabulary::FORMATS), `u8`.
    pub const FORMAT: usize = 16;
    /// Bit set over [`FHIR_VERSIONS`](super::vocabulary::FHIR_VERSIONS), `u8`; 0 for other formats.
    pub const FHIR: usize = 17;
    /// Offset of the response's [facts](super::fact), `u32`.
    pub const FACTS: usize = 20;
    /// Offset of the [shape](super::decoding#shapes) of the body, `u32`; 0 if the body is not JSON.
    pub const SHAPE: usize = 24;
    /// Length of a record.
    pub const SIZE: usize = 28;
}

/// Offsets of the fields of a fallback record: which entry answers what the catalog did not answer.
pub mod fallback {
    /// A status, or a class of them as its first digit (4 or 5), `u16`.
    pub const STATUS: usize = 0;
    /// Position of the entry, `u16`.
    pub const ENTRY: usize = 2;
    /// Offset of a [fact](super::fact) list of [`VALUE_NAME`](super::fact::VALUE_NAME)s and their values, `u32`.
    pub const VALUES: usize = 4;
    /// Length of a record.
    pub const SIZE: usize = 8;
}

/// A fact list: what is seldom asked for, and absent from most entries.
///
/// Each fact is a tag (`u8`) and two [`varint`]s: for most tags the offset and the length of a string in the text, for
/// [`PARAMETER_INFO`](fact::PARAMETER_INFO) two numbers. Tag [`END`](fact::END) stands alone and ends the list. A list of strings is its tag repeated.
pub mod fact {
    /// End of the list; no numbers follow.
    pub const END: u8 = 0;
    /// The entry's or category's Rust name.
    pub const RUST_NAME: u8 = 1;
    /// Title.
    pub const TITLE: u8 = 2;
    /// Longer description, Markdown.
    pub const DESCRIPTION: u8 = 3;
    /// What a client's developer should do.
    pub const ACTION: u8 = 4;
    /// Text for an end user.
    pub const USER_MESSAGE: u8 = 5;
    /// Documentation link.
    pub const DOCS: u8 = 6;
    /// First version with this entry.
    pub const SINCE: u8 = 7;
    /// Deprecation note; empty if the catalog only says `true`.
    pub const DEPRECATED: u8 = 8;
    /// One tag.
    pub const TAG: u8 = 9;
    /// One HTTP method.
    pub const METHOD: u8 = 10;
    /// One endpoint pattern, as in the catalog.
    pub const ENDPOINT: u8 = 11;
    /// Name of a metadata member (`x-…`). Its [`METADATA_VALUE`] follows at once.
    pub const METADATA_NAME: u8 = 12;
    /// Value of the metadata member before it, as JSON.
    pub const METADATA_VALUE: u8 = 13;
    /// The text of the metadata member before it, without quotes and escapes, if its value is a string.
    pub const METADATA_TEXT: u8 = 27;
    /// Name of a parameter. Parameter *n* of an entry is its *n*-th fact of this tag. Its [`PARAMETER_INFO`] follows at once.
    pub const PARAMETER: u8 = 14;
    /// First number: position of the type in [`PARAMETER_TYPES`](super::vocabulary::PARAMETER_TYPES). Second: bits 0 and 1
    /// the position in [`VISIBILITIES`](super::vocabulary::VISIBILITIES), bit 2 set if optional.
    pub const PARAMETER_INFO: u8 = 15;
    /// Description of the parameter before it.
    pub const PARAMETER_DESCRIPTION: u8 = 16;
    /// Sample value of the parameter before it, as text.
    pub const PARAMETER_EXAMPLE: u8 = 17;
    /// The catalog's own name.
    pub const CATALOG_NAME: u8 = 18;
    /// The catalog's version.
    pub const CATALOG_VERSION: u8 = 19;
    /// First number: offset of a [program](super::program) for the `log` text. Second: 0.
    pub const LOG: u8 = 20;
    /// First number: offset of a [program](super::program) for the `diagnostics` text. Second: 0.
    pub const DIAGNOSTICS: u8 = 21;
    /// The `display` of the code.
    pub const DISPLAY: u8 = 22;
    /// Name of a parameter that a [`fallback`](super::fallback) gives a value. Its [`VALUE`] follows at once.
    pub const VALUE_NAME: u8 = 23;
    /// Value of the parameter before it, as text.
    pub const VALUE: u8 = 24;
    /// First number: offset of the [program](super::decoding::endpoint) of the [`ENDPOINT`] before it. Second: its length.
    pub const ENDPOINT_PROGRAM: u8 = 25;
    /// Name of a header that carries the id of the request.
    pub const REQUEST_ID_HEADER: u8 = 26;
}
