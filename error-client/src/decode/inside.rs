//! Reads errors inside something else: in the URI of a redirect, in a list of responses, in another resource.

use alloc::string::String;
use core::ops::Range;

use error_runtime::AsEntry;

use super::decoded::{Decoded, Note};
use super::document::Document;
use super::evidence::redirect;
use super::places::Places;
use super::received::ReceivedResponse;
use super::subject::{Focus, MAX_ISSUES, Subject};
use super::text::Kept;
use super::{embedded, foreign, in_band, json, xml};

impl<C: AsEntry> Decoded<'_, C> {
    /// Reads the error in the `Location` of a redirect, where errors are in band.
    pub(super) fn read_redirect(&mut self, received: ReceivedResponse<'_>, text: &str, kept: &mut Kept) {
        if let [issue] = self.issues.as_mut_slice()
            && matches!(received.status(), 300..=399)
            && self.data.has_in_band_errors()
            && let Some(location) = received.header("location")
            && let Some((code, message)) = redirect::error(self.data, location)
        {
            let fault = foreign::Fault {
                text: message,
                ..foreign::Fault::of_code(code)
            };
            issue.complete(&fault, text, kept, "");
            let mut entries = issue.entries.as_slice().iter().map(|entry| entry.as_entry());
            self.in_band = issue.entries.is_empty() || entries.any(in_band::is_error);
        }
    }

    /// Reads the errors among the elements of a body that is a list of responses.
    pub(super) fn read_batch(&mut self, received: ReceivedResponse<'_>, media_type: &str, text: &str) -> String {
        let mut kept = Kept::default();
        for span in in_band::elements(text) {
            if self.issues.len() >= MAX_ISSUES {
                self.note(Note::TooLarge, true);
                break;
            }
            let document = self.parse_part(text, &span, false);
            let subject = Subject::new(
                self.data,
                received,
                text,
                media_type,
                Some(&document),
                kept.for_another(),
            );
            let (before, notes) = (self.issues.len(), self.notes);
            self.read_all(&subject);
            if self.issues.len() == before {
                self.read(Focus::whole(&subject));
            }
            let new = self.issues.get(before..).unwrap_or_default();
            if in_band::reports_error(&subject, new) {
                self.in_band = true;
            } else {
                self.issues.truncate(before);
                self.notes = notes;
            }
            kept = subject.into_kept();
        }
        if self.issues.is_empty() {
            (self.response, self.request_id, self.id, self.instance) = (None, None, None, None);
        }
        kept.text
    }

    /// Reads each OperationOutcome inside another body, or inside an OperationOutcome.
    pub(super) fn read_embedded(
        &mut self,
        received: ReceivedResponse<'_>,
        media_type: &str,
        document: &Document<'_>,
        mut kept: Kept,
    ) -> Kept {
        let (text, xml) = (document.text, document.xml);
        let is_known = self.issues.iter().any(|issue| !issue.entries.is_empty());
        let may_have_others = if self.is_outcome {
            embedded::may_be_inside(document)
        } else {
            !is_known
        };
        if !may_have_others {
            return kept;
        }
        let was_outcome = self.is_outcome;
        let all = embedded::outcomes(text, xml).into_iter();
        for outcome in all.filter(|outcome| outcome.inner || !was_outcome) {
            let document = self.parse_part(text, &outcome.span, xml);
            self.note(Note::Duplicates, document.duplicates);
            let of_entry = outcome.status.map_or(received, |status| received.with_status(status));
            let subject = Subject::new(
                self.data,
                of_entry,
                text,
                media_type,
                Some(&document),
                kept.for_another(),
            );
            if subject.count > 0 && !self.is_outcome {
                // The issue of the body around it had no entry.
                self.issues.clear();
                self.is_outcome = true;
                self.notes &= !(1 << Note::Foreign as u16);
            }
            let before = self.issues.len();
            self.read_all(&subject);
            let new = self.issues.get_mut(before..).unwrap_or_default();
            self.in_band |= received.status() < 400 && in_band::reports_error(&subject, new);
            for issue in new {
                issue.status = outcome.status;
            }
            kept = subject.into_kept();
        }
        kept
    }

    /// Parses the part of a body that is an object or an element.
    fn parse_part<'t>(&self, text: &'t str, span: &Range<usize>, xml: bool) -> Document<'t> {
        let part = text.get(..span.end).unwrap_or(text);
        let places = Places::of(self.data);
        if xml {
            xml::parse_from(part, span.start, places)
        } else {
            json::parse_from(part, span.start, places)
        }
    }
}
