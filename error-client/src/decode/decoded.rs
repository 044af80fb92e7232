//! A decoded response.

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;
use core::time::Duration;

use error_layout::fact;
use error_runtime::__compiled::catalog_facts;
use error_runtime::{AsEntry, Data, Response};

use super::read::IssueData;
use super::received::{ReceivedResponse, Source};
use super::retry_after::{self, RetryAfter};
use super::text::Part;

/// The format of a body, judged by its content and not by its header.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum BodyKind {
    /// JSON.
    Json,
    /// XML other than HTML.
    Xml,
    /// HTML: a page of the API or of a proxy.
    Html,
    /// Any other text.
    Text,
    /// An empty body, or white space only.
    Empty,
}

impl BodyKind {
    /// Returns the kind in one word, such as `json`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Json => "json",
            Self::Xml => "xml",
            Self::Html => "html",
            Self::Text => "text",
            Self::Empty => "empty",
        }
    }
}

/// A remark about how a response was read.
///
/// No note makes decoding fail: the parts that could be read are in [`Decoded`].
///
/// ```
/// # mod api { error_runtime::error_catalog! { pub enum Clinic = "src/testing/clinic.json"; } }
/// # use api::Clinic;
/// use error_client::{Decode, Note, ReceivedResponse};
///
/// // The connection broke after the code.
/// let decoded = Clinic::decode(ReceivedResponse::new(502, &[], br#"{ "code": "UPSTREAM", "mess"#));
/// assert!(decoded.has_note(Note::Truncated));
/// assert_eq!(decoded.entry(), Some(Clinic::Upstream));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Note {
    /// The body ends too early, in its syntax or by [`ReceivedResponse::end`].
    Truncated,
    /// The body has a syntax error; the readable parts were read.
    Malformed,
    /// The body exceeds a limit: 4 MiB, 8,192 values, 64 levels or 256 issues.
    TooLarge,
    /// The body has bytes that its charset does not have, which are read as Windows-1252; or it is in UTF-32.
    Characters,
    /// `Content-Type` names another format than the body has.
    MediaType,
    /// The body matches no response of the catalog.
    Foreign,
    /// A value of `Retry-After`, or of a header of the same meaning, cannot be read.
    RetryAfter,
    /// The body does not have the coding that `Content-Encoding` names.
    Encoding,
    /// An object of the body has two members of one name.
    Duplicates,
    /// The body is compressed: the client did not decode it, and it is not read.
    Compressed,
}

impl Note {
    /// Returns the note in one word, such as `too-large`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Truncated => "truncated",
            Self::Malformed => "malformed",
            Self::TooLarge => "too-large",
            Self::Characters => "characters",
            Self::MediaType => "media-type",
            Self::Foreign => "foreign",
            Self::RetryAfter => "retry-after",
            Self::Encoding => "encoding",
            Self::Duplicates => "duplicates",
            Self::Compressed => "compressed",
        }
    }
}

/// All notes, in the order of their bits.
const NOTES: [Note; 10] = [
    Note::Truncated,
    Note::Malformed,
    Note::TooLarge,
    Note::Characters,
    Note::MediaType,
    Note::Foreign,
    Note::RetryAfter,
    Note::Encoding,
    Note::Duplicates,
    Note::Compressed,
];

/// Headers that are read for the id of a request after those of the catalog.
const REQUEST_IDS: [&str; 4] = ["x-request-id", "x-correlation-id", "request-id", "x-amzn-requestid"];

/// A decoded response: its issues, ids, advice and the differences from the catalog.
///
/// [`Decode::decode`](crate::Decode::decode) and [`decode()`](crate::decode()) return it. It has at least one [issue](Self::issues), which is
/// [`Found::Unknown`](crate::Found::Unknown) when the body matches no entry.
///
/// Supported are FHIR's [`OperationOutcome`](https://hl7.org/fhir/operationoutcome.html) in JSON and XML, problem details (RFC 9457) and every other JSON body
/// that the catalog describes, as well as plain text and HTML.
///
/// ```
/// # mod api { error_runtime::error_catalog! { pub enum Clinic = "src/testing/clinic.json"; } }
/// # use api::Clinic;
/// use error_client::{BodyKind, Decode, Decoded, ReceivedResponse};
///
/// let headers = [("Content-Type", "application/json"), ("X-Request-Id", "r-1")];
/// let body = br#"{ "code": "UPSTREAM", "message": "Upstream db failed" }"#;
/// let decoded: Decoded<'_, Clinic> = Clinic::decode(ReceivedResponse::new(502, &headers, body));
///
/// assert_eq!((decoded.status(), decoded.kind()), (502, BodyKind::Json));
/// assert_eq!(decoded.entry(), Some(Clinic::Upstream));
/// assert_eq!(decoded.request_id(), Some("r-1"));
/// assert_eq!(decoded.notes().next(), None);
/// ```
#[doc(alias("OperationOutcome", "problem details", "ProblemDetails", "error response"))]
pub struct Decoded<'b, C> {
    pub(super) data: Data<'static>,
    pub(super) source: Source<'b>,
    pub(super) text: Cow<'b, str>,
    /// Strings that are not in the text in their decoded form.
    pub(super) kept: String,
    pub(super) kind: BodyKind,
    pub(super) notes: u16,
    pub(super) is_outcome: bool,
    pub(super) in_band: bool,
    pub(super) response: Option<Response<'static>>,
    pub(super) issues: Vec<IssueData<C>>,
    pub(super) request_id: Option<Part>,
    pub(super) id: Option<Part>,
    pub(super) instance: Option<Part>,
    pub(super) retry_after: Option<RetryAfter>,
}

