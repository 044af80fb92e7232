//! Programs read backwards: does a text come from this program, and what stood in its placeholders?
//!
//! A program with branches stands for several sequences of constant runs and placeholders; each is tried. Where the constant runs can stand
//! in a text in more than one way, the outermost ways are found from both ends: a placeholder whose two edges are the same in both has exactly one
//! value, and any other has none that could be relied upon.

use alloc::borrow::Cow;

use error_layout::program::{argument, escape};
use error_layout::vocabulary;
use error_runtime::__compiled::{steps, texts};
use error_runtime::Entry;

use super::unescape;
use super::way::{Piece, Step, Way};

/// How many runs and placeholders a sequence can have; longer ones are not decided by.
pub(super) const MAX_PIECES: usize = 32;

/// One way through a program.
struct Sequence<'p> {
    pieces: [Piece<'p>; MAX_PIECES],
    len: usize,
    /// There is no text.
    absent: bool,
    /// What stands there comes from the server and not from the catalog.
    overridden: bool,
    /// How many branches were decided.
    branches: u32,
}

/// What is known of the answer that holds in every text of it.
#[derive(Clone, Copy)]
pub(super) struct Context<'p> {
    pub(super) entry: Entry<'static>,
    /// The status of the answer as text.
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

/// What a program says of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fit {
    /// It writes such a text.
    Yes {
        /// How many bytes of it are constant.
        literal: usize,
    },
    /// It would write something else, but lets the server set what stands there.
    Overridden,
    /// It writes no such text.
    No,
    /// It is too large to be decided by.
    Unknown,
}

/// The value of a placeholder: its slot, and the text if it can be told.
pub(super) type Value<'t> = (u8, Option<Cow<'t, str>>);

/// Compares a text, or its absence, with a program. `values` gets the values of the placeholders, if only one way through the program leads to the
/// text.
pub(super) fn fit<'t>(
    context: Context<'_>,
    program: u32,
    text: Option<&'t str>,
    values: &mut dyn FnMut(Value<'t>),
) -> Fit {
    if let Some(only) = only_segment(context.entry, program) {
        let same = text == Some(only);
        return if same {
            Fit::Yes { literal: only.len() }
        } else {
            Fit::No
        };
    }
    let (mut ways, mut overridden) = (0, false);
    let mut found = None;
    let mut next = Some(0);
    let mut sequence = Sequence::EMPTY;
    while let Some(choice) = next {
        if sequence.walk(context, program, choice).is_none() {
            return Fit::Unknown;
        }
        next = choice_after(choice, sequence.branches);
        let literal = match text {
            None => sequence.absent.then_some(0),
            Some(_) if sequence.absent => None,
            Some(text) => sequence.holds(context, text, &mut |_| {}),
        };
        match literal {
            Some(_) if sequence.overridden => overridden = true,
            Some(literal) => {
                ways += 1;
                found = Some((choice, literal.min(found.map_or(usize::MAX, |(_, before)| before))));
            }
            None => {}
        }
    }
    let Some((choice, literal)) = found else {
        return if overridden { Fit::Overridden } else { Fit::No };
    };
    if let (1, Some(text)) = (ways, text)
        && sequence.walk(context, program, choice).is_some()
    {
        sequence.holds(context, text, values);
    }
    Fit::Yes { literal }
}

/// The text that a program writes, if it is nothing but one segment. Most are.
pub(super) fn only_segment(entry: Entry<'static>, program: u32) -> Option<&'static str> {
    texts(entry).only(steps(entry, program)?)
}

/// The decisions of the next way: the last one that was "no" becomes "yes", and those behind it are open again.
fn choice_after(choice: u32, branches: u32) -> Option<u32> {
    let last = (0..branches).rev().find(|branch| choice >> branch & 1 == 0)?;
    Some(choice & ((1 << last) - 1) | 1 << last)
}

/// Calls `visit` for the constant runs of a text in order, those of the longest way through its program, until it says `false`; gives whether it
/// never did. `None` if the program is too large, which may be noticed behind some of them.
pub(super) fn constants(context: Context<'_>, program: u32, visit: &mut dyn FnMut(&str) -> bool) -> Option<bool> {
    // With every decision that there is a value, all that can be written is.
    let mut way = Way::new(context, program, u32::MAX);
    let mut all = true;
    loop {
        match way.step()? {
            Step::Piece(Piece::Run(run)) if all => all = visit(run),
            Step::Piece(_) => {}
            Step::Absent | Step::End => return Some(all),
        }
    }
}

/// Runs that stand between two placeholders, as one.
type Runs<'s, 'p> = &'s [Piece<'p>];

