//! The bytes of a compiled catalog.
//!
//! A catalog is compiled into two constants, because each costs the Rust compiler one token however many entries there are:
//!
//! - the *string table*, a `str`: every string of the catalog and every constant segment of a body;
//! - the *index*, a `[u8]`: [records](record), all numbers little-endian, most of them offsets.
//!
//! The index begins with a [`header`], then one [`entry`] for each entry in catalog order, one [`category`] for each category, one [`response`] for each
//! response. After them, in any order, is everything that these refer to: [forms](form), [programs](program), rows, [`fact`] lists, the
//! [lookup tables](lookup) and the [`fallback`]s.
//!
//! `error-catalog` writes these bytes; `error-runtime` and `error-client` read them. This crate has everything that they must agree on, and all
//! three depend on exactly its version.
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
pub mod record;
pub mod varint;
pub mod vocabulary;

use record::{Text, record};

/// The first bytes of every index. The last byte is the version of the layout.
pub const MAGIC: [u8; 4] = *b"EC\x00\x0d";

/// The first bytes of the index of a catalog with errors, which the compiler reports: code that uses it must not cause others.
pub const MAGIC_OF_BROKEN: [u8; 4] = [MAGIC[0], MAGIC[1], 1, MAGIC[3]];

/// The bit of a delay that has a fraction of a second.
pub const MILLISECONDS: u32 = 1 << 31;

/// A `u16` position that means "none".
pub const NONE_U16: u16 = u16::MAX;

/// A `u32` offset or number that means "none".
pub const NONE_U32: u32 = u32::MAX;

record! {
    /// The start of the index.
    pub mod header {
        /// [`MAGIC`].
        magic: u32,
        /// The number of entries.
        entries: u16,
        /// The number of categories.
        categories: u16,
        /// The number of responses.
        responses: u16,
        /// The number of codes; one that entries share counts once.
        codes: u16,
        /// Offset of a [hash table](lookup) of the names of entries. Its values are positions of entries.
        by_name: u32,
        /// Offset of a [hash table](lookup) of the codes as text. Its values are positions of the first entry with the code; the others
        /// [follow](entry::View::same_code) from it.
        by_code: u32,
        /// Offset of a [hash table](lookup) of the aliases of entries: a slot for each alias of each entry.
        by_alias: u32,
        /// Offset of the [facts](fact) of the catalog.
        facts: u32,
        /// Offset of the number of fallbacks (`u16`) and, after it, the [`fallback`]s in catalog order.
        fallbacks: u32,
        /// Offset of the [places](decoding#places) at which a decoder looks.
        places: u32,
        /// Offset of the [regions](decoding#regions) of bodies.
        regions: u32,
        /// Offset of the positions (`u16`) of the entries whose responses carry no code, in order.
        codeless: u32,
        /// The number of these entries.
        codeless_count: u16,
        /// The number of places.
        place_count: u16,
        /// The number of aliases of all entries.
        aliases: u32,
    }
}

record! {
    /// An entry: its own facts and texts. Its [`form`] has the programs that write them.
    pub mod entry {
        /// The HTTP status.
        status: u16,
        /// The lowest upstream status that the entry may forward; equal to `status` if it forwards none.
        status_min: u16,
        /// The highest such status.
        status_max: u16,
        /// Position of the category, or none.
        category: u16,
        /// Position of the response.
        response: u16,
        /// Position of the entry to use instead, or none.
        replaced_by: u16,
        /// Position of the next entry with the same code, or none.
        same_code: u16,
        /// Position in [`SEVERITIES`](vocabulary::SEVERITIES).
        severity: u8,
        /// Position in [`ISSUE_TYPES`](vocabulary::ISSUE_TYPES), or [`u8::MAX`] for none.
        issue_type: u8,
        /// Position in [`RETRY_CLASSES`](vocabulary::RETRY_CLASSES), or [`u8::MAX`] for none.
        retry: u8,
        /// One of [`code_kind`].
        code_kind: u8,
        /// Seconds of the retry delay, or none; with the bit [`MILLISECONDS`], its milliseconds.
        retry_after: u32,
        /// The name.
        name: Text,
        /// The code: of an integer, its decimal digits.
        code: Text,
        /// Offset of the [facts](fact).
        facts: u32,
        /// Offset of the [`form`].
        form: u32,
        /// Offset of the row: the [`Text`]s that the programs of the form [refer to](program::op::FIELD) by number.
        row: u32,
    }
}

record! {
    /// A form: the programs of all entries that differ only in their own texts.
    ///
    /// Each field but the last two is the offset of a [program](program), or none.
    pub mod form {
        /// The body.
        body: u32,
        /// The body in FHIR's XML.
        xml: u32,
        /// The message.
        message: u32,
        /// The text for logs.
        log: u32,
        /// The diagnostics.
        diagnostics: u32,
        /// Offset of the programs (`u32`) of the [leaves](decoding#leaves) of the body, or none.
        leaves: u32,
        /// Offset of the [headers](form_header), in catalog order.
        headers: u32,
        /// The number of headers.
        header_count: u16,
    }
}

record! {
    /// A header of a form.
    pub mod form_header {
        /// The field name.
        name: Text,
        /// Offset of the program of the value. The header is left out if the program ends with [`ABSENT`](program::op::ABSENT).
        value: u32,
    }
}

record! {
    /// A category.
    pub mod category {
        /// The name.
        name: Text,
        /// Offset of the [facts](fact).
        facts: u32,
    }
}

