//! Programs: a template, as it is written for an entry.
//!
//! A program is a list of [steps](step). Each writes its text as it is and then does one [operation](op). A step whose part is optional or repeated
//! counts the steps behind it that are its part. Programs belong to a [form](crate::form): the entry's own texts are in its
//! [row](crate::entry::Record::row), where [`FIELD`](op::FIELD) finds them, and values that only a server knows are [arguments](argument).

use crate::record::{Text, record};
use crate::{bytes, entry};

record! {
    /// A step of a program.
    pub mod step {
        /// The [operation](op).
        op: u8,
        /// The [argument], or the number of a text of the row.
        argument: u8,
        /// How the argument is [escaped](escape); of [`REPEAT`](op::REPEAT) 1 if there are commas.
        escape: u8,
        /// Length of the text behind a value; of operations with a part the upper bits of [`before`](Record::before).
        after: u8,
        /// Offset in the string table of the text. The texts before and behind a value follow it.
        text: u32,
        /// Length of the text.
        text_len: u16,
        /// Length of the text before a value; of operations with a part how many steps it has.
        before: u16,
    }
}

/// Operations.
///
/// Those with a *value* write the text before it, the value of their argument, and the text behind it. Those with a *part* say how many steps it has.
pub mod op {
    /// Ends the program.
    pub const END: u8 = 0;
    /// Does nothing: the step is only a text.
    pub const TEXT: u8 = 1;
    /// Writes the entry's text of a number.
    pub const FIELD: u8 = 2;
    /// Writes the argument; without one `null` for whole values of JSON, otherwise nothing.
    pub const ARGUMENT: u8 = 3;
    /// Value: writes it if the argument is given.
    pub const OPTIONAL: u8 = 4;
    /// Value: writes it if the argument is given and not blank.
    pub const FILLED: u8 = 5;
    /// Value: writes the items of a list argument as JSON strings with a [`COMMA`] before each, if there are any.
    pub const LIST: u8 = 6;
    /// Value: writes it for each item of a list argument that is not blank.
    pub const ELEMENTS: u8 = 7;
    /// Writes `,` unless the last byte of the output is `{`, `[` or `,`.
    pub const COMMA: u8 = 8;
    /// Part: does it if the argument is given.
    pub const IF: u8 = 9;
    /// Part: skips it. Ends the part of an [`IF`] or [`IF_FILLED`] that has an "else".
    pub const SKIP: u8 = 10;
    /// Part: does it, and takes it back if nothing is written between its [`CONTENT`] and its last step.
    pub const WRAP: u8 = 11;
    /// The content of a [`WRAP`] begins.
    pub const CONTENT: u8 = 12;
    /// Part: does it once for each error of the response, that of the error's own form, with a [`COMMA`] before each if the step says so.
    pub const REPEAT: u8 = 13;
    /// Ends the program: the text that it writes is left out. Only in programs of headers, messages and leaves.
    pub const ABSENT: u8 = 14;
    /// Part: does it if the argument is given and not blank.
    pub const IF_FILLED: u8 = 15;
}

impl step::View<'_> {
    /// Returns how many steps the part of the operation has.
    #[inline]
    #[must_use]
    pub fn part(self) -> usize {
        usize::from(self.before()) | usize::from(self.after()) << 16
    }
}

/// The largest part that a step can count.
pub const MAX_PART: usize = (1 << 24) - 1;

/// The steps of a program, and whatever follows it.
pub type Steps<'a> = &'a [[u8; step::SIZE]];

/// Finds the program at an offset in the index.
#[inline]
#[must_use]
pub fn steps(index: &[u8], offset: u32) -> Steps<'_> {
    bytes::tail(index, offset as usize).as_chunks().0
}

/// Finds the first step that does an operation.
#[must_use]
pub fn find(steps: Steps<'_>, op: u8) -> Option<usize> {
    let ops = steps.iter().map(|step| step::View::new(step).op());
    ops.take_while(|known| *known != op::END).position(|known| known == op)
}

/// The texts that the steps of an entry's programs name. One that is not all there reads as empty.
#[derive(Clone, Copy, Debug)]
pub struct Texts<'a> {
    table: &'a str,
    row: &'a [[u8; size_of::<Text>()]],
}

