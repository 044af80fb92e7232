//! A decoded response.

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;
use core::iter::FusedIterator;
use core::time::Duration;

use error_layout::decoding::{role, usual};
use error_layout::fact;
use error_layout::grammar::MediaType;
use error_runtime::__compiled::catalog_facts;
use error_runtime::{AsEntry, Catalog, Data, Entry, Response};

use super::charset;
use super::document::{Document, Stop};
use super::issue::Issue;
use super::places::Places;
use super::read::{self, IssueData};
use super::received::{ReceivedResponse, Source};
use super::retry_after::{self, Asked, RetryAfter};
use super::subject::{Focus, Subject};
use super::text::Part;
use super::{json, xml};

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
    /// The body ends too early.
    Truncated,
    /// The body has a syntax error; the readable parts were read.
    Malformed,
    /// The body exceeds a limit: 4 MiB, 8,192 values, 64 levels or 256 issues.
    TooLarge,
    /// The body has bytes that its charset does not have; they became U+FFFD.
    Characters,
    /// `Content-Type` names another format than the body has.
    MediaType,
    /// The body matches no response of the catalog.
    Foreign,
    /// A value of `Retry-After`, or of a header of the same meaning, cannot be read.
    RetryAfter,
}

/// All notes, in the order of their bits.
const NOTES: [Note; 7] = [
    Note::Truncated,
    Note::Malformed,
    Note::TooLarge,
    Note::Characters,
    Note::MediaType,
    Note::Foreign,
    Note::RetryAfter,
];

/// Headers that are read for the id of a request after those of the catalog.
const REQUEST_IDS: [&str; 4] = ["x-request-id", "x-correlation-id", "request-id", "x-amzn-requestid"];

/// A decoded response: its issues, ids, advice and the differences from the catalog.
///
/// [`Decode::decode`] and [`decode()`] return it. It has at least one [issue](Self::issues), which is
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
    data: Data<'static>,
    source: Source<'b>,
    text: Cow<'b, str>,
    /// Strings that are not in the text in their decoded form.
    kept: String,
    kind: BodyKind,
    notes: u16,
    is_outcome: bool,
    response: Option<Response<'static>>,
    issues: Vec<IssueData<C>>,
    request_id: Option<Part>,
    id: Option<Part>,
    instance: Option<Part>,
    retry_after: Option<RetryAfter>,
}

/// Decodes responses with a catalog. Every enum of `error_catalog!` implements it.
///
/// ```
/// # mod api { error_runtime::error_catalog! { pub enum Clinic = "src/testing/clinic.json"; } }
/// # use api::Clinic;
/// use error_client::{Decode, ReceivedResponse};
///
/// let decoded = Clinic::decode(ReceivedResponse::new(410, &[], b""));
/// assert_eq!(decoded.entry(), Some(Clinic::Gone));
/// ```
#[doc(alias("parse", "deserialize", "from_response"))]
pub trait Decode: Catalog {
    /// Decodes a response into its issues, each with its entry of the catalog.
    ///
    /// Infallible: see [`Decoded::notes`]. It reads at most 4 MiB of the body.
    fn decode(response: ReceivedResponse<'_>) -> Decoded<'_, Self> {
        read_response(Self::DATA, response)
    }
}

impl<C: Catalog> Decode for C {}

/// Decodes a response like [`Decode::decode`], with a catalog that is loaded at run time.
///
/// The entries are of the type [`Entry`]. Infallible: see [`Decoded::notes`].
///
/// ```
/// # mod api { error_runtime::error_catalog! { pub enum Clinic = "src/testing/clinic.json"; } }
/// # use api::Clinic;
/// use error_client::ReceivedResponse;
/// use error_runtime::Catalog;
///
/// let decoded = error_client::decode(Clinic::DATA, ReceivedResponse::new(410, &[], b""));
/// assert_eq!(decoded.entry().map(|entry| entry.name()), Some("GONE"));
/// ```
#[doc(alias("parse", "deserialize"))]
pub fn decode<'b>(data: Data<'static>, response: ReceivedResponse<'b>) -> Decoded<'b, Entry<'static>> {
    read_response(data, response)
}

fn read_response<'b, C: AsEntry>(data: Data<'static>, received: ReceivedResponse<'b>) -> Decoded<'b, C> {
    let media_type = MediaType::split(received.header("content-type").unwrap_or_default());
    let read = charset::decode(received.body(), media_type.parameter("charset"));
    let mut decoded = Decoded {
        data,
        source: Source::Borrowed(received),
        text: Cow::Borrowed(""),
        kept: String::new(),
        kind: BodyKind::Empty,
        notes: 0,
        is_outcome: false,
        response: None,
        issues: Vec::new(),
        request_id: None,
        id: None,
        instance: None,
        retry_after: None,
    };
    decoded.note(Note::Characters, read.damaged);
    decoded.note(Note::TooLarge, read.cut);
    decoded.note(Note::Truncated, read.truncated);
    decoded.understand(received, media_type.essence, &read.text);
    decoded.text = read.text;
    decoded
}

