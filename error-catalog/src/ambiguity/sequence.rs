//! The texts that a program can write, as patterns of literal texts and wildcards.

use error_layout::program::argument;

use crate::hash::hash;
use crate::lower::ir::{Op, Program};

/// Literal texts with a wildcard between each two. A pattern with one text has no wildcard.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pattern {
    parts: Vec<String>,
}

/// The maximum number of paths through a program that are compared.
const MAX_WAYS: usize = 64;

/// The maximum number of pairs of patterns that are compared one by one.
const MAX_PAIRS: usize = MAX_WAYS * MAX_WAYS;

/// All paths through a program, except those on which the server overrides the text.
#[derive(Debug, Clone)]
pub struct Sequences {
    /// The pattern of each path; `None` for a path that writes no value.
    ways: Vec<Option<Pattern>>,
    /// Whether every text is possible.
    any: bool,
}

/// A path so far: its pattern and the conditions decided on it.
#[derive(Clone, Default)]
struct Way {
    pattern: Pattern,
    decided: Vec<(u8, bool)>,
    absent: bool,
    overridden: bool,
}

impl Sequences {
    /// Follows the program of an entry, with its texts [filled in](crate::lower::resolve::Scope::fill).
    pub fn of(program: &Program) -> Self {
        let mut too_many = false;
        let ways = follow(program, vec![Way::default()], &mut too_many);
        let ways: Vec<Option<Pattern>> = ways
            .into_iter()
            .filter(|way| !way.overridden)
            .map(|way| (!way.absent).then_some(way.pattern))
            .collect();
        if too_many || ways.is_empty() {
            return Self::any();
        }
        Self { ways, any: false }
    }

    /// Every text, and its absence.
    pub fn any() -> Self {
        Self {
            ways: Vec::new(),
            any: true,
        }
    }

    /// No text.
    pub fn absent() -> Self {
        Self {
            ways: vec![None],
            any: false,
        }
    }

    /// One of some patterns, or any text if there are none.
    pub fn one_of(patterns: impl IntoIterator<Item = Pattern>) -> Self {
        let ways: Vec<Option<Pattern>> = patterns.into_iter().map(Some).collect();
        Self {
            any: ways.is_empty(),
            ways,
        }
    }

    /// The same texts, or none.
    pub fn or_absent(mut self) -> Self {
        self.ways.push(None);
        self
    }

    /// Changes each pattern.
    pub fn map(&self, change: impl Fn(&Pattern) -> Pattern) -> Self {
        Self {
            ways: self.ways.iter().map(|way| way.as_ref().map(&change)).collect(),
            any: self.any,
        }
    }

    /// Appends the values of another header, as one list (RFC 9110, section 5.3).
    pub fn join(&mut self, other: &Self) {
        if self.any || other.any || self.ways.len() * other.ways.len() > MAX_WAYS {
            *self = Self::any();
            return;
        }
        if let ([Some(one)], [Some(two)]) = (self.ways.as_mut_slice(), other.ways.as_slice()) {
            one.append(two);
            return;
        }
        let both = |one: &Option<Pattern>, two: &Option<Pattern>| match (one.clone(), two) {
            (Some(mut one), Some(two)) => {
                one.append(two);
                Some(one)
            }
            (one, two) => one.or_else(|| two.clone()),
        };
        let ways = self
            .ways
            .iter()
            .flat_map(|one| other.ways.iter().map(move |two| both(one, two)));
        self.ways = ways.collect();
    }

    /// Whether a value can be absent.
    pub fn can_be_absent(&self) -> bool {
        self.any || self.ways.contains(&None)
    }

    /// The pattern of each path, `None` for the absence; an empty iterator if every text is possible.
    pub fn ways(&self) -> impl Iterator<Item = Option<&Pattern>> {
        self.ways.iter().map(Option::as_ref)
    }

