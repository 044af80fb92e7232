//! Code and bodies as HTML whose text is exactly the given one: the markup adds colours and lines, never characters.

use std::fmt::Write as _;

/// Writes a text with the characters of HTML escaped.
pub(super) fn escape_to(out: &mut String, text: &str) {
    let mut from = 0;
    for (at, byte) in text.bytes().enumerate() {
        let escaped = match byte {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            b'"' => "&quot;",
            b'\'' => "&#39;",
            _ => continue,
        };
        // Both are at ASCII characters.
        out.push_str(text.get(from..at).unwrap_or_default());
        out.push_str(escaped);
        from = at + 1;
    }
    out.push_str(text.get(from..).unwrap_or_default());
}

/// Writes a token with a class; `class` is one of this module.
fn token(out: &mut String, class: &str, text: &str) {
    let _ = write!(out, "<i class={class}>");
    escape_to(out, text);
    out.push_str("</i>");
}

/// Returns JSON with a line for each member and element; other text unchanged.
pub(super) fn json(text: &str) -> String {
    let mut out = String::with_capacity(text.len() * 3);
    if serde_json::from_str::<&serde_json::value::RawValue>(text).is_err() {
        escape_to(&mut out, text);
        return out;
    }
    // Of each open array or object: whether a line is open in it.
    let mut open: Vec<bool> = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let mut length = first.len_utf8();
        let closes = matches!(first, '}' | ']');
        let is_space = first.is_ascii_whitespace();
        if let Some(line) = open.last_mut()
            && !*line
            && !closes
            && !is_space
        {
            *line = true;
            out.push_str("<span>");
        }
        match first {
            '{' | '[' => {
                out.push(first);
                open.push(false);
            }
            '}' | ']' => {
                if open.pop() == Some(true) {
                    out.push_str("</span>");
                }
                out.push(first);
            }
            ',' => {
                out.push(',');
                if let Some(line) = open.last_mut() {
                    *line = false;
                    out.push_str("</span>");
                }
            }
            '"' => {
                length = string_length(rest);
                let (string, behind) = rest.split_at_checked(length).unwrap_or((rest, ""));
                let is_name = behind.trim_ascii_start().starts_with(':');
                token(&mut out, if is_name { "k" } else { "s" }, string);
            }
            ':' => out.push_str("<i class=c>:</i>"),
            '-' | '0'..='9' | 'a'..='z' => {
                length = rest
                    .find(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '.' | '-' | '+'))
                    .unwrap_or(rest.len());
                token(&mut out, "n", rest.get(..length).unwrap_or(rest));
            }
            other => escape_to(&mut out, other.encode_utf8(&mut [0; 4])),
        }
        rest = rest.get(length..).unwrap_or_default();
    }
    out
}

/// Returns the length of a JSON string with its quotes.
fn string_length(text: &str) -> usize {
    let mut is_escaped = false;
    for (at, byte) in text.bytes().enumerate().skip(1) {
        match byte {
            _ if is_escaped => is_escaped = false,
            b'\\' => is_escaped = true,
            b'"' => return at + 1,
            _ => {}
        }
    }
    text.len()
}

/// Returns XML with a line for each element; other text unchanged.
pub(super) fn xml(text: &str) -> String {
    let mut out = String::with_capacity(text.len() * 3);
    let Some(tags) = tags(text) else {
        escape_to(&mut out, text);
        return out;
    };
    let mut end = 0;
    for (at, &(start, tag_end)) in tags.iter().enumerate() {
        escape_to(&mut out, text.get(end..start).unwrap_or_default());
        let tag = text.get(start..tag_end).unwrap_or_default();
        end = tag_end;
        if tag.starts_with("</") {
            write_tag(&mut out, tag);
            out.push_str("</span>");
            continue;
        }
        let is_alone = tag.ends_with("/>") || tag.starts_with("<?") || tag.starts_with("<!");
        out.push_str(if at == 0 { "<span class=r>" } else { "<span>" });
        write_tag(&mut out, tag);
        if is_alone {
            out.push_str("</span>");
        }
    }
    escape_to(&mut out, text.get(end..).unwrap_or_default());
    out
}

/// Returns the places of all tags; `None` if start and end tags do not match.
fn tags(text: &str) -> Option<Vec<(usize, usize)>> {
    let mut tags = Vec::new();
    let mut depth = 0_usize;
    let mut at = 0;
    while let Some(found) = text.get(at..)?.find('<') {
        let start = at + found;
        let rest = text.get(start..)?;
        let length = if rest.starts_with("<!--") {
            rest.find("-->")? + 3
        } else if rest.starts_with("<![CDATA[") {
            return None;
        } else {
            tag_length(rest)?
        };
        let tag = rest.get(..length)?;
        if tag.starts_with("</") {
            depth = depth.checked_sub(1)?;
        } else if !tag.ends_with("/>") && !tag.starts_with("<?") && !tag.starts_with("<!") {
            depth += 1;
        }
        tags.push((start, start + length));
        at = start + length;
    }
    (depth == 0).then_some(tags)
}

