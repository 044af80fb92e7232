//! Scans URIs: the first placeholder may be a whole URI, others are components.

use super::{Scanner, scan};
use crate::ast::place::Place;
use crate::ast::text::{Piece, Text};

/// Sets the places in a text that is a URI reference.
pub fn uri(text: &mut Text) {
    scan(text, &mut Uri::default());
}

/// Scans one URI reference.
#[derive(Clone, Copy, Default)]
pub(super) struct Uri {
    begun: bool,
}

impl Scanner for Uri {
    fn pass(&mut self, text: &str, _: &[Piece]) {
        self.begun |= !text.is_empty();
    }

    fn place(&mut self) -> Place {
        let place = if self.begun { Place::Percent } else { Place::Uri };
        self.begun = true;
        place
    }
}