record! {
    /// A response.
    pub mod response {
        /// The name.
        name: Text,
        /// The media type; empty where the response has no body.
        content_type: Text,
        /// Position in [`FORMATS`](vocabulary::FORMATS).
        format: u8,
        /// Bit set over [`FHIR_VERSIONS`](vocabulary::FHIR_VERSIONS); 0 for other formats.
        fhir: u8,
        /// Offset of the [facts](fact).
        facts: u32,
        /// Offset of the [shape](decoding#shapes) of the body; 0 if the body is not JSON.
        shape: u32,
    }
}

record! {
    /// A fallback: the entry for a response that the catalog does not describe.
    pub mod fallback {
        /// A status, or the first digit of a class (4 or 5).
        status: u16,
        /// Position of the entry.
        entry: u16,
        /// Offset of a [fact] list of [`VALUE_NAME`](fact::VALUE_NAME)s and their values.
        values: u32,
    }
}

/// The values of [`entry::Record::code_kind`].
pub mod code_kind {
    /// The entry has no code.
    pub const NONE: u8 = 0;
    /// The code is a string.
    pub const TEXT: u8 = 1;
    /// The code is an integer.
    pub const INTEGER: u8 = 2;
}

/// A fact list: rarely used data that most entries lack.
///
/// Each fact is a tag (`u8`) and two [`varint`]s: for most tags the offset and the length of a string in the text, for
/// [`PARAMETER_INFO`](fact::PARAMETER_INFO) two numbers. Tag [`END`](fact::END) has no numbers and ends the list. A list of strings is its tag repeated.
pub mod fact {
    /// End of the list; no numbers follow.
    pub const END: u8 = 0;
    /// The Rust name of the entry or category.
    pub const RUST_NAME: u8 = 1;
    /// Title.
    pub const TITLE: u8 = 2;
    /// Longer description, Markdown.
    pub const DESCRIPTION: u8 = 3;
    /// Advice for the developer of a client.
    pub const ACTION: u8 = 4;
    /// Text for an end user.
    pub const USER_MESSAGE: u8 = 5;
    /// Documentation link.
    pub const DOCS: u8 = 6;
    /// First version with this entry.
    pub const SINCE: u8 = 7;
    /// Deprecation note; empty if the catalog has `true`.
    pub const DEPRECATED: u8 = 8;
    /// One tag.
    pub const TAG: u8 = 9;
    /// One HTTP method.
    pub const METHOD: u8 = 10;
    /// One endpoint pattern, as in the catalog.
    pub const ENDPOINT: u8 = 11;
    /// Name of a metadata member (`x-…`). Its [`METADATA_VALUE`] is the next fact.
    pub const METADATA_NAME: u8 = 12;
    /// Value of the metadata member before it, as JSON.
    pub const METADATA_VALUE: u8 = 13;
    /// The text of the metadata member before it, without quotes and escapes, if its value is a string.
    pub const METADATA_TEXT: u8 = 25;
    /// Name of a parameter. Parameter *n* of an entry is its *n*-th fact of this tag. Its [`PARAMETER_INFO`] is the next fact.
    pub const PARAMETER: u8 = 14;
    /// First number: position of the type in [`PARAMETER_TYPES`](super::vocabulary::PARAMETER_TYPES). Second: bits 0 and 1
    /// the position in [`VISIBILITIES`](super::vocabulary::VISIBILITIES), bit 2 set if optional.
    pub const PARAMETER_INFO: u8 = 15;
    /// Description of the parameter before it.
    pub const PARAMETER_DESCRIPTION: u8 = 16;
    /// Sample value of the parameter before it, as text.
    pub const PARAMETER_EXAMPLE: u8 = 17;
    /// The name of the catalog.
    pub const CATALOG_NAME: u8 = 18;
    /// The version of the catalog.
    pub const CATALOG_VERSION: u8 = 19;
    /// The `display` of the code.
    pub const DISPLAY: u8 = 20;
    /// Name of a parameter that a [`fallback`](super::fallback) sets. Its [`VALUE`] is the next fact.
    pub const VALUE_NAME: u8 = 21;
    /// Value of the parameter before it, as text.
    pub const VALUE: u8 = 22;
    /// First number: offset of the [program](super::decoding::endpoint) of the [`ENDPOINT`] before it. Second: its length.
    pub const ENDPOINT_PROGRAM: u8 = 23;
    /// Name of a header that carries the id of the request.
    pub const REQUEST_ID_HEADER: u8 = 24;
    /// A code that is recognized and never sent.
    pub const ALIAS: u8 = 26;
    /// First number: a status of an entry with several, which are not a range.
    pub const STATUS: u8 = 27;
    /// The errors of the response are in band: a success can have the same status. Both numbers are 0.
    pub const IN_BAND: u8 = 28;
    /// The values of the parameter before it, an `enum`: one on each line.
    pub const PARAMETER_VALUES: u8 = 29;
    /// The language of the texts of a catalog, or of a translated entry.
    pub const LANGUAGE: u8 = 30;
    /// The language of a translation. These facts and their [`TRANSLATED`] come first.
    pub const TRANSLATION: u8 = 31;
    /// First number: offset of a list of offsets (`u32`) for the [`TRANSLATION`] before it: of the record of each entry in this language, or none.
    pub const TRANSLATED: u8 = 32;
}
