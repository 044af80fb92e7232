//! Names of entries from a file that is no JSON.
//!
//! A comma too many must not turn every use of an entry into an error of its own, so the enum keeps the variants that can be seen: the names two
//! levels down in `errors`. This reads characters, not JSON, and is only used when an error has been reported.

use crate::model::{Catalog, Entry};
use crate::names;

/// A catalog with nothing but the names of its entries.
pub(crate) fn catalog(text: &str) -> Catalog {
    let mut found: Vec<(String, Option<String>)> = Vec::new();
    let mut scanner = Scanner { rest: text };
    let mut depth = 0_usize;
    let mut in_errors = false;
    while let Some(token) = scanner.next() {
        match token {
            Token::Open => depth += 1,
            Token::Close => {
                depth = depth.saturating_sub(1);
                in_errors &= depth > 1;
            }
            Token::Key("errors") if depth == 1 => in_errors = true,
            Token::Key(name) if in_errors && depth == 2 => found.push((name.to_owned(), None)),
            Token::Key("rust") if in_errors && depth == 3 => {
                if let (Some(Token::String(rust)), Some((_, place))) = (scanner.next(), found.last_mut()) {
                    *place = Some(rust.to_owned());
                }
            }
            Token::Key(_) | Token::String(_) => {}
        }
    }
    let mut catalog = Catalog::default();
    for (name, rust) in found {
        let rust_name = rust
            .filter(|rust| names::is_upper_camel(rust))
            .or_else(|| names::upper_camel(&name));
        if let Some(rust_name) =
            rust_name.filter(|new| catalog.entries.iter().all(|known: &Entry| known.rust_name != *new))
        {
            catalog.entries.push(Entry {
                name,
                rust_name,
                ..Entry::default()
            });
        }
    }
    catalog
}

enum Token<'t> {
    Open,
    Close,
    /// A string before a colon.
    Key(&'t str),
    String(&'t str),
}

struct Scanner<'t> {
    rest: &'t str,
}

impl<'t> Iterator for Scanner<'t> {
    type Item = Token<'t>;

    fn next(&mut self) -> Option<Token<'t>> {
        loop {
            let at = self.rest.find(['{', '[', '}', ']', '"'])?;
            let (mark, behind) = self.rest[at..].split_at(1);
            self.rest = behind;
            match mark {
                "{" | "[" => return Some(Token::Open),
                "}" | "]" => return Some(Token::Close),
                _ => {
                    if let Some(token) = self.string() {
                        return Some(token);
                    }
                }
            }
        }
    }
}

impl<'t> Scanner<'t> {
    /// The string that has just begun. One that does not end on its line is what is wrong with the file.
    fn string(&mut self) -> Option<Token<'t>> {
        let mut escaped = false;
        let end = self.rest.find(|c| {
            let ends = c == '\n' || (c == '"' && !escaped);
            escaped = c == '\\' && !escaped;
            ends
        })?;
        let (string, behind) = self.rest.split_at(end);
        let behind = behind.strip_prefix('"');
        self.rest = behind.unwrap_or(&self.rest[end..]);
        let is_key = behind?.trim_start().starts_with(':');
        Some(if is_key {
            Token::Key(string)
        } else {
            Token::String(string)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(text: &str) -> Vec<String> {
        catalog(text).entries.into_iter().map(|entry| entry.rust_name).collect()
    }

    #[test]
    fn the_names_around_a_mistake_are_kept() {
        let text = r#"{ "name": "x", "responses": { "errors": {} }, "errors": {
            "NOT_FOUND": { "status": 404, "x-note": "{\"A\": 1", },
            "GONE": { "rust": "Vanished", "status": 410 "title": "Gone" },
            "BUSY": { "title": "unclosed
            },
            "LATE": { } } }"#;
        assert_eq!(names(text), ["NotFound", "Vanished", "Busy", "Late"]);
    }

    #[test]
    fn a_file_without_names_has_none() {
        for text in ["", "}}}{", "\"", "{\"errors\"", "[[[\"errors\": {\"A\": 1"] {
            assert_eq!(names(text), [""; 0], "{text}");
        }
    }
}
