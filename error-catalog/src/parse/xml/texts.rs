//! The texts of elements and attributes.

use std::ops::Range;

use super::characters::{is_space, reference, unescaped};
use super::{Reader, span_in};
use crate::ast::template::{ATTRIBUTE, Object, Template};
use crate::ast::text::{Piece, Placeholder, Text};
use crate::problem::Problem;
use crate::rules;
use crate::source::Spanned;

impl Reader<'_, '_, '_, '_> {
    /// Checks the list that is the text of an element: the element is repeated for each of its values.
    pub(super) fn list(&mut self, object: &Object) -> Option<()> {
        let texts = object.members.iter().filter_map(|(name, member)| match member {
            Template::Text(text) => Some((name, &text.value)),
            _ => None,
        });
        let mut lists = texts.clone().flat_map(|(_, text)| {
            let is_alone = text.pieces.len() == 1;
            text.placeholders().map(move |placeholder| (placeholder, is_alone))
        });
        let Some((list, is_alone)) = lists.find(|(placeholder, _)| placeholder.list) else {
            return Some(());
        };
        let mut attributes = texts.filter(|(name, _)| name.contains(ATTRIBUTE));
        if is_alone && !object.repeat && attributes.all(|(_, text)| text.as_literal().is_some()) {
            return Some(());
        }
        self.fail(misplaced_list(list))
    }

    /// Parses the text of a range, with its references.
    pub(super) fn text_of(&mut self, range: Range<usize>) -> Option<Spanned<Text>> {
        let raw = self.text.get(range.clone()).unwrap_or("");
        for (at, _) in raw.match_indices('&') {
            let behind = raw.get(at + 1..).unwrap_or("");
            let name = behind
                .split(|c: char| !(c.is_alphanumeric() || c == '#'))
                .next()
                .unwrap_or("");
            let ends = behind.get(name.len()..).is_some_and(|rest| rest.starts_with(';'));
            if ends && reference(name).is_some() {
                continue;
            }
            let start = range.start + at;
            let end = start + 1 + if ends { name.len() + 1 } else { 0 };
            let problem = if ends {
                let message = format!("`&{name};` is not a reference of XML");
                let way_out = "write the character itself, its number as in `&#233;`, or one of `&amp;`, `&lt;`, `&gt;`, `&quot;`, `&apos;`";
                self.malformed(start..end, message).help(way_out)
            } else {
                self.malformed(start..end, "`&` that begins no reference")
                    .help("write `&amp;`")
            };
            return self.fail(problem);
        }
        let mut text = self.parse(range)?;
        for piece in &mut text.value.pieces {
            if let Piece::Literal(literal) = piece {
                *literal = unescaped(literal);
            }
        }
        Some(text)
    }

    /// Parses the placeholders of a range.
    pub(super) fn parse(&mut self, range: Range<usize>) -> Option<Spanned<Text>> {
        let raw = self.text.get(range.clone()).unwrap_or("");
        let lines = &self.lines;
        let place = |inner: Range<usize>| span_in(lines, &(range.start + inner.start..range.start + inner.end));
        let mut text = self.parser.placeholders(raw, &place)?;
        text.pieces.retain(|piece| *piece != Piece::Literal(String::new()));
        Some(Spanned::new(text, self.span(&range)))
    }
}

pub(super) fn misplaced_list(placeholder: &Placeholder) -> Problem {
    let name = &placeholder.name;
    let message = format!("`{{{name}*}}` is only valid as the whole text of an element with constant attributes");
    Problem::new(&rules::PLACEHOLDER_MISUSE, placeholder.span.clone(), message)
}

pub(super) fn is_layout(piece: &Piece) -> bool {
    matches!(piece, Piece::Literal(literal) if literal.contains('\n') && literal.trim_matches(is_space).is_empty())
}

/// Joins the literals of a text, without the layout at its ends: white space with a line end.
pub(super) fn trimmed(pieces: Vec<Piece>) -> Text {
    let mut text = Text::default();
    for piece in pieces {
        match (text.pieces.last_mut(), piece) {
            (Some(Piece::Literal(before)), Piece::Literal(literal)) => before.push_str(&literal),
            (_, piece) => text.pieces.push(piece),
        }
    }
    if let Some(Piece::Literal(first)) = text.pieces.first_mut() {
        let rest = first.trim_start_matches(is_space);
        if first
            .get(..first.len() - rest.len())
            .is_some_and(|space| space.contains('\n'))
        {
            *first = rest.to_owned();
        }
    }
    if let Some(Piece::Literal(last)) = text.pieces.last_mut() {
        let rest = last.trim_end_matches(is_space);
        if last.get(rest.len()..).is_some_and(|space| space.contains('\n')) {
            last.truncate(rest.len());
        }
    }
    text.pieces.retain(|piece| *piece != Piece::Literal(String::new()));
    text
}
