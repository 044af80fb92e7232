//! The structure of HTML: elements, attributes and links that no text may add.

use std::collections::HashSet;

use html5gum::{Token, Tokenizer};

/// Elements of Markdown without attributes, which descriptions can have.
const MARKDOWN: [&str; 39] = [
    "p",
    "em",
    "strong",
    "code",
    "pre",
    "ul",
    "ol",
    "li",
    "blockquote",
    "hr",
    "br",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "table",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
    "del",
    "a",
    "b",
    "i",
    "s",
    "u",
    "kbd",
    "samp",
    "small",
    "sub",
    "sup",
    "var",
    "dl",
    "dt",
    "dd",
    "span",
];

/// Attributes of these elements.
const ATTRIBUTES: [(&str, &str); 4] = [("a", "href"), ("ol", "start"), ("th", "style"), ("td", "style")];

/// Elements without an end.
const VOID: [&str; 13] = [
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr",
];

/// The elements and attributes of harmless pages.
#[derive(Debug, Default)]
pub(super) struct Shape {
    elements: HashSet<String>,
    attributes: HashSet<(String, String)>,
}

impl Shape {
    /// Adds the elements and attributes of a page.
    pub(super) fn learn(&mut self, path: &str, page: &str) {
        read(path, page, &mut |element, attributes| {
            self.elements.insert(element.to_owned());
            for (name, _) in attributes {
                self.attributes.insert((element.to_owned(), name.clone()));
            }
        });
    }
}

/// Elements that load or run something, apart from the scripts and the style sheet of the site.
const ACTIVE: [&str; 10] = [
    "applet", "base", "embed", "form", "frame", "iframe", "img", "object", "style", "template",
];

/// Asserts that nothing on a page is active, and that it has no other elements and attributes than a shape.
pub(super) fn check(shape: Option<&Shape>, path: &str, page: &str) {
    read(path, page, &mut |element, attributes| {
        assert!(!ACTIVE.contains(&element), "<{element}> in {path}: {page}");
        let is_known = shape.is_none_or(|shape| shape.elements.contains(element));
        assert!(is_known || MARKDOWN.contains(&element), "<{element}> in {path}: {page}");
        for (name, value) in attributes {
            let of_page = (element.to_owned(), name.clone());
            let is_known = shape.is_none_or(|shape| shape.attributes.contains(&of_page));
            let is_known = (is_known && !name.starts_with("on")) || ATTRIBUTES.contains(&(element, name));
            assert!(is_known, "<{element} {name}> in {path}: {page}");
            if matches!(name.as_str(), "href" | "src") {
                // The icon is in the page.
                let is_icon = element == "link" && value.starts_with("data:image/svg+xml,");
                assert!(is_link(value) || is_icon, "{value} in {path}: {page}");
            }
            let is_script = element == "script" && name == "src";
            assert!(
                !is_script || !value.contains(':') && value.ends_with(".js"),
                "{value} in {path}: {page}"
            );
            assert!(
                name != "style" || value.starts_with("text-align: "),
                "{value} in {path}: {page}"
            );
        }
    });
}

/// Whether a tag of a text marks up a part of it: `<b>`, `</b>`, without attributes.
pub(super) fn is_markup_of_text(tag: &str) -> bool {
    let name = tag.strip_prefix("</").or_else(|| tag.strip_prefix('<'));
    let name = name.and_then(|name| name.strip_suffix('>'));
    name.is_some_and(|name| MARKDOWN.contains(&name))
}

/// Whether an address is relative or one of the web.
pub(super) fn is_link(address: &str) -> bool {
    // Browsers skip these characters.
    let address: String = address
        .chars()
        .filter(|c| !c.is_control() && !c.is_whitespace())
        .collect();
    let start = address.split(['/', '?', '#']).next().unwrap_or_default();
    match start.split_once(':') {
        Some((scheme, _)) => ["http", "https", "mailto"]
            .iter()
            .any(|known| scheme.eq_ignore_ascii_case(known)),
        None => true,
    }
}

/// Is called with the name and the attributes of an element.
type Visit<'v> = dyn FnMut(&str, &[(String, String)]) + 'v;

/// Visits every element of a page, which has no errors and whose elements end in order.
fn read(path: &str, page: &str, visit: &mut Visit<'_>) {
    let string = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let mut open: Vec<String> = Vec::new();
    let mut doctypes = 0;
    for token in Tokenizer::new(page) {
        let Ok(token) = token;
        match token {
            Token::StartTag(tag) => {
                let name = string(&tag.name);
                let attributes: Vec<(String, String)> = tag
                    .attributes
                    .iter()
                    .map(|(name, value)| (string(name), string(value)))
                    .collect();
                visit(&name, &attributes);
                if !tag.self_closing && !VOID.contains(&name.as_str()) {
                    open.push(name);
                }
            }
            Token::EndTag(tag) => {
                let name = string(&tag.name);
                assert_eq!(open.pop(), Some(name), "{path}: {page}");
            }
            Token::String(text) => {
                let is_script = open.last().is_some_and(|last| last == "script" || last == "style");
                assert!(
                    !is_script || text.iter().all(u8::is_ascii_whitespace),
                    "a script in {path}: {page}"
                );
            }
            Token::Doctype(_) => doctypes += 1,
            Token::Comment(comment) => panic!("<!--{}--> in {path}", string(&comment)),
            Token::Error(error) => panic!("{error:?} in {path}: {page}"),
        }
    }
    assert!(open.is_empty(), "{open:?} without an end in {path}");
    assert_eq!(doctypes, 1, "{path}");
}
