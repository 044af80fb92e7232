//! One entry of a catalog, read in place.

use core::fmt;
use core::time::Duration;

use error_layout::program::{self, Steps, Texts};
use error_layout::record::Text;
use error_layout::{
    MILLISECONDS, NONE_U16, NONE_U32, bytes, code_kind, entry, fact, form, form_header, header, vocabulary,
};

use super::category::Category;
use super::data::Data;
use super::facts::{Facts, Strings};
use super::parameter::Parameters;
use super::response::Response;
use super::vocabulary::{IssueType, Retry, Severity};

/// The code of an error: the string or number that clients compare.
#[doc(alias = "error code")]
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Code<'a> {
    /// A string, such as `PATIENT_NOT_FOUND`.
    Text(&'a str),
    /// An integer, such as Twilio's `20003`.
    Integer(i64),
}

impl<'a> Code<'a> {
    /// Returns the string, if the code is one.
    pub const fn as_text(self) -> Option<&'a str> {
        match self {
            Self::Text(text) => Some(text),
            Self::Integer(_) => None,
        }
    }

    /// Returns the number, if the code is one.
    pub const fn as_integer(self) -> Option<i64> {
        match self {
            Self::Text(_) => None,
            Self::Integer(number) => Some(number),
        }
    }
}

impl fmt::Display for Code<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => f.pad(text),
            Self::Integer(number) => number.fmt(f),
        }
    }
}

/// Everything the catalog says about one error.
///
/// It is a view of the catalog's constants: it is `Copy`, and no accessor allocates. Most accessors are also `const`
/// methods of the generated enum.
///
/// ```
/// # mod api { error_runtime::error_catalog! { pub enum Clinic = "catalogs/clinic.json"; } }
/// # use api::Clinic;
/// use error_runtime::{Code, Entry, Retry};
/// use std::time::Duration;
///
/// const ENTRY: Entry<'static> = Clinic::Unavailable.entry();
///
/// assert_eq!((ENTRY.status(), ENTRY.reason()), (503, "Service Unavailable"));
/// assert_eq!(ENTRY.code(), Some(Code::Text("UNAVAILABLE")));
/// assert_eq!(ENTRY.retry(), Some(Retry::After));
/// assert_eq!(ENTRY.retry_after(), Some(Duration::from_secs(30)));
/// ```
#[derive(Clone, Copy)]
pub struct Entry<'a> {
    data: Data<'a>,
    position: usize,
    record: entry::View<'a>,
}

/// The record of an entry that a damaged catalog does not have: status 500, everything else "none".
const UNKNOWN: &[u8; entry::SIZE] = &entry::Record {
    status: 500,
    status_min: 500,
    status_max: 500,
    category: NONE_U16,
    response: NONE_U16,
    replaced_by: NONE_U16,
    same_code: NONE_U16,
    severity: u8::MAX,
    issue_type: u8::MAX,
    retry: u8::MAX,
    code_kind: code_kind::NONE,
    retry_after: NONE_U32,
    name: Text::NONE,
    code: Text::NONE,
    facts: NONE_U32,
    form: NONE_U32,
    row: NONE_U32,
}
.to_bytes();

impl<'a> Entry<'a> {
    #[inline]
    pub(crate) const fn new(data: Data<'a>, position: usize, record: entry::View<'a>) -> Self {
        Self { data, position, record }
    }

    /// Returns the entry at `position`, or an empty one if the catalog is damaged.
    ///
    /// Generated code passes valid positions only, so the number of entries is not compared.
    #[inline]
    pub(crate) const fn at(data: Data<'a>, position: usize) -> Self {
        match entry::View::at(data.index(), header::SIZE + position * entry::SIZE) {
            Some(record) => Self::new(data, position, record),
            None => Self::new(data, position, entry::View::new(UNKNOWN)),
        }
    }

