//! The attributes of an element: those that are sent, and `$if` and `$repeat`.

use std::collections::HashSet;
use std::ops::Range;

use super::Reader;
use super::texts::misplaced_list;
use crate::ast::template::{ATTRIBUTE, Object, Template};
use crate::ast::text::Text;
use crate::problem::Problem;
use crate::rules;
use crate::source::Spanned;

/// An attribute of the element that is being read.
pub(super) struct Attribute<'t> {
    pub(super) name: &'t str,
    /// The range of the name.
    range: Range<usize>,
    /// The range of the value, without its quotes.
    value: Range<usize>,
}

impl<'t> Reader<'_, '_, '_, 't> {
    /// Checks that the prefix of a name is declared.
    pub(super) fn is_declared(&mut self, name: &str, range: &Range<usize>) -> Option<()> {
        let Some((prefix, _)) = name.split_once(':') else {
            return Some(());
        };
        if ["xml", "xmlns"].contains(&prefix) || self.prefixes.contains(&prefix) {
            return Some(());
        }
        let message = format!("the prefix `{prefix}` is not declared");
        let problem = self.malformed(range.start..range.start + prefix.len(), message);
        self.fail(problem.help(format!("add `xmlns:{prefix}=\\\"…\\\"` with the URI of its namespace")))
    }

    /// Reads the attributes up to the end of the tag; returns whether the element is empty.
    pub(super) fn attributes(&mut self, element: &str) -> Option<(Vec<Attribute<'t>>, bool)> {
        let mut all: Vec<Attribute<'t>> = Vec::new();
        let mut known = HashSet::new();
        loop {
            let before = self.at;
            self.space();
            if self.rest().starts_with("/>") {
                self.at += 2;
                return Some((all, true));
            }
            if self.rest().starts_with('>') {
                self.at += 1;
                return Some((all, false));
            }
            if before == self.at || self.rest().is_empty() {
                return self.fail(self.expected(&format!("`>` or an attribute in `<{element}`")));
            }
            let start = self.at;
            // No name begins with `$`, so the members of an object have the same names here.
            self.at += usize::from(self.rest().starts_with('$'));
            self.name("the name of an attribute")?;
            let range = start..self.at;
            let name = self.text.get(range.clone()).unwrap_or("");
            self.space();
            if !self.rest().starts_with('=') {
                return self.fail(self.expected(&format!("`=` and a value in quotes behind `{name}`")));
            }
            self.at += 1;
            self.space();
            let quote = match self.rest().chars().next() {
                Some('"') => "\"",
                Some('\'') => "'",
                _ => return self.fail(self.expected(&format!("the value of `{name}` in quotes"))),
            };
            self.at += 1;
            let begin = self.at;
            self.behind(quote, &format!("the value of `{name}`"))?;
            let value = begin..self.at - 1;
            if let Some(found) = self.text.get(value.clone()).and_then(|value| value.find('<')) {
                let problem = self.malformed(begin + found..begin + found + 1, "`<` in the value of an attribute");
                return self.fail(problem.help("write `&lt;`, or close the quotes before it"));
            }
            if !known.insert(name) {
                return self.fail(self.malformed(range, format!("duplicate attribute `{name}`")));
            }
            all.push(Attribute { name, range, value });
        }
    }

    /// Adds an attribute to the object of its element.
    pub(super) fn attribute(&mut self, attribute: &Attribute<'t>, depth: usize, object: &mut Object) -> Option<()> {
        let name = attribute.name;
        let value = self.text.get(attribute.value.clone()).unwrap_or("");
        match name {
            "$if" => {
                let base = value.as_ptr().addr();
                for word in value.split_whitespace() {
                    let start = attribute.value.start + word.as_ptr().addr() - base;
                    let span = self.span(&(start..start + word.len()));
                    object.guard.push(Spanned::new(word.to_owned(), span));
                }
                if object.guard.is_empty() {
                    let message = "expected the name of a placeholder in `$if`";
                    return self.fail(self.problem(&rules::PLACEHOLDER_MISUSE, &attribute.range, message));
                }
            }
            "$repeat" => {
                self.repeats += 1;
                let message = match value {
                    "true" if depth == 0 => "`$repeat` is not valid in the root element",
                    "true" if self.repeats > 1 => "more than one `$repeat` in a template",
                    "true" => "",
                    _ => "expected `true` in `$repeat`",
                };
                if !message.is_empty() {
                    return self.fail(self.problem(&rules::PLACEHOLDER_MISUSE, &attribute.range, message));
                }
                object.repeat = true;
            }
            _ if name.starts_with('$') => {
                let message = format!("unknown attribute `{name}`");
                let problem = self.problem(&rules::UNKNOWN_MEMBER, &attribute.range, message);
                return self.fail(problem.help("expected `$if` or `$repeat`"));
            }
            _ => {
                self.is_declared(name, &attribute.range)?;
                let text = self.text_of(attribute.value.clone())?;
                if name == "xmlns" || name.starts_with("xmlns:") {
                    self.namespace(attribute, &text)?;
                }
                if let Some(list) = text.value.placeholders().find(|placeholder| placeholder.list) {
                    return self.fail(misplaced_list(list));
                }
                let (prefix, local) = name
                    .rsplit_once(':')
                    .map_or(("", name), |(_, local)| (name.strip_suffix(local).unwrap_or(""), local));
                let name = format!("{prefix}{ATTRIBUTE}{local}");
                object.members.push((name, Template::Text(text)));
            }
        }
        if let (true, Some(guard)) = (object.repeat, object.guard.first()) {
            let message = "`$if` cannot be combined with `$repeat`";
            return self.fail(Problem::new(&rules::PLACEHOLDER_MISUSE, guard.span.clone(), message));
        }
        Some(())
    }

    /// Checks the declaration of a namespace.
    fn namespace(&mut self, attribute: &Attribute<'_>, uri: &Spanned<Text>) -> Option<()> {
        if let Some(placeholder) = uri.value.placeholders().next() {
            let message = format!(
                "placeholder `{{{}}}` in the declaration of a namespace",
                placeholder.name
            );
            let problem = Problem::new(&rules::UNSAFE_PLACE, placeholder.span.clone(), message);
            return self.fail(problem.help("write the URI of the namespace itself"));
        }
        if attribute.name != "xmlns" && uri.value.pieces.is_empty() {
            let message = format!("`{}` has no URI", attribute.name);
            return self.fail(self.malformed(attribute.range.clone(), message));
        }
        Some(())
    }
}