    /// Whether no text, nor its absence, is possible for both.
    pub fn apart(&self, other: &Self) -> bool {
        if self.ways.len() * other.ways.len() > MAX_PAIRS {
            return match (self.keys(), other.keys()) {
                (Some(one), Some(mut two)) => {
                    two.sort_unstable();
                    !one.iter().any(|key| two.binary_search(key).is_ok())
                }
                _ => false,
            };
        }
        let is_shared = |one: &Option<Pattern>| {
            other.ways.iter().any(|two| match (one, two) {
                (None, None) => true,
                (Some(one), Some(two)) => one.overlaps(two),
                _ => false,
            })
        };
        !self.any && !other.any && !self.ways.iter().any(is_shared)
    }

    /// Whether a path can write only white space, or no value.
    pub fn can_be_blank(&self) -> bool {
        let blank = |pattern: &Pattern| pattern.parts.iter().all(|part| part.trim().is_empty());
        self.any || self.ways.iter().any(|way| way.as_ref().is_none_or(blank))
    }

    /// Hashes of all possible values; `None` if they cannot be listed. Equal values have equal hashes.
    pub fn keys(&self) -> Option<Vec<u32>> {
        let keys = self.ways.iter().map(|way| match way {
            None => Some(1),
            Some(pattern) => pattern.text().map(|text| hash(text.as_bytes())),
        });
        if self.any { None } else { keys.collect() }
    }
}

impl Default for Pattern {
    fn default() -> Self {
        Self::literal(String::new())
    }
}

impl Pattern {
    /// One text.
    pub fn literal(text: impl Into<String>) -> Self {
        Self {
            parts: vec![text.into()],
        }
    }

    /// Every text with this start and this end.
    pub fn between(start: impl Into<String>, end: impl Into<String>) -> Self {
        Self {
            parts: vec![start.into(), end.into()],
        }
    }

    /// Parses a text in which a character stands for a wildcard.
    pub fn split(text: &str, wildcard: char) -> Self {
        Self {
            parts: text.split(wildcard).map(str::to_owned).collect(),
        }
    }

    /// Returns the text with a character for each wildcard.
    pub fn join(&self, wildcard: char) -> String {
        self.parts.join(wildcard.encode_utf8(&mut [0; 4]))
    }

    /// Appends a comma and another pattern.
    fn append(&mut self, other: &Self) {
        self.push(", ");
        self.push(other.start());
        self.parts.extend(other.parts.iter().skip(1).cloned());
    }

    /// Returns the text, if the pattern has no wildcard.
    pub fn text(&self) -> Option<&str> {
        match self.parts.as_slice() {
            [text] => Some(text),
            _ => None,
        }
    }

    /// The literal text before the first wildcard.
    pub fn start(&self) -> &str {
        self.parts.first().map_or("", String::as_str)
    }

    /// The literal text after the last wildcard.
    pub fn end(&self) -> &str {
        self.parts.last().map_or("", String::as_str)
    }

    fn push(&mut self, text: &str) {
        if let Some(last) = self.parts.last_mut() {
            last.push_str(text);
        }
    }

    /// Whether a text matches both patterns.
    fn overlaps(&self, other: &Self) -> bool {
        match (self.text(), other.text()) {
            (Some(one), Some(two)) => one == two,
            (Some(text), None) => other.matches(text),
            (None, Some(text)) => self.matches(text),
            // The wildcards can match the rest of the other pattern.
            (None, None) => {
                let (one, two) = (self.start(), other.start());
                let (one_end, two_end) = (self.end(), other.end());
                (one.starts_with(two) || two.starts_with(one))
                    && (one_end.ends_with(two_end) || two_end.ends_with(one_end))
            }
        }
    }

    /// Whether a pattern with wildcards matches a text.
    fn matches(&self, text: &str) -> bool {
        let rest = text.strip_prefix(self.start());
        let Some(mut rest) = rest.and_then(|rest| rest.strip_suffix(self.end())) else {
            return false;
        };
        let middle = self.parts.get(1..self.parts.len() - 1).unwrap_or_default();
        middle.iter().all(|part| match rest.split_once(part.as_str()) {
            Some((_, behind)) => {
                rest = behind;
                true
            }
            None => false,
        })
    }
}

