//! The ways through a program: the branches select among its segments and placeholders.

use error_layout::program::{Steps, Texts, argument, op, step};
use error_layout::vocabulary;
use error_runtime::__compiled::{steps, texts};
use error_runtime::Entry;

/// The largest number of branches in a program.
const MAX_BRANCHES: usize = 6;

/// The values that are equal in all texts of a response.
#[derive(Clone, Copy)]
pub(super) struct Context<'p> {
    pub(super) entry: Entry<'static>,
    /// The status of the response as text.
    pub(super) status: &'p str,
    pub(super) reason: &'static str,
}

impl<'p> Context<'p> {
    pub(super) fn new(entry: Entry<'static>, status: u16, text: &'p str) -> Self {
        Self {
            entry,
            status: text,
            reason: vocabulary::reason(status),
        }
    }
}

/// A segment or a placeholder.
#[derive(Clone, Copy)]
pub(super) enum Piece<'p> {
    Segment(&'p str),
    Placeholder { argument: u8, escape: u8 },
}

/// A way through a program; bit *n* of `choice` is the *n*-th decision.
pub(super) struct Way<'p> {
    context: Context<'p>,
    texts: Texts<'static>,
    /// The remaining steps.
    steps: Steps<'static>,
    choice: u32,
    /// The decision for each argument: present or absent in the whole way.
    decided: [Option<(u8, bool)>; MAX_BRANCHES],
    /// The number of decided branches.
    pub(super) branches: u32,
    /// The pieces before the next step.
    waiting: [Option<Piece<'p>>; 4],
    /// The end of the way, if it is after these pieces.
    end: Option<Step<'p>>,
}

/// The next item of a way.
#[derive(Clone, Copy)]
pub(super) enum Step<'p> {
    /// A placeholder, or a segment that is not empty.
    Piece(Piece<'p>),
    /// The program writes no value.
    Absent,
    End,
}

impl<'p> Way<'p> {
    pub(super) fn new(context: Context<'p>, program: u32, choice: u32) -> Self {
        Self {
            context,
            texts: texts(context.entry),
            steps: steps(context.entry, program).unwrap_or(&[]),
            choice,
            decided: [None; MAX_BRANCHES],
            branches: 0,
            waiting: [None; 4],
            end: None,
        }
    }

    /// Returns the next item; `None` if there are too many decisions.
    pub(super) fn step(&mut self) -> Option<Step<'p>> {
        loop {
            let waiting = self.waiting.iter_mut().find_map(Option::take);
            match waiting {
                Some(Piece::Segment("")) => {}
                Some(piece) => return Some(Step::Piece(piece)),
                None => match self.end {
                    Some(end) => return Some(end),
                    None => self.follow()?,
                },
            }
        }
    }

    /// Executes a step, which adds its pieces to `waiting`.
    fn follow(&mut self) -> Option<()> {
        let Some((step, rest)) = self.steps.split_first() else {
            self.end = Some(Step::End);
            return Some(());
        };
        self.steps = rest;
        let step = step::View::new(step);
        let text = Some(Piece::Segment(self.texts.of(step)));
        let placeholder = Piece::Placeholder {
            argument: step.argument(),
            escape: step.escape(),
        };
        self.waiting = [text, None, None, None];
        match step.op() {
            op::TEXT => {}
            op::FIELD => self.waiting[1] = Some(Piece::Segment(self.texts.field(step.argument()))),
            op::ARGUMENT => {
                self.waiting[1] = Some(match step.argument() {
                    argument::STATUS => Piece::Segment(self.context.status),
                    argument::REASON => Piece::Segment(self.context.reason),
                    _ => placeholder,
                });
            }
            op::OPTIONAL | op::FILLED => {
                if self.decide(step.argument())? {
                    let (before, after) = self.texts.around(step);
                    let [before, after] = [before, after].map(|text| Some(Piece::Segment(text)));
                    self.waiting = [text, before, Some(placeholder), after];
                }
            }
            op::IF | op::IF_FILLED => {
                if !self.decide(step.argument())? {
                    self.skip(step);
                }
            }
            op::SKIP => self.skip(step),
            op::ABSENT => self.end = Some(Step::Absent),
            op::END => self.end = Some(Step::End),
            // Programs of leaves, headers and texts have no other operations.
            _ => return None,
        }
        Some(())
    }

    fn skip(&mut self, step: step::View<'_>) {
        self.steps = self.steps.get(step.part()..).unwrap_or(&[]);
    }

    /// Whether an argument is present on this way.
    fn decide(&mut self, argument: u8) -> Option<bool> {
        let known = self.decided.iter().flatten().find(|(known, _)| *known == argument);
        if let Some((_, given)) = known {
            return Some(*given);
        }
        let given = self.choice >> self.branches & 1 == 1;
        *self.decided.get_mut(self.branches as usize)? = Some((argument, given));
        self.branches += 1;
        Some(given)
    }
}
