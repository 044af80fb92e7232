//! Writes JSON values on one line.

use std::fmt::Write as _;

use super::{Member, Node, Value};

/// A value without spaces, its members in their order.
pub(crate) fn compact(node: &Node<'_>) -> String {
    let mut out = String::new();
    flat(node, &mut out, "", &|_| {});
    out
}

/// Writes a value, its members in an order of the caller's.
pub(crate) fn flat(node: &Node<'_>, out: &mut String, space: &str, sort: &dyn Fn(&mut Vec<&Member<'_>>)) {
    match &node.value {
        Value::Null | Value::Unreadable => out.push_str("null"),
        Value::Bool(value) => out.push_str(if *value { "true" } else { "false" }),
        Value::Number(digits) => out.push_str(digits),
        Value::String(text) => string(text, out),
        Value::Array(elements) => {
            out.push('[');
            for (position, element) in elements.iter().enumerate() {
                if position > 0 {
                    out.push(',');
                    out.push_str(space);
                }
                flat(element, out, space, sort);
            }
            out.push(']');
        }
        Value::Object(members) => {
            let mut members: Vec<&Member<'_>> = members.iter().collect();
            sort(&mut members);
            let pad = if members.is_empty() { "" } else { space };
            out.push('{');
            for (position, member) in members.into_iter().enumerate() {
                out.push_str(if position > 0 { "," } else { "" });
                out.push_str(if position > 0 { space } else { pad });
                string(&member.name.value, out);
                out.push(':');
                out.push_str(space);
                flat(&member.value, out, space, sort);
            }
            out.push_str(pad);
            out.push('}');
        }
    }
}

/// Writes a string; what cannot be seen in an editor is escaped.
pub(crate) fn string(text: &str, out: &mut String) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\u{8}' => out.push_str("\\b"),
            '\u{c}' => out.push_str("\\f"),
            c if is_invisible(c) => {
                let _ = write!(out, "\\u{:04x}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out.push('"');
}

/// Control characters, line and paragraph separators, marks that turn the direction of writing, and the byte order mark.
fn is_invisible(c: char) -> bool {
    c.is_control() || matches!(c, '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}
