//! Endpoint patterns: a subset of regular expressions that matches URL paths.

mod program;
#[cfg(feature = "tools")]
mod template;

use crate::problem::Problem;
use crate::rules;

pub use program::{compile, overlap};
#[cfg(feature = "tools")]
pub use template::{matches_template, template};

/// A parsed pattern.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Node {
    Char(char),
    Any,
    /// Ranges of characters.
    Class(Vec<(u32, u32)>),
    /// All of them, in order.
    Sequence(Vec<Node>),
    /// One of them.
    Alternatives(Vec<Node>),
    /// `?`, `*` or `+`.
    Repeat(Box<Node>, char),
}

/// Checks a pattern.
///
/// # Errors
/// The problem (rules EC09), with an empty span that the caller replaces.
pub fn check(pattern: &str) -> Result<(), Box<Problem>> {
    // `:id` of a router is a text of its own here.
    let mut parts = pattern.split("/:").skip(1);
    if parts.any(|part| part.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')) {
        let problem = syntax("`:` begins no parameter");
        return Err(Box::new(
            problem.help(format!("{PARAMETER}; write `[:]` for a literal colon")),
        ));
    }
    let node = parse(pattern)?;
    let Node::Alternatives(all) = &node else { return Ok(()) };
    if !all.iter().all(|one| start(one).0) {
        let problem = syntax("a path begins with `/`, so it never matches");
        return Err(Box::new(
            problem.help("write a `/` at its start, and at that of each alternative"),
        ));
    }
    let is_glob = |one: &Node| match one {
        Node::Sequence(parts) => {
            matches!(parts.last(), Some(Node::Repeat(part, '*')) if **part == Node::Char('/'))
        }
        _ => false,
    };
    if all.iter().any(is_glob) {
        let problem = syntax("`/*` at the end repeats only the slash");
        return Err(Box::new(
            problem.help("write `/.*` for all paths below, or `/?` for an optional slash"),
        ));
    }
    Ok(())
}

/// The way to write a parameter of a path.
const PARAMETER: &str = "write `[^/]+` for a parameter of the path";

/// Whether a text that a pattern matches can begin with a `/`, and whether it can be empty.
fn start(node: &Node) -> (bool, bool) {
    match node {
        Node::Char(c) => (*c == '/', false),
        Node::Any => (true, false),
        Node::Class(ranges) => {
            let slash = u32::from('/');
            (ranges.iter().any(|(low, high)| (*low..=*high).contains(&slash)), false)
        }
        Node::Sequence(parts) => {
            let mut begins = false;
            for part in parts {
                let (slash, empty) = start(part);
                begins |= slash;
                if !empty {
                    return (begins, false);
                }
            }
            (begins, true)
        }
        Node::Alternatives(all) => {
            let starts = all.iter().map(start);
            starts.fold((false, false), |one, other| (one.0 || other.0, one.1 || other.1))
        }
        Node::Repeat(part, how) => {
            let (slash, empty) = start(part);
            (slash, empty || *how != '+')
        }
    }
}

/// Returns the literal start of a pattern, and its literal end if the pattern matches more than the start.
pub fn ends(pattern: &str) -> (String, Option<String>) {
    let Ok(Node::Alternatives(alternatives)) = parse(pattern) else {
        return (String::new(), Some(String::new()));
    };
    let [Node::Sequence(parts)] = alternatives.as_slice() else {
        return (String::new(), Some(String::new()));
    };
    let literal = |node: &Node| match node {
        Node::Char(c) => Some(*c),
        _ => None,
    };
    let start: String = parts.iter().map_while(literal).collect();
    if parts.iter().all(|node| literal(node).is_some()) {
        return (start, None);
    }
    let end: Vec<char> = parts.iter().rev().map_while(literal).collect();
    (start, Some(end.into_iter().rev().collect()))
}

fn parse(pattern: &str) -> Result<Node, Box<Problem>> {
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
    let (node, _) = parser.alternatives()?;
    match parser.peek() {
        None => Ok(node),
        Some(_) => Err(syntax("unmatched `)`")),
    }
}

fn syntax(what: &str) -> Box<Problem> {
    Box::new(Problem::new(
        &rules::ENDPOINT_SYNTAX,
        0..0,
        format!("invalid endpoint pattern: {what}"),
    ))
}

/// The last Unicode scalar value.
const LAST: u32 = char::MAX as u32;

