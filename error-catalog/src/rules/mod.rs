//! The rules of catalogs: one table for the checks, `error-catalog explain`, `docs/rules.md` and the tests.
//!
//! The first two digits of a code are its group. A code is never reused for another rule.

mod contract;
mod decoding;
mod endpoint;
mod fhir;
mod file;
mod http;
mod life_cycle;
mod name;
mod shape;
mod sharing;
mod text;
mod translation;

pub use contract::*;
pub use decoding::*;
pub use endpoint::*;
pub use fhir::*;
pub use file::*;
pub use http::*;
pub use life_cycle::*;
pub use name::*;
pub use shape::*;
pub use sharing::*;
pub use text::*;
pub use translation::*;

/// The level of a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// The build fails.
    Error,
    /// The build succeeds. Can be allowed by code or name, in an entry or in the catalog.
    Warning,
}

impl Level {
    /// Returns `error` or `warning`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
        }
    }
}

/// A rule that every catalog is checked against.
#[derive(Debug)]
pub struct Rule {
    /// The code, for example `EC0203`.
    pub code: &'static str,
    /// The name, for example `unknown-word`.
    pub name: &'static str,
    /// Whether a violation fails the build.
    pub level: Level,
    /// The requirement, in one sentence.
    pub summary: &'static str,
    /// The reason for the rule, in Markdown.
    pub why: &'static str,
    /// An example that violates the rule; `None` for rules that do not depend on the file's content.
    pub wrong: Option<Example>,
    /// The same example, fixed.
    pub right: Option<Example>,
    /// The members of an entry that the rule depends on; `None` if it depends only on the value that it reports.
    ///
    /// A violation is not reported where one of them could not be parsed, because it may follow from that.
    pub depends_on: Option<&'static [&'static str]>,
}

/// Every member of an entry, in [`Rule::depends_on`].
pub(crate) const ALL: &str = "*";