impl<'p> Sequence<'p> {
    /// Nothing yet.
    const EMPTY: Self = Self {
        pieces: [Piece::Run(""); MAX_PIECES],
        len: 0,
        absent: false,
        overridden: false,
        branches: 0,
    };

    /// Becomes the sequence of a way through a program. `None` if there are too many parts or decisions.
    fn walk(&mut self, context: Context<'p>, program: u32, choice: u32) -> Option<()> {
        let mut way = Way::new(context, program, choice);
        (self.len, self.absent, self.overridden) = (0, false, false);
        loop {
            match way.step()? {
                Step::Piece(piece) => {
                    self.overridden |=
                        matches!(piece, Piece::Placeholder { slot, .. } if slot == argument::DIAGNOSTICS);
                    self.push(piece)?;
                }
                end => {
                    self.absent = matches!(end, Step::Absent);
                    self.branches = way.branches;
                    return Some(());
                }
            }
        }
    }

    fn push(&mut self, piece: Piece<'p>) -> Option<()> {
        *self.pieces.get_mut(self.len)? = piece;
        self.len += 1;
        Some(())
    }

    /// The runs before the first placeholder, between two, and behind the last.
    fn runs(&self) -> impl DoubleEndedIterator<Item = Runs<'_, 'p>> + Clone {
        let pieces = self.pieces.get(..self.len).unwrap_or(&[]);
        pieces.split(|piece| matches!(piece, Piece::Placeholder { .. }))
    }

    fn placeholders(&self) -> impl Iterator<Item = (u8, u8)> {
        let pieces = self.pieces.get(..self.len).unwrap_or(&[]);
        pieces.iter().filter_map(|piece| match piece {
            Piece::Placeholder { slot, escape } => Some((*slot, *escape)),
            Piece::Run(_) => None,
        })
    }

    /// Whether the sequence writes the text; gives how many bytes of it are constant.
    fn holds<'t>(&self, context: Context<'_>, text: &'t str, values: &mut dyn FnMut(Value<'t>)) -> Option<usize> {
        let last = self.runs().count() - 1;
        let literal = self.runs().flatten().map(run_len).sum();
        if last == 0 {
            return (strip(self.runs().next()?, text)?.is_empty()).then_some(literal);
        }
        let start = text.len() - strip(self.runs().next()?, text)?.len();
        let end = start + strip_end(self.runs().next_back()?, text.get(start..)?)?.len();
        // Where each run stands at the earliest and at the latest: its beginning and its end.
        let mut first = [(start, start); MAX_PIECES + 1];
        let mut latest = [(end, end); MAX_PIECES + 1];
        let mut at = start;
        for (number, runs) in self.runs().enumerate().take(last).skip(1) {
            let found = find(runs, text, at, end)?;
            *first.get_mut(number)? = found;
            at = found.1;
        }
        let mut at = end;
        for number in (1..last).rev() {
            let found = find_last(self.runs().nth(number)?, text, start, at)?;
            *latest.get_mut(number)? = found;
            at = found.0;
        }
        *first.get_mut(last)? = (end, end);
        *latest.get_mut(0)? = (start, start);
        let mut given: [(u8, &str); MAX_PIECES] = [(0, ""); MAX_PIECES];
        let mut count = 0;
        for (number, (slot, escape)) in self.placeholders().enumerate() {
            let (begin, stop) = (first.get(number)?.1, first.get(number + 1)?.0);
            let exact =
                *latest.get(number)? == *first.get(number)? && *latest.get(number + 1)? == *first.get(number + 1)?;
            let raw = text.get(begin..stop)?;
            let value = exact.then(|| read(raw, escape)).flatten();
            if let Some(value) = &value {
                if !is_possible(context, slot, value) {
                    return None;
                }
                // One parameter has one value.
                let known = given.get(..count)?.iter().find(|(known, _)| *known == slot);
                if known.is_some_and(|(_, before)| *before != raw) {
                    return None;
                }
                *given.get_mut(count)? = (slot, raw);
                count += 1;
            }
        }
        // Only now is it known that the text is one of this sequence.
        for (number, (slot, escape)) in self.placeholders().enumerate() {
            let exact =
                *latest.get(number)? == *first.get(number)? && *latest.get(number + 1)? == *first.get(number + 1)?;
            let raw = text.get(first.get(number)?.1..first.get(number + 1)?.0)?;
            values((slot, exact.then(|| read(raw, escape)).flatten()));
        }
        Some(literal)
    }
}

