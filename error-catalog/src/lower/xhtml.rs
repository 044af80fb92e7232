//! The `div` of a FHIR narrative: whether it has content, and whether it can be put into XML (<https://hl7.org/fhir/narrative.html>).
//!
//! The answer is "no" for some XML that would be right: comments, sections and prefixes other than `xml:` have no place in a narrative.

use super::condition::Condition;
use crate::ast::text::{Piece, Placeholder, Text};

/// Stands for a placeholder: no text of a catalog has it.
const PLACEHOLDER: char = '\u{1}';

/// Whether a text is markup: it begins as the `div` of a FHIR narrative does.
pub fn is_markup(text: &Text) -> bool {
    matches!(text.pieces.first(), Some(Piece::Literal(markup)) if markup.starts_with("<div"))
}

/// Returns when markup has content: an image or more than white space outside of tags (FHIR's invariant txt-2).
pub fn content(text: &Text, filled: impl Fn(&Placeholder) -> Condition) -> Condition {
    let mut condition = Condition::Never;
    // The text of a tag, and the quote of an attribute.
    let (mut tag, mut quote): (Option<String>, Option<char>) = (None, None);
    for piece in &text.pieces {
        match piece {
            Piece::Literal(literal) => {
                for c in literal.chars() {
                    match (&mut tag, quote) {
                        (None, _) if c == '<' => tag = Some(String::new()),
                        (None, _) if !c.is_whitespace() => return Condition::Always,
                        (Some(name), None) if c == '>' => {
                            if name.split([' ', '\t', '\n', '\r', '/']).next() == Some("img") {
                                return Condition::Always;
                            }
                            tag = None;
                        }
                        (Some(name), None) => {
                            quote = matches!(c, '"' | '\'').then_some(c);
                            name.push(c);
                        }
                        (Some(_), Some(open)) if c == open => quote = None,
                        _ => {}
                    }
                }
            }
            Piece::Placeholder(placeholder) if tag.is_none() => condition = condition.or(filled(placeholder)),
            Piece::Placeholder(_) => {}
        }
    }
    condition
}

/// Whether the text is one well-formed `div` of XHTML, with placeholders only in character data and in the values of attributes.
pub fn is_div(text: &Text) -> bool {
    let mut markup = String::new();
    for piece in &text.pieces {
        match piece {
            Piece::Literal(literal) => markup.push_str(literal),
            Piece::Placeholder(_) => markup.push(PLACEHOLDER),
        }
    }
    div(&markup).is_some()
}

fn div(markup: &str) -> Option<()> {
    if markup.contains("]]>") || markup.contains(['\u{fffe}', '\u{ffff}']) {
        return None;
    }
    let mut open: Vec<&str> = Vec::new();
    let mut rest = markup;
    loop {
        let inside = rest.strip_prefix('<')?;
        if let Some(closing) = inside.strip_prefix('/') {
            let (name, behind) = split_name(closing)?;
            if open.pop() != Some(name) {
                return None;
            }
            rest = behind.trim_start().strip_prefix('>')?;
        } else {
            let (name, attributes, behind) = tag(inside)?;
            if open.is_empty() && !(name == "div" && attributes.contains(&("xmlns", "http://www.w3.org/1999/xhtml"))) {
                return None;
            }
            rest = match behind.strip_prefix("/>") {
                Some(behind) => behind,
                None => {
                    open.push(name);
                    behind.strip_prefix('>')?
                }
            };
        }
        if open.is_empty() {
            return rest.is_empty().then_some(());
        }
        let (characters, behind) = rest.split_at(rest.find('<')?);
        references(characters)?;
        rest = behind;
    }
}

type Attributes<'t> = Vec<(&'t str, &'t str)>;

/// Returns a name, its attributes, and the text after them.
fn tag(inside: &str) -> Option<(&str, Attributes<'_>, &str)> {
    let (name, mut rest) = split_name(inside)?;
    let mut attributes = Attributes::new();
    loop {
        let trimmed = rest.trim_start();
        if trimmed.starts_with(['>', '/']) {
            return Some((name, attributes, trimmed));
        }
        if trimmed.len() == rest.len() {
            return None;
        }
        let (attribute, behind) = split_name(trimmed)?;
        let value = behind.trim_start().strip_prefix('=')?.trim_start();
        let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
        let (value, behind) = value.get(1..)?.split_once(quote)?;
        references(value)?;
        if value.contains('<') || attributes.iter().any(|(known, _)| *known == attribute) {
            return None;
        }
        attributes.push((attribute, value));
        rest = behind;
    }
}

fn split_name(text: &str) -> Option<(&str, &str)> {
    let end = text.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | ':')))?;
    let (name, rest) = text.split_at(end);
    let local = name.strip_prefix("xml:").unwrap_or(name);
    (local.starts_with(|c: char| c.is_ascii_alphabetic()) && !local.contains(':')).then_some((name, rest))
}

/// Whether every `&` begins a reference that XML knows without a document type.
fn references(text: &str) -> Option<()> {
    text.split('&').skip(1).try_for_each(|behind| {
        let (name, _) = behind.split_once(';')?;
        let known = match name.strip_prefix('#') {
            None => matches!(name, "amp" | "lt" | "gt" | "quot" | "apos"),
            Some(number) => {
                let code = match number.strip_prefix('x') {
                    Some(digits) => u32::from_str_radix(digits, 16),
                    None => number.parse(),
                };
                let character = char::from_u32(code.ok()?)?;
                let allowed = matches!(character, '\t' | '\n' | '\r' | ' '..='\u{fffd}' | '\u{10000}'..);
                allowed && !number.contains('+')
            }
        };
        known.then_some(())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn accepts(markup: &str) -> bool {
        let text = Text::parse(markup, |range| range).unwrap();
        is_div(&text)
    }

    #[test]
    fn a_div_of_xhtml_can_be_inlined() {
        for markup in [
            r#"<div xmlns="http://www.w3.org/1999/xhtml">{title}</div>"#,
            r#"<div xmlns="http://www.w3.org/1999/xhtml"/>"#,
            r#"<div class='a' xmlns="http://www.w3.org/1999/xhtml" xml:lang = "en" ><p title="{id?}">a &amp; &#163;&#xA3; > b<br/></p ></div>"#,
        ] {
            assert!(accepts(markup), "{markup}");
        }
    }

    #[test]
    fn what_is_not_well_formed_or_no_div_cannot() {
        let inside = [
            "<br>",
            "<p></b></p>",
            "a & b",
            "&nbsp;",
            "&#0;",
            "&#+9;",
            "<p a=b/>",
            "<p a='1' a='2'/>",
            "<p a='<'/>",
            "<p a='1'b='2'/>",
            "<{title}/>",
            "<!-- a -->",
            "]]>",
            "<a:b/>",
            "<",
            "<p",
            "</div><div>",
            "&#xFFFF;",
            "<p {title}/>",
            "<?a ?>",
        ];
        for markup in inside {
            assert!(
                !accepts(&format!(r#"<div xmlns="http://www.w3.org/1999/xhtml">{markup}</div>"#)),
                "{markup}"
            );
        }
        for markup in [
            "",
            "text",
            "<div>a</div>",
            r#"<p xmlns="http://www.w3.org/1999/xhtml"/>"#,
            r#" <div xmlns="http://www.w3.org/1999/xhtml"/>"#,
        ] {
            assert!(!accepts(markup), "{markup}");
        }
        assert!(!accepts(r#"<div xmlns="http://www.w3.org/1999/xhtml"/>{title}"#));
    }
}
