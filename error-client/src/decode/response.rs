//! Reads a response: its format, its issues and its ids.

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;

use error_layout::decoding::{role, usual};
use error_layout::grammar::{MediaType, has_challenges};
use error_layout::program::argument;
use error_runtime::__compiled::responses;
use error_runtime::{AsEntry, Catalog, Data, Entry, Format, Retry};

use super::charset;
use super::decoded::{BodyKind, Decoded, Note};
use super::document::{Document, Stop};
use super::evidence;
use super::few::Few;
use super::places::{Places, Region};
use super::read::{self, IssueData};
use super::received::{BodyEnd, ReceivedResponse, Source};
use super::retry_after::{Asked, RetryAfter};
use super::subject::{Focus, MAX_ISSUES, Subject};
use super::text::{Digits, Kept};
use super::{challenge, foreign, in_band, json, page, xml};

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
    let compressed = charset::is_compressed(received.body(), received.header("content-encoding"));
    let body = if compressed { &[] } else { received.body() };
    let read = charset::decode(body, media_type.parameter("charset"));
    let mut decoded = Decoded {
        data,
        source: Source::Borrowed(received),
        text: Cow::Borrowed(""),
        kept: String::new(),
        kind: BodyKind::Empty,
        notes: 0,
        is_outcome: false,
        in_band: false,
        response: None,
        issues: Vec::new(),
        request_id: None,
        id: None,
        instance: None,
        retry_after: None,
    };
    decoded.note(Note::Characters, read.damaged);
    decoded.note(Note::TooLarge, read.cut);
    let end = received.end();
    decoded.note(Note::Encoding, end == BodyEnd::Encoding);
    decoded.note(
        Note::Truncated,
        read.truncated || matches!(end, BodyEnd::Broken | BodyEnd::TimeLimit),
    );
    decoded.note(Note::Compressed, compressed);
    // A body that cannot be read is not an empty one.
    let received = if compressed {
        received.ended(BodyEnd::Encoding)
    } else {
        received
    };
    decoded.understand(received, media_type.essence, &read.text);
    if compressed {
        decoded.kind = BodyKind::Text;
    }
    decoded.text = read.text;
    decoded
}

