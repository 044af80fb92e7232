//! Parses entries and categories.

use super::common::COMMON;
use super::object::Kind;
use super::{Parser, wrong_type};
use crate::ast;
use crate::json::{Member, Node, Value};
use crate::problem::Problem;
use crate::rules;
use crate::source::Spanned;

/// The members of an entry, apart from the inherited ones.
pub const ENTRY: &[&str] = &[
    "rust",
    "aliases",
    "status_range",
    "category",
    "title",
    "expression",
    "location",
    "description",
    "deprecated",
    "replaced_by",
    "parameters",
    "allow",
];

/// The members of a category, apart from the inherited ones.
pub const CATEGORY: &[&str] = &["rust", "title", "description"];

const ENTRY_KIND: Kind = Kind {
    noun: "an entry",
    members: &[ENTRY, COMMON],
    has_metadata: true,
};
const CATEGORY_KIND: Kind = Kind {
    noun: "a category",
    members: &[CATEGORY, COMMON],
    has_metadata: true,
};

/// Returns the member that a name in an entry, a category or `defaults` stands for; `None` if it can be any.
pub(crate) fn intended(name: &str) -> Option<&str> {
    if ENTRY_KIND.has(name) {
        Some(name)
    } else {
        ENTRY_KIND.meant(name)
    }
}

impl Parser<'_, '_> {
    pub(super) fn entry(&mut self, member: &Member<'_>) -> ast::Entry {
        let mut entry = ast::Entry {
            name: self.key(member),
            span: member.value.span.clone(),
            ..ast::Entry::default()
        };
        let before = self.problems.iter().count();
        for member in self.filled_object(&member.value) {
            let node = &member.value;
            match &*member.name.value {
                "rust" => entry.rust = self.string(node),
                "aliases" => entry.aliases = self.strings(node),
                "status_range" => entry.status_range = self.status_range(node),
                "category" => entry.category = self.string(node),
                "title" => entry.title = self.string(node),
                "expression" => entry.expression = self.texts(node),
                "location" => entry.location = self.texts(node),
                "description" => entry.description = self.markdown(node),
                "deprecated" => entry.deprecated = self.deprecated(node),
                "replaced_by" => entry.replaced_by = self.string(node),
                "parameters" => entry.parameters = self.parameters(node),
                "allow" => entry.allow = self.strings(node),
                name if name.starts_with("x-") => entry.metadata.push(Self::metadata(member)),
                _ => {
                    if !self.common(member, &mut entry.common) {
                        self.unknown_member(member, ENTRY_KIND);
                    }
                }
            }
        }
        entry.incomplete = self.problems.iter().skip(before).any(Problem::is_error);
        entry
    }

    fn deprecated(&mut self, node: &Node<'_>) -> Option<Spanned<String>> {
        match &node.value {
            Value::Bool(true) => Some(Spanned::new(String::new(), node.span.clone())),
            Value::String(_) => self.string(node),
            Value::Bool(false) => {
                if let Some(problem) = wrong_type(node, "`true` or a string") {
                    self.problems.push(problem.label("omit the member instead"));
                }
                None
            }
            _ => {
                self.wrong_type(node, "`true` or a string");
                None
            }
        }
    }

    fn status_range(&mut self, node: &Node<'_>) -> Option<Spanned<(u16, u16)>> {
        let string = self.string(node)?;
        let three_digits = |text: &str| {
            let digits = text.len() == 3 && text.bytes().all(|byte| byte.is_ascii_digit());
            digits.then(|| text.parse::<u16>().ok()).flatten()
        };
        let parsed = string
            .value
            .split_once('-')
            .and_then(|(low, high)| Some((three_digits(low)?, three_digits(high)?)));
        match parsed {
            Some((low, high)) if (100..=high).contains(&low) && high <= 599 => {
                Some(Spanned::new((low, high), string.span))
            }
            _ => {
                let problem = Problem::new(
                    &rules::MALFORMED,
                    string.span,
                    format!("`{}` is not a status range", string.value),
                );
                self.problems
                    .push(problem.label("expected two statuses, for example `400-499`"));
                None
            }
        }
    }

    pub(super) fn category(&mut self, member: &Member<'_>) -> ast::Category {
        let mut category = ast::Category {
            name: self.key(member),
            ..ast::Category::default()
        };
        for member in self.object(&member.value) {
            let node = &member.value;
            match &*member.name.value {
                "rust" => category.rust = self.string(node),
                "title" => category.title = self.string(node),
                "description" => category.description = self.markdown(node),
                name if name.starts_with("x-") => category.metadata.push(Self::metadata(member)),
                _ => {
                    if !self.common(member, &mut category.common) {
                        self.unknown_member(member, CATEGORY_KIND);
                    }
                }
            }
        }
        category
    }
}
