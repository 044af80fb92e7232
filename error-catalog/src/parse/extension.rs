//! Parses the extensions and the translations of an OperationOutcome.

use error_layout::grammar;

use super::Parser;
use super::object::Kind;
use crate::ast::template::{Object, Template};
use crate::ast::{TextInLanguage, Translations};
use crate::json::{Member, Node, Value};
use crate::problem::Problem;
use crate::rules;

impl Parser<'_, '_> {
    /// Parses an array of extensions (<https://hl7.org/fhir/extensibility.html>).
    pub(super) fn extensions(&mut self, node: &Node<'_>) -> Vec<Template> {
        let elements = self.array(node, "an array of extensions");
        elements.iter().filter_map(|element| self.extension(element)).collect()
    }

    /// Parses an extension. Its `url` is absolute, and it has a value or extensions (FHIR's invariant ext-1).
    fn extension(&mut self, node: &Node<'_>) -> Option<Template> {
        if !matches!(node.value, Value::Object(_)) {
            self.wrong_type(node, "an extension (object)");
            return None;
        }
        let template = self.template(node, true)?;
        if template.repeats() > 0 {
            let message = "more than one `$repeat` in a template";
            self.problems
                .add(&rules::PLACEHOLDER_MISUSE, node.span.clone(), message);
            return None;
        }
        let Template::Object(object) = &template else {
            return None;
        };
        if !has_value(object) {
            let message = "expected a member such as `valueString`, or `extension`, in an extension";
            self.problems.add(&rules::MISSING_MEMBER, node.span.clone(), message);
        }
        match object.members.iter().find(|(name, _)| name == "url") {
            Some((_, Template::Text(url))) => {
                if let Some(literal) = url.value.as_literal() {
                    self.check_absolute(literal, &url.span);
                }
            }
            Some(_) => self
                .problems
                .add(&rules::WRONG_TYPE, node.span.clone(), "expected a URI as `url`"),
            None => {
                let message = "missing member `url` in an extension";
                self.problems.add(&rules::MISSING_MEMBER, node.span.clone(), message);
            }
        }
        Some(template)
    }

    /// Parses the translations of a text: `true`, or an object of texts by language.
    pub(super) fn text_translations(&mut self, node: &Node<'_>) -> Translations {
        if let Value::Bool(true) = node.value {
            return Translations::OfCatalog {
                place: node.span.clone(),
                is_own: self.source.number_at(node.span.start) == 0,
            };
        }
        let mut translations = Vec::new();
        for member in self.filled_object(node) {
            let language = self.key(member);
            if !grammar::is_language_tag(&language.value) {
                let message = format!("`{}` is not a language tag", language.value);
                let problem = Problem::new(&rules::MALFORMED, language.span.clone(), message);
                self.problems
                    .push(problem.label("for example `de` or `pt-BR` (BCP 47)"));
            }
            if let Some(text) = self.text(&member.value) {
                translations.push(TextInLanguage { language, text });
            }
        }
        Translations::Own(translations)
    }

    /// Reports translations without their original.
    pub(super) fn original(
        &mut self,
        members: &[&Member<'_>],
        kind: Kind,
        [original, translations]: [&'static str; 2],
    ) {
        let Some(member) = members.iter().find(|member| member.name.value == translations) else {
            return;
        };
        if Self::missing(members, original, kind, &member.name.span).is_some() {
            let message = format!("`{translations}` without `{original}`");
            let problem = Problem::new(&rules::MISSING_MEMBER, member.name.span.clone(), message);
            self.problems
                .push(problem.help(format!("add `{original}`, the text that they translate")));
        }
    }
}

/// Whether an extension has a value or extensions.
fn has_value(object: &Object) -> bool {
    let mut names = object.members.iter().map(|(name, _)| name.as_str());
    names.any(|name| name == "extension" || name.starts_with("value"))
}
