//! Endpoint patterns: a small regular expression over URL paths.

use crate::problem::Problem;
use crate::rules;

/// Checks a pattern. The problem has no place yet.
///
/// # Errors
/// What is wrong with it (rules EC09).
pub fn check(pattern: &str) -> Result<(), Box<Problem>> {
    let body = pattern.strip_prefix('^').unwrap_or(pattern);
    let body = body
        .strip_suffix('$')
        .filter(|rest| !rest.ends_with('\\'))
        .unwrap_or(body);
    let mut parser = Parser {
        chars: body.chars().collect(),
        at: 0,
        depth: 0,
    };
    parser.alternatives()?;
    match parser.peek() {
        None => Ok(()),
        Some(_) => Err(syntax("this `)` closes nothing")),
    }
}

fn syntax(what: &str) -> Box<Problem> {
    Box::new(Problem::new(
        &rules::ENDPOINT_SYNTAX,
        0..0,
        format!("the endpoint pattern cannot be read: {what}"),
    ))
}

struct Parser {
    chars: Vec<char>,
    at: usize,
    depth: usize,
}

/// What is known of a part of a pattern.
#[derive(Clone, Copy, Default)]
struct Part {
    /// It can match texts of different lengths because of `*`, `+` or `?`.
    repeats: bool,
}

impl Parser {
    fn peek(&self) -> Option<char> {
        self.chars.get(self.at).copied()
    }

    fn take(&mut self) -> Option<char> {
        let next = self.peek()?;
        self.at += 1;
        Some(next)
    }

    fn eat(&mut self, wanted: &str) -> bool {
        let matches = wanted
            .chars()
            .enumerate()
            .all(|(offset, c)| self.chars.get(self.at + offset) == Some(&c));
        if matches {
            self.at += wanted.chars().count();
        }
        matches
    }

    fn alternatives(&mut self) -> Result<Part, Box<Problem>> {
        let mut whole = self.sequence()?;
        while self.eat("|") {
            whole.repeats |= self.sequence()?.repeats;
        }
        Ok(whole)
    }

    fn sequence(&mut self) -> Result<Part, Box<Problem>> {
        let mut whole = Part::default();
        while let Some(c) = self.peek() {
            if c == '|' || c == ')' {
                break;
            }
            let part = self.atom()?;
            whole.repeats |= self.repetition(part)?;
        }
        Ok(whole)
    }

    fn repetition(&mut self, part: Part) -> Result<bool, Box<Problem>> {
        match self.peek() {
            Some('*' | '+') if part.repeats => {
                let message = "this pattern repeats a group that itself repeats: a matcher can take exponential time";
                Err(Box::new(
                    Problem::new(&rules::ENDPOINT_TIME, 0..0, message).help("repeat only one of the two"),
                ))
            }
            Some('*' | '+' | '?') => {
                self.at += 1;
                match self.peek() {
                    Some('*' | '+' | '?') => Err(syntax("two repetitions stand together")),
                    Some('{') => Err(syntax("counted repetition is not supported")),
                    _ => Ok(true),
                }
            }
            Some('{') => Err(syntax(
                "counted repetition is not supported; write `\\{` for the character",
            )),
            _ => Ok(part.repeats),
        }
    }

    fn atom(&mut self) -> Result<Part, Box<Problem>> {
        match self.take() {
            Some('(') => self.group(),
            Some('[') => self.class(),
            Some('\\') => self.escape(),
            Some('*' | '+' | '?') => Err(syntax("a repetition has nothing to repeat")),
            Some(']') => Err(syntax("this `]` closes nothing; write `\\]` for the character")),
            Some('}') => Err(syntax("this `}` closes nothing; write `\\}` for the character")),
            Some('^' | '$') => Err(syntax(
                "`^` stands only at the start and `$` only at the end: a pattern is always for the whole path",
            )),
            _ => Ok(Part::default()),
        }
    }

    fn group(&mut self) -> Result<Part, Box<Problem>> {
        self.depth += 1;
        if self.depth > 32 {
            return Err(syntax("more than 32 groups stand in each other"));
        }
        if self.eat("?P<") || self.eat("?<") {
            if matches!(self.peek(), Some('=' | '!')) {
                return Err(syntax("look-behind is not supported"));
            }
            let start = self.at;
            while self.peek().is_some_and(|c| c.is_ascii_alphanumeric() || c == '_') {
                self.at += 1;
            }
            if self.at == start || !self.eat(">") {
                return Err(syntax("a named group is written `(?P<name>…)`"));
            }
        } else if !self.eat("?:") && self.peek() == Some('?') {
            return Err(syntax("look-around and flags are not supported"));
        }
        let inside = self.alternatives()?;
        if !self.eat(")") {
            return Err(syntax("a `(` is never closed"));
        }
        self.depth -= 1;
        Ok(inside)
    }

    fn class(&mut self) -> Result<Part, Box<Problem>> {
        self.eat("^");
        let mut members = 0;
        loop {
            let low = match self.take() {
                None => return Err(syntax("a `[` is never closed")),
                Some(']') if members > 0 => return Ok(Part::default()),
                Some(']') => return Err(syntax("a class is empty; write `\\]` for the character")),
                Some('\\') => self.class_escape()?,
                Some(c) => Some(c),
            };
            members += 1;
            let is_range = self.peek() == Some('-') && self.chars.get(self.at + 1).is_some_and(|&next| next != ']');
            if let (Some(low), true) = (low, is_range) {
                self.at += 1;
                let high = match self.take() {
                    Some('\\') => self.class_escape()?,
                    other => other,
                };
                if high.is_none_or(|high| high < low) {
                    return Err(syntax("a range in a class runs backwards"));
                }
            }
        }
    }

    /// Behind a `\` in a class: the character, or nothing for a class of its own.
    fn class_escape(&mut self) -> Result<Option<char>, Box<Problem>> {
        match self.take() {
            Some('d' | 'w' | 's' | 'D' | 'W' | 'S') => Ok(None),
            Some(c) if !c.is_alphanumeric() => Ok(Some(c)),
            _ => Err(syntax(
                "`\\` stands before `d`, `w`, `s` or a character that is no letter or digit",
            )),
        }
    }

    fn escape(&mut self) -> Result<Part, Box<Problem>> {
        self.class_escape().map(|_| Part::default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn published_patterns_are_accepted() {
        for pattern in [
            "/v[12]/o/.*",
            "/v[12]/o/authorize/(?P<uuid>[\\w-]+)/$",
            "^/(a|b)?/[^/]+$",
            "/Patient/\\$match",
            "/mymedicare/sls-callback",
        ] {
            assert!(check(pattern).is_ok(), "{pattern}");
        }
    }

    #[test]
    fn what_cannot_be_read_and_what_can_explode_is_refused() {
        let rule = |pattern| check(pattern).map_err(|problem| problem.rule.code);
        for pattern in [
            "/v[12", "(a", "a)", "*", "a**", "a{2}", "(?=a)", "(?<!a)", "[z-a]", "\\1", "a^b", "[]",
        ] {
            assert_eq!(rule(pattern), Err("EC0901"), "{pattern}");
        }
        for pattern in ["(a+)+", "(a|b*)*", "((a?)b?)+"] {
            assert_eq!(rule(pattern), Err("EC0902"), "{pattern}");
        }
    }
}
