//! Parses `fallbacks`: the entries for error responses that were not made from the catalog.

use super::Parser;
use super::catalog::scalar;
use super::object::Kind;
use crate::ast::{self, Scalar, Statuses};
use crate::json::{Member, Node, Value};
use crate::problem::Problem;
use crate::rules;
use crate::source::Spanned;

/// The members of a fallback.
pub const FALLBACK: &[&str] = &["entry", "parameters"];

const FALLBACK_KIND: Kind = Kind {
    noun: "a fallback",
    members: &[FALLBACK],
    has_metadata: false,
};

impl Parser<'_, '_> {
    pub(super) fn fallbacks(&mut self, node: &Node<'_>) -> Vec<ast::Fallback> {
        self.filled_object(node)
            .into_iter()
            .filter_map(|member| self.fallback(member))
            .collect()
    }

    fn fallback(&mut self, member: &Member<'_>) -> Option<ast::Fallback> {
        let statuses = self.statuses(member);
        let node = &member.value;
        let (mut entry, mut parameters) = (None, Vec::new());
        match &node.value {
            Value::Object(members) => {
                let members = self.without_comment(members);
                for member in &members {
                    match &*member.name.value {
                        "entry" => entry = Some(self.string(&member.value)),
                        "parameters" => parameters = self.values(&member.value),
                        _ => self.unknown_member(member, FALLBACK_KIND),
                    }
                }
                let missing = Self::missing(&members, "entry", FALLBACK_KIND, &node.span);
                self.problems.extend(missing);
            }
            Value::String(_) => entry = Some(self.string(node)),
            _ => self.wrong_type(node, "the name of an entry or an object with `entry` and `parameters`"),
        }
        Some(ast::Fallback {
            statuses: statuses?,
            entry: entry??,
            parameters,
        })
    }

    /// Parses the key: `404` or `4xx`.
    fn statuses(&mut self, member: &Member<'_>) -> Option<Spanned<Statuses>> {
        let (key, span) = (&*member.name.value, member.name.span.clone());
        let found = match key {
            "4xx" => Some(Statuses::Class(4)),
            "5xx" => Some(Statuses::Class(5)),
            _ if key.len() == 3 => key
                .parse()
                .ok()
                .filter(|status| (400..=599).contains(status))
                .map(Statuses::One),
            _ => None,
        };
        if found.is_none() {
            let message = format!("`{key}` is not an error status or a status class");
            let problem = Problem::new(&rules::MALFORMED, span.clone(), message);
            let class = key.to_ascii_lowercase();
            self.problems.push(if matches!(class.as_str(), "4xx" | "5xx") {
                problem
                    .label(format!("did you mean `{class}`?"))
                    .fix(span.clone(), format!("\"{class}\""))
            } else {
                problem.label("expected `400` to `599`, `4xx` or `5xx`")
            });
        }
        Some(Spanned::new(found?, span))
    }

    /// Parses the arguments of a fallback, by parameter name.
    fn values(&mut self, node: &Node<'_>) -> Vec<(Spanned<String>, Spanned<Scalar>)> {
        let mut values = Vec::new();
        for member in self.filled_object(node) {
            let value = &member.value;
            if let Some(found) = scalar(value) {
                if let Scalar::Text(text) = &found {
                    self.control_characters(text, &value.span);
                }
                values.push((self.key(member), Spanned::new(found, value.span.clone())));
            }
        }
        values
    }
}
