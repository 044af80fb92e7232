//! The structure of Markdown.

use pulldown_cmark::{Event, Options, Parser, Tag};

/// The parts of Markdown that a text could add.
#[derive(Debug, Default)]
pub(super) struct Structure {
    /// The tags.
    pub html: Vec<String>,
    pub headings: usize,
    pub items: usize,
    /// The addresses.
    pub links: Vec<String>,
    pub images: usize,
}

/// Finds the parts.
pub(super) fn structure(text: &str) -> Structure {
    let mut found = Structure::default();
    for event in Parser::new_ext(text, Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH) {
        match event {
            Event::Html(tag) | Event::InlineHtml(tag) => found.html.push(tag.to_string()),
            Event::Start(Tag::Heading { .. }) => found.headings += 1,
            Event::Start(Tag::Item) => found.items += 1,
            Event::Start(Tag::Link { dest_url, .. }) => found.links.push(dest_url.to_string()),
            Event::Start(Tag::Image { .. }) => found.images += 1,
            _ => {}
        }
    }
    found
}
