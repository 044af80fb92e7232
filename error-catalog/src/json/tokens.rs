//! The tokens of a JSON text, with their places.

use crate::source::Span;

/// The kind of a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// `{` or `[`
    Open,
    /// `}` or `]`
    Close,
    /// `,`
    Comma,
    /// `:`
    Colon,
    /// A string between its quotes.
    String,
    /// A string without its closing quote, up to the first control character.
    Unterminated,
    /// A number, `true`, `false`, `null`, or characters that are not JSON.
    Word,
}

/// A token and its place.
#[derive(Debug, Clone)]
pub(crate) struct Token {
    /// Its kind.
    pub(crate) kind: Kind,
    /// Its characters, quotes included.
    pub(crate) span: Span,
}

/// Splits a text into tokens, also a text that is not JSON.
///
/// It is written with indexes and a table because macros are built without optimisation.
#[derive(Debug)]
pub(crate) struct Tokens<'a> {
    text: &'a [u8],
    at: usize,
}

impl<'a> Tokens<'a> {
    /// The tokens of a text.
    pub(crate) fn new(text: &'a str) -> Self {
        Self {
            text: text.as_bytes(),
            at: 0,
        }
    }

    /// Continues at a place, which is not inside a character.
    pub(crate) fn go_to(&mut self, place: usize) {
        self.at = place;
    }

    /// The next token that is not a separator: of a text without one, an empty word at the end.
    pub(crate) fn next_value(&mut self) -> Token {
        loop {
            match self.next() {
                Some(Token {
                    kind: Kind::Comma | Kind::Colon,
                    ..
                }) => {}
                Some(token) => return token,
                None => return self.token(Kind::Word, self.at),
            }
        }
    }

    /// Skips the rest of the array or object whose opening bracket was the last token. Returns its end.
    pub(crate) fn skip_container(&mut self) -> usize {
        let mut depth = 1;
        while depth > 0 {
            match self.next().map(|token| token.kind) {
                Some(Kind::Open) => depth += 1,
                Some(Kind::Close) => depth -= 1,
                Some(_) => {}
                None => break,
            }
        }
        self.at
    }

    fn token(&self, kind: Kind, start: usize) -> Token {
        Token {
            kind,
            span: start..self.at,
        }
    }

    /// The string that begins here.
    fn string(&mut self) -> Kind {
        let text = self.text;
        let mut at = self.at + 1;
        while at < text.len() && text[at] >= b' ' {
            match text[at] {
                b'"' => {
                    self.at = at + 1;
                    return Kind::String;
                }
                // An escaped control character ends the string too.
                b'\\' if at + 1 < text.len() && text[at + 1] >= b' ' => at += 2,
                _ => at += 1,
            }
        }
        self.at = at;
        Kind::Unterminated
    }

    /// The word that begins here: at least one byte.
    fn word(&mut self) -> Kind {
        let text = self.text;
        let mut at = self.at + 1;
        while at < text.len() && !DELIMITERS[text[at] as usize] {
            at += 1;
        }
        self.at = at;
        Kind::Word
    }
}

impl Iterator for Tokens<'_> {
    type Item = Token;

    fn next(&mut self) -> Option<Token> {
        let text = self.text;
        let mut start = self.at;
        while start < text.len() && matches!(text[start], b' ' | b'\n' | b'\t' | b'\r') {
            start += 1;
        }
        self.at = start;
        if start == text.len() {
            return None;
        }
        let mark = match text[start] {
            b'"' => {
                let kind = self.string();
                return Some(self.token(kind, start));
            }
            b'{' | b'[' => Kind::Open,
            b'}' | b']' => Kind::Close,
            b',' => Kind::Comma,
            b':' => Kind::Colon,
            _ => {
                let kind = self.word();
                return Some(self.token(kind, start));
            }
        };
        self.at = start + 1;
        Some(self.token(mark, start))
    }
}

/// The indentation of a token in bytes, if it is the first token of its line. The token before it ends at `end`.
pub(crate) fn indentation(text: &str, end: usize, token: &Token) -> Option<usize> {
    let space = text.get(end..token.span.start)?;
    match space.rfind('\n') {
        Some(at) => Some(space.len() - at - 1),
        None if end == 0 => Some(space.len()),
        None => None,
    }
}

/// The bytes that end a word.
static DELIMITERS: [bool; 256] = {
    let mut delimiters = [false; 256];
    let mut at = 0;
    let all = b" \n\t\r{}[],:\"";
    while at < all.len() {
        delimiters[all[at] as usize] = true;
        at += 1;
    }
    delimiters
};

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn tokens(text: &str) -> Vec<(Kind, &str)> {
        Tokens::new(text).map(|token| (token.kind, &text[token.span])).collect()
    }

    #[test]
    fn brackets_separators_strings_and_words_are_tokens() {
        assert_eq!(
            tokens(r#"{"a\"\\": [1.5e3,nul] 'x' } "open\"#),
            [
                (Kind::Open, "{"),
                (Kind::String, r#""a\"\\""#),
                (Kind::Colon, ":"),
                (Kind::Open, "["),
                (Kind::Word, "1.5e3"),
                (Kind::Comma, ","),
                (Kind::Word, "nul"),
                (Kind::Close, "]"),
                (Kind::Word, "'x'"),
                (Kind::Close, "}"),
                (Kind::Unterminated, "\"open\\"),
            ]
        );
    }

    #[test]
    fn a_control_character_ends_a_string() {
        assert_eq!(tokens("\"a\tb"), [(Kind::Unterminated, "\"a"), (Kind::Word, "b")]);
        assert_eq!(tokens("\"a\\\nb"), [(Kind::Unterminated, "\"a\\"), (Kind::Word, "b")]);
    }

    proptest! {
        #[test]
        fn tokens_and_white_space_are_the_whole_text(text in "[{},:\"\\\\a1é \n\t\u{1}]{0,24}") {
            let mut end = 0;
            for token in Tokens::new(&text) {
                prop_assert!(text[end..token.span.start].trim().is_empty());
                prop_assert!(!text[token.span.clone()].is_empty());
                end = token.span.end;
            }
            prop_assert!(text[end..].trim().is_empty());
        }
    }
}