/// Returns the ranges of a class such as `\d`. They are ASCII only: other characters are percent-encoded in a path (RFC 3986, section 2.1).
fn named_class(name: char) -> Vec<(u32, u32)> {
    let ranges: &[(char, char)] = match name.to_ascii_lowercase() {
        'd' => &[('0', '9')],
        'w' => &[('0', '9'), ('A', 'Z'), ('_', '_'), ('a', 'z')],
        _ => &[('\t', '\r'), (' ', ' ')],
    };
    let ranges = ranges
        .iter()
        .map(|&(low, high)| (u32::from(low), u32::from(high)))
        .collect();
    if name.is_ascii_uppercase() {
        complement(ranges)
    } else {
        ranges
    }
}

/// Sorts ranges and merges those that overlap or touch.
fn merge(mut ranges: Vec<(u32, u32)>) -> Vec<(u32, u32)> {
    ranges.sort_unstable();
    let mut merged: Vec<(u32, u32)> = Vec::new();
    for (low, high) in ranges {
        match merged.last_mut() {
            Some(last) if low <= last.1.saturating_add(1) => last.1 = last.1.max(high),
            _ => merged.push((low, high)),
        }
    }
    merged
}

/// Returns the ranges of all other characters.
fn complement(ranges: Vec<(u32, u32)>) -> Vec<(u32, u32)> {
    let mut rest = Vec::new();
    let mut next = 0;
    for (low, high) in merge(ranges) {
        if low > next {
            rest.push((next, low - 1));
        }
        next = high.saturating_add(1);
    }
    if next <= LAST {
        rest.push((next, LAST));
    }
    rest
}

struct Parser {
    chars: Vec<char>,
    at: usize,
    depth: usize,
}

/// A part, and whether it contains `*`, `+` or `?`.
type Part = (Node, bool);

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
        let (first, mut repeats) = self.sequence()?;
        let mut all = vec![first];
        while self.eat("|") {
            let (next, next_repeats) = self.sequence()?;
            all.push(next);
            repeats |= next_repeats;
        }
        Ok((Node::Alternatives(all), repeats))
    }

    fn sequence(&mut self) -> Result<Part, Box<Problem>> {
        let mut parts = Vec::new();
        let mut repeats = false;
        while let Some(c) = self.peek() {
            if c == '|' || c == ')' {
                break;
            }
            let part = self.atom()?;
            let (part, part_repeats) = self.repetition(part)?;
            parts.push(part);
            repeats |= part_repeats;
        }
        Ok((Node::Sequence(parts), repeats))
    }

    fn repetition(&mut self, (part, repeats): Part) -> Result<Part, Box<Problem>> {
        match self.peek() {
            Some('*' | '+') if repeats => {
                let message = "nested repetition in an endpoint pattern can take exponential time";
                Err(Box::new(
                    Problem::new(&rules::ENDPOINT_TIME, 0..0, message).help("repeat either the group or its content"),
                ))
            }
            Some(how @ ('*' | '+' | '?')) => {
                self.at += 1;
                match self.peek() {
                    Some('*' | '+' | '?') => Err(syntax("two consecutive repetition operators")),
                    Some('{') => Err(syntax("counted repetition is not supported")),
                    _ => Ok((Node::Repeat(Box::new(part), how), true)),
                }
            }
            Some('{')
                if self
                    .chars
                    .get(self.at + 1)
                    .is_some_and(|c| c.is_alphabetic() || *c == '_') =>
            {
                let problem = syntax("braces begin no parameter");
                Err(Box::new(
                    problem.help(format!("{PARAMETER}; write `\\{{` for a literal brace")),
                ))
            }
            Some('{') => Err(syntax(
                "counted repetition is not supported; write `\\{` for a literal brace",
            )),
            _ => Ok((part, repeats)),
        }
    }

    fn atom(&mut self) -> Result<Part, Box<Problem>> {
        let node = match self.take() {
            Some('(') => return self.group(),
            Some('[') => self.class()?,
            Some('\\') => match self.class_escape()? {
                ClassItem::Char(c) => Node::Char(c),
                ClassItem::Class(ranges) => Node::Class(ranges),
            },
            Some('*' | '+' | '?') => return Err(syntax("repetition operator without an operand")),
            Some(']') => return Err(syntax("unmatched `]`; write `\\]` for a literal bracket")),
            Some('}') => return Err(syntax("unmatched `}`; write `\\}` for a literal brace")),
            Some('^' | '$') => {
                return Err(syntax(
                    "`^` is only valid at the start and `$` at the end; a pattern always matches the whole path",
                ));
            }
            Some('.') => Node::Any,
            Some(c) => Node::Char(c),
            None => Node::Sequence(Vec::new()),
        };
        Ok((node, false))
    }

    fn group(&mut self) -> Result<Part, Box<Problem>> {
        self.depth += 1;
        if self.depth > 32 {
            return Err(syntax("nesting exceeds 32 groups"));
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
                return Err(syntax("expected a named group, `(?P<name>…)`"));
            }
        } else if !self.eat("?:") && self.peek() == Some('?') {
            return Err(syntax("look-around and flags are not supported"));
        }
        let inside = self.alternatives()?;
        if !self.eat(")") {
            return Err(syntax("unclosed `(`"));
        }
        self.depth -= 1;
        Ok(inside)
    }

    fn class(&mut self) -> Result<Node, Box<Problem>> {
        let negated = self.eat("^");
        let mut members = 0;
        let mut ranges = Vec::new();
        loop {
            let low = match self.take() {
                None => return Err(syntax("unclosed `[`")),
                Some(']') if members > 0 => break,
                Some(']') => return Err(syntax("empty character class; write `\\]` for a literal bracket")),
                Some('\\') => self.class_escape()?,
                Some(c) => ClassItem::Char(c),
            };
            members += 1;
            let low = match low {
                ClassItem::Char(low) => low,
                ClassItem::Class(class) => {
                    ranges.extend(class);
                    continue;
                }
            };
            let is_range = self.peek() == Some('-') && self.chars.get(self.at + 1).is_some_and(|&next| next != ']');
            let mut high = low;
            if is_range {
                self.at += 1;
                let end = match self.take() {
                    Some('\\') => self.class_escape()?,
                    Some(c) => ClassItem::Char(c),
                    None => return Err(syntax("unclosed `[`")),
                };
                match end {
                    ClassItem::Char(end) if end >= low => high = end,
                    _ => return Err(syntax("the end of a character range is less than its start")),
                }
            }
            ranges.push((u32::from(low), u32::from(high)));
        }
        let ranges = merge(ranges);
        Ok(Node::Class(if negated { complement(ranges) } else { ranges }))
    }

    /// Parses the character after `\`: a literal character or a class such as `\d`.
    fn class_escape(&mut self) -> Result<ClassItem, Box<Problem>> {
        match self.take() {
            Some(c @ ('d' | 'w' | 's' | 'D' | 'W' | 'S')) => Ok(ClassItem::Class(named_class(c))),
            Some(c) if !c.is_alphanumeric() => Ok(ClassItem::Char(c)),
            _ => Err(syntax(
                "unsupported escape: expected `\\d`, `\\w`, `\\s` or `\\` and a punctuation character",
            )),
        }
    }
}

