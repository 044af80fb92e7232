//! Finds each OperationOutcome inside another body, such as a Bundle, Parameters or `{"resource": …}`.
//!
//! Where they are in it does not matter: `entry.resource`, `entry.response.outcome`, `parameter.resource` and `contained` are read alike. An entry of
//! a Bundle has its own status (<https://hl7.org/fhir/bundle.html>, `Bundle.entry.response.status`).

use alloc::vec::Vec;
use core::ops::Range;

use super::document::{Document, MAX_DEPTH};
use super::json::behind_string;

/// The largest number of outcomes that are read.
const MAX_OUTCOMES: usize = 256;

/// The largest depth of nested containers that are searched.
const MAX_OPEN: usize = MAX_DEPTH as usize;

const NAME: &str = "OperationOutcome";

/// An OperationOutcome in a body.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Outcome {
    /// The object or element, in bytes.
    pub(super) span: Range<usize>,
    /// Whether it is inside another OperationOutcome.
    pub(super) inner: bool,
    /// The status beside it, or in an object beside it: that of its entry of a Bundle.
    pub(super) status: Option<u16>,
}

/// An object or array of JSON around the position, or an OperationOutcome of XML.
#[derive(Default)]
struct Container {
    start: usize,
    /// Its number in `found`, if it is an outcome.
    number: Option<usize>,
    /// The number of outcomes that were found before it.
    before: usize,
    /// Its member `status`.
    status: Option<u16>,
    /// The `status` of an object in it.
    inner_status: Option<u16>,
}

/// The type of an OperationOutcome as a JSON string, after its opening quote.
pub(super) const TYPE: &[u8] = b"OperationOutcome\"";

/// Whether an OperationOutcome may contain another one. Most do not, and need no search.
pub(super) fn may_be_inside(outcome: &Document<'_>) -> bool {
    if !outcome.xml && outcome.stop.is_none() && !outcome.too_deep {
        return outcome.inner_outcome;
    }
    let has_two_names = || outcome.body().matches("\"OperationOutcome\"").nth(1).is_some();
    // The member of a resource with other resources: https://hl7.org/fhir/domainresource.html
    outcome.body().contains("contained") && (outcome.xml || has_two_names())
}

/// Finds each OperationOutcome of a body, in their order. One that was cut off ends with the text.
pub(super) fn outcomes(text: &str, xml: bool) -> Vec<Outcome> {
    if !text.contains(NAME) {
        return Vec::new();
    }
    let mut search = Search {
        text,
        open: Vec::new(),
        found: Vec::new(),
    };
    if xml {
        search.xml();
    } else {
        search.json();
    }
    // Those that were cut off.
    while !search.open.is_empty() {
        search.close(text.len());
    }
    search.found.sort_by_key(|outcome| outcome.span.start);
    search.found
}

struct Search<'t> {
    text: &'t str,
    open: Vec<Container>,
    found: Vec<Outcome>,
}

