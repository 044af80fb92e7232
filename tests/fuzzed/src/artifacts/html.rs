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
    /// Links with another scheme than those of the web, such as a picture inside the page.
    links: HashSet<String>,
}

impl Shape {
    /// Adds the elements and attributes of a page.
    pub(super) fn learn(&mut self, path: &str, page: &str) {
        read(path, page, &mut |element, attributes| {
            self.elements.insert(element.to_owned());
            for (name, value) in attributes {
                self.attributes.insert((element.to_owned(), name.clone()));
                self.links.insert(value.clone());
            }
        });
    }

    /// Asserts that a page has no other ones.
    pub(super) fn check(&self, path: &str, page: &str) {
        read(path, page, &mut |element, attributes| {
            let is_known = self.elements.contains(element) || MARKDOWN.contains(&element);
            assert!(is_known, "<{element}> in {path}: {page}");
            for (name, value) in attributes {
                let is_known = self.attributes.contains(&(element.to_owned(), name.clone()))
                    || ATTRIBUTES.contains(&(element, name));
                assert!(is_known, "<{element} {name}> in {path}: {page}");
                if matches!(name.as_str(), "href" | "src") {
                    assert!(
                        is_link(value) || self.links.contains(value),
                        "{value} in {path}: {page}"
                    );
                }
                if name == "style" {
                    assert!(value.starts_with("text-align: "), "{value} in {path}: {page}");
                }
            }
        });
    }
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

/// Visits every element of a page, which has no errors and whose elements end in order.
fn read(path: &str, page: &str, visit: &mut dyn FnMut(&str, &[(String, String)])) {
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
