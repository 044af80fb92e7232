//! Matching of paths against endpoint patterns: see [`error_layout::decoding::endpoint`].
//!
//! The matcher keeps the set of all reachable states (Thompson, 1968), so its time is proportional to the length of the path for every pattern.

use alloc::vec;
use alloc::vec::Vec;

use error_layout::decoding::endpoint as op;
use error_layout::{bytes, fact, varint};
use error_runtime::__compiled::entry_facts;
use error_runtime::Entry;

/// The longest path that is matched, in bytes; a longer one matches no pattern.
const MAX_PATH: usize = 8_192;

/// Whether one of the entry's patterns matches; `None` without patterns, or with a damaged one.
pub(crate) fn of_entry(entry: Entry<'static>, path: &str) -> Option<bool> {
    let mut any = false;
    let mut rest = entry_facts(entry);
    while let Some((found, behind)) = rest.find(fact::ENDPOINT_PROGRAM) {
        rest = behind;
        let program = bytes::tail(entry.data().index(), found.first as usize);
        let program = program
            .get(..found.second as usize)
            .filter(|program| !program.is_empty())?;
        if matches(program, path) {
            return Some(true);
        }
        any = true;
    }
    any.then_some(false)
}

/// Whether a program matches a whole text.
pub(super) fn matches(program: &[u8], text: &str) -> bool {
    if text.len() > MAX_PATH {
        return false;
    }
    let mut places = Places::new(program);
    let mut next = Places::new(program);
    places.reach(program, 0);
    for c in text.chars() {
        next.clear();
        for &at in &places.list {
            if let Some(behind) = step(program, at, u32::from(c)) {
                next.reach(program, behind);
            }
        }
        core::mem::swap(&mut places, &mut next);
        if places.list.is_empty() {
            return false;
        }
    }
    places.list.iter().any(|at| program.get(*at) == Some(&op::MATCH))
}

/// The state after a character, if the instruction at `at` accepts it.
fn step(program: &[u8], at: usize, c: u32) -> Option<usize> {
    match *program.get(at)? {
        op::ANY => Some(at + 1),
        op::CHAR => {
            let (wanted, next) = varint::read(program, at + 1);
            (wanted == c).then_some(next)
        }
        op::CLASS => {
            let (count, mut next) = varint::read(program, at + 1);
            let mut found = false;
            for _ in 0..count {
                if next >= program.len() {
                    return None;
                }
                let (low, behind) = varint::read(program, next);
                let (high, behind) = varint::read(program, behind);
                found |= (low..=high).contains(&c);
                next = behind;
            }
            found.then_some(next)
        }
        _ => None,
    }
}

/// A set of states.
struct Places {
    list: Vec<usize>,
    seen: Vec<bool>,
    /// States to follow; the allocation is reused.
    waiting: Vec<usize>,
}

impl Places {
    fn new(program: &[u8]) -> Self {
        Self {
            list: Vec::new(),
            seen: vec![false; program.len()],
            waiting: Vec::new(),
        }
    }

    fn clear(&mut self) {
        self.list.clear();
        self.seen.fill(false);
    }

    /// Adds a state and all states that it reaches without a character.
    fn reach(&mut self, program: &[u8], start: usize) {
        self.waiting.push(start);
        while let Some(at) = self.waiting.pop() {
            match self.seen.get_mut(at) {
                Some(seen) if !*seen => *seen = true,
                _ => continue,
            }
            let place = |at| usize::from(bytes::u16_at(program, at));
            match program.get(at) {
                Some(&op::SPLIT) => self.waiting.extend([place(at + 1), place(at + 3)]),
                Some(&op::JUMP) => self.waiting.push(place(at + 1)),
                Some(_) => self.list.push(at),
                None => {}
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::string::String;

    /// `a(b|[0-9]+)?.`
    const PROGRAM: &[u8] = &[
        op::CHAR,
        b'a',
        op::SPLIT,
        7,
        0,
        26,
        0,
        op::SPLIT,
        12,
        0,
        17,
        0,
        op::CHAR,
        b'b',
        op::JUMP,
        26,
        0,
        op::CLASS,
        1,
        b'0',
        b'9',
        op::SPLIT,
        17,
        0,
        26,
        0,
        op::ANY,
        op::MATCH,
    ];

    #[test]
    fn a_program_matches_only_a_whole_text() {
        for (text, expected) in [
            ("ab!", true),
            ("a0123é", true),
            ("ax", true),
            ("a", false),
            ("ab", true),
            ("abb!", false),
            ("", false),
        ] {
            assert_eq!(matches(PROGRAM, text), expected, "{text}");
        }
        assert!(!matches(&[], "a") && matches(&[op::MATCH], "") && !matches(PROGRAM, &"a".repeat(MAX_PATH + 1)));
    }

    proptest! {
        #[test]
        fn every_program_ends(program in prop::collection::vec(0_u8..40, 0..60), text: String) {
            let _ = matches(&program, &text);
        }
    }
}
