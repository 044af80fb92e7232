//! Parses the languages of a catalog and the files of its translations.

use error_layout::grammar;

use super::Parser;
use super::object::Kind;
use crate::ast::{self, Common};
use crate::json::{Member, Node};
use crate::problem::{Problem, Problems};
use crate::rules;
use crate::source::{Source, Spanned};

/// The members of a translation.
pub const TRANSLATION: &[&str] = &["$schema", "defaults", "categories", "errors"];

/// The texts that can be translated, in `defaults`, a category and an entry.
pub const TEXTS: &[&str] = &["message", "display", "diagnostics", "user_message", "action"];

/// The text of an entry that is not inherited.
pub const TITLE: &[&str] = &["title"];

const TRANSLATION_KIND: Kind = Kind {
    noun: "a translation",
    members: &[TRANSLATION],
    has_metadata: false,
};
const ENTRY_KIND: Kind = Kind {
    noun: "a translated entry",
    members: &[TITLE, TEXTS],
    has_metadata: false,
};
const COMMON_KIND: Kind = Kind {
    noun: "translated `defaults` or a translated category",
    members: &[TEXTS],
    has_metadata: false,
};

/// Parses the file of a translation.
pub fn translation(source: &Source, node: &Node<'_>, problems: &mut Problems) -> ast::Translation {
    Parser::new(source, problems).translation(node)
}

impl Parser<'_, '_> {
    fn translation(&mut self, node: &Node<'_>) -> ast::Translation {
        let mut translation = ast::Translation {
            span: node.span.clone(),
            ..ast::Translation::default()
        };
        for member in self.object(node) {
            let node = &member.value;
            match &*member.name.value {
                "$schema" => drop(self.string(node)),
                "defaults" => translation.defaults = self.translated_common(node),
                "categories" => {
                    let members = self.filled_object(node).into_iter();
                    let categories = members.map(|member| ast::Category {
                        name: self.key(member),
                        common: self.translated_common(&member.value),
                        ..ast::Category::default()
                    });
                    translation.categories = categories.collect();
                }
                "errors" => {
                    let members = self.filled_object(node).into_iter();
                    translation.errors = members.map(|member| self.translated_entry(member)).collect();
                }
                _ => self.unknown_member(member, TRANSLATION_KIND),
            }
        }
        translation
    }

    fn translated_common(&mut self, node: &Node<'_>) -> Common {
        let mut common = Common::default();
        for member in self.filled_object(node) {
            if !(TEXTS.contains(&&*member.name.value) && self.common(member, &mut common)) {
                self.unknown_member(member, COMMON_KIND);
            }
        }
        common
    }

    fn translated_entry(&mut self, member: &Member<'_>) -> ast::Entry {
        let mut entry = ast::Entry {
            name: self.key(member),
            span: member.value.span.clone(),
            ..ast::Entry::default()
        };
        let before = self.problems.iter().count();
        for member in self.filled_object(&member.value) {
            match &*member.name.value {
                "title" => entry.title = self.string(&member.value),
                name if TEXTS.contains(&name) => drop(self.common(member, &mut entry.common)),
                _ => self.unknown_member(member, ENTRY_KIND),
            }
        }
        entry.incomplete = self.problems.iter().skip(before).any(Problem::is_error);
        entry
    }

    /// Parses a language tag.
    pub(super) fn language(&mut self, node: &Node<'_>) -> Option<Spanned<String>> {
        let tag = self.string(node)?;
        self.is_language(&tag).then_some(tag)
    }

    /// Parses the languages of the translations.
    pub(super) fn translations(&mut self, node: &Node<'_>) -> Vec<Spanned<String>> {
        let mut tags: Vec<Spanned<String>> = Vec::new();
        for tag in self.strings(node) {
            if tags.iter().any(|known| known.value.eq_ignore_ascii_case(&tag.value)) {
                let message = format!("language `{}` is listed twice", tag.value);
                self.problems.add(&rules::MALFORMED, tag.span, message);
            } else if self.is_language(&tag) {
                tags.push(tag);
            }
        }
        tags
    }

    fn is_language(&mut self, tag: &Spanned<String>) -> bool {
        let is_tag = grammar::is_language_tag(&tag.value);
        if !is_tag {
            let message = format!("`{}` is not a language tag", tag.value);
            let problem = Problem::new(&rules::MALFORMED, tag.span.clone(), message);
            self.problems
                .push(problem.label("expected a tag of BCP 47, for example `de` or `pt-BR`"));
        }
        is_tag
    }

    /// Reports a translation into the language of the catalog.
    pub(super) fn own_translation(&mut self, catalog: &ast::Catalog) {
        let Some(own) = &catalog.language else { return };
        let mut translations = catalog.translations.iter();
        if let Some(same) = translations.find(|tag| tag.value.eq_ignore_ascii_case(&own.value)) {
            let message = format!("`{}` is the language of the catalog", same.value);
            let problem = Problem::new(&rules::MALFORMED, same.span.clone(), message).label("remove it");
            self.problems.push(problem.related(own.span.clone(), "declared here"));
        }
    }
}
