//! Explains why a text is not JSON.
//!
//! `serde_json` says where it noticed the error. The tokens before that place say what was expected there.

use serde_core::de::IgnoredAny;

use super::tokens::{Kind, Token, Tokens, indentation};
use crate::problem::Problem;
use crate::rules;
use crate::source::Span;

/// Returns the problem of a text that `serde_json` rejects.
pub(super) fn problem(text: &str, error: &serde_json::Error) -> Problem {
    let at = offset(text, error);
    let mut before = Before {
        text,
        open: Vec::new(),
        indentation: 0,
        last: None,
        is_name: false,
        suspect: None,
    };
    for token in Tokens::new(text) {
        if token.span.start >= at {
            return before.unexpected(&token);
        }
        if !before.is_whole(&token) {
            return before.malformed(&token);
        }
        before.add(token);
    }
    before.unexpected_end()
}

/// The byte offset of an error, which has a line and a column in bytes.
fn offset(text: &str, error: &serde_json::Error) -> usize {
    if error.is_eof() {
        return text.len();
    }
    let lines = text.split_inclusive('\n').take(error.line().saturating_sub(1));
    let line_start: usize = lines.map(str::len).sum();
    (line_start + error.column()).saturating_sub(1)
}

/// The text before a token.
struct Before<'a> {
    text: &'a str,
    /// The brackets that are not closed, outermost first, with the indentation of their lines.
    open: Vec<(Token, usize)>,
    /// The indentation of the line of the last token.
    indentation: usize,
    last: Option<Token>,
    /// Whether the last token is the name of a member.
    is_name: bool,
    /// The first bracket that is closed with another indentation, and the bracket that closes it.
    suspect: Option<(Token, Token)>,
}