    /// Returns the form of the entry; `None` if a damaged catalog does not have it.
    #[inline]
    pub(crate) const fn form(self) -> Option<form::View<'a>> {
        form::View::at(self.data.index(), self.record.form() as usize)
    }

    /// Returns the headers of the form.
    pub(crate) fn form_headers(self) -> &'a [[u8; form_header::SIZE]] {
        let Some(form) = self.form() else { return &[] };
        let (headers, _) = bytes::tail(self.data.index(), form.headers() as usize).as_chunks();
        headers.get(..usize::from(form.header_count())).unwrap_or(headers)
    }

    /// Returns the program at an offset; `None` if there is none.
    #[inline]
    pub(crate) fn steps(self, offset: u32) -> Option<Steps<'a>> {
        (offset != NONE_U32).then(|| program::steps(self.data.index(), offset))
    }

    /// Returns the texts that the steps of the entry's programs refer to.
    #[inline]
    pub(crate) fn texts(self) -> Texts<'a> {
        Texts::new(self.data.index(), self.data.text(), self.record)
    }

    /// Whether the body has the same response or format as that of another entry.
    pub(crate) fn has_format_of(self, other: Self) -> bool {
        self.record.response() == other.record.response() || self.response().format() == other.response().format()
    }

    pub(crate) const fn facts(self) -> Facts<'a> {
        Facts::new(self.data, self.record.facts())
    }

    /// Returns the catalog of the entry.
    pub const fn data(self) -> Data<'a> {
        self.data
    }

    /// Returns the position of the entry in the catalog, counted from 0.
    pub const fn position(self) -> usize {
        self.position
    }

    /// Returns the name of the entry, unique in the catalog.
    pub const fn name(self) -> &'a str {
        self.record.name().of(self.data.text())
    }

    /// Returns the name of the entry's variant in Rust.
    pub const fn rust_name(self) -> &'a str {
        match self.facts().text(fact::RUST_NAME) {
            Some(name) => name,
            None => self.name(),
        }
    }

    /// Returns the code that the response carries, if any. Several entries may share a code.
    #[doc(alias = "error code")]
    pub const fn code(self) -> Option<Code<'a>> {
        let text = self.code_str();
        match self.record.code_kind() {
            code_kind::TEXT => Some(Code::Text(text)),
            code_kind::INTEGER => match i64::from_str_radix(text, 10) {
                Ok(number) => Some(Code::Integer(number)),
                // Only a damaged catalog has such a code.
                Err(_) => Some(Code::Text(text)),
            },
            _ => None,
        }
    }

    /// Returns the code as text: the digits of an integer; empty if there is none.
    const fn code_str(self) -> &'a str {
        self.record.code().of(self.data.text())
    }

    /// Returns the bytes of the code as text, for comparisons.
    #[inline]
    pub(crate) const fn code_bytes(self) -> &'a [u8] {
        self.record.code().bytes_of(self.data.text())
    }

    /// Returns the bytes of the name, for comparisons.
    #[inline]
    pub(crate) const fn name_bytes(self) -> &'a [u8] {
        self.record.name().bytes_of(self.data.text())
    }

    /// Returns the next entry of the catalog with the same code.
    #[inline]
    pub(crate) const fn same_code(self) -> Option<Self> {
        let next = self.record.same_code() as usize;
        // Positions only grow, so a damaged catalog cannot cause an endless loop.
        if next > self.position {
            self.data.entry(next)
        } else {
            None
        }
    }

    /// Returns the HTTP status (RFC 9110, section 15).
    #[doc(alias = "status code")]
    #[doc(alias = "StatusCode")]
    pub const fn status(self) -> u16 {
        self.record.status()
    }

    /// Returns the lowest and the highest status that an error of this entry may have.
    ///
    /// Both are [`status`](Self::status), unless the catalog lists several statuses, or the entry forwards the status of an
    /// upstream server.
    pub const fn status_range(self) -> (u16, u16) {
        (self.record.status_min(), self.record.status_max())
    }

    /// Whether an error of this entry may have the status.
    ///
    /// ```
    /// # mod api { error_runtime::error_catalog! { pub enum Clinic = "catalogs/clinic.json"; } }
    /// # use api::Clinic;
    /// assert!(Clinic::Internal.entry().has_status(500));
    /// ```
    pub const fn has_status(self, status: u16) -> bool {
        let (lowest, highest) = self.status_range();
        if status < lowest || status > highest {
            return false;
        }
        lowest == highest || self.forwards_status() || self.lists_status(status)
    }

    /// Returns the statuses that an error of this entry may have, in ascending order.
    pub fn statuses(self) -> impl Iterator<Item = u16> {
        let (lowest, highest) = self.status_range();
        (lowest..=highest).filter(move |status| self.has_status(*status))
    }

    /// Whether the entry forwards the status of an upstream server, which is any of a range.
    pub const fn forwards_status(self) -> bool {
        let (lowest, highest) = self.status_range();
        lowest != highest && self.facts().find(fact::STATUS).is_none()
    }

    const fn lists_status(self, status: u16) -> bool {
        let mut rest = self.facts();
        while let Some((listed, behind)) = rest.find(fact::STATUS) {
            if listed.first == status as u32 {
                return true;
            }
            rest = behind;
        }
        false
    }

    /// Returns the reason phrase of the status in the IANA registry of HTTP status codes; empty if it is not registered.
    pub const fn reason(self) -> &'static str {
        vocabulary::reason(self.status())
    }

    /// Returns the short summary, which has no placeholders.
    pub const fn title(self) -> &'a str {
        match self.facts().text(fact::TITLE) {
            Some(title) => title,
            None => "",
        }
    }

    /// Returns the category of the entry.
    pub const fn category(self) -> Option<Category<'a>> {
        self.data.category(self.record.category() as usize)
    }

    /// Returns the response of the entry: the media type and format of its body.
    #[inline]
    pub const fn response(self) -> Response<'a> {
        Response::at(self.data, self.record.response() as usize)
    }

    /// Returns the FHIR issue severity (<https://hl7.org/fhir/valueset-issue-severity.html>).
    pub const fn severity(self) -> Severity {
        match Severity::at(self.record.severity()) {
            Some(severity) => severity,
            None => Severity::Error,
        }
    }

    /// Returns the FHIR issue type (<https://hl7.org/fhir/valueset-issue-type.html>).
    pub const fn issue_type(self) -> Option<IssueType> {
        IssueType::at(self.record.issue_type())
    }

    /// Returns whether a client may repeat the request; `None` if the catalog has no advice.
    pub const fn retry(self) -> Option<Retry> {
        Retry::at(self.record.retry())
    }

    /// Returns the delay before a client repeats the request, in seconds or milliseconds.
    #[doc(alias = "Retry-After")]
    pub const fn retry_after(self) -> Option<Duration> {
        match self.record.retry_after() {
            NONE_U32 => None,
            bits if bits & MILLISECONDS != 0 => Some(Duration::from_millis((bits & !MILLISECONDS) as u64)),
            seconds => Some(Duration::from_secs(seconds as u64)),
        }
    }

    /// Returns the advice for the developer of a client.
    pub const fn action(self) -> Option<&'a str> {
        self.facts().text(fact::ACTION)
    }

    /// Returns the text that is safe to show to an end user.
    pub const fn user_message(self) -> Option<&'a str> {
        self.facts().text(fact::USER_MESSAGE)
    }

    /// Returns the longer explanation, in Markdown.
    pub const fn description(self) -> Option<&'a str> {
        self.facts().text(fact::DESCRIPTION)
    }

    /// Returns the display text of the code: FHIR's `coding.display`.
    pub const fn display(self) -> Option<&'a str> {
        self.facts().text(fact::DISPLAY)
    }

    /// Returns the link to the documentation of the entry.
    pub const fn doc_url(self) -> Option<&'a str> {
        self.facts().text(fact::DOCS)
    }

    /// Returns the first version of the API with this entry.
    pub const fn since(self) -> Option<&'a str> {
        self.facts().text(fact::SINCE)
    }

    /// Returns the deprecation note; empty if the catalog has `true`, `None` if the entry is not deprecated.
    pub const fn deprecated(self) -> Option<&'a str> {
        self.facts().text(fact::DEPRECATED)
    }

    /// Returns the entry that replaces a deprecated one.
    pub const fn replaced_by(self) -> Option<Self> {
        match self.record.replaced_by() {
            NONE_U16 => None,
            position => self.data.entry(position as usize),
        }
    }

    /// Returns the codes that clients recognize as this entry and servers never send.
    pub const fn aliases(self) -> Strings<'a> {
        self.facts().strings(fact::ALIAS)
    }

    /// Returns the labels of the entry.
    pub const fn tags(self) -> Strings<'a> {
        self.facts().strings(fact::TAG)
    }

    /// Returns the HTTP methods that can fail with this entry; empty for any.
    pub const fn methods(self) -> Strings<'a> {
        self.facts().strings(fact::METHOD)
    }

    /// Returns the patterns of the URL paths that can fail with this entry; empty for any.
    pub const fn endpoints(self) -> Strings<'a> {
        self.facts().strings(fact::ENDPOINT)
    }

    /// Returns the parameters of the entry, in the order of their first placeholders.
    pub const fn parameters(self) -> Parameters<'a> {
        Parameters::new(self.facts())
    }

    /// Returns the value of a metadata member of the entry (`x-…`) as JSON.
    pub const fn metadata(self, name: &str) -> Option<&'a str> {
        self.facts().metadata(name)
    }

    /// Returns the text of a metadata member of the entry whose value is a string, without quotes and escapes.
    pub const fn metadata_text(self, name: &str) -> Option<&'a str> {
        self.facts().metadata_text(name)
    }

    /// Returns the names of the entry's metadata members.
    pub const fn metadata_names(self) -> Strings<'a> {
        self.facts().strings(fact::METADATA_NAME)
    }
}

impl fmt::Debug for Entry<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Entry").field(&self.name()).finish()
    }
}

impl<'a> Data<'a> {
    /// Returns the entry at `position`, counted from 0 in the order of the catalog.
    #[inline]
    pub const fn entry(self, position: usize) -> Option<Entry<'a>> {
        if position >= self.entries() {
            return None;
        }
        match entry::View::at(self.index(), header::SIZE + position * entry::SIZE) {
            Some(record) => Some(Entry::new(self, position, record)),
            None => None,
        }
    }
}

#[cfg(test)]
mod tests;