impl<'a> Texts<'a> {
    /// Takes the texts of an entry out of the two constants of its catalog.
    #[inline]
    #[must_use]
    pub fn new(index: &'a [u8], table: &'a str, entry: entry::View<'a>) -> Self {
        let row = bytes::tail(index, entry.row() as usize).as_chunks().0;
        Self { table, row }
    }

    /// Returns the text that a step writes first.
    #[inline]
    #[must_use]
    pub fn of(self, step: step::View<'_>) -> &'a str {
        bytes::str_at(self.table, step.text(), step.text_len().into())
    }

    /// Returns the texts before and behind the value of a step.
    #[inline]
    #[must_use]
    pub fn around(self, step: step::View<'_>) -> (&'a str, &'a str) {
        let before = step.before();
        let offset = step.text().saturating_add(step.text_len().into());
        let both = bytes::str_at(self.table, offset, u32::from(before) + u32::from(step.after()));
        both.split_at_checked(before.into()).unwrap_or_default()
    }

    /// Returns the entry's text of a number.
    #[inline]
    #[must_use]
    pub fn field(self, number: u8) -> &'a str {
        match self.row.get(usize::from(number)) {
            Some(text) => Text::from_le_bytes(*text).of(self.table),
            None => "",
        }
    }

    /// Returns the text that a program writes, if it is a single one that is not empty.
    #[inline]
    #[must_use]
    pub fn only(self, steps: Steps<'_>) -> Option<&'a str> {
        let step = step::View::new(steps.first()?);
        match step.op() {
            op::END if step.text_len() > 0 => Some(self.of(step)),
            op::FIELD if step.text_len() == 0 => {
                let end = step::View::new(steps.get(1)?);
                (end.op() == op::END && end.text_len() == 0).then(|| self.field(step.argument()))
            }
            _ => None,
        }
    }
}

/// The run-time values of placeholders.
pub mod argument {
    /// The diagnostics of the error.
    pub const DIAGNOSTICS: u8 = 0;
    /// The id of the request.
    pub const REQUEST_ID: u8 = 1;
    /// The id of the resource or occurrence.
    pub const ID: u8 = 2;
    /// The URI reference of the occurrence.
    pub const INSTANCE: u8 = 3;
    /// When the error happened, RFC 3339.
    pub const TIME: u8 = 4;
    /// Seconds to wait: the error's own, otherwise the delay of the entry's retry advice.
    pub const RETRY_AFTER: u8 = 5;
    /// The HTTP status, for an entry with a status range. Always given.
    pub const STATUS: u8 = 6;
    /// The `FHIRPath`s of the error. A list.
    pub const EXPRESSION: u8 = 7;
    /// The locations of the error. A list.
    pub const LOCATION: u8 = 8;
    /// The reason phrase of [`STATUS`], for an entry with a status range. Always given.
    pub const REASON: u8 = 9;
    /// Parameter *n* of the entry is argument `PARAMETER + n`.
    pub const PARAMETER: u8 = 32;
    /// How many parameters an entry can have.
    pub const MAX_PARAMETERS: usize = 192;

    /// Returns an argument as one bit of a set; all parameters share the highest.
    #[inline]
    #[must_use]
    pub const fn bit(argument: u8) -> u32 {
        if argument < 31 { 1 << argument } else { 1 << 31 }
    }

    /// The arguments that need not be given, as bits: they come from the entry, the clock or the status.
    pub const IMPLICIT: u32 = bit(TIME) | bit(RETRY_AFTER) | bit(STATUS) | bit(REASON);
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
    /// As a URI reference or its start (RFC 3986, section 4.1): what cannot be in one as `%XX`.
    pub const URI: u8 = 9;
    /// As [`URI`], in markup: `&` and `'` as character references.
    pub const URI_MARKUP: u8 = 10;
    /// Inside a URI, a form or a cookie: all but unreserved characters (RFC 3986, section 2.3) as `%XX`.
    pub const PERCENT: u8 = 11;
    /// As a list of tokens in a header (RFC 9110, section 5.6): tokens, commas and spaces, other characters as `%XX`.
    pub const TOKENS: u8 = 12;
    /// A date-time as the date of a header (RFC 9110, section 5.6.7).
    pub const HTTP_DATE: u8 = 13;
    /// As [`PERCENT`], at the start of a path segment: `.` and `..` are encoded twice, because URI parsers decode `%2E` in a segment of dots.
    pub const SEGMENT: u8 = 14;
}
