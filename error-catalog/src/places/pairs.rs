//! Optional pairs of a URI in a header: `&state={state?}` is omitted without a value, and the rest is sent.

use super::header::is_uri;
use crate::ast::text::{Absent, Piece, Text};

/// A part of a header: a pair of its URI, or what is around the pairs.
pub struct HeaderPart<'t> {
    /// The position of its first piece.
    pub start: usize,
    /// Its pieces.
    pub pieces: &'t [Piece],
    /// Whether it is omitted alone, and not with the whole header.
    pub is_optional: bool,
}

impl HeaderPart<'_> {
    /// Returns its text.
    pub fn text(&self) -> Text {
        Text {
            pieces: self.pieces.to_vec(),
        }
    }
}

/// Returns the parts of a header. A pair after the first one of a query or fragment is optional if it has an optional placeholder.
pub fn header_parts<'t>(name: &str, value: &'t Text) -> Vec<HeaderPart<'t>> {
    let pieces = value.pieces.as_slice();
    let is_start = |(position, piece): (usize, &Piece)| match piece {
        Piece::Literal(text) if position > 0 && is_uri(name) && text.starts_with(['&', '#']) => Some(position),
        _ => None,
    };
    let starts = pieces.iter().enumerate().filter_map(is_start);
    let mut starts: Vec<usize> = [0].into_iter().chain(starts).collect();
    starts.push(pieces.len());
    let bounds = starts
        .windows(2)
        .filter_map(|pair| Some((*pair.first()?, *pair.last()?)));
    let parts = bounds.map(|(start, end)| {
        let pieces = pieces.get(start..end).unwrap_or_default();
        let is_pair = matches!(pieces.first(), Some(Piece::Literal(text)) if start > 0 && text.starts_with('&'));
        let mut all = pieces.iter();
        HeaderPart {
            start,
            pieces,
            is_optional: is_pair
                && all.any(|piece| matches!(piece, Piece::Placeholder(one) if one.absent == Absent::Omit)),
        }
    });
    parts.collect()
}

/// Splits the constant texts of a URI before each pair, if one of them is optional.
pub(super) fn split(name: &str, value: &mut Text) {
    let mut pieces = Vec::new();
    for piece in &value.pieces {
        match piece {
            Piece::Literal(text) => {
                let mut rest = text.as_str();
                while let Some(at) = rest.get(1..).and_then(|behind| behind.find(['&', '#'])) {
                    let (pair, others) = rest.split_at(at + 1);
                    pieces.push(Piece::Literal(pair.to_owned()));
                    rest = others;
                }
                pieces.push(Piece::Literal(rest.to_owned()));
            }
            placeholder @ Piece::Placeholder(_) => pieces.push(placeholder.clone()),
        }
    }
    let split = Text { pieces };
    if header_parts(name, &split).iter().any(|part| part.is_optional) {
        *value = split;
    }
}
