//! Reading a program: bytes into operations.

use error_layout::{program, varint};

/// A run of the catalog's text.
#[derive(Clone, Copy)]
pub(crate) struct Run {
    pub(crate) offset: u32,
    pub(crate) len: u32,
}

/// One operation of a program. See [`program::op`] for what each does.
#[derive(Clone, Copy)]
pub(crate) enum Op {
    /// Also stands for a byte that is no operation: damage ends a program.
    End,
    Lit(Run),
    Hole {
        slot: u8,
        escape: u8,
    },
    If {
        slot: u8,
        length: usize,
    },
    Skip(usize),
    Comma,
    Wrap {
        comma: bool,
        open: Run,
        close: Run,
        length: usize,
    },
    Each(u8),
    EachXml {
        slot: u8,
        open: Run,
        close: Run,
    },
    Repeat(usize),
    Absent,
    Optional {
        slot: u8,
        escape: u8,
        open: Run,
        close: Run,
    },
    List {
        slot: u8,
        comma: bool,
        open: Run,
        close: Run,
    },
    Fixed {
        slots: u32,
        body: Run,
    },
}

impl Op {
    /// Reads the operation at `at`; gives it and the position behind its operands.
    ///
    /// The position grows with every call that is not [`End`](Self::End), so every walk over a program ends.
    #[expect(
        clippy::inline_always,
        reason = "no operation is put together only to be taken apart: a sixth of a body's instructions"
    )]
    #[inline(always)]
    pub(crate) fn read(index: &[u8], at: usize) -> (Self, usize) {
        let code = byte(index, at);
        let at = at.saturating_add(1);
        match code {
            program::op::LIT => {
                let (run, at) = read_run(index, at);
                (Self::Lit(run), at)
            }
            program::op::HOLE => {
                let (slot, escape) = (byte(index, at), byte(index, at.saturating_add(1)));
                (Self::Hole { slot, escape }, at.saturating_add(2))
            }
            program::op::IF => {
                let slot = byte(index, at);
                let (length, at) = number(index, at.saturating_add(1));
                (
                    Self::If {
                        slot,
                        length: length as usize,
                    },
                    at,
                )
            }
            program::op::SKIP => {
                let (length, at) = number(index, at);
                (Self::Skip(length as usize), at)
            }
            program::op::COMMA => (Self::Comma, at),
            program::op::WRAP => {
                let comma = byte(index, at) == 1;
                let (open, at) = read_run(index, at.saturating_add(1));
                let (close, at) = read_run(index, at);
                let (length, at) = number(index, at);
                (
                    Self::Wrap {
                        comma,
                        open,
                        close,
                        length: length as usize,
                    },
                    at,
                )
            }
            program::op::EACH => (Self::Each(byte(index, at)), at.saturating_add(1)),
            program::op::EACH_XML => {
                let slot = byte(index, at);
                let (open, at) = read_run(index, at.saturating_add(1));
                let (close, at) = read_run(index, at);
                (Self::EachXml { slot, open, close }, at)
            }
            program::op::REPEAT => {
                let (length, at) = number(index, at);
                (Self::Repeat(length as usize), at)
            }
            program::op::ABSENT => (Self::Absent, at),
            program::op::OPTIONAL => {
                let (slot, escape) = (byte(index, at), byte(index, at.saturating_add(1)));
                let (open, at) = read_run(index, at.saturating_add(2));
                let (close, at) = read_run(index, at);
                (
                    Self::Optional {
                        slot,
                        escape,
                        open,
                        close,
                    },
                    at,
                )
            }
            program::op::LIST => {
                let (slot, comma) = (byte(index, at), byte(index, at.saturating_add(1)) == 1);
                let (open, at) = read_run(index, at.saturating_add(2));
                let (close, at) = read_run(index, at);
                (
                    Self::List {
                        slot,
                        comma,
                        open,
                        close,
                    },
                    at,
                )
            }
            program::op::FIXED => {
                let (slots, at) = number(index, at);
                let (body, at) = read_run(index, at);
                (Self::Fixed { slots, body }, at)
            }
            _ => (Self::End, at),
        }
    }
}

/// The byte at `at`; the end of a program if there is none.
fn byte(index: &[u8], at: usize) -> u8 {
    index.get(at).copied().unwrap_or(program::op::END)
}

/// The number at `at`, and the position behind it. Those of one and two bytes, which most are, take no loop.
#[inline]
fn number(index: &[u8], at: usize) -> (u32, usize) {
    match index.get(at..) {
        Some([low @ 0..0x80, ..]) => (u32::from(*low), at + 1),
        Some([low, high @ 0..0x80, ..]) => (u32::from(low & 0x7f) | u32::from(*high) << 7, at + 2),
        _ => varint::read(index, at),
    }
}

#[inline]
fn read_run(index: &[u8], at: usize) -> (Run, usize) {
    let (offset, at) = number(index, at);
    let (len, at) = number(index, at);
    (Run { offset, len }, at)
}

/// Where the part that stands once for each error begins and ends, in the program at `at`.
///
/// Parts stand in line behind the operands of their operation, so reading on finds a `REPEAT` at any depth.
pub(crate) fn find_repeat(index: &[u8], mut at: usize) -> Option<(usize, usize)> {
    loop {
        let (op, next) = Op::read(index, at);
        match op {
            Op::End => return None,
            Op::Repeat(length) => return Some((next, next.saturating_add(length))),
            _ => at = next,
        }
    }
}
