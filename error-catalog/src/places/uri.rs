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
    component: Component,
}

impl Scanner for Uri {
    fn pass(&mut self, text: &str, _: &[Piece]) {
        self.begun |= !text.is_empty();
        self.component = self.component.after(text);
    }

    fn place(&mut self) -> Place {
        let place = if self.begun { self.component.place() } else { Place::Uri };
        self.begun = true;
        place
    }
}

/// The position in a URI.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Component {
    /// In a segment of the path that has only dots and values.
    #[default]
    Dots,
    /// In any other segment.
    Segment,
    /// Behind the path.
    Query,
}

impl Component {
    /// Returns the position behind a constant text.
    pub(super) fn after(self, text: &str) -> Self {
        text.chars().fold(self, |component, c| match (component, c) {
            (Self::Query, _) | (_, '?' | '#') => Self::Query,
            // Browsers treat a `\` like a `/`.
            (_, '/' | '\\') | (Self::Dots, '.') => Self::Dots,
            _ => Self::Segment,
        })
    }

    /// Returns the place of a component here.
    pub(super) fn place(self) -> Place {
        match self {
            Self::Dots => Place::Segment,
            Self::Segment | Self::Query => Place::Percent,
        }
    }
}
