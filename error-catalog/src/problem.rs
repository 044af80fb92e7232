//! Problems of a catalog and their collection.

use std::cell::Cell;

use crate::rules::{Level, Rule};
use crate::source::Span;

/// An error or a warning at a place.
#[derive(Debug, Clone)]
pub struct Problem {
    /// The violated rule.
    pub rule: &'static Rule,
    /// The message, without a full stop.
    pub message: String,
    /// The exact value or member name.
    pub span: Span,
    /// The text after the underline, usually a suggestion; may be empty.
    pub label: String,
    /// A longer suggestion.
    pub help: Option<String>,
    /// Related places, each with its label.
    pub related: Vec<(Span, String)>,
    /// A safe fix.
    pub fix: Option<Fix>,
}

/// Edits that are made together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix {
    /// At least one, in the order of the file.
    pub edits: Vec<Edit>,
}

/// The replacement of a span.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// The span to replace.
    pub span: Span,
    /// The new text.
    pub replacement: String,
}

impl Fix {
    /// Returns the span from the first edit to the last.
    pub fn span(&self) -> Span {
        let start = self.edits.first().map_or(0, |edit| edit.span.start);
        let end = self.edits.iter().map(|edit| edit.span.end).max();
        start..end.unwrap_or(start)
    }
}

impl Problem {
    /// Creates a problem with only a place and a message.
    pub fn new(rule: &'static Rule, span: Span, message: impl Into<String>) -> Self {
        Self {
            rule,
            message: message.into(),
            span,
            label: String::new(),
            help: None,
            related: Vec::new(),
            fix: None,
        }
    }

    /// Sets the text after the underline.
    #[must_use]
    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.label = label.into();
        self
    }

    /// Sets the help.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Adds a related place.
    #[must_use]
    pub fn related(mut self, span: Span, why: impl Into<String>) -> Self {
        self.related.push((span, why.into()));
        self
    }

    /// Adds an edit to the safe fix.
    #[must_use]
    pub fn fix(mut self, span: Span, replacement: impl Into<String>) -> Self {
        let replacement = replacement.into();
        let fix = self.fix.get_or_insert(Fix { edits: Vec::new() });
        fix.edits.push(Edit { span, replacement });
        fix.edits.sort_by_key(|edit| edit.span.start);
        self
    }

    /// Moves the problem of a file to the place of that file.
    pub(crate) fn shift(&mut self, start: usize) {
        let edits = self.fix.iter_mut().flat_map(|fix| &mut fix.edits);
        let related = self.related.iter_mut().map(|(span, _)| span);
        let spans = std::iter::once(&mut self.span);
        for span in spans.chain(related).chain(edits.map(|edit| &mut edit.span)) {
            *span = span.start + start..span.end + start;
        }
    }

    /// Whether the rule is an error.
    pub fn is_error(&self) -> bool {
        self.rule.level == Level::Error
    }
}

/// Collects problems until [`finish`](Self::finish) is called.
///
/// Debug builds panic if a collection is dropped without `finish`, as its problems would be lost.
#[derive(Debug, Default)]
pub struct Problems {
    found: Vec<Problem>,
    /// The number of words that names were compared with for suggestions.
    compared: usize,
    finished: Cell<bool>,
}

/// The maximum number of words that names of a catalog are compared with, in lists of more than [`SHORT_LIST`] words.
const MAX_COMPARED: usize = 1_000_000;

/// The maximum number of words in a list for which suggestions are never limited.
const SHORT_LIST: usize = 100;

impl Problems {
    /// Creates an empty collection.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a problem.
    pub fn push(&mut self, problem: Problem) {
        self.found.push(problem);
    }

    /// Adds a problem with only a place and a message.
    pub fn add(&mut self, rule: &'static Rule, span: Span, message: impl Into<String>) {
        self.push(Problem::new(rule, span, message));
    }

    /// Adds problems.
    pub fn extend(&mut self, problems: impl IntoIterator<Item = Problem>) {
        self.found.extend(problems);
    }

    /// Returns whether the next problem can suggest one of some words.
    ///
    /// In a catalog with thousands of mistakes, each about one of thousands of words, only the first mistakes have suggestions: the time is linear.
    pub fn may_suggest(&mut self, words: usize) -> bool {
        if words > SHORT_LIST {
            self.compared = self.compared.saturating_add(words);
        }
        words <= SHORT_LIST || self.compared <= MAX_COMPARED
    }

    /// Returns the problems so far.
    pub fn iter(&self) -> impl Iterator<Item = &Problem> {
        self.found.iter()
    }

    /// Whether an error was added.
    pub fn has_errors(&self) -> bool {
        self.found.iter().any(Problem::is_error)
    }

    /// Removes the problems for which `keep` returns `false`.
    pub fn retain(&mut self, keep: impl FnMut(&Problem) -> bool) {
        self.found.retain(keep);
    }

    /// Returns all problems in the order of the files.
    pub fn finish(mut self) -> Vec<Problem> {
        self.finished.set(true);
        let mut found = std::mem::take(&mut self.found);
        found.sort_by_key(|problem| (problem.span.start, problem.span.end, problem.rule.code));
        found
    }
}

impl Drop for Problems {
    fn drop(&mut self) {
        debug_assert!(
            self.finished.get() || std::thread::panicking(),
            "the problems of a catalog were dropped without `finish`"
        );
    }
}