/// A part of a catalog.
#[derive(Debug, Clone, Copy)]
pub enum Example {
    /// A whole file.
    File(&'static str),
    /// Members of the catalog.
    Catalog(&'static str),
    /// Members of an entry.
    Entry(&'static str),
    /// The file of a translation.
    Translation(&'static str),
    /// Members of a catalog with a baseline.
    Baseline(&'static str),
    /// Members of a catalog that can extend `base.json` and `other.json`.
    Extending(&'static str),
}

impl Example {
    /// The text as written in the rule.
    pub fn text(self) -> &'static str {
        match self {
            Self::File(text)
            | Self::Catalog(text)
            | Self::Entry(text)
            | Self::Translation(text)
            | Self::Baseline(text)
            | Self::Extending(text) => text,
        }
    }

    /// Returns a whole catalog with the example in it; the example's members replace the default ones.
    pub fn to_catalog(self) -> String {
        match self {
            Self::File(text) => text.to_owned(),
            Self::Catalog(text) | Self::Baseline(text) => frame(
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
            Self::Extending(text) => frame(text, &[("name", r#""example""#), ("title", r#""Example""#)]),
            Self::Translation(_) => frame(
                TRANSLATED,
                &[
                    ("name", r#""example""#),
                    ("title", r#""Example""#),
                    ("responses", RESPONSES),
                ],
            ),
        }
    }

    /// Returns the file of the translation, if the example is one.
    pub fn translation(self) -> Option<&'static str> {
        match self {
            Self::Translation(text) => Some(text),
            Self::File(_) | Self::Catalog(_) | Self::Entry(_) | Self::Baseline(_) | Self::Extending(_) => None,
        }
    }

    /// Returns the files that the example can extend, by name.
    pub fn bases(self) -> &'static [(&'static str, &'static str)] {
        match self {
            Self::Extending(_) => &BASES,
            _ => &[],
        }
    }

    /// Compiles the example: a [whole catalog](Self::to_catalog), and the files beside it.
    pub fn compile(self, source: &crate::Source) -> crate::Compiled {
        let mut compiled = crate::compile_with(source, &|path| {
            let base = self.bases().iter().find(|(name, _)| *name == path);
            let text = self.translation().or(base.map(|(_, text)| *text));
            text.map(Into::into).ok_or_else(|| std::io::ErrorKind::NotFound.into())
        });
        if matches!(self, Self::Baseline(_)) && compiled.is_usable() {
            let checked = crate::contract::check(source, &compiled.catalog, &|_| Ok(baseline().into()));
            compiled.problems.extend(checked.problems);
        }
        compiled
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

/// The response of examples that have none of their own.
const RESPONSES: &str = r#"{ "default": { "format": "operation-outcome", "fhir": "STU3", "coding": { "system": "https://clinic.example/CodeSystem/errors" } } }"#;

/// The members of the catalog to which the examples of translations belong.
const TRANSLATED: &str = r#""language": "en", "translations": ["de"],
"errors": { "EXAMPLE": { "status": 404, "issue": "not-found", "title": "Not found", "parameters": { "patient": "string" }, "message": "No record of {patient}." } }"#;

/// Returns the baseline of the examples that are compared with one: that of the default members, with a retired code.
fn baseline() -> String {
    let published = Example::Catalog(r#""description": "As it was published.""#).to_catalog();
    let compiled = crate::compile(&crate::Source::new("example.json", published));
    let mut baseline = crate::contract::Baseline::new(&crate::contract::Contract::of(&compiled.catalog));
    baseline.retired.insert("OLD".to_owned(), "OLD".to_owned());
    baseline.to_json()
}
/// The bases of the examples that extend others.
const BASES: [(&str, &str); 3] = [
    (
        "base.json",
        r#"{ "responses": { "default": { "format": "operation-outcome", "fhir": "R4" } },
  "errors": { "NOT_FOUND": { "status": 404, "issue": "not-found", "title": "Not found" } } }"#,
    ),
    (
        "other.json",
        r#"{ "errors": { "NOT_FOUND": { "title": "Not here" } } }"#,
    ),
    ("loop.json", r#"{ "extends": "loop.json" }"#),
];

fn frame(members: &str, others: &[(&str, &str)]) -> String {
    let own = member_names(members);
    let mut all: Vec<String> = others
        .iter()
        .filter(|(name, _)| !own.contains(name))
        .map(|(name, value)| format!("\"{name}\": {value}"))
        .collect();
    all.push(members.to_owned());
    format!("{{ {} }}", all.join(", "))
}

/// Returns the strings outside of brackets, which include the names of the outermost members.
///
/// String values are included too; none of the examples has one that equals the name of a default member.
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

/// Returns the rule with a code (in any case) or a name.
pub fn find(code: &str) -> Option<&'static Rule> {
    all().find(|rule| rule.code.eq_ignore_ascii_case(code) || rule.name == code)
}

/// Returns all rules in the order of their codes.
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
        translation::RULES,
        contract::RULES,
        sharing::RULES,
    ]
    .into_iter()
    .flatten()
    .copied()
}

/// Declares the rules of one group and lists them.
macro_rules! rules {
    ($($(#[doc = $summary:literal])+ $id:ident = $code:literal $name:literal $level:ident, why: $why:expr $(, wrong: $wrong:expr, right: $right:expr)?
        $(, depends_on: [$($member:expr),*])?;)+) => {
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
                depends_on: rules!(@depends_on $([$($member),*])?),
            };
        )+
        pub(super) static RULES: &[&crate::rules::Rule] = &[$(&$id),+];
    };
    (@example) => { None };
    (@example $example:expr) => { Some($example) };
    (@depends_on) => { None };
    (@depends_on [$($member:expr),*]) => { Some(&[$($member),*]) };
}
use rules;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Source;

    fn codes(example: Example) -> Vec<&'static str> {
        let source = Source::new("example.json", example.to_catalog());
        let compiled = example.compile(&source);
        compiled.problems.iter().map(|problem| problem.rule.code).collect()
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
    fn every_wrong_example_violates_its_rule_and_every_right_one_is_valid() {
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
    fn only_rules_that_do_not_depend_on_the_content_have_no_examples() {
        let without: Vec<_> = all()
            .filter(|rule| rule.wrong.is_none())
            .map(|rule| rule.name)
            .collect();
        assert_eq!(
            without,
            ["cannot-read", "outside-package", "no-baseline", "invalid-baseline"]
        );
    }
}