impl<'a> Before<'a> {
    fn slice(&self, span: &Span) -> &'a str {
        self.text.get(span.clone()).unwrap_or_default()
    }

    fn last(&self) -> Option<Kind> {
        self.last.as_ref().map(|last| last.kind)
    }

    fn is_in_object(&self) -> bool {
        self.open.last().is_some_and(|(open, _)| self.slice(&open.span) == "{")
    }

    /// Whether a token is JSON by itself.
    fn is_whole(&self, token: &Token) -> bool {
        match token.kind {
            Kind::Open | Kind::Close | Kind::Comma | Kind::Colon => true,
            Kind::String | Kind::Word => serde_json::from_str::<IgnoredAny>(self.slice(&token.span)).is_ok(),
            Kind::Unterminated => false,
        }
    }

    fn add(&mut self, token: Token) {
        self.is_name = self.is_in_object() && matches!(self.last(), Some(Kind::Open | Kind::Comma));
        let end = self.last.as_ref().map_or(0, |last| last.span.end);
        let indentation = indentation(self.text, end, &token);
        self.indentation = indentation.unwrap_or(self.indentation);
        match token.kind {
            Kind::Open => self.open.push((token.clone(), self.indentation)),
            Kind::Close => {
                self.is_name = false;
                if let Some((open, expected)) = self.open.pop()
                    && self.suspect.is_none()
                    && indentation.is_some_and(|indentation| indentation != expected)
                {
                    self.suspect = Some((open, token.clone()));
                }
            }
            _ => {}
        }
        self.last = Some(token);
    }

    /// The tokens that can follow the last one.
    fn expected(&self) -> &'static str {
        let in_object = self.is_in_object();
        match self.last() {
            None => "`{`",
            Some(Kind::Open) if in_object => "a member name or `}`",
            Some(Kind::Open) => "a value or `]`",
            Some(Kind::Comma) if in_object => "a member name",
            Some(Kind::Comma | Kind::Colon) => "a value",
            Some(_) if self.is_name => "`:`",
            Some(_) if in_object => "`,` or `}`",
            Some(_) => "`,` or `]`",
        }
    }

    /// The problem of a token that cannot follow the last one.
    fn unexpected(&self, token: &Token) -> Problem {
        let found = self.slice(&token.span);
        let message = format!("expected {}, found {}", self.expected(), shown(token.kind, found));
        let problem = Problem::new(&rules::SYNTAX, token.span.clone(), message);
        match (&self.last, token.kind) {
            (Some(comma), Kind::Close) if comma.kind == Kind::Comma => {
                Problem::new(&rules::SYNTAX, comma.span.clone(), "trailing comma")
                    .label("remove it")
                    .fix(comma.span.clone(), "")
            }
            (Some(comma), Kind::Comma) if comma.kind == Kind::Comma => {
                Problem::new(&rules::SYNTAX, token.span.clone(), "duplicate comma").label("remove it")
            }
            (Some(_), kind) if self.open.is_empty() => {
                let message = match kind {
                    Kind::Close => format!("unmatched `{found}`"),
                    _ => format!("expected the end of the file, found {}", shown(kind, found)),
                };
                let problem = Problem::new(&rules::TRAILING, token.span.clone(), message);
                match self.suspect {
                    None if kind != Kind::Close => {
                        problem.help("a catalog is one JSON object; remove the rest of the file")
                    }
                    _ => self.with_suspect(problem),
                }
            }
            (_, Kind::Close) => match self.open.last() {
                Some((open, _)) if self.is_in_object() != (found == "}") => {
                    let mark = self.slice(&open.span);
                    problem.related(open.span.clone(), format!("this `{mark}` is not closed"))
                }
                _ => problem,
            },
            _ if found.starts_with(['/', '#']) => {
                problem.help("JSON has no comments; use the member `$comment`, which every object can have")
            }
            _ if found.starts_with(['\'', '‘', '’', '“', '”', '„']) => {
                problem.help("JSON has double quotes, as in `\"text\"`")
            }
            (_, Kind::Word) if matches!(self.expected(), "a member name" | "a member name or `}`") => {
                problem.label("write it in double quotes")
            }
            (_, Kind::String | Kind::Word | Kind::Open) if self.expected().starts_with("`,`") => {
                problem.label("a comma may be missing before this")
            }
            _ => problem,
        }
    }

    /// The problem of a text that ends too early.
    fn unexpected_end(&self) -> Problem {
        let text = self.text.trim_end();
        let message = format!("expected {}, found the end of the file", self.expected());
        let problem = Problem::new(&rules::SYNTAX, last_character(text), message);
        match self.open.last() {
            Some((open, _)) if self.suspect.is_none() => {
                let mark = self.slice(&open.span);
                problem.related(open.span.clone(), format!("this `{mark}` is not closed"))
            }
            _ => self.with_suspect(problem),
        }
    }

    /// Adds the brackets of which one is probably missing or one too many.
    fn with_suspect(&self, problem: Problem) -> Problem {
        let Some((open, close)) = &self.suspect else {
            return problem;
        };
        let (begin, end) = (self.slice(&open.span), self.slice(&close.span));
        problem
            .related(
                open.span.clone(),
                format!("this `{begin}` may be closed by the wrong `{end}`"),
            )
            .related(close.span.clone(), "this closes it, but has another indentation")
    }

    /// The problem of a string or word that is not JSON by itself.
    fn malformed(&self, token: &Token) -> Problem {
        let raw = self.slice(&token.span);
        match token.kind {
            Kind::Word if raw.starts_with(|c: char| c.is_ascii_digit() || "+-.".contains(c)) => {
                let message = format!("invalid number {}", shown(token.kind, raw));
                Problem::new(&rules::SYNTAX, token.span.clone(), message)
            }
            Kind::Word => self.unexpected(token),
            _ => match invalid_escape(raw) {
                Some(escape) => {
                    let span = token.span.start + escape.start..token.span.start + escape.end;
                    Problem::new(&rules::SYNTAX, span, "invalid escape in string").help("write a backslash as `\\\\`")
                }
                None => self.unterminated(token),
            },
        }
    }

    /// The problem of a string that a control character or the end of the file ends.
    fn unterminated(&self, token: &Token) -> Problem {
        let end = token.span.end;
        let Some(control) = self.text.as_bytes().get(end) else {
            let message = "unterminated string: expected `\"`, found the end of the file";
            return Problem::new(&rules::SYNTAX, last_character(self.text), message);
        };
        let at = end..end + 1;
        match control {
            b'\n' | b'\r' => {
                let message = "unterminated string: expected `\"`, found the end of the line";
                Problem::new(&rules::SYNTAX, at, message).help("write a line break in a string as `\\n`")
            }
            control => Problem::new(&rules::SYNTAX, at, "unescaped control character in string")
                .label(format!("write it as `\\u{control:04x}`")),
        }
    }
}

/// The first character of a string that does not continue an escape.
fn invalid_escape(raw: &str) -> Option<Span> {
    let mut characters = raw.char_indices();
    while let Some((_, c)) = characters.next() {
        if c != '\\' {
            continue;
        }
        let (at, escape) = characters.next()?;
        if !"\"\\/bfnrtu".contains(escape) {
            return Some(at..at + escape.len_utf8());
        }
        let digits = if escape == 'u' { 4 } else { 0 };
        for (at, digit) in characters.by_ref().take(digits) {
            if !digit.is_ascii_hexdigit() {
                return Some(at..at + digit.len_utf8());
            }
        }
    }
    None
}

