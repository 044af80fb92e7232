//! Texts of a catalog inside TypeScript: string literals, property names and comments. They are untrusted.

use std::fmt::Write as _;

use error_layout::escape::is_invisible;

/// Returns a text as a string literal.
///
/// The characters that no editor shows are escaped, and so is `</`, which would end a script inside HTML.
pub(super) fn string(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    let mut before = ' ';
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            '/' | '!' if before == '<' => out.extend(['\\', c]),
            c if c.is_control() || is_invisible(c) => {
                for half in c.encode_utf16(&mut [0; 2]) {
                    // Writing into a string cannot fail.
                    let _ = write!(out, "\\u{half:04x}");
                }
            }
            c => out.push(c),
        }
        before = c;
    }
    out.push('"');
    out
}

/// Returns the name of a property: an identifier as it is, all else as a string literal.
pub(super) fn property(name: &str) -> String {
    let is_start = |c: char| c.is_ascii_alphabetic() || matches!(c, '_' | '$');
    // An own `__proto__` in an object literal sets the prototype.
    let is_plain = name.starts_with(is_start)
        && name.chars().all(|c| is_start(c) || c.is_ascii_digit())
        && name != "__proto__"
        && name != "constructor";
    if is_plain { name.to_owned() } else { string(name) }
}

/// Appends texts as a documentation comment, with an empty line between two; nothing without texts.
pub(super) fn comment(out: &mut String, indent: &str, texts: &[String]) {
    comment_with_tag(out, indent, texts, None);
}

/// Appends a comment that ends with a tag, such as `deprecated`, and its text.
pub(super) fn comment_with_tag(out: &mut String, indent: &str, texts: &[String], tag: Option<(&str, &str)>) {
    let mut texts: Vec<Vec<String>> = texts.iter().map(|text| comment_lines(text)).collect();
    if let Some((name, text)) = tag {
        let mut lines = comment_lines(text);
        let rest = lines.get(1..).unwrap_or_default().to_vec();
        lines.truncate(1);
        let first = format!("@{name} {}", lines.concat()).trim_end().to_owned();
        texts.push(std::iter::once(first).chain(rest).collect());
    }
    let lines = texts.join(&String::new());
    match lines.as_slice() {
        [] => {}
        [only] => {
            let _ = writeln!(out, "{indent}/** {only} */");
        }
        lines => {
            let _ = writeln!(out, "{indent}/**");
            for line in lines {
                let _ = writeln!(out, "{}", format!("{indent} * {line}").trim_end());
            }
            let _ = writeln!(out, "{indent} */");
        }
    }
}

/// The lines of a text in a comment: it cannot end the comment or a script around it, has no tags of its own, and shows what is invisible.
fn comment_lines(text: &str) -> Vec<String> {
    let lines = text.trim().lines().map(str::trim_end);
    lines
        .map(|line| {
            let mut out = String::with_capacity(line.len());
            let mut before = ' ';
            for c in line.chars() {
                match c {
                    '/' if matches!(before, '*' | '<') => out.push_str("\\/"),
                    // A tag of JSDoc.
                    '@' if matches!(before, ' ' | '{' | '\t') => out.push_str("\\@"),
                    '\t' => out.push(' '),
                    c if c.is_control() || is_invisible(c) => {
                        let _ = write!(out, "\\u{{{:x}}}", u32::from(c));
                    }
                    c => out.push(c),
                }
                before = c;
            }
            out
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Parses a literal as JSON, of which every literal here is one apart from `\/` and `\!`.
    fn read(literal: &str) -> String {
        serde_json::from_str(&literal.replace("<\\!", "<!")).unwrap()
    }

    #[test]
    fn a_literal_has_no_end_inside() {
        for text in [
            "",
            "a\"b\\c",
            "\u{2028}\u{2029}\u{0}\u{7f}",
            "</script><!--",
            "\u{202e}\u{e0041}",
            "${a}`'",
            "\r\n\t",
        ] {
            let literal = string(text);
            assert_eq!(read(&literal), text);
            assert!(!literal.contains("</") && !literal.contains("<!"), "{literal}");
            assert!(
                literal.chars().all(|c| !c.is_control() && !is_invisible(c)),
                "{literal}"
            );
        }
    }

    #[test]
    fn a_property_is_an_identifier_or_a_literal() {
        for (name, expected) in [
            ("host", "host"),
            ("class", "class"),
            ("$a_1", "$a_1"),
            ("1a", "\"1a\""),
            ("a-b", "\"a-b\""),
            ("", "\"\""),
            ("é", "\"é\""),
            ("__proto__", "\"__proto__\""),
        ] {
            assert_eq!(property(name), expected);
        }
    }

    proptest! {
        #[test]
        fn every_text_is_read_back_from_its_literal(text in any::<String>()) {
            prop_assert_eq!(read(&string(&text)), text);
        }

        #[test]
        fn no_text_ends_its_comment(text in r"[*/@{} \n\r\u{2028}a]{0,20}|\PC{0,20}") {
            let mut out = String::new();
            comment(&mut out, "  ", std::slice::from_ref(&text));
            prop_assert!(out.is_empty() || out.ends_with("*/\n"));
            prop_assert_eq!(out.matches("*/").count(), usize::from(!out.is_empty()));
            prop_assert_eq!(out.matches(" @").count(), 0);
        }
    }
}
