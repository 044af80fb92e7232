//! Applies the replacements that certainly mend a problem.

use crate::problem::{Fix, Problem, Problems};
use crate::source::Source;
use crate::{compile, json};

/// A replacement can make room for another one; more rounds than this are a circle.
const ROUNDS: usize = 32;

/// A file after the replacements.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fixed {
    /// Its text.
    pub text: String,
    /// How many replacements were made.
    pub applied: usize,
    /// How many were not, because the file would have had more errors with them.
    pub refused: usize,
    /// How many errors are left.
    pub errors: usize,
}

/// Applies all replacements of a file, and those that they lead to, until there is none. The result never has more errors than
/// the file had.
pub fn fix(source: &Source) -> Fixed {
    let mut state = State::of(source.clone());
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
    result.errors = state.errors();
    result.text = state.source.text;
    result
}

/// A text and what is wrong with it.
struct State {
    source: Source,
    problems: Vec<Problem>,
    is_json: bool,
}

impl State {
    fn of(source: Source) -> Self {
        let mut problems = Problems::new();
        json::parse(&source, &mut problems);
        let is_json = problems.finish().is_empty();
        let problems = compile(&source).problems;
        Self {
            source,
            problems,
            is_json,
        }
    }

    fn errors(&self) -> usize {
        self.problems.iter().filter(|problem| problem.is_error()).count()
    }

    /// Makes replacements, without those that do harm: says how many were made and how many not.
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
        // The later half first, so that the places of the earlier one stay right.
        let (earlier, later) = fixes.split_at(fixes.len() / 2);
        let (later, earlier) = (self.make(later), self.make(earlier));
        (later.0 + earlier.0, later.1 + earlier.1)
    }

    fn with(&self, fixes: &[Fix]) -> Self {
        let text = apply(&self.source.text, fixes);
        Self::of(Source::new(self.source.path.clone(), text))
    }

    /// A text that is no JSON hides its other errors, so their number says nothing.
    fn is_no_worse_than(&self, before: &Self) -> bool {
        self.errors() <= before.errors() && (self.is_json || !before.is_json)
    }
}

/// The replacements of some problems, in the order of the file, without those that touch an earlier one.
fn apart(problems: &[Problem]) -> Vec<Fix> {
    let mut fixes: Vec<Fix> = problems.iter().filter_map(|problem| problem.fix.clone()).collect();
    fixes.sort_by_key(|fix| (fix.span.start, fix.span.end));
    fixes.dedup();
    let mut end = None;
    fixes.retain(|fix| {
        let free = end.is_none_or(|end| fix.span.start > end) && fix.span.start <= fix.span.end;
        if free {
            end = Some(fix.span.end);
        }
        free
    });
    fixes
}

/// A text with replacements made; ones that are outside the text are left out.
fn apply(text: &str, fixes: &[Fix]) -> String {
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for fix in fixes {
        let (Some(before), Some(_)) = (text.get(at..fix.span.start), text.get(fix.span.clone())) else {
            continue;
        };
        out.push_str(before);
        out.push_str(&fix.replacement);
        at = fix.span.end;
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
    fn certain_replacements_are_made_together() {
        let (before, after) = fixed(r#""issue": "not_found", "methods": ["get", "Post"]"#);
        let expected = before
            .replace("not_found", "not-found")
            .replace("get", "GET")
            .replace("Post", "POST");
        assert_eq!((after.text, after.applied, after.errors), (expected, 3, 0));
    }

    #[test]
    fn what_would_make_it_worse_is_not_done() {
        // Behind the byte order mark there are more problems than the mark itself.
        let text = "\u{feff}{}";
        let after = fix(&Source::new("x.json", text));
        assert_eq!(after.text, text);
        assert_eq!((after.applied, after.refused, after.errors), (0, 1, 1));
    }

    #[test]
    fn replacements_that_touch_each_other_are_not_made_at_once() {
        let problem = |span: std::ops::Range<usize>| Problem::new(&crate::rules::EMPTY, 0..1, "").fix(span, "x");
        let problems = [problem(0..3), problem(2..4), problem(3..5), problem(6..7)];
        let spans: Vec<_> = apart(&problems).into_iter().map(|fix| fix.span).collect();
        assert_eq!(spans, [0..3, 6..7]);
    }
}