fn follow(program: &Program, mut ways: Vec<Way>, too_many: &mut bool) -> Vec<Way> {
    for op in program {
        match op {
            Op::Segment(segment) => {
                let text = segment.as_text().unwrap_or_default();
                each(&mut ways, |way| way.pattern.push(text));
            }
            Op::Argument { argument, .. } => each(&mut ways, |way| {
                way.overridden |= *argument == argument::DIAGNOSTICS;
                way.pattern.parts.push(String::new());
            }),
            Op::Absent => each(&mut ways, |way| way.absent = true),
            Op::If {
                argument,
                then,
                otherwise,
                ..
            } => {
                let decide = |present: bool| {
                    let mut chosen: Vec<Way> = ways
                        .iter()
                        .filter(|way| way.goes(*argument, present))
                        .cloned()
                        .collect();
                    for way in &mut chosen {
                        way.decide(*argument, present);
                    }
                    chosen
                };
                let (with, without) = (decide(true), decide(false));
                let mut both = follow(then, with, too_many);
                both.extend(follow(otherwise, without, too_many));
                ways = both;
            }
            // Never in the programs of leaves, headers and texts.
            Op::Comma | Op::Wrap { .. } | Op::List { .. } | Op::Elements { .. } | Op::Repeat { .. } => *too_many = true,
        }
        if ways.len() > MAX_WAYS {
            *too_many = true;
            ways.truncate(MAX_WAYS);
        }
    }
    ways
}

/// Applies a change to the paths that write a value.
fn each(ways: &mut [Way], mut change: impl FnMut(&mut Way)) {
    ways.iter_mut().filter(|way| !way.absent).for_each(&mut change);
}

impl Way {
    fn goes(&self, argument: u8, present: bool) -> bool {
        self.decided
            .iter()
            .all(|(known, decision)| *known != argument || *decision == present)
    }

    fn decide(&mut self, argument: u8, present: bool) {
        if !self.decided.iter().any(|(known, _)| *known == argument) {
            self.decided.push((argument, present));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pattern(text: &str) -> Pattern {
        Pattern::split(text, '*')
    }

    #[test]
    fn patterns_overlap_if_a_text_matches_both() {
        for (one, two, expected) in [
            ("", "", true),
            ("a", "", false),
            ("*", "", true),
            ("*", "abc", true),
            ("a*", "*b", true),
            ("a*c", "ab*", true),
            ("a*c", "b*", false),
            ("x*y*z", "xz", false),
            ("x*y*z", "xyyz", true),
            ("x*y*z", "x*z", true),
            ("ab*", "a*bb", true),
            ("*a*", "bbb", false),
            ("aba*aba", "aba", false),
            ("*a*b*", "ba", false),
            ("*a*b*", "cacbc", true),
            ("The *.", "The end: *", true),
        ] {
            assert_eq!(pattern(one).overlaps(&pattern(two)), expected, "{one} {two}");
            assert_eq!(pattern(two).overlaps(&pattern(one)), expected, "{two} {one}");
        }
    }

    #[test]
    fn a_text_that_the_server_overrides_is_not_compared() {
        let placeholder = Op::Argument {
            argument: argument::DIAGNOSTICS,
            escape: 0,
        };
        let text = |text: &str| vec![Op::text(text)];
        let own = |words: &str| {
            vec![Op::If {
                filled: false,
                argument: argument::DIAGNOSTICS,
                then: vec![placeholder.clone()],
                otherwise: text(words),
            }]
        };
        let (one, two) = (Sequences::of(&own("a")), Sequences::of(&own("b")));
        assert!(one.apart(&two) && !one.apart(&one));
        assert!(Sequences::of(&vec![Op::Absent]).apart(&one));
        let only = Sequences::of(&vec![placeholder.clone()]);
        assert!(!only.apart(&one), "every text is possible");
    }
}
