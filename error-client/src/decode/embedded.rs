//! Finds each OperationOutcome inside another body, such as a Bundle, Parameters or `{"resource": …}`.
//!
//! Where they are in it does not matter: `entry.resource`, `entry.response.outcome`, `parameter.resource` and `contained` are read alike.

use alloc::vec::Vec;
use core::ops::Range;

use super::document::MAX_DEPTH;
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
}

/// Whether an OperationOutcome may contain another one. Most do not, and need no search.
pub(super) fn may_be_inside(outcome: &str, xml: bool) -> bool {
    let has_two_names = || outcome.matches("\"OperationOutcome\"").nth(1).is_some();
    outcome.contains("contained") && (xml || has_two_names())
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
    search.found.sort_by_key(|outcome| outcome.span.start);
    search.found
}

struct Search<'t> {
    text: &'t str,
    /// The start of each container around the position, and its number in `found`.
    open: Vec<(usize, Option<usize>)>,
    found: Vec<Outcome>,
}

impl Search<'_> {
    fn rest(&self, at: usize) -> &str {
        self.text.get(at..).unwrap_or("")
    }

    /// Marks the innermost container as an outcome.
    fn mark(&mut self) {
        let inner = self.open.iter().rev().skip(1).any(|(_, number)| number.is_some());
        let number = self.found.len();
        if let Some((start, known @ None)) = self.open.last_mut()
            && number < MAX_OUTCOMES
        {
            *known = Some(number);
            let span = *start..self.text.len();
            self.found.push(Outcome { span, inner });
        }
    }

    /// Closes the innermost container.
    fn close(&mut self, end: usize) {
        let number = self.open.pop().and_then(|(_, number)| number);
        if let Some(outcome) = number.and_then(|number| self.found.get_mut(number)) {
            outcome.span.end = end;
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
                Some(b'{' | b'[') => self.open.push((start, None)),
                Some(b'}' | b']') => self.close(at),
                _ => {
                    let content = at;
                    let Ok((rest, _)) = behind_string(behind(content)) else {
                        return;
                    };
                    at = bytes.len() - rest.len();
                    if self.text.get(content..at) == Some("resourceType\"") && self.is_outcome_after(at) {
                        self.mark();
                    }
                }
            }
        }
    }

    /// Whether a colon and the name of the resource follow.
    fn is_outcome_after(&self, at: usize) -> bool {
        let value = self.rest(at).trim_ascii_start().strip_prefix(':');
        let value = value.and_then(|value| value.trim_ascii_start().strip_prefix('"'));
        value
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
            if name.rsplit(':').next() != Some(NAME) || tag.ends_with('/') {
                continue;
            }
            if tag.starts_with('/') {
                self.close(at);
            } else if self.open.len() < MAX_OPEN {
                self.open.push((start, None));
                self.mark();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

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
