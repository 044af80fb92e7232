//! Reads the values of a text that is not JSON, as far as its tokens and its indentation show them.
//!
//! A syntax error must not turn every use of an entry into another error, so the entries of a broken file are read with everything that belongs to them.

use std::borrow::Cow;

use super::tokens::{Kind, Token, Tokens, indentation};
use super::{MAX_DEPTH, Member, Node, Value, duplicates};
use crate::source::Spanned;

/// Returns the value of a text whose syntax error is reported.
pub(crate) fn recover(text: &str) -> Node<'_> {
    let mut reader = Reader {
        text,
        tokens: Tokens::new(text),
        end: 0,
        indentation: 0,
        is_indented: is_indented(text),
        next_line: (0, 0),
        depth: 0,
    };
    while let Some(token) = reader.next() {
        if token.kind == Kind::Open {
            return reader.container(&token, None);
        }
    }
    Node {
        span: 0..text.len(),
        value: Value::Unreadable,
    }
}

/// Whether the lines of a text have different indentations.
fn is_indented(text: &str) -> bool {
    let mut lines = text.lines().filter(|line| !line.trim().is_empty());
    lines.next().is_some() && lines.any(|line| line.starts_with([' ', '\t']))
}

struct Reader<'a> {
    text: &'a str,
    tokens: Tokens<'a>,
    /// The end of the last token.
    end: usize,
    /// The indentation of the line of the last token.
    indentation: usize,
    is_indented: bool,
    /// The end of a line, and the indentation of the line after it.
    next_line: (usize, usize),
    /// The number of arrays and objects around the next value.
    depth: usize,
}