/// What was written for this text, if that can be told.
fn read(raw: &str, how: u8) -> Option<Cow<'_, str>> {
    match how {
        escape::HTML => Some(unescape::markup(raw)),
        // Other characters than visible ASCII were written as `%XX`, but so a value may have been spelled itself; and space around it is gone.
        escape::HEADER | escape::HEADER_QUOTED => None,
        _ => Some(Cow::Borrowed(raw)),
    }
}

/// Whether a slot can have such a value.
fn is_possible(context: Context<'_>, slot: u8, value: &str) -> bool {
    let Some(position) = slot.checked_sub(argument::PARAMETER) else {
        return slot != argument::RETRY_AFTER || !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit());
    };
    let parameter = context.entry.parameters().get(usize::from(position));
    parameter.is_none_or(|parameter| parameter.kind.accepts(value) || (parameter.optional && value.is_empty()))
}

fn run_len(piece: &Piece<'_>) -> usize {
    match piece {
        Piece::Run(run) => run.len(),
        Piece::Placeholder { .. } => 0,
    }
}

fn strings<'s>(runs: Runs<'s, '_>) -> impl DoubleEndedIterator<Item = &'s str> + Clone {
    runs.iter().filter_map(|piece| match piece {
        Piece::Run(run) if !run.is_empty() => Some(*run),
        _ => None,
    })
}

/// What follows the runs at the start of the text.
fn strip<'t>(runs: Runs<'_, '_>, text: &'t str) -> Option<&'t str> {
    strings(runs).try_fold(text, |rest, run| rest.strip_prefix(run))
}

/// What stands before the runs at the end of the text.
fn strip_end<'t>(runs: Runs<'_, '_>, text: &'t str) -> Option<&'t str> {
    strings(runs).rev().try_fold(text, |rest, run| rest.strip_suffix(run))
}

/// The first place of the runs between two others: where they begin and end.
fn find(runs: Runs<'_, '_>, text: &str, mut from: usize, to: usize) -> Option<(usize, usize)> {
    let Some(head) = strings(runs).next() else {
        return Some((from, from));
    };
    loop {
        let begin = from + text.get(from..to)?.find(head)?;
        if let Some(rest) = strip(runs, text.get(begin..to)?) {
            return Some((begin, to - rest.len()));
        }
        from = begin + text.get(begin..)?.chars().next()?.len_utf8();
    }
}

/// The last such place.
fn find_last(runs: Runs<'_, '_>, text: &str, from: usize, mut to: usize) -> Option<(usize, usize)> {
    let Some(tail) = strings(runs).next_back() else {
        return Some((to, to));
    };
    loop {
        let end = from + text.get(from..to)?.rfind(tail)? + tail.len();
        if let Some(rest) = strip_end(runs, text.get(from..end)?) {
            return Some((from + rest.len(), end));
        }
        to = text.get(..end)?.char_indices().next_back()?.0;
    }
}

#[cfg(test)]
mod tests;
