//! Reading a program: bytes into operations.

use error_layout::{bytes, program, varint};

/// A run of the catalog's text.
#[derive(Clone, Copy)]
pub struct Run {
    pub offset: u32,
    pub len: u32,
}

/// One operation of a program. See [`program::op`] for what each does.
#[derive(Clone, Copy)]
pub enum Op {
    /// Also stands for a byte that is no operation: damage ends a program.
    End,
    Lit(Run),
    Placeholder {
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
        length: usize,
    },
    List {
        slot: u8,
        comma: bool,
        length: usize,
    },
    /// The length of the frame.
    Frame(usize),
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
    pub fn read(index: &[u8], at: usize) -> (Self, usize) {
        let mut rest = Operands(index.get(at..).unwrap_or(&[]));
        let op = match rest.byte() {
            program::op::LIT => Self::Lit(rest.run()),
            program::op::PLACEHOLDER => Self::Placeholder {
                slot: rest.byte(),
                escape: rest.byte(),
            },
            program::op::IF => Self::If {
                slot: rest.byte(),
                length: rest.length(),
            },
            program::op::SKIP => Self::Skip(rest.length()),
            program::op::COMMA => Self::Comma,
            program::op::WRAP => Self::Wrap {
                comma: rest.byte() == 1,
                open: rest.run(),
                close: rest.run(),
                length: rest.length(),
            },
            program::op::EACH => Self::Each(rest.byte()),
            program::op::EACH_XML => Self::EachXml {
                slot: rest.byte(),
                open: rest.run(),
                close: rest.run(),
            },
            program::op::REPEAT => Self::Repeat(rest.length()),
            program::op::ABSENT => Self::Absent,
            program::op::OPTIONAL => Self::Optional {
                slot: rest.byte(),
                escape: rest.byte(),
                length: rest.length(),
            },
            program::op::LIST => Self::List {
                slot: rest.byte(),
                comma: rest.byte() == 1,
                length: rest.length(),
            },
            program::op::FRAME => Self::Frame(rest.frame()),
            _ => Self::End,
        };
        (op, index.len() - rest.0.len())
    }
}

/// What stands behind an operation's first byte. What is not there reads as 0.
struct Operands<'i>(&'i [u8]);

impl Operands<'_> {
    #[inline]
    fn byte(&mut self) -> u8 {
        match self.0 {
            [byte, rest @ ..] => {
                self.0 = rest;
                *byte
            }
            [] => 0,
        }
    }

    #[inline]
    fn length(&mut self) -> usize {
        self.number() as usize
    }

    /// A number. Those of one and two bytes, which most are, take no loop.
    #[inline]
    fn number(&mut self) -> u32 {
        match self.0 {
            [low @ 0..0x80, rest @ ..] => {
                self.0 = rest;
                u32::from(*low)
            }
            [low, high @ 0..0x80, rest @ ..] => {
                self.0 = rest;
                u32::from(low & 0x7f) | u32::from(*high) << 7
            }
            bytes => {
                let (number, behind) = varint::read(bytes, 0);
                self.0 = bytes.get(behind..).unwrap_or(&[]);
                number
            }
        }
    }

    /// How long the frame is that stands here.
    fn frame(&self) -> usize {
        let insertions = bytes::u8_at(self.0, program::frame::INSERTIONS);
        program::frame::SIZE + usize::from(insertions) * program::frame::insertion::SIZE
    }

    #[inline]
    fn run(&mut self) -> Run {
        Run {
            offset: self.number(),
            len: self.number(),
        }
    }
}

/// The two runs at `at`.
#[inline]
pub fn runs(index: &[u8], at: usize) -> (Run, Run) {
    let mut rest = Operands(index.get(at..).unwrap_or(&[]));
    (rest.run(), rest.run())
}

/// Whether the program at `at` asks for the value of a slot. Parts stand in line, so reading on finds it at any depth.
#[cfg(feature = "tower")]
pub fn asks_for(index: &[u8], mut at: usize, wanted: u8) -> bool {
    loop {
        let (op, next) = Op::read(index, at);
        at = next;
        match op {
            Op::End => return false,
            Op::Placeholder { slot, .. } | Op::If { slot, .. } if slot == wanted => return true,
            Op::Optional { slot, length, .. } | Op::List { slot, length, .. } => {
                if slot == wanted {
                    return true;
                }
                at = at.saturating_add(length);
            }
            Op::Frame(length) => at = at.saturating_add(length),
            _ => {}
        }
    }
}

/// Where the part that stands once for each error begins and ends, in the program at `at`.
///
/// Parts stand in line behind the operands of their operation, so reading on finds a `REPEAT` at any depth.
pub fn find_repeat(index: &[u8], mut at: usize) -> Option<(usize, usize)> {
    loop {
        let (op, next) = Op::read(index, at);
        match op {
            Op::End => return None,
            Op::Repeat(length) => return Some((next, next.saturating_add(length))),
            Op::Optional { length, .. } | Op::List { length, .. } | Op::Frame(length) => {
                at = next.saturating_add(length);
            }
            _ => at = next,
        }
    }
}