impl<'a> Reader<'a> {
    fn slice(&self, token: &Token) -> &'a str {
        self.text.get(token.span.clone()).unwrap_or_default()
    }

    fn next(&mut self) -> Option<Token> {
        let token = self.tokens.next()?;
        if let Some(indentation) = indentation(self.text, self.end, &token) {
            self.indentation = indentation;
        }
        self.end = token.span.end;
        Some(token)
    }

    /// The next token, which stays the next one.
    fn peek(&mut self) -> Option<Token> {
        let token = self.tokens.next();
        self.tokens.go_to(self.end);
        token
    }

    fn go_to(&mut self, place: usize) {
        self.end = place;
        self.tokens.go_to(place);
    }

    /// The array or object of an opening bracket. Its line has the indentation `outer`; only the end of the text ends the outermost one, which has none.
    fn container(&mut self, open: &Token, outer: Option<usize>) -> Node<'a> {
        let is_object = self.slice(open) == "{";
        self.depth += 1;
        let value = if self.depth > MAX_DEPTH {
            self.end = self.tokens.skip_container();
            Value::Unreadable
        } else if is_object {
            Value::Object(self.members(outer))
        } else {
            self.elements(outer)
        };
        self.depth -= 1;
        Node {
            span: open.span.start..self.end,
            value,
        }
    }

    fn members(&mut self, outer: Option<usize>) -> Vec<Member<'a>> {
        let mut members = Vec::new();
        while let Some(token) = self.next_inside(outer) {
            if let Some(name) = self.name(&token) {
                let value = self.member_value();
                members.push(Member { name, value });
            }
        }
        duplicates::remove(&mut members, &mut Vec::new());
        members
    }

    /// The rest of an array, or an object after an opening bracket too many.
    fn elements(&mut self, outer: Option<usize>) -> Value<'a> {
        let mut elements = Vec::new();
        while let Some(token) = self.next_inside(outer) {
            elements.push(self.value(&token));
        }
        let is_closed = self.text.get(..self.end).is_some_and(|text| text.ends_with(']'));
        match elements.as_mut_slice() {
            [only] if !is_closed && matches!(only.value, Value::Object(_)) => {
                std::mem::replace(&mut only.value, Value::Unreadable)
            }
            _ => Value::Array(elements),
        }
    }

    /// The next name or value of a container. Returns `None` at its end.
    ///
    /// The container also ends before a line without more indentation than its own. A closing bracket in a line with more is one too many if such a line does not
    /// follow.
    fn next_inside(&mut self, outer: Option<usize>) -> Option<Token> {
        loop {
            let next = self.peek()?;
            let line = indentation(self.text, self.end, &next).filter(|_| self.is_indented);
            let is_outside = match next.kind {
                Kind::Close => line.is_some_and(|line| Some(line) < outer),
                Kind::Comma | Kind::Colon => false,
                _ => line.is_some_and(|line| Some(line) <= outer),
            };
            if is_outside {
                return None;
            }
            let token = self.next()?;
            match token.kind {
                Kind::Close if outer.is_some() && !self.continues(outer, line) => return None,
                Kind::Close | Kind::Comma | Kind::Colon => {}
                _ => return Some(token),
            }
        }
    }

    /// Whether a container continues after a closing bracket. `line` is the indentation of the bracket if it is the first token of its line.
    fn continues(&mut self, outer: Option<usize>, line: Option<usize>) -> bool {
        if line.is_some() || !self.is_indented {
            return line > outer;
        }
        Some(self.indentation) > outer && Some(self.next_indentation()) > outer
    }

    /// The indentation of the next line that is not blank; 0 if there is none.
    fn next_indentation(&mut self) -> usize {
        let (line_end, mut indentation) = self.next_line;
        if line_end < self.end {
            let rest = self.text.get(self.end..).unwrap_or_default();
            let (line, rest) = rest.split_once('\n').unwrap_or((rest, ""));
            let space = &rest[..rest.len() - rest.trim_start().len()];
            indentation = space.len() - space.rfind('\n').map_or(0, |at| at + 1);
            self.next_line = (self.end + line.len(), indentation);
        }
        indentation
    }

    /// Skips marks up to a place of the same line at which the text is accepted. Returns whether there is one.
    fn skip_marks(&mut self, marks: &[char], is_wanted: impl Fn(&str) -> bool) -> bool {
        let rest = self.text.get(self.end..).unwrap_or_default();
        let rest = rest.trim_start_matches(marks);
        let found = is_wanted(rest);
        if found {
            self.go_to(self.text.len() - rest.len());
        }
        found
    }

    /// The name that a token is, or that it is without a mistake in its quotes or around its colon.
    fn name(&mut self, token: &Token) -> Option<Spanned<Cow<'a, str>>> {
        let raw = self.slice(token);
        let marks = [' ', '\t', '"', '\\', ',', '{', '}', '[', ']'];
        let name = match token.kind {
            Kind::String if raw == "\"\"" => return None,
            Kind::String if self.skip_marks(&marks, |rest| rest.starts_with(':')) => unquoted(raw),
            Kind::Word if self.skip_marks(&marks, |rest| rest.starts_with(':')) => {
                Cow::Borrowed(raw.trim_matches('\''))
            }
            Kind::String | Kind::Unterminated if raw.contains(':') => {
                let (name, _) = raw.split_once(':')?;
                self.go_to(token.span.start + name.len());
                Cow::Borrowed(name.trim_matches(['"', '\\']))
            }
            Kind::String if !matches!(self.peek()?.kind, Kind::Comma | Kind::Close) => unquoted(raw),
            _ => return None,
        };
        Some(Spanned::new(name, token.span.clone()))
    }

    /// The value after a name: also one without its opening bracket.
    fn member_value(&mut self) -> Node<'a> {
        let outer = self.indentation;
        if self.peek().is_some_and(|next| next.kind == Kind::Colon) {
            self.next();
        }
        let place = self.end;
        let marks = [' ', '\t', '\\', ':', ',', '}', ']'];
        self.skip_marks(&marks, |rest| !rest.starts_with(['\r', '\n']));
        let mut value = Value::Unreadable;
        let mut token = self.next();
        if let Some(quoted) = token.as_ref().filter(|token| is_quoted_bracket(self.slice(token))) {
            self.go_to(quoted.span.start + 1);
            token = self.next();
        }
        if let Some(token) = token {
            let is_name = token.kind == Kind::String && self.peek().is_some_and(|next| next.kind == Kind::Colon);
            if !is_name && !matches!(token.kind, Kind::Close | Kind::Comma | Kind::Colon) {
                return self.value(&token);
            }
            let is_inside = self.indentation > outer;
            self.go_to(place);
            if is_name && is_inside && self.is_indented && self.depth < MAX_DEPTH {
                self.depth += 1;
                value = Value::Object(self.members(Some(outer)));
                self.depth -= 1;
            }
        }
        Node {
            span: place..self.end,
            value,
        }
    }

    /// The value that begins with a token.
    fn value(&mut self, token: &Token) -> Node<'a> {
        let raw = self.slice(token);
        let value = match token.kind {
            Kind::Open => return self.container(token, Some(self.indentation)),
            Kind::String | Kind::Unterminated => Value::String(unquoted(raw)),
            _ => match raw {
                "null" => Value::Null,
                "true" => Value::Bool(true),
                "false" => Value::Bool(false),
                _ if serde_json::from_str::<f64>(raw).is_ok() => Value::Number(raw),
                _ => Value::String(Cow::Borrowed(raw)),
            },
        };
        Node {
            span: token.span.clone(),
            value,
        }
    }
}

