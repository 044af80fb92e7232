//! Applies safe fixes.

use std::io;

use crate::problem::{Fix, Problem, Problems};
use crate::source::Source;
use crate::{Read, compile_or_base, compile_with, json};

/// The maximum number of rounds; a fix can make another one possible.
const ROUNDS: usize = 32;

/// A file after its fixes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fixed {
    /// The text.
    pub text: String,
    /// The number of applied fixes.
    pub applied: usize,
    /// The number of rejected fixes, with which the file would have more errors.
    pub refused: usize,
    /// The number of remaining errors.
    pub errors: usize,
}

/// Applies all safe fixes of a catalog in a single file, like [`fix_with`].
pub fn fix(source: &Source) -> Fixed {
    fix_with(source, &|_| Err(io::ErrorKind::Unsupported.into()))
}

/// Applies all safe fixes of a catalog's own file repeatedly until none is left. The result never has more errors than the file.
///
/// `read` reads the files beside it, which are unchanged.
pub fn fix_with(source: &Source, read: &Read<'_>) -> Fixed {
    let mut state = State::of(source.clone(), read);
    let mut result = Fixed {
        text: String::new(),
        applied: 0,
        refused: 0,
        errors: 0,
    };
    for _ in 0..ROUNDS {
        let fixes = apart(&state.problems);
        let (applied, refused) = state.make(&fixes);
        result.applied += applied;
        result.refused = refused;
        if applied == 0 {
            break;
        }
    }
    let left = compile_or_base(&state.source, read).problems;
    let own = left
        .iter()
        .filter(|problem| problem.span.start <= state.source.text.len());
    result.errors = own.filter(|problem| problem.is_error()).count();
    result.text = state.source.text;
    result
}

/// A text and its problems.
struct State<'r> {
    read: &'r Read<'r>,
    source: Source,
    problems: Vec<Problem>,
    is_json: bool,
}

impl<'r> State<'r> {
    fn of(source: Source, read: &'r Read<'r>) -> Self {
        let mut problems = Problems::new();
        json::parse(&source, &mut problems);
        let is_json = problems.finish().is_empty();
        let mut problems = compile_with(&source, read).problems;
        let end = source.text.len();
        problems.retain(|problem| problem.span.start <= end);
        Self {
            read,
            source,
            problems,
            is_json,
        }
    }

    fn errors(&self) -> usize {
        self.problems.iter().filter(|problem| problem.is_error()).count()
    }

    /// Applies the fixes that cause no additional errors; returns the numbers of applied and rejected ones.
    fn make(&mut self, fixes: &[Fix]) -> (usize, usize) {
        if fixes.is_empty() {
            return (0, 0);
        }
        let next = self.with(fixes);
        if next.is_no_worse_than(self) {
            *self = next;
            return (fixes.len(), 0);
        }
        if let [_] = fixes {
            return (0, 1);
        }
        // The later half first, so that the spans of the earlier half stay valid.
        let (earlier, later) = fixes.split_at(fixes.len() / 2);
        let (later, earlier) = (self.make(later), self.make(earlier));
        (later.0 + earlier.0, later.1 + earlier.1)
    }

    fn with(&self, fixes: &[Fix]) -> Self {
        let text = apply(&self.source.text, fixes);
        Self::of(Source::new(self.source.path.clone(), text), self.read)
    }

    /// Whether this text has at most as many errors. A syntax error hides other errors, so such a text is always worse.
    fn is_no_worse_than(&self, before: &Self) -> bool {
        self.errors() <= before.errors() && (self.is_json || !before.is_json)
    }
}

/// Returns the fixes of problems in the order of the file, without those that overlap or touch an earlier one.
fn apart(problems: &[Problem]) -> Vec<Fix> {
    let mut fixes: Vec<Fix> = problems.iter().filter_map(|problem| problem.fix.clone()).collect();
    fixes.sort_by_key(|fix| (fix.span().start, fix.span().end));
    fixes.dedup();
    let mut end = None;
    fixes.retain(|fix| {
        let span = fix.span();
        let free = end.is_none_or(|end| span.start > end) && span.start <= span.end;
        if free {
            end = Some(span.end);
        }
        free
    });
    fixes
}

/// Applies fixes to a text; edits outside of the text are ignored.
fn apply(text: &str, fixes: &[Fix]) -> String {
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for edit in fixes.iter().flat_map(|fix| &fix.edits) {
        let (Some(before), Some(_)) = (text.get(at..edit.span.start), text.get(edit.span.clone())) else {
            continue;
        };
        out.push_str(before);
        out.push_str(&edit.replacement);
        at = edit.span.end;
    }
    out.push_str(&text[at..]);
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::Example;

    fn fixed(entry: &'static str) -> (String, Fixed) {
        let text = Example::Entry(entry).to_catalog();
        let result = fix(&Source::new("x.json", text.clone()));
        (text, result)
    }

    #[test]
    fn safe_fixes_are_applied_together() {
        let (before, after) = fixed(r#""issue": "not_found", "methods": ["get", "Post"]"#);
        let expected = before
            .replace("not_found", "not-found")
            .replace("get", "GET")
            .replace("Post", "POST");
        assert_eq!((after.text, after.applied, after.errors), (expected, 3, 0));
    }

    #[test]
    fn a_parameter_is_renamed_everywhere_or_nowhere() {
        let (before, after) = fixed(
            r#""parameters": { "userId": "string" }, "diagnostics": "No user {userId}, {userId?}.", "message": "{{userId}} {userId}""#,
        );
        let expected = before.replace("userId", "user_id").replace("{{user_id}}", "{{userId}}");
        assert_eq!((after.text, after.applied, after.errors), (expected, 1, 0));
        let (before, after) =
            fixed(r#""parameters": { "userId": "string" }, "diagnostics": "{userId}", "required": ["userId"]"#);
        assert_eq!((after.text, after.applied, after.errors), (before, 0, 1));
    }

    #[test]
    fn a_placeholder_with_another_spelling_of_a_parameter_is_renamed() {
        let (before, after) = fixed(r#""parameters": { "user_id": "string" }, "diagnostics": "{userId?} {user_id}""#);
        assert_eq!(after.text, before.replace("userId", "user_id"));
    }

    #[test]
    fn a_fix_that_causes_more_errors_is_rejected() {
        // Without the byte order mark, more problems are reported.
        let text = "\u{feff}{}";
        let after = fix(&Source::new("x.json", text));
        assert_eq!(after.text, text);
        assert_eq!((after.applied, after.refused, after.errors), (0, 1, 1));
    }

    #[test]
    fn adjacent_fixes_are_not_applied_together() {
        let problem = |span: std::ops::Range<usize>| Problem::new(&crate::rules::EMPTY, 0..1, "").fix(span, "x");
        let problems = [problem(0..3), problem(2..4), problem(3..5), problem(6..7)];
        let spans: Vec<_> = apart(&problems).into_iter().map(|fix| fix.span()).collect();
        assert_eq!(spans, [0..3, 6..7]);
    }
}