fn last_character(text: &str) -> Span {
    let start = text.char_indices().next_back().map_or(0, |(at, _)| at);
    start..text.len()
}

/// A token as messages show it.
fn shown(kind: Kind, raw: &str) -> String {
    const LONGEST: usize = 20;
    match kind {
        Kind::String | Kind::Unterminated => "a string".to_owned(),
        _ if raw.chars().nth(LONGEST).is_some() => {
            format!("`{}…`", raw.chars().take(LONGEST).collect::<String>())
        }
        _ => format!("`{raw}`"),
    }
}

#[cfg(test)]
mod tests {
    use crate::json::parse;
    use crate::problem::{Problem, Problems};
    use crate::source::Source;

    fn problem(text: &str) -> Problem {
        let source = Source::new("x.json", text);
        let mut problems = Problems::new();
        assert!(parse(&source, &mut problems).is_none(), "{text}");
        let [problem] = <[Problem; 1]>::try_from(problems.finish()).expect("one problem");
        problem
    }

    #[test]
    fn a_syntax_error_says_what_was_expected_and_where() {
        for (text, span, message) in [
            ("", 0..0, "expected `{`, found the end of the file"),
            ("}", 0..1, "expected `{`, found `}`"),
            ("{} x", 3..4, "expected the end of the file, found `x`"),
            ("{}\n}", 3..4, "unmatched `}`"),
            ("{\"a\": 1, }", 7..8, "trailing comma"),
            ("[1,\n]", 2..3, "trailing comma"),
            ("{\"a\": 1,, \"b\": 2}", 8..9, "duplicate comma"),
            ("[1,,2]", 3..4, "duplicate comma"),
            ("[,1]", 1..2, "expected a value or `]`, found `,`"),
            ("{a:1}", 1..2, "expected a member name or `}`, found `a`"),
            ("{\"a\":1, 'b':1}", 8..11, "expected a member name, found `'b'`"),
            ("{\"a\" 1}", 5..6, "expected `:`, found `1`"),
            ("{\"a\": }", 6..7, "expected a value, found `}`"),
            ("[1 2]", 3..4, "expected `,` or `]`, found `2`"),
            ("{\"a\": 1 \"b\": 2}", 8..11, "expected `,` or `}`, found a string"),
            ("[1}", 2..3, "expected `,` or `]`, found `}`"),
            ("[trux]", 1..5, "expected a value or `]`, found `trux`"),
            ("[True]", 1..5, "expected a value or `]`, found `True`"),
            ("[/* no */]", 1..3, "expected a value or `]`, found `/*`"),
            ("[01]", 1..3, "invalid number `01`"),
            ("[1.]", 1..3, "invalid number `1.`"),
            ("[1e+]", 1..4, "invalid number `1e+`"),
            ("[\"\\x\"]", 3..4, "invalid escape in string"),
            ("[\"\\u12é4\"]", 6..8, "invalid escape in string"),
            ("[\"a\tb\"]", 3..4, "unescaped control character in string"),
            (
                "{\"a\n\":1}",
                3..4,
                "unterminated string: expected `\"`, found the end of the line",
            ),
            (
                "{\"a",
                2..3,
                "unterminated string: expected `\"`, found the end of the file",
            ),
            ("[1", 1..2, "expected `,` or `]`, found the end of the file"),
            ("[1\n", 1..2, "expected `,` or `]`, found the end of the file"),
        ] {
            let problem = problem(text);
            assert_eq!((problem.message.as_str(), &problem.span), (message, &span), "{text}");
        }
    }

    #[test]
    fn a_missing_or_additional_bracket_is_found_by_its_indentation() {
        let missing = "{\n  \"a\": {\n    \"b\": 1\n  ,\n  \"c\": {\n  }\n}\n";
        let additional = "{\n  \"a\": {\n    \"b\": 1\n  }\n  },\n  \"c\": {\n  }\n}\n";
        for (text, message, related) in [
            (
                missing,
                "expected `,` or `}`, found the end of the file",
                [9..10, 39..40],
            ),
            (additional, "expected the end of the file, found `,`", [0..1, 28..29]),
        ] {
            let problem = problem(text);
            let spans: Vec<_> = problem.related.iter().map(|(span, _)| span.clone()).collect();
            assert_eq!(
                (problem.message.as_str(), spans.as_slice()),
                (message, &related[..]),
                "{text}"
            );
        }
    }
}
