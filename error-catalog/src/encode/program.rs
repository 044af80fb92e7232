//! Programs as trees: what is left of a template when everything the catalog knows is in it.

use error_layout::program::op;
use error_layout::varint;

use super::pool::Pool;

/// A program: see [`error_layout::program`].
pub type Program = Vec<Op>;

/// An operation.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[allow(missing_docs, reason = "the fields are those of the operations of the layout")]
pub enum Op {
    /// Constant text.
    Literal(String),
    /// The value of a slot.
    Hole { slot: u8, escape: u8 },
    /// One of two, by whether a slot has a value.
    If {
        slot: u8,
        then: Program,
        otherwise: Program,
    },
    /// A comma, unless nothing stands before it in its container.
    Comma,
    /// Something with brackets around it, if it is not empty.
    Wrap {
        comma: bool,
        open: String,
        close: String,
        body: Program,
    },
    /// All values of a list.
    Each { slot: u8 },
    /// All values of a list, each between two texts.
    EachXml { slot: u8, open: String, close: String },
    /// Once for each error.
    Repeat(Program),
    /// There is no text after all.
    Absent,
}

/// Adds constant text, joining it to constant text before it.
pub fn literal(program: &mut Program, text: &str) {
    match program.last_mut() {
        Some(Op::Literal(before)) => before.push_str(text),
        _ if text.is_empty() => {}
        _ => program.push(Op::Literal(text.to_owned())),
    }
}

/// Adds a program, joining constant text where the two meet.
pub fn append(program: &mut Program, other: Program) {
    for op in other {
        match op {
            Op::Literal(text) => literal(program, &text),
            other => program.push(other),
        }
    }
}

/// The bytes of a program without its end; constant text goes into the pool.
pub fn encode(program: &[Op], pool: &mut Pool) -> Vec<u8> {
    let mut out = Vec::new();
    for one in program {
        match one {
            Op::Literal(text) => {
                out.push(op::LIT);
                run(&mut out, pool, text);
            }
            Op::Hole { slot, escape } => out.extend([op::HOLE, *slot, *escape]),
            Op::If { slot, then, otherwise } => {
                if let (Some((open, escape, close)), true) = (around_hole(*slot, then), otherwise.is_empty()) {
                    out.extend([op::OPTIONAL, *slot, escape]);
                    runs(&mut out, pool, open, close);
                    continue;
                }
                let mut then = encode(then, pool);
                let otherwise = encode(otherwise, pool);
                if !otherwise.is_empty() {
                    then.push(op::SKIP);
                    number(&mut then, otherwise.len());
                }
                out.extend([op::IF, *slot]);
                number(&mut out, then.len());
                out.extend(then);
                out.extend(otherwise);
            }
            Op::Comma => out.push(op::COMMA),
            Op::Wrap {
                comma,
                open,
                close,
                body,
            } => {
                if let [Op::Each { slot }] = body.as_slice() {
                    out.extend([op::LIST, *slot, u8::from(*comma)]);
                    runs(&mut out, pool, open, close);
                    continue;
                }
                let body = encode(body, pool);
                out.extend([op::WRAP, u8::from(*comma)]);
                run(&mut out, pool, open);
                run(&mut out, pool, close);
                number(&mut out, body.len());
                out.extend(body);
            }
            Op::Each { slot } => out.extend([op::EACH, *slot]),
            Op::EachXml { slot, open, close } => {
                out.extend([op::EACH_XML, *slot]);
                run(&mut out, pool, open);
                run(&mut out, pool, close);
            }
            Op::Repeat(body) => {
                let body = encode(body, pool);
                out.push(op::REPEAT);
                number(&mut out, body.len());
                out.extend(body);
            }
            Op::Absent => out.push(op::ABSENT),
        }
    }
    out
}

/// What stands before and behind the hole of a slot, and how its value is escaped, if that is the whole program.
fn around_hole(slot: u8, program: &[Op]) -> Option<(&str, u8, &str)> {
    let (open, rest) = match program {
        [Op::Literal(open), rest @ ..] => (open.as_str(), rest),
        rest => ("", rest),
    };
    let (escape, close) = match rest {
        [Op::Hole { slot: hole, escape }] if *hole == slot => (*escape, ""),
        [Op::Hole { slot: hole, escape }, Op::Literal(close)] if *hole == slot => (*escape, close.as_str()),
        _ => return None,
    };
    Some((open, escape, close))
}

/// Two runs, and before them how many bytes they take: what has no value is skipped without reading them.
fn runs(out: &mut Vec<u8>, pool: &mut Pool, open: &str, close: &str) {
    let mut both = Vec::new();
    run(&mut both, pool, open);
    run(&mut both, pool, close);
    number(out, both.len());
    out.extend(both);
}

fn run(out: &mut Vec<u8>, pool: &mut Pool, text: &str) {
    let (offset, len) = pool.add(text);
    number(out, offset);
    number(out, len);
}

/// Adds a number as a varint. The reader limits a catalog to sizes that fit; beyond them the number is cut, and what it points at is
/// read as missing.
pub fn number(out: &mut Vec<u8>, value: usize) {
    let (bytes, len) = varint::bytes(u32::try_from(value).unwrap_or(u32::MAX));
    out.extend(bytes.iter().take(len));
}
