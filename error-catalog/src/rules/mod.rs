//! Every rule a catalog can break: one table for the checks, `error-catalog explain`, `docs/rules.md` and the tests.
//!
//! The first two digits of a code are its group; a code is never given to another rule.

mod decoding;
pub mod document;
mod endpoint;
mod fhir;
mod file;
mod http;
mod life_cycle;
mod name;
mod shape;
mod text;

pub use decoding::*;
pub use endpoint::*;
pub use fhir::*;
pub use file::*;
pub use http::*;
pub use life_cycle::*;
pub use name::*;
pub use shape::*;
pub use text::*;

/// Whether a broken rule stops the build.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// The catalog cannot be used.
    Error,
    /// It can, but is doubtful. Can be allowed by code, in an entry or for the file.
    Warning,
}

/// A rule.
#[derive(Debug)]
pub struct Rule {
    /// Its code, as in `EC0203`.
    pub code: &'static str,
    /// Its name, as in `unknown-word`.
    pub name: &'static str,
    /// Whether breaking it stops the build.
    pub level: Level,
    /// What it asks for, in one sentence.
    pub summary: &'static str,
    /// Why it exists, in Markdown.
    pub why: &'static str,
    /// What breaks it. None for rules about the world outside the file.
    pub wrong: Option<Example>,
    /// The same, mended.
    pub right: Option<Example>,
}

/// A piece of a catalog.
#[derive(Debug, Clone, Copy)]
pub enum Example {
    /// A whole file.
    File(&'static str),
    /// Members of the catalog.
    Catalog(&'static str),
    /// Members of an entry.
    Entry(&'static str),
}

impl Example {
    /// What to show.
    pub fn text(self) -> &'static str {
        match self {
            Self::File(text) | Self::Catalog(text) | Self::Entry(text) => text,
        }
    }

    /// A whole catalog with the example in it. Members the example gives replace those of the frame.
    pub fn to_catalog(self) -> String {
        match self {
            Self::File(text) => text.to_owned(),
            Self::Catalog(text) => frame(
                text,
                &[
                    ("name", r#""example""#),
                    ("title", r#""Example""#),
                    ("responses", RESPONSES),
                    (
                        "errors",
                        r#"{ "NOT_FOUND": { "status": 404, "issue": "not-found", "title": "Not found" } }"#,
                    ),
                ],
            ),
            Self::Entry(text) => {
                let entry = frame(
                    text,
                    &[
                        ("status", "404"),
                        ("issue", r#""not-found""#),
                        ("title", r#""Not found""#),
                    ],
                );
                let errors = format!(r#""errors": {{ "EXAMPLE": {entry} }}"#);
                Self::catalog_with(&errors)
            }
        }
    }

    fn catalog_with(errors: &str) -> String {
        frame(
            errors,
            &[
                ("name", r#""example""#),
                ("title", r#""Example""#),
                ("responses", RESPONSES),
            ],
        )
    }
}

/// The response of examples that are not about responses.
const RESPONSES: &str = r#"{ "default": { "format": "operation-outcome", "fhir": "STU3", "coding": { "system": "https://clinic.example/CodeSystem/errors" } } }"#;

fn frame(members: &str, others: &[(&str, &str)]) -> String {
    let given = member_names(members);
    let mut all: Vec<String> = others
        .iter()
        .filter(|(name, _)| !given.contains(name))
        .map(|(name, value)| format!("\"{name}\": {value}"))
        .collect();
    all.push(members.to_owned());
    format!("{{ {} }}", all.join(", "))
}

/// The names of the outermost members: every second string outside brackets, as none of the examples has a string for a value that a
/// colon follows.
fn member_names(members: &str) -> Vec<&str> {
    let (mut depth, mut names) = (0, Vec::new());
    for (position, part) in members.split('"').enumerate() {
        if position % 2 == 0 {
            depth += part.matches(['{', '[']).count();
            depth -= part.matches(['}', ']']).count().min(depth);
        } else if depth == 0 {
            names.push(part);
        }
    }
    names
}

/// The rule with a code, in any case.
pub fn find(code: &str) -> Option<&'static Rule> {
    all().find(|rule| rule.code.eq_ignore_ascii_case(code) || rule.name == code)
}

/// All rules in the order of their codes.
pub fn all() -> impl Iterator<Item = &'static Rule> + Clone {
    [
        file::RULES,
        shape::RULES,
        name::RULES,
        http::RULES,
        fhir::RULES,
        text::RULES,
        life_cycle::RULES,
        decoding::RULES,
        endpoint::RULES,
    ]
    .into_iter()
    .flatten()
    .copied()
}

/// Declares the rules of one group and lists them.
macro_rules! rules {
    ($($(#[doc = $summary:literal])+ $id:ident = $code:literal $name:literal $level:ident, why: $why:expr $(, wrong: $wrong:expr, right: $right:expr)?;)+) => {
        $(
            $(#[doc = $summary])+
            pub static $id: crate::rules::Rule = crate::rules::Rule {
                code: $code,
                name: $name,
                level: crate::rules::Level::$level,
                summary: concat!($($summary),+).trim_ascii(),
                why: $why,
                wrong: rules!(@example $($wrong)?),
                right: rules!(@example $($right)?),
            };
        )+
        pub(super) static RULES: &[&crate::rules::Rule] = &[$(&$id),+];
    };
    (@example) => { None };
    (@example $example:expr) => { Some($example) };
}
use rules;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Source, compile};

    fn codes(example: Example) -> Vec<&'static str> {
        compile(&Source::new("example.json", example.to_catalog()))
            .problems
            .iter()
            .map(|problem| problem.rule.code)
            .collect()
    }

    #[test]
    fn codes_and_names_are_unique_and_in_order() {
        let codes: Vec<_> = all().map(|rule| rule.code).collect();
        let mut sorted = codes.clone();
        sorted.sort_unstable();
        sorted.dedup();
        assert_eq!(codes, sorted);
        let mut names: Vec<_> = all().map(|rule| rule.name).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), codes.len());
    }

    #[test]
    fn every_wrong_example_breaks_its_rule_and_no_right_one_breaks_any() {
        for rule in all() {
            if let Some(wrong) = rule.wrong {
                assert!(
                    codes(wrong).contains(&rule.code),
                    "{} {:?}: {:?}",
                    rule.code,
                    wrong,
                    codes(wrong)
                );
            }
            if let Some(right) = rule.right {
                assert_eq!(codes(right), [""; 0], "{} {right:?}", rule.code);
            }
        }
    }

    #[test]
    fn a_rule_without_examples_is_about_the_world_outside_the_file() {
        let without: Vec<_> = all()
            .filter(|rule| rule.wrong.is_none())
            .map(|rule| rule.name)
            .collect();
        assert_eq!(without, ["cannot-read", "outside-package"]);
    }
}