impl<C: AsEntry> Decoded<'_, C> {
    fn note(&mut self, note: Note, holds: bool) {
        self.notes |= u16::from(holds) << note as u16;
    }

    /// Parses the text of the body and reads its issues and ids.
    fn understand(&mut self, received: ReceivedResponse<'_>, media_type: &str, text: &str) {
        let document = self.document(media_type, text);
        if let Some(document) = &document {
            self.note(Note::Truncated, document.stop == Some(Stop::End));
            self.note(Note::Malformed, document.sloppy || document.stop == Some(Stop::Syntax));
            self.note(Note::TooLarge, document.too_deep || document.stop == Some(Stop::Full));
        }
        let subject = Subject::new(self.data, received, text, media_type, document.as_ref());
        self.is_outcome = subject.is_outcome;
        self.note(Note::TooLarge, subject.too_many);
        self.issues = Vec::with_capacity(subject.count.max(1));
        for issue in subject.issues() {
            self.read(Focus::issue(&subject, issue));
        }
        if self.issues.is_empty() {
            self.read(Focus::whole(&subject));
        }
        self.kept = subject.into_kept();
    }

    /// Reads an issue and, with the first one, the ids of the whole response.
    fn read(&mut self, focus: Focus<'_, '_>) {
        let text = focus.subject.text;
        let is_first = self.issues.is_empty();
        self.issues.push(match (self.kind, focus.subject.document) {
            (_, Some(_)) => read::issue(focus),
            (BodyKind::Html, None) => read::bare(focus, read::page_title(text)),
            (_, None) => read::bare(focus, Some(text.trim_ascii()).filter(|text| !text.is_empty())),
        });
        if is_first {
            self.find_response(focus);
            self.find_ids(focus);
        }
    }

    /// Parses the body if it is JSON or XML, and sets its kind.
    fn document<'t>(&mut self, media_type: &str, text: &'t str) -> Option<Document<'t>> {
        let names = |word: &str| {
            let mut parts = media_type.as_bytes().windows(word.len()).rev();
            parts.any(|part| part.eq_ignore_ascii_case(word.as_bytes()))
        };
        let places = Places::of(self.data);
        let (kind, document) = match text.trim_ascii_start().bytes().next() {
            None => (BodyKind::Empty, None),
            Some(b'{' | b'[') => (BodyKind::Json, Some(json::parse(text, places))),
            Some(b'<') if xml::kind(text) == xml::Markup::Xml => (BodyKind::Xml, Some(xml::parse(text, places))),
            Some(b'<') => (BodyKind::Html, None),
            Some(_) if names("html") => (BodyKind::Html, None),
            // A bare string or number counts as JSON only where the header names it.
            Some(_) if names("json") => match json::parse(text, places) {
                document if document.stop.is_none() => (BodyKind::Json, Some(document)),
                _ => (BodyKind::Text, None),
            },
            Some(_) => (BodyKind::Text, None),
        };
        self.kind = kind;
        let agrees = media_type.is_empty()
            || match kind {
                BodyKind::Json => names("json"),
                BodyKind::Xml => names("xml"),
                BodyKind::Html => names("html"),
                BodyKind::Text => names("text/") && !names("html") && !names("xml"),
                BodyKind::Empty => true,
            };
        self.note(Note::MediaType, !agrees);
        // XML without an element has no nodes; JSON has begun with its first byte.
        document.filter(|document| !document.xml || document.len() > 0)
    }

    fn find_response(&mut self, focus: Focus<'_, '_>) {
        let known = self.issues.first().and_then(|issue| issue.entries.as_slice().first());
        self.response = match known {
            Some(entry) => Some(entry.as_entry().response()),
            None => focus.best_response(),
        };
        self.note(Note::Foreign, self.response.is_none());
    }

    fn find_ids(&mut self, focus: Focus<'_, '_>) {
        let subject = focus.subject;
        let request_id = focus.part(focus.by_role(role::REQUEST_ID));
        self.request_id = request_id.filter(|id| !id.is_empty());
        let outcome = subject.is_outcome.then(|| Focus::whole(subject).usual_value(usual::ID));
        let id = outcome.flatten().or_else(|| focus.by_role(role::ID));
        self.id = focus.part(id);
        self.instance = focus.part(focus.by_role(role::INSTANCE));
        let seconds = focus.text(focus.by_role(role::RETRY_AFTER));
        let asked = Asked::of(subject.received, seconds.as_deref());
        self.retry_after = asked.longest;
        self.note(Note::RetryAfter, asked.unreadable);
    }
}

impl<C: AsEntry> Decoded<'_, C> {
    /// The received response: status, headers, and the body byte for byte.
    pub fn received(&self) -> ReceivedResponse<'_> {
        self.source.received()
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

    /// All issues of the response in their order: at least one, at most 256.
    pub fn issues(&self) -> impl ExactSizeIterator<Item = Issue<'_, C>> + FusedIterator + Clone {
        self.issues.iter().enumerate().map(|(position, data)| Issue {
            decoded: self,
            data,
            position,
        })
    }

    /// The most severe issue; the first of several with the same severity.
    ///
    /// An issue without a severity counts as an error.
    pub fn issue(&self) -> Option<Issue<'_, C>> {
        let severity = |issue: &Issue<'_, C>| issue.severity().unwrap_or(error_runtime::Severity::Error);
        if self.issues.len() == 1 {
            return self.issues().next();
        }
        // `Severity` orders the most severe value first.
        self.issues().min_by_key(severity)
    }

    /// The entry of the [most severe issue](Self::issue); `None` if it is ambiguous or unknown.
    pub fn entry(&self) -> Option<C> {
        self.issue()?.known()
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