impl<'t> Search<'t> {
    fn rest(&self, at: usize) -> &'t str {
        self.text.get(at..).unwrap_or("")
    }

    /// Marks the innermost container as an outcome.
    fn mark(&mut self) {
        let inner = self
            .open
            .iter()
            .rev()
            .skip(1)
            .any(|container| container.number.is_some());
        let number = self.found.len();
        if let Some(container) = self.open.last_mut()
            && container.number.is_none()
            && number < MAX_OUTCOMES
        {
            container.number = Some(number);
            self.found.push(Outcome {
                span: container.start..self.text.len(),
                inner,
                status: None,
            });
        }
    }

    fn open(&mut self, start: usize) {
        self.open.push(Container {
            start,
            before: self.found.len(),
            ..Container::default()
        });
    }

    /// Notes the status of the innermost container, from a text that starts with it, such as `404 Not Found`.
    fn note_status(&mut self, start: usize) {
        let text = self.rest(start);
        let is_end = |c: char| matches!(c, ' ' | '"' | '\'');
        let status = text
            .get(..3)
            .filter(|_| text.get(3..).is_some_and(|rest| rest.starts_with(is_end)));
        let status = status
            .and_then(|digits| digits.parse().ok())
            .filter(|status| matches!(status, 100..=599));
        if let Some(container) = self.open.last_mut() {
            container.status = container.status.or(status);
        }
    }

    /// Closes the innermost container.
    fn close(&mut self, end: usize) {
        let Some(container) = self.open.pop() else { return };
        if let Some(outcome) = container.number.and_then(|number| self.found.get_mut(number)) {
            outcome.span.end = end;
        }
        if let Some(around) = self.open.last_mut() {
            around.inner_status = around.inner_status.or(container.status);
        }
        if let Some(status) = container.status.or(container.inner_status) {
            let inside = self.found.get_mut(container.before..).unwrap_or_default();
            for outcome in inside {
                outcome.status = outcome.status.or(Some(status));
            }
        }
    }

    fn json(&mut self) {
        let bytes = self.text.as_bytes();
        let behind = |at| bytes.get(at..).unwrap_or_default();
        let is_mark = |byte: &u8| matches!(byte, b'{' | b'[' | b'}' | b']' | b'"');
        let mut at = 0;
        while let Some(found) = behind(at).iter().position(is_mark) {
            let start = at + found;
            at = start + 1;
            match bytes.get(start) {
                Some(b'{' | b'[') if self.open.len() >= MAX_OPEN => return,
                Some(b'{' | b'[') => self.open(start),
                Some(b'}' | b']') => self.close(at),
                _ => {
                    let content = at;
                    let Ok((rest, _)) = behind_string(behind(content)) else {
                        return;
                    };
                    at = bytes.len() - rest.len();
                    match self.text.get(content..at) {
                        Some("resourceType\"") if self.is_outcome_after(at) => self.mark(),
                        Some("status\"") => {
                            if let Some(value) = self.string_after(at) {
                                self.note_status(self.text.len() - value.len());
                            }
                        }
                        _ => {}
                    }
                }
            }
        }
    }

    /// The text from the start of a string on, if a colon and a string follow.
    fn string_after(&self, at: usize) -> Option<&'t str> {
        let value = self.rest(at).trim_ascii_start().strip_prefix(':')?;
        value.trim_ascii_start().strip_prefix('"')
    }

    /// Whether a colon and the name of the resource follow.
    fn is_outcome_after(&self, at: usize) -> bool {
        self.string_after(at)
            .and_then(|value| value.strip_prefix(NAME))
            .is_some_and(|behind| behind.starts_with('"'))
    }

    fn xml(&mut self) {
        let mut at = 0;
        while let Some(found) = self.rest(at).find('<') {
            let start = at + found;
            let rest = self.rest(start);
            let skipped = [("<!--", "-->"), ("<![CDATA[", "]]>"), ("<?", "?>")];
            if let Some((_, end)) = skipped.iter().find(|(begin, _)| rest.starts_with(begin)) {
                let Some(found) = rest.find(end) else { return };
                at = start + found + end.len();
                continue;
            }
            let Some(end) = rest.find('>') else { return };
            at = start + end + 1;
            let tag = rest.get(1..end).unwrap_or("");
            let name = tag.trim_start_matches('/');
            let name = name
                .split(|c: char| c.is_ascii_whitespace() || c == '/')
                .next()
                .unwrap_or("");
            let name = name.rsplit(':').next().unwrap_or("");
            let is_outcome = name == NAME;
            if name == "status"
                && let Some(value) = ["value=\"", "value='"]
                    .into_iter()
                    .find_map(|key| Some(tag.find(key)? + key.len()))
            {
                self.note_status(start + 1 + value);
            }
            // An entry of a Bundle has the status of the outcomes in it.
            if !is_outcome && name != "entry" || tag.ends_with('/') {
                continue;
            }
            if tag.starts_with('/') {
                self.close(at);
            } else if self.open.len() < MAX_OPEN {
                self.open(start);
                if is_outcome {
                    self.mark();
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::format;

    fn found(text: &str, xml: bool) -> Vec<(&str, bool)> {
        let all = outcomes(text, xml).into_iter();
        all.map(|outcome| (&text[outcome.span], outcome.inner)).collect()
    }

    #[test]
    fn outcomes_are_found_at_every_depth() {
        let json = r#"{"a":"\"{","b":[{"resourceType" : "OperationOutcome","contained":[{"resourceType":"OperationOutcome"}]}],"resourceType":"Bundle"}"#;
        let inner = r#"{"resourceType":"OperationOutcome"}"#;
        let outer = r#"{"resourceType" : "OperationOutcome","contained":[{"resourceType":"OperationOutcome"}]}"#;
        assert_eq!(found(json, false), [(outer, false), (inner, true)]);
        let xml = "<Bundle><!--<OperationOutcome>--><f:OperationOutcome a='b'><x/></f:OperationOutcome ><OperationOutcome/></Bundle>";
        assert_eq!(
            found(xml, true),
            [("<f:OperationOutcome a='b'><x/></f:OperationOutcome >", false)]
        );
    }

    #[test]
    fn an_outcome_in_a_bundle_has_the_status_of_its_entry() {
        let statuses = |text: &str, xml: bool| -> Vec<_> {
            outcomes(text, xml).into_iter().map(|outcome| outcome.status).collect()
        };
        let outcome = r#"{"resourceType":"OperationOutcome","text":{"status":"generated"}}"#;
        for (entries, expected) in [
            (
                format!(r#"{{"response":{{"status":"404 Not Found","outcome":{outcome}}}}}"#),
                &[Some(404)][..],
            ),
            (
                format!(r#"{{"response":{{"outcome":{outcome},"status" : "500"}}}}"#),
                &[Some(500)],
            ),
            (
                format!(r#"{{"resource":{outcome},"response":{{"status":"409 Conflict"}}}}"#),
                &[Some(409)],
            ),
            (
                format!(r#"{{"response":{{"status":"201 Created"}}}},{{"resource":{outcome}}}"#),
                &[None],
            ),
            (
                format!(r#"{{"response":{{"status":"4040","outcome":{outcome}}}}}"#),
                &[None],
            ),
            (
                format!(
                    r#"{{"response":{{"status":"400","outcome":{outcome}}}}},{{"response":{{"status":"410","outcome":{outcome}"#
                ),
                &[Some(400), Some(410)],
            ),
        ] {
            let bundle = format!(r#"{{"resourceType":"Bundle","entry":[{entries}]}}"#);
            assert_eq!(statuses(&bundle, false), expected, "{bundle}");
        }
        let outcome =
            "<outcome><OperationOutcome><text><status value=\"generated\"/></text></OperationOutcome></outcome>";
        let xml = format!(
            "<Bundle><entry><response><status value=\"404 Not Found\"/>{outcome}</response></entry><entry><resource>{outcome}</resource><response><status value='410'/></response></entry><entry><resource>{outcome}</resource></entry></Bundle>"
        );
        assert_eq!(statuses(&xml, true), [Some(404), Some(410), None]);
    }

    #[test]
    fn an_outcome_that_was_cut_off_ends_with_the_text() {
        let json = r#"[{"x":{"resourceType":"OperationOutcome","issue":[{"code":"a"#;
        assert_eq!(found(json, false), [(&json[6..], false)]);
        assert_eq!(found(r#"{"text":"\"resourceType\":\"OperationOutcome\""}"#, false), []);
    }

    proptest! {
        #[test]
        fn every_text_can_be_searched(text in "([\\[\\]{}\"\\\\:é ]|\"resourceType\":\"OperationOutcome\"|<OperationOutcome>|</OperationOutcome>|<!--){0,40}") {
            for xml in [false, true] {
                for outcome in outcomes(&text, xml) {
                    prop_assert!(text.get(outcome.span).is_some());
                }
            }
        }
    }
}