impl<C: AsEntry> Decoded<'_, C> {
    /// The received response: status, headers, and the body byte for byte.
    pub fn received(&self) -> ReceivedResponse<'_> {
        self.source.received()
    }

    pub(super) fn note(&mut self, note: Note, holds: bool) {
        self.notes |= u16::from(holds) << note as u16;
    }

    /// Copies all borrowed data, so that the value can outlive the response.
    pub fn into_owned(self) -> Decoded<'static, C> {
        Decoded {
            data: self.data,
            source: self.source.into_owned(),
            text: Cow::Owned(self.text.into_owned()),
            kept: self.kept,
            kind: self.kind,
            notes: self.notes,
            is_outcome: self.is_outcome,
            in_band: self.in_band,
            response: self.response,
            issues: self.issues,
            request_id: self.request_id,
            id: self.id,
            instance: self.instance,
            retry_after: self.retry_after,
        }
    }

    /// The HTTP status.
    pub const fn status(&self) -> u16 {
        self.source.status()
    }

    /// Whether the response reports an error: its status is 400 or more, or it has an error in band.
    ///
    /// A success of an API whose errors are in band ([`Response::is_in_band`]) has one if an issue is an entry with the severity `error` or `fatal`, or if the
    /// body has a code or a text where the template of the catalog has it.
    #[doc(alias("is_success", "GraphQL", "JSON-RPC"))]
    pub const fn is_error(&self) -> bool {
        self.status() >= 400 || self.in_band
    }

    /// The body as text without a byte order mark, at most 4 MiB.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The format of the body.
    pub const fn kind(&self) -> BodyKind {
        self.kind
    }

    /// The response description of the catalog whose template matches the body.
    pub const fn response(&self) -> Option<Response<'static>> {
        self.response
    }

    /// The notes about this response.
    pub fn notes(&self) -> impl Iterator<Item = Note> + Clone + use<C> {
        let notes = self.notes;
        NOTES.into_iter().filter(move |note| notes >> *note as u16 & 1 == 1)
    }

    /// Whether `note` is among the notes.
    pub const fn has_note(&self, note: Note) -> bool {
        self.notes >> note as u16 & 1 == 1
    }

    /// The id of the request.
    ///
    /// It is read from the headers that the catalog names, then from the body, then from `X-Request-Id`, `X-Correlation-Id`, `Request-Id` and
    /// `X-Amzn-RequestId`.
    #[doc(alias("correlation id", "trace id"))]
    pub fn request_id(&self) -> Option<&str> {
        let header = |name: &str| self.source.received().header(name).filter(|value| !value.is_empty());
        let documented = catalog_facts(self.data).strings(fact::REQUEST_ID_HEADER);
        documented
            .iter()
            .find_map(header)
            .or_else(|| Some(self.part(self.request_id?)))
            .or_else(|| REQUEST_IDS.into_iter().find_map(header))
    }

    /// The id of the resource or of this occurrence, from the body.
    pub fn id(&self) -> Option<&str> {
        Some(self.part(self.id?))
    }

    /// The URI reference of this occurrence, from the body (RFC 9457, section 3.1.5).
    pub fn instance(&self) -> Option<&str> {
        Some(self.part(self.instance?))
    }

    /// The earliest time of the next request, as the server sent it.
    ///
    /// It is read from the header `Retry-After` (RFC 9110, section 10.2.3), else from the body, else from `retry-after-ms`, and with 429 else from
    /// `RateLimit`, `RateLimit-Reset` or `X-RateLimit-Reset`. The longest of several values counts; one that cannot be read is
    /// [`Note::RetryAfter`].
    #[doc(alias("Retry-After", "backoff"))]
    pub const fn retry_after(&self) -> Option<RetryAfter> {
        self.retry_after
    }

    /// The delay that the server asks for; `None` without [`Self::retry_after`].
    ///
    /// `now` is the time of the client in seconds since 1970-01-01T00:00:00Z. A `Date` header of the response is used instead of it.
    pub fn server_delay(&self, now: Option<u64>) -> Option<Duration> {
        let date = self.source.received().header("date").and_then(retry_after::http_date);
        self.retry_after?.delay(date.or(now))
    }

    pub(super) fn part(&self, part: Part) -> &str {
        part.get(&self.text, &self.kept)
    }

    pub(crate) const fn data(&self) -> Data<'static> {
        self.data
    }

    pub(super) const fn is_outcome(&self) -> bool {
        self.is_outcome
    }

    pub(super) const fn is_cut(&self) -> bool {
        self.has_note(Note::Truncated) || self.has_note(Note::TooLarge)
    }
}

impl<C: AsEntry> fmt::Debug for Decoded<'_, C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Decoded")
            .field("status", &self.status())
            .field("kind", &self.kind)
            .field("notes", &self.notes().collect::<Vec<_>>())
            .field("response", &self.response)
            .field("request_id", &self.request_id())
            .field("issues", &self.issues().collect::<Vec<_>>())
            .finish_non_exhaustive()
    }
}
