//! Texts of a catalog as HTML.

use super::highlight::{self, escape_to};
use super::prose;
use crate::docs::view::response::Syntax;
use crate::docs::view::said::{Part, Said};

/// Returns a body with colours and lines.
pub(super) fn body_html(syntax: Syntax, body: &str) -> String {
    match syntax {
        Syntax::Json => highlight::json(body),
        Syntax::Xml => highlight::xml(body),
        _ => {
            let mut out = String::new();
            escape_to(&mut out, body);
            out
        }
    }
}

/// Returns a text with its language and its placeholders marked.
pub(super) fn said(text: &Said<'_>) -> String {
    let mut out = String::from("<span dir=\"auto\"");
    if let Some(language) = text.foreign() {
        out.push_str(" lang=\"");
        escape_to(&mut out, language);
        out.push('"');
    }
    out.push('>');
    for part in &text.parts {
        match part {
            Part::Literal(literal) => escape_to(&mut out, literal),
            Part::Placeholder(name) => {
                out.push_str("<var>");
                escape_to(&mut out, name);
                out.push_str("</var>");
            }
        }
    }
    out.push_str("</span>");
    out
}

/// Returns a name that a narrow page breaks between its words.
pub(super) fn breakable(name: &str) -> String {
    let mut out = String::with_capacity(name.len() * 2);
    for (at, part) in name.split_inclusive(['_', '.', '-', '/', ':']).enumerate() {
        if at > 0 {
            out.push_str("<wbr>");
        }
        escape_to(&mut out, part);
    }
    out
}

/// Returns a text; an address of the web is a link.
pub(super) fn linked(text: &str) -> String {
    let mut out = String::new();
    let is_web = prose::is_web(text);
    if is_web {
        out.push_str("<a rel=\"noopener noreferrer\" href=\"");
        escape_to(&mut out, text);
        out.push_str("\">");
        out.push_str(&breakable(text));
        out.push_str("</a>");
    } else {
        escape_to(&mut out, text);
    }
    out
}
