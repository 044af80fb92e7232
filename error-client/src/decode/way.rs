//! The ways through a program: a program with branches stands for several sequences of constant runs and placeholders.

use error_layout::{bytes, program::slot};
use error_runtime::__compiled::{Op, Run, runs};
use error_runtime::Data;

use super::pattern::{Context, MAX_PIECES};

/// How many branches a program can have.
const MAX_BRANCHES: usize = 6;

/// A part of a sequence.
#[derive(Clone, Copy)]
pub(super) enum Piece<'p> {
    Run(&'p str),
    Placeholder { slot: u8, escape: u8 },
}

/// A way through a program; bit *n* of `choice` is the *n*-th decision.
pub(super) struct Way<'p> {
    context: Context<'p>,
    at: usize,
    choice: u32,
    /// What was decided of each slot: it has a value everywhere, or nowhere.
    decided: [Option<(u8, bool)>; MAX_BRANCHES],
    /// How many branches were decided.
    pub(super) branches: u32,
    /// How many pieces there were.
    pieces: usize,
    /// What comes before the next operation.
    waiting: [Option<Piece<'p>>; 2],
}

/// What comes next on a way.
pub(super) enum Step<'p> {
    /// A placeholder, or a run that is not empty.
    Piece(Piece<'p>),
    /// There is no text.
    Absent,
    End,
}

impl<'p> Way<'p> {
    pub(super) fn new(context: Context<'p>, program: usize, choice: u32) -> Self {
        Self {
            context,
            at: program,
            choice,
            decided: [None; MAX_BRANCHES],
            branches: 0,
            pieces: 0,
            waiting: [None; 2],
        }
    }

    /// `None` if there are too many pieces or decisions.
    pub(super) fn step(&mut self) -> Option<Step<'p>> {
        loop {
            let waiting = self.waiting.iter_mut().find_map(Option::take);
            let piece = match waiting {
                Some(piece) => piece,
                None => match self.operation()? {
                    Step::Piece(piece) => piece,
                    end => return Some(end),
                },
            };
            if !matches!(piece, Piece::Run("")) {
                self.pieces += 1;
                return (self.pieces <= MAX_PIECES).then_some(Step::Piece(piece));
            }
        }
    }

    fn operation(&mut self) -> Option<Step<'p>> {
        let data: Data<'static> = self.context.entry.data();
        let constant = |run: Run| Piece::Run(bytes::str_at(data.text(), run.offset, run.len));
        loop {
            let (op, next) = Op::read(data.index(), self.at);
            self.at = next;
            return Some(Step::Piece(match op {
                Op::End => return Some(Step::End),
                Op::Absent => return Some(Step::Absent),
                Op::Lit(run) => constant(run),
                Op::Placeholder { slot: slot::STATUS, .. } => Piece::Run(self.context.status),
                Op::Placeholder { slot: slot::REASON, .. } => Piece::Run(self.context.reason),
                Op::Placeholder { slot, escape } => Piece::Placeholder { slot, escape },
                Op::If { slot, length } => {
                    if !self.decide(slot)? {
                        self.at = self.at.saturating_add(length);
                    }
                    continue;
                }
                Op::Optional { slot, escape, length } => {
                    let present = self.decide(slot)?;
                    self.at = self.at.saturating_add(length);
                    if !present {
                        continue;
                    }
                    let (open, close) = runs(data.index(), next);
                    self.waiting = [Some(Piece::Placeholder { slot, escape }), Some(constant(close))];
                    constant(open)
                }
                // What a frame says of the whole follows again, piece by piece.
                Op::Skip(length) | Op::Frame(length) => {
                    self.at = self.at.saturating_add(length);
                    continue;
                }
                // Programs of leaves, headers and texts have no others.
                Op::Comma | Op::Wrap { .. } | Op::Each(_) | Op::EachXml { .. } | Op::Repeat(_) | Op::List { .. } => {
                    return None;
                }
            }));
        }
    }

    /// Whether a slot has a value on this way.
    fn decide(&mut self, slot: u8) -> Option<bool> {
        let known = self.decided.iter().flatten().find(|(known, _)| *known == slot);
        if let Some((_, present)) = known {
            return Some(*present);
        }
        let present = self.choice >> self.branches & 1 == 1;
        *self.decided.get_mut(self.branches as usize)? = Some((slot, present));
        self.branches += 1;
        Some(present)
    }
}