/// Returns the length of a tag whose attributes have quotes.
fn tag_length(tag: &str) -> Option<usize> {
    let mut quote = None;
    for (at, byte) in tag.bytes().enumerate() {
        match (quote, byte) {
            (None, b'>') => return Some(at + 1),
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(open), _) if open == byte => quote = None,
            _ => {}
        }
    }
    None
}

fn write_tag(out: &mut String, tag: &str) {
    let name_end = tag
        .find(|c: char| c.is_ascii_whitespace() || c == '>')
        .unwrap_or(tag.len());
    let name_end = if tag.get(..name_end).is_some_and(|name| name.ends_with('/')) {
        name_end - 1
    } else {
        name_end
    };
    token(out, "k", tag.get(..name_end).unwrap_or_default());
    let mut rest = tag.get(name_end..).unwrap_or_default();
    while let Some(at) = rest.find(['"', '\'']) {
        let quote = rest.get(at..=at).unwrap_or_default();
        let value = rest.get(at + 1..).unwrap_or_default();
        let Some(length) = value.find(quote) else { break };
        escape_to(out, rest.get(..at).unwrap_or_default());
        token(out, "s", rest.get(at..at + length + 2).unwrap_or_default());
        rest = rest.get(at + length + 2..).unwrap_or_default();
    }
    escape_to(out, rest);
}

/// Words of Rust and TypeScript.
const KEYWORDS: [&str; 16] = [
    "async", "await", "const", "else", "fn", "from", "if", "import", "let", "match", "new", "return", "true", "false",
    "use", "None",
];

/// Returns code of Rust or TypeScript with colours.
pub(super) fn code(text: &str) -> String {
    let mut out = String::with_capacity(text.len() * 2);
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let is_word = |c: char| c.is_alphanumeric() || c == '_';
        let (length, class) = if rest.starts_with("//") {
            (rest.find('\n').unwrap_or(rest.len()), "c")
        } else if first == '"' {
            (string_length(rest), "s")
        } else if is_word(first) {
            let length = rest.find(|c| !is_word(c)).unwrap_or(rest.len());
            let word = rest.get(..length).unwrap_or_default();
            let class = match first {
                _ if KEYWORDS.contains(&word) => "w",
                '0'..='9' => "n",
                'A'..='Z' => "t",
                _ => "",
            };
            (length, class)
        } else {
            (first.len_utf8(), "")
        };
        let piece = rest.get(..length).unwrap_or(rest);
        if class.is_empty() {
            escape_to(&mut out, piece);
        } else {
            token(&mut out, class, piece);
        }
        rest = rest.get(length..).unwrap_or_default();
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The text of a page, as a browser has it.
    fn text(html: &str) -> String {
        let mut out = String::new();
        for (at, part) in html.split('<').enumerate() {
            out.push_str(if at == 0 {
                part
            } else {
                part.split_once('>').map_or("", |(_, text)| text)
            });
        }
        let out = out.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"");
        out.replace("&#39;", "'").replace("&amp;", "&")
    }

    #[test]
    fn json_has_a_line_for_each_member() {
        assert_eq!(
            json(r#"{"a":[1,{}],"b":"<"}"#),
            "{<span><i class=k>&quot;a&quot;</i><i class=c>:</i>[<span><i class=n>1</i>,</span><span>{}</span>],</span>\
             <span><i class=k>&quot;b&quot;</i><i class=c>:</i><i class=s>&quot;&lt;&quot;</i></span>}"
        );
        assert_eq!(json("{<"), "{&lt;");
    }

    #[test]
    fn xml_has_a_line_for_each_element() {
        assert_eq!(
            xml(r#"<a x="/>"><b/>t</a>"#),
            "<span class=r><i class=k>&lt;a</i> x=<i class=s>&quot;/&gt;&quot;</i>&gt;<span><i class=k>&lt;b</i>/&gt;</span>t\
             <i class=k>&lt;/a</i>&gt;</span>"
        );
        assert_eq!(xml("<br>"), "&lt;br&gt;");
    }

    proptest! {
        #[test]
        fn the_text_is_unchanged(given in r"[ -~é\n]{0,40}", value in r#"["{}\[\],:a0<>&' -]{0,40}"#) {
            let string = serde_json::Value::from(&*value).to_string();
            let body = format!(r#"{{"a":[{string},{{{string}:-1.5e3}},null]}}"#);
            let element = format!("<a b='{}'>{given}</a>", value.replace(['<', '\''], ""));
            for text_of in [&given, &value, &body, &element] {
                prop_assert_eq!(&text(&json(text_of)), text_of);
                prop_assert_eq!(&text(&xml(text_of)), text_of);
                prop_assert_eq!(&text(&code(text_of)), text_of);
            }
        }
    }
}
