//! The texts that a program can write, as patterns of literal characters and wildcards.

use error_layout::program::argument;

use crate::lower::ir::{Op, Program};

/// A literal character or a wildcard.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Char(char),
    Gap,
}

/// The maximum number of paths through a program that are compared.
const MAX_WAYS: usize = 64;

/// All paths through a program, except those on which the server overrides the text.
pub struct Sequences {
    /// The pattern of each path; `None` for a path that writes no value.
    ways: Vec<Option<Vec<Part>>>,
    /// Whether there are more than [`MAX_WAYS`].
    too_many: bool,
}

/// A path so far: its pattern and the conditions decided on it.
#[derive(Clone, Default)]
struct Way {
    parts: Vec<Part>,
    decided: Vec<(u8, bool)>,
    absent: bool,
    overridden: bool,
}

impl Sequences {
    /// Follows the program of an entry, with its texts [filled in](crate::lower::resolve::Scope::fill).
    pub fn of(program: &Program) -> Self {
        let mut too_many = false;
        let ways = follow(program, vec![Way::default()], &mut too_many);
        let ways = ways
            .into_iter()
            .filter(|way| !way.overridden)
            .map(|way| (!way.absent).then_some(way.parts))
            .collect();
        Self { ways, too_many }
    }

    /// Whether no text, nor its absence, is possible for both.
    pub fn apart(&self, other: &Self) -> bool {
        let is_shared = |one: &Option<Vec<Part>>| {
            other.ways.iter().any(|two| match (one, two) {
                (None, None) => true,
                (Some(one), Some(two)) => overlap(one, two),
                _ => false,
            })
        };
        !self.too_many && !other.too_many && !self.ways.iter().any(is_shared)
    }

    /// Whether every path writes a value.
    pub fn is_always_there(&self) -> bool {
        !self.too_many && !self.ways.is_empty() && self.ways.iter().all(Option::is_some)
    }

    /// Whether a path can write only white space, or no value.
    pub fn can_be_blank(&self) -> bool {
        let blank = |part: &Part| match part {
            Part::Char(c) => c.is_whitespace(),
            Part::Gap => true,
        };
        self.too_many
            || self
                .ways
                .iter()
                .any(|way| way.as_ref().is_none_or(|way| way.iter().all(blank)))
    }
}

fn follow(program: &Program, mut ways: Vec<Way>, too_many: &mut bool) -> Vec<Way> {
    for op in program {
        match op {
            Op::Segment(segment) => {
                let text = segment.as_text().unwrap_or_default();
                each(&mut ways, |way| way.parts.extend(text.chars().map(Part::Char)));
            }
            Op::Argument { argument, .. } => each(&mut ways, |way| {
                way.overridden |= *argument == argument::DIAGNOSTICS;
                way.parts.push(Part::Gap);
            }),
            Op::Absent => each(&mut ways, |way| way.absent = true),
            Op::If {
                argument,
                then,
                otherwise,
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

/// Whether a text matches both patterns.
fn overlap(one: &[Part], two: &[Part]) -> bool {
    // Most patterns already differ at one end.
    let (Some(one), Some(two)) = trim(one, two) else {
        return false;
    };
    // The positions of the second pattern that are reachable after the parts of the first.
    let mut reached = vec![false; two.len() + 1];
    reached[0] = true;
    pass_gaps(&mut reached, two);
    for part in one {
        let mut next = vec![false; two.len() + 1];
        for at in 0..=two.len() {
            if !reached[at] {
                continue;
            }
            match (part, two.get(at)) {
                (Part::Gap, _) => {
                    // A wildcard can match any number of the following parts.
                    next[at..].fill(true);
                    break;
                }
                (Part::Char(_), Some(Part::Gap)) => next[at] = true,
                (Part::Char(c), Some(Part::Char(other))) => next[at + 1] |= c == other,
                (Part::Char(_), None) => {}
            }
        }
        pass_gaps(&mut next, two);
        reached = next;
    }
    reached[two.len()]
}

/// Marks the positions after wildcards, which can match the empty text.
fn pass_gaps(reached: &mut [bool], pattern: &[Part]) {
    for (at, part) in pattern.iter().enumerate() {
        if reached[at] && *part == Part::Gap {
            reached[at + 1] = true;
        }
    }
}

/// Removes common literal characters at both ends; returns `None` if the patterns differ there.
fn trim<'p>(mut one: &'p [Part], mut two: &'p [Part]) -> (Option<&'p [Part]>, Option<&'p [Part]>) {
    while let ([Part::Char(a), one_rest @ ..], [Part::Char(b), two_rest @ ..]) = (one, two) {
        if a != b {
            return (None, None);
        }
        (one, two) = (one_rest, two_rest);
    }
    while let ([one_rest @ .., Part::Char(a)], [two_rest @ .., Part::Char(b)]) = (one, two) {
        if a != b {
            return (None, None);
        }
        (one, two) = (one_rest, two_rest);
    }
    (Some(one), Some(two))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `*` is a wildcard.
    fn pattern(text: &str) -> Vec<Part> {
        text.chars()
            .map(|c| if c == '*' { Part::Gap } else { Part::Char(c) })
            .collect()
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
            ("x*y*z", "x*z", true),
            ("ab*", "a*bb", true),
            ("*a*", "bbb", false),
            ("The *.", "The end: *", true),
        ] {
            assert_eq!(overlap(&pattern(one), &pattern(two)), expected, "{one} {two}");
            assert_eq!(overlap(&pattern(two), &pattern(one)), expected, "{two} {one}");
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
                argument: argument::DIAGNOSTICS,
                then: vec![placeholder.clone()],
                otherwise: text(words),
            }]
        };
        let (one, two) = (Sequences::of(&own("a")), Sequences::of(&own("b")));
        assert!(one.apart(&two) && !one.apart(&one) && one.is_always_there());
        assert!(Sequences::of(&vec![Op::Absent]).apart(&one));
    }
}
