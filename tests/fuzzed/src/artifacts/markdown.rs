//! The structure of Markdown.

use pulldown_cmark::{Event, Options, Parser, Tag};

/// The numbers of the parts of Markdown that a text could add.
#[derive(Debug, Default)]
pub(super) struct Structure {
    pub html: usize,
    pub headings: usize,
    pub items: usize,
    pub links: usize,
    pub images: usize,
}

/// Counts the parts.
pub(super) fn structure(text: &str) -> Structure {
    let mut found = Structure::default();
    for event in Parser::new_ext(text, Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH) {
        match event {
            Event::Html(_) | Event::InlineHtml(_) => found.html += 1,
            Event::Start(Tag::Heading { .. }) => found.headings += 1,
            Event::Start(Tag::Item) => found.items += 1,
            Event::Start(Tag::Link { .. }) => found.links += 1,
            Event::Start(Tag::Image { .. }) => found.images += 1,
            _ => {}
        }
    }
    found
}