impl<C: AsEntry> Decoded<'_, C> {
    /// Parses the text of the body and reads its issues and ids.
    fn understand(&mut self, received: ReceivedResponse<'_>, media_type: &str, text: &str) {
        let document = self.document(media_type, text);
        if let Some(document) = &document {
            self.note(Note::Truncated, document.stop == Some(Stop::End));
            self.note(Note::Malformed, document.sloppy || document.stop == Some(Stop::Syntax));
            self.note(Note::TooLarge, document.too_deep || document.stop == Some(Stop::Full));
            self.note(Note::Duplicates, document.duplicates);
        }
        let subject = Subject::new(
            self.data,
            received,
            text,
            media_type,
            document.as_ref(),
            Kept::default(),
        );
        if self.kind == BodyKind::Json && text.trim_ascii_start().starts_with('[') && self.data.has_in_band_errors() {
            let kept = self.read_batch(received, media_type, text);
            if !self.issues.is_empty() {
                self.kept = kept;
                return;
            }
        }
        self.is_outcome = subject.is_outcome;
        self.read_all(&subject);
        if self.issues.is_empty() {
            self.read(Focus::whole(&subject));
        }
        self.in_band = received.status() < 400 && in_band::reports_error(&subject, &self.issues);
        let mut kept = subject.into_kept();
        self.read_redirect(received, text, &mut kept);
        if let Some(document) = &document {
            kept = self.read_embedded(received, media_type, document, kept);
            if !self.is_outcome {
                self.complete(received, document, &mut kept);
            }
        }
        self.complete_by_headers(received, text, &mut kept);
        let is_only = self.issues.len() == 1;
        for issue in &mut self.issues {
            issue.complete_code(is_only.then_some(received), text, &mut kept);
        }
        self.kept = kept.text;
    }

    /// Reads all issues of a subject.
    pub(super) fn read_all(&mut self, subject: &Subject<'_>) {
        self.note(Note::TooLarge, subject.too_many);
        self.issues.reserve_exact(subject.count.max(1));
        for issue in subject.issues() {
            if self.issues.len() >= MAX_ISSUES {
                self.note(Note::TooLarge, true);
                return;
            }
            self.read(Focus::issue(subject, issue));
        }
    }

    /// Reads the errors of a body that has no entry of the catalog, and the delay that any body asks for.
    fn complete(&mut self, received: ReceivedResponse<'_>, document: &Document<'_>, kept: &mut Kept) {
        let is_known = self.issues.iter().any(|issue| !issue.entries.is_empty());
        let text = document.text;
        // A FHIR resource has codes and texts, but no errors.
        if is_known && !self.may_ask_for_delay(text) || self.is_resource(document) {
            return;
        }
        let tree = if document.xml {
            xml::tree(text)
        } else {
            json::tree(text)
        };
        self.note(Note::Duplicates, !is_known && !document.xml && tree.has_duplicates());
        if let Some(value) = foreign::retry_after(&tree).filter(|_| self.retry_after.is_none()) {
            self.retry_after = RetryAfter::parse(value);
            self.note(Note::RetryAfter, self.retry_after.is_none());
        }
        if is_known {
            return;
        }
        let status = Digits::new(received.status());
        let mut faults = foreign::read(&tree, status.as_str());
        self.note(Note::TooLarge, tree.is_full || faults.len() > MAX_ISSUES);
        faults.truncate(MAX_ISSUES);
        let mut complete = |issue: &mut IssueData<C>, fault: &_| issue.complete(fault, text, kept, status.as_str());
        if self.issues.len() == 1 && faults.len() == 1 || self.issues.len() == faults.len() && self.response.is_some() {
            for (issue, fault) in self.issues.iter_mut().zip(&faults) {
                let at = u32::try_from(fault.at).unwrap_or(u32::MAX);
                // The texts that were read are those around the only element of a list.
                let is_inner = fault.inner && at != issue.offset;
                if (self.response.is_none() || is_inner) && fault.text.is_some() {
                    issue.text = None;
                }
                if is_inner {
                    issue.codings = Few::None;
                    issue.offset = at;
                }
                complete(issue, fault);
            }
        } else if !faults.is_empty() && (self.response.is_none() || self.issues.len() < faults.len()) {
            let new = faults.iter().map(|fault| {
                let mut issue = IssueData::unknown(u32::try_from(fault.at).unwrap_or(u32::MAX));
                complete(&mut issue, fault);
                issue
            });
            self.issues = new.collect();
        }
    }

    /// Reads the error that a header names, in a response that has no entry of the catalog and no code.
    fn complete_by_headers<'t>(&mut self, received: ReceivedResponse<'t>, text: &str, kept: &mut Kept) {
        let is_outcome = self.is_outcome;
        let [issue] = self.issues.as_mut_slice() else { return };
        if is_outcome || !issue.entries.is_empty() {
            return;
        }
        // The first two are those of the REST services of AWS and Azure.
        let names = [
            "x-amzn-errortype",
            "x-ms-error-code",
            "www-authenticate",
            "proxy-authenticate",
        ];
        let is_named = |(header, _): &(&str, _)| names.iter().any(|name| header.eq_ignore_ascii_case(name));
        let error = |(name, value): (&str, &'t str)| {
            if has_challenges(name) {
                return challenge::error(received);
            }
            let value = value.trim_ascii();
            Some((Cow::Borrowed(value.split(':').next().unwrap_or(value)), None))
        };
        let Some((code, description)) = received.headers().filter(is_named).find_map(error) else {
            return;
        };
        let mut fault = foreign::Fault::of_code(code);
        let place = if issue.text.is_none() {
            &mut fault.text
        } else {
            &mut fault.diagnostics
        };
        *place = description;
        issue.complete(&fault, text, kept, Digits::new(received.status()).as_str());
    }

    /// Whether the body is a FHIR resource in JSON or XML.
    fn is_resource(&self, document: &Document<'_>) -> bool {
        let place = Region::BODY.usual(self.data, usual::RESOURCE_TYPE);
        let resource_type = document.first(document.all(), place);
        let namespace = ["\"http://hl7.org/fhir\"", "'http://hl7.org/fhir'"];
        resource_type.is_some() && (!document.xml || namespace.iter().any(|name| document.text.contains(name)))
    }

    /// Reads an issue and, with the first one, the ids of the whole response.
    pub(super) fn read(&mut self, focus: Focus<'_, '_>) {
        let text = focus.subject.text;
        let is_first = self.issues.is_empty();
        self.issues.push(match (self.kind, focus.subject.document) {
            (_, Some(_)) => read::issue(focus),
            (BodyKind::Html, None) => read::bare(focus, page::text(text).as_deref()),
            (_, None) => read::bare(focus, Some(text.trim_ascii()).filter(|text| !text.is_empty())),
        });
        if is_first {
            self.find_response(focus);
            self.find_ids(focus);
        }
        self.note(
            Note::TooLarge,
            focus.subject.document.is_some_and(Document::is_exhausted),
        );
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
            // A bare string or number counts as JSON only where the header names it; a string also without a header.
            Some(first) if names("json") || first == b'"' && media_type.is_empty() => match json::parse(text, places) {
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
            }
            || self.declares(media_type);
        self.note(Note::MediaType, !agrees);
        // XML without an element has no nodes; JSON has begun with its first byte.
        document.filter(|document| !document.xml || document.len() > 0)
    }

    /// Whether a response of the catalog has the media type and this kind of body: some APIs send JSON as `text/javascript`.
    fn declares(&self, media_type: &str) -> bool {
        responses(self.data).any(|response| {
            let is_kind = match response.format() {
                Format::Text => matches!(self.kind, BodyKind::Text | BodyKind::Html),
                Format::Xml => self.kind == BodyKind::Xml,
                _ => self.kind == BodyKind::Json,
            };
            let declared = response.content_type().filter(|_| is_kind).map(MediaType::split);
            declared.is_some_and(|declared| declared.is(media_type))
        })
    }

    fn find_response(&mut self, focus: Focus<'_, '_>) {
        let subject = focus.subject;
        let entries = self.issues.first().map_or(&[][..], |issue| issue.entries.as_slice());
        self.response = match entries {
            // Without a body, nothing tells the responses of several entries apart.
            [_, _, ..] if subject.has_no_body() => None,
            [entry, ..] => Some(entry.as_entry().response()),
            [] => focus.best_response(),
        };
        self.note(Note::Foreign, self.response.is_none() && !subject.has_no_body());
    }

    fn find_ids(&mut self, focus: Focus<'_, '_>) {
        let subject = focus.subject;
        // The body can have it too where the template repeats it for each error.
        let of_body = || Focus::whole(subject).by_role(role::REQUEST_ID);
        let request_id = focus.part(focus.by_role(role::REQUEST_ID).or_else(of_body));
        self.request_id = request_id.filter(|id| !id.is_empty());
        let outcome = subject.is_outcome.then(|| Focus::whole(subject).usual_value(usual::ID));
        let id = outcome.flatten().or_else(|| focus.by_role(role::ID));
        self.id = focus.part(id);
        self.instance = focus.part(focus.by_role(role::INSTANCE));
        let seconds = focus.text(focus.by_role(role::RETRY_AFTER));
        let seconds = seconds.or_else(|| self.delay_in_text(focus));
        let asked = Asked::of(subject.received, seconds.as_deref());
        self.retry_after = asked.longest;
        self.note(Note::RetryAfter, asked.unreadable);
    }

    /// Whether a body with an entry can have a delay that its template does not have.
    fn may_ask_for_delay(&self, text: &str) -> bool {
        let is_named = |text: &str| {
            text.as_bytes()
                .windows(5)
                .any(|part| part.eq_ignore_ascii_case(b"retry"))
        };
        let may_wait = matches!(self.status(), 429 | 503) || self.entry_that_may_wait().is_some();
        self.retry_after.is_none() && may_wait && is_named(text)
    }

    /// Returns the entry of the first issue, its only one, if it can be sent again.
    fn entry_that_may_wait(&self) -> Option<Entry<'static>> {
        let [entry] = self.issues.first()?.entries.as_slice() else {
            return None;
        };
        let may_wait =
            |entry: &Entry<'_>| matches!(entry.retry(), Some(Retry::After | Retry::Backoff | Retry::Immediate));
        Some(entry.as_entry()).filter(may_wait)
    }

    /// Returns the delay in a text of the first issue's entry, such as `Try again in {retry_after} seconds.`
    fn delay_in_text<'t>(&self, focus: Focus<'_, 't>) -> Option<Cow<'t, str>> {
        let entry = self.entry_that_may_wait()?;
        if focus.subject.received.header("retry-after").is_some() {
            return None;
        }
        let mut found = None;
        evidence::values(focus, entry, &mut |(argument, value)| {
            if argument == argument::RETRY_AFTER {
                found = value;
            }
        });
        found
    }
}
