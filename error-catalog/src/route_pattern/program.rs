//! Compiles endpoint patterns to programs; see [`error_layout::decoding::endpoint`].

use std::collections::{HashSet, VecDeque};

use error_layout::decoding::endpoint as op;
use error_layout::varint;

use super::{LAST, Node, parse};

/// Compiles a pattern; the program of an invalid or too long pattern is empty.
pub fn compile(pattern: &str) -> Vec<u8> {
    parse(pattern).map_or_else(|_| Vec::new(), |node| of(&node))
}

/// Returns the program of a parsed pattern; empty if it is too long.
pub(super) fn of(node: &Node) -> Vec<u8> {
    let mut program = Vec::new();
    emit(node, &mut program);
    program.push(op::MATCH);
    // Jump targets are `u16`.
    if program.len() > usize::from(u16::MAX) {
        program.clear();
    }
    program
}

fn emit(node: &Node, out: &mut Vec<u8>) {
    match node {
        Node::Char(c) => {
            out.push(op::CHAR);
            varint::write(out, u32::from(*c));
        }
        Node::Any => out.push(op::ANY),
        Node::Class(ranges) => {
            out.push(op::CLASS);
            varint::write(out, u32::try_from(ranges.len()).unwrap_or(0));
            for (low, high) in ranges {
                varint::write(out, *low);
                varint::write(out, *high);
            }
        }
        Node::Sequence(parts) => parts.iter().for_each(|part| emit(part, out)),
        Node::Alternatives(parts) => alternatives(parts, out),
        Node::Repeat(part, how) => repeat(part, *how, out),
    }
}

fn alternatives(parts: &[Node], out: &mut Vec<u8>) {
    let mut ends = Vec::new();
    for (position, part) in parts.iter().enumerate() {
        if position + 1 == parts.len() {
            emit(part, out);
            break;
        }
        let split = jump(out, op::SPLIT, 2);
        land(out, split);
        emit(part, out);
        ends.push(jump(out, op::JUMP, 1));
        land(out, split + 2);
    }
    for end in ends {
        land(out, end);
    }
}

fn repeat(part: &Node, how: char, out: &mut Vec<u8>) {
    let start = out.len();
    if how == '+' {
        emit(part, out);
        let split = jump(out, op::SPLIT, 2);
        set(out, split, start);
        land(out, split + 2);
        return;
    }
    let split = jump(out, op::SPLIT, 2);
    land(out, split);
    emit(part, out);
    if how == '*' {
        let back = jump(out, op::JUMP, 1);
        set(out, back, start);
    }
    land(out, split + 2);
}

/// Writes an operation with space for its targets; returns the position of the first target.
fn jump(out: &mut Vec<u8>, op: u8, places: usize) -> usize {
    out.push(op);
    let at = out.len();
    out.resize(at + places * 2, 0);
    at
}

/// Sets the target at `at` to the end of the program.
fn land(out: &mut [u8], at: usize) {
    let here = out.len();
    set(out, at, here);
}

fn set(out: &mut [u8], at: usize, place: usize) {
    if let (Some(field), Ok(place)) = (out.get_mut(at..at + 2), u16::try_from(place)) {
        field.copy_from_slice(&place.to_le_bytes());
    }
}

/// The maximum number of compared pairs; beyond it, two patterns count as overlapping.
const MAX_PAIRS: usize = 20_000;

/// Whether there may be a path that both programs match.
pub fn overlap(one: &[u8], other: &[u8]) -> bool {
    if one.is_empty() || other.is_empty() || one == other {
        return true;
    }
    let mut seen = HashSet::new();
    let mut waiting = VecDeque::new();
    for a in closure(one, 0) {
        for b in closure(other, 0) {
            waiting.push_back((a, b));
        }
    }
    while let Some((a, b)) = waiting.pop_front() {
        if !seen.insert((a, b)) {
            continue;
        }
        if seen.len() > MAX_PAIRS || (one.get(a) == Some(&op::MATCH) && other.get(b) == Some(&op::MATCH)) {
            return true;
        }
        let ((left, next_a), (right, next_b)) = (characters(one, a), characters(other, b));
        let shared = left.iter().any(|(low, high)| {
            right
                .iter()
                .any(|(other_low, other_high)| low <= other_high && other_low <= high)
        });
        if shared {
            for a in closure(one, next_a) {
                for b in closure(other, next_b) {
                    waiting.push_back((a, b));
                }
            }
        }
    }
    false
}

/// Returns the positions that are reachable without consuming a character.
fn closure(program: &[u8], start: usize) -> Vec<usize> {
    let mut seen = HashSet::new();
    let mut waiting = vec![start];
    let mut reached = Vec::new();
    while let Some(at) = waiting.pop() {
        if !seen.insert(at) {
            continue;
        }
        let place = |at: usize| {
            let bytes = [at, at + 1].map(|at| program.get(at).copied().unwrap_or(0));
            usize::from(u16::from_le_bytes(bytes))
        };
        match program.get(at) {
            Some(&op::SPLIT) => waiting.extend([place(at + 1), place(at + 3)]),
            Some(&op::JUMP) => waiting.push(place(at + 1)),
            Some(_) => reached.push(at),
            None => {}
        }
    }
    reached
}

/// Returns the characters that the operation at a position matches, and the next position.
fn characters(program: &[u8], at: usize) -> (Vec<(u32, u32)>, usize) {
    match program.get(at) {
        Some(&op::CHAR) => {
            let (c, next) = varint::read(program, at + 1);
            (vec![(c, c)], next)
        }
        Some(&op::ANY) => (vec![(0, LAST)], at + 1),
        Some(&op::CLASS) => {
            let (count, mut next) = varint::read(program, at + 1);
            let ranges = (0..count)
                .map(|_| {
                    let (low, behind) = varint::read(program, next);
                    let (high, behind) = varint::read(program, behind);
                    next = behind;
                    (low, high)
                })
                .collect();
            (ranges, next)
        }
        _ => (Vec::new(), at),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_patterns_overlap_if_one_path_matches_both() {
        let overlap = |one, other| overlap(&compile(one), &compile(other));
        assert!(overlap("/v[123]/o/.*", "/v[12]/o/token"));
        assert!(overlap("/v[123]/.*", "/v3/fhir/.*"));
        assert!(overlap("(a|b)+", "a?b?[ab]"));
        assert!(!overlap("/v[12]/fhir/.*", "/v3/fhir/.*"));
        assert!(!overlap("/v[123]/o/.*", "/v[123]/fhir/.*"));
        assert!(!overlap("/a/?", "/a/b"));
        assert!(!overlap("[^/]+", "/"));
        assert!(!overlap(r"\d+", r"\D+"));
    }

    #[test]
    fn an_invalid_pattern_has_an_empty_program() {
        assert!(compile("(").is_empty());
        assert_eq!(compile("a"), [op::CHAR, b'a', op::MATCH]);
    }
}