/// Whether a string is a bracket with a quote too many before it.
fn is_quoted_bracket(raw: &str) -> bool {
    raw.starts_with('"') && matches!(raw.trim_matches('"').trim(), "{" | "[")
}

/// The text of a string that may lack its closing quote.
fn unquoted(raw: &str) -> Cow<'_, str> {
    serde_json::from_str(raw).map_or_else(|_| Cow::Borrowed(raw.trim_matches('"')), Cow::<str>::Owned)
}

#[cfg(test)]
mod tests {
    use crate::model::Entry;
    use crate::{Source, compile};

    /// The Rust names of the entries of a broken file, each with those of its parameters.
    fn entries(text: &str) -> Vec<String> {
        let compiled = compile(&Source::new("x.json", text));
        assert_eq!(compiled.problems.len(), 1, "{text}\n{:?}", compiled.problems);
        let name = |entry: Entry| {
            let parameters = entry.parameters.iter().map(|parameter| format!(" {}", parameter.name));
            entry.rust_name + &parameters.collect::<String>()
        };
        compiled.catalog.entries.into_iter().map(name).collect()
    }

    /// A file with one line instead of that of an entry.
    fn catalog(line: &str) -> String {
        let text = r#"{
  "name": "clinic",
  "title": "Clinic",
  "responses": { "default": { "format": "empty" } },
  "errors": {
    "GONE": { "status": 410, "title": "Gone" },
    "BUSY": {
      "status": 409,
      "parameters": { "slot": "string" },
      "message": "{slot}",
      "title": "Busy"
    },
    "LATE": { "status": 404, "title": "Late" }
  }
}
"#;
        let (before, rest) = text
            .split_once("      \"title\": \"Busy\"\n    },\n")
            .expect("the lines of the entry");
        format!("{before}{line}\n{rest}")
    }

    #[test]
    fn the_entries_around_a_mistake_are_kept_with_their_parameters() {
        for line in [
            "      \"title\": \"Busy\",\n    },",
            "      \"title\": \"Busy\",,\n    },",
            "      \"title\": \"Busy\"\n    }",
            "      \"title\": \"Busy\",",
            "      \"title\": \"Busy\"\n    }\n    },",
            "      \"title\": \"Busy\" } },",
            "      \"title\": \"Busy\"\n    ],",
            "      \"title\": \"Busy\n    },",
            "      \"title\": \"Busy },",
            "      \"title\": Busy\"\n    },",
            "      \"title: \"Busy\"\n    },",
            "      title\": \"Busy\"\n    },",
            "      title: 'Busy'\n    },",
            "      \"title\" \"Busy\"\n    },",
            "      \"title\": // Busy\n    },",
            "      \"title\": \n    },",
            "      \"title\": \"a \"busy\" slot\"\n    },",
            "      \"title\": \"Busy\", [\n    },",
            "      \"title\": \"Busy\",\n      \"retry\": \"{\n        \"class\": \"after\"\n      }\n    },",
        ] {
            assert_eq!(entries(&catalog(line)), ["Gone", "Busy slot", "Late"], "{line}");
        }
    }

    #[test]
    fn a_file_without_indentation_is_read_by_its_brackets() {
        let text = r#"{ "name": "x", "title": "X", "responses": { "errors": {} }, "errors": { "NOT_FOUND": { "status": 404, "x-note": "{\"A\": 1", },
"GONE": { "rust": "Vanished", "status": 410 "title": "Gone" }, "LATE": { } } }"#;
        assert_eq!(entries(text), ["NotFound", "Vanished", "Late"]);
    }

    #[test]
    fn a_file_without_names_has_none() {
        for text in ["", "}}}{", "\"", "{\"errors\"", "[[[\"errors\": {\"A\": 1"] {
            assert_eq!(entries(text), [""; 0], "{text}");
        }
    }
}
