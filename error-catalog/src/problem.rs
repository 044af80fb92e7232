//! What is wrong with a catalog, collected until all of it is known.

use std::cell::Cell;

use crate::rules::{Level, Rule};
use crate::source::Span;

/// One thing that is wrong, or doubtful, at one place.
#[derive(Debug, Clone)]
pub struct Problem {
    /// The rule that was broken.
    pub rule: &'static Rule,
    /// What is wrong, in one sentence without a full stop.
    pub message: String,
    /// The exact value or key.
    pub span: Span,
    /// What stands under the underline: the shortest way out, or nothing.
    pub label: String,
    /// What to do, where there is more to say.
    pub help: Option<String>,
    /// A second place that matters, and why.
    pub related: Vec<(Span, String)>,
    /// A replacement of a span that certainly mends it.
    pub fix: Option<Fix>,
}

/// Text to put in the place of a span.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix {
    /// What to replace.
    pub span: Span,
    /// What to put there.
    pub replacement: String,
}

impl Problem {
    /// A problem with only a place and a sentence.
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

    /// Adds the words under the underline.
    #[must_use]
    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.label = label.into();
        self
    }

    /// Adds a way out.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Adds a second place.
    #[must_use]
    pub fn related(mut self, span: Span, why: impl Into<String>) -> Self {
        self.related.push((span, why.into()));
        self
    }

    /// Adds a replacement that is certain to be right.
    #[must_use]
    pub fn fix(mut self, span: Span, replacement: impl Into<String>) -> Self {
        self.fix = Some(Fix {
            span,
            replacement: replacement.into(),
        });
        self
    }

    /// Whether the catalog cannot be used.
    pub fn is_error(&self) -> bool {
        self.rule.level == Level::Error
    }
}

/// Collects problems. It must be emptied with [`finish`](Self::finish): forgetting to look at the problems of a catalog is a
/// bug of ours that a debug build refuses to hide.
#[derive(Debug, Default)]
pub struct Problems {
    found: Vec<Problem>,
    looked_at: Cell<bool>,
}

impl Problems {
    /// None yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds one.
    pub fn push(&mut self, problem: Problem) {
        self.found.push(problem);
    }

    /// Adds a problem with only a place and a sentence.
    pub fn add(&mut self, rule: &'static Rule, span: Span, message: impl Into<String>) {
        self.push(Problem::new(rule, span, message));
    }

    /// Whether there is an error among them so far.
    pub fn has_errors(&self) -> bool {
        self.found.iter().any(Problem::is_error)
    }

    /// Drops the problems for which `keep` says no.
    pub fn retain(&mut self, keep: impl FnMut(&Problem) -> bool) {
        self.found.retain(keep);
    }

    /// All of them, in the order of the file.
    pub fn finish(mut self) -> Vec<Problem> {
        self.looked_at.set(true);
        let mut found = std::mem::take(&mut self.found);
        found.sort_by_key(|problem| (problem.span.start, problem.span.end, problem.rule.code));
        found
    }
}

impl Drop for Problems {
    fn drop(&mut self) {
        debug_assert!(
            self.looked_at.get() || std::thread::panicking(),
            "problems of a catalog were dropped without being looked at"
        );
    }
}