enum ClassItem {
    Char(char),
    Class(Vec<(u32, u32)>),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_that_match_no_path_are_refused_with_a_way_out() {
        for (pattern, message) in [
            ("v1/.*", "a path begins with `/`, so it never matches"),
            ("/a|b", "a path begins with `/`, so it never matches"),
            ("[a-z]+/x", "a path begins with `/`, so it never matches"),
            ("/v1/*", "`/*` at the end repeats only the slash"),
            ("/v1/:id", "`:` begins no parameter"),
            ("/v1/{id}/x", "braces begin no parameter"),
        ] {
            let problem = check(pattern).unwrap_err();
            assert_eq!(
                problem.message,
                format!("invalid endpoint pattern: {message}"),
                "{pattern}"
            );
            assert!(problem.help.is_some(), "{pattern}");
        }
        for pattern in [".*", "(/a)?/b", "(a)?/b", "[^a]+", "/x:verb", "/a/*/b", "/a//*b"] {
            assert!(check(pattern).is_ok(), "{pattern}");
        }
    }

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
    fn the_ends_of_a_pattern_are_literal() {
        let between = |start: &str, end: &str| (start.to_owned(), Some(end.to_owned()));
        assert_eq!(ends("/Patient"), ("/Patient".to_owned(), None));
        assert_eq!(ends("^/a/.*/b$"), between("/a/", "/b"));
        assert_eq!(ends("/a+"), between("/", ""));
        assert_eq!(ends("a|b"), between("", ""));
        assert_eq!(ends("("), between("", ""));
    }

    #[cfg(feature = "tools")]
    #[test]
    fn invalid_and_exponential_patterns_are_rejected() {
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
