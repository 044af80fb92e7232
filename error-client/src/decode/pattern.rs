//! Programs read backwards: whether a program writes a text, and the values of its placeholders.
//!
//! A program with branches describes several sequences of segments and placeholders; each is tried. Where the segments match a text in several ways,
//! the first and the last match are found: a placeholder with the same two edges in both has exactly one value, any other has none.

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;

use error_layout::program::argument;
use error_runtime::__compiled::{steps, texts};
use error_runtime::Entry;

use super::argument::{is_json, is_possible, read};
use super::way::{Context, Piece, Step, Way};

/// The sequence of one way through a program.
struct Sequence<'p> {
    pieces: Vec<Piece<'p>>,
    /// The sequence writes no value.
    absent: bool,
    /// The sequence has a value from the server, not from the catalog.
    overridden: bool,
    /// The number of decided branches.
    branches: u32,
}

/// The result of comparing a program with a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fit {
    /// The program writes such a text.
    Yes {
        /// The number of constant bytes in it.
        literal: usize,
    },
    /// The program writes only texts of the server, and so any text.
    Overridden,
    /// The program does not write such a text.
    No,
    /// The program exceeds a limit.
    Unknown,
}

/// The argument number of a placeholder, and its value if it is unambiguous.
pub(super) type Value<'t> = (u8, Option<Cow<'t, str>>);

/// Compares a text, or its absence, with a program.
///
/// `values` gets the values of the placeholders, if exactly one way through the program writes the text.
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
    let (mut ways, mut overridden, mut own) = (0, false, false);
    let mut found = None;
    let mut next = Some(0);
    let mut sequence = Sequence::EMPTY;
    while let Some(choice) = next {
        if sequence.walk(context, program, choice).is_none() {
            return Fit::Unknown;
        }
        next = choice_after(choice, sequence.branches);
        own |= !sequence.absent && !sequence.overridden;
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
        // A text that replaces the entry's own is not the entry's.
        return if overridden && !own { Fit::Overridden } else { Fit::No };
    };
    if let (1, Some(text)) = (ways, text)
        && sequence.walk(context, program, choice).is_some()
    {
        sequence.holds(context, text, values);
    }
    Fit::Yes { literal }
}

/// The text of a program that is a single segment, as most are.
pub(super) fn only_segment(entry: Entry<'static>, program: u32) -> Option<&'static str> {
    texts(entry).only(steps(entry, program)?)
}

/// The decisions of the next way, in binary order.
///
/// The last "no" becomes "yes", and all decisions after it are open.
fn choice_after(choice: u32, branches: u32) -> Option<u32> {
    let last = (0..branches).rev().find(|branch| choice >> branch & 1 == 0)?;
    Some(choice & ((1 << last) - 1) | 1 << last)
}

/// Returns the argument of a program that writes any JSON value, and nothing else.
pub(super) fn json_argument(context: Context<'_>, program: u32) -> Option<u8> {
    let mut way = Way::new(context, program, u32::MAX);
    let Step::Piece(Piece::Placeholder { argument, .. }) = way.step()? else {
        return None;
    };
    (matches!(way.step()?, Step::End) && is_json(context, argument)).then_some(argument)
}

/// Calls `visit` for each segment of the longest way, until it returns `false`.
///
/// Returns whether it returned `true` each time; `None` if the program exceeds a limit, possibly after some calls.
pub(super) fn constants(context: Context<'_>, program: u32, visit: &mut dyn FnMut(&str) -> bool) -> Option<bool> {
    // With "yes" for every decision, all segments are on the way.
    let mut way = Way::new(context, program, u32::MAX);
    let mut all = true;
    loop {
        match way.step()? {
            Step::Piece(Piece::Segment(segment)) if all => all = visit(segment),
            Step::Piece(_) => {}
            Step::Absent | Step::End => return Some(all),
        }
    }
}

/// The character in a text of [`each_text`] that stands for any value.
pub(super) const PLACEHOLDER: char = '\u{fffc}';

/// Calls `visit` for the text of each way through a program, with `None` for one that writes none.
///
/// Returns `false` if the program exceeds a limit, possibly after some calls.
pub(super) fn each_text(context: Context<'_>, program: u32, visit: &mut dyn FnMut(Option<&str>)) -> bool {
    let mut sequence = Sequence::EMPTY;
    let mut next = Some(0);
    while let Some(choice) = next {
        if sequence.walk(context, program, choice).is_none() {
            return false;
        }
        next = choice_after(choice, sequence.branches);
        let text = || -> String { sequence.pieces.iter().map(piece_text).collect() };
        visit((!sequence.absent).then(text).as_deref());
    }
    true
}

/// Adjacent segments between two placeholders, treated as one.
type Segments<'s, 'p> = &'s [Piece<'p>];

impl<'p> Sequence<'p> {
    /// The empty sequence.
    const EMPTY: Self = Self {
        pieces: Vec::new(),
        absent: false,
        overridden: false,
        branches: 0,
    };

    /// Reads the sequence of a way. Returns `None` if the program exceeds a limit.
    fn walk(&mut self, context: Context<'p>, program: u32, choice: u32) -> Option<()> {
        let mut way = Way::new(context, program, choice);
        self.pieces.clear();
        (self.absent, self.overridden) = (false, false);
        loop {
            match way.step()? {
                Step::Piece(piece) => {
                    self.overridden |=
                        matches!(piece, Piece::Placeholder { argument, .. } if argument == argument::DIAGNOSTICS);
                    self.pieces.push(piece);
                }
                end => {
                    self.absent = matches!(end, Step::Absent);
                    self.branches = way.branches;
                    return Some(());
                }
            }
        }
    }

    /// The segments before the first placeholder, between two, and after the last.
    fn segments(&self) -> impl DoubleEndedIterator<Item = Segments<'_, 'p>> + Clone {
        self.pieces.split(|piece| matches!(piece, Piece::Placeholder { .. }))
    }

    fn placeholders(&self) -> impl Iterator<Item = (u8, u8)> {
        self.pieces.iter().filter_map(|piece| match piece {
            Piece::Placeholder { argument, escape } => Some((*argument, *escape)),
            Piece::Segment(_) => None,
        })
    }

    /// Returns the number of constant bytes if the sequence writes the text.
    fn holds<'t>(&self, context: Context<'_>, text: &'t str, values: &mut dyn FnMut(Value<'t>)) -> Option<usize> {
        let literal = self.segments().flatten().map(segment_len).sum();
        let before = self.segments().next()?;
        if self.pieces.len() == before.len() {
            return (strip(before, text)?.is_empty()).then_some(literal);
        }
        let start = text.len() - strip(before, text)?.len();
        let end = start + strip_end(self.segments().next_back()?, text.get(start..)?)?.len();
        let matches = self.matches(text, start, end)?;
        let mut given: Vec<(u8, Cow<'t, str>)> = Vec::new();
        for ((argument, escape), edges) in self.placeholders().zip(matches.windows(2)) {
            let (raw, exact) = between(text, edges)?;
            if let Some(value) = read(context, argument, raw, escape).filter(|_| exact) {
                // A parameter has one value in all places, however it is escaped there.
                let is_other = |known: &(u8, Cow<'t, str>)| known.0 == argument && known.1 != value;
                if !is_possible(context, argument, &value) || given.iter().any(is_other) {
                    return None;
                }
                given.push((argument, value));
            }
        }
        // All values are possible: the text is one of this sequence.
        for ((argument, escape), edges) in self.placeholders().zip(matches.windows(2)) {
            let (raw, exact) = between(text, edges)?;
            values((argument, read(context, argument, raw, escape).filter(|_| exact)));
        }
        Some(literal)
    }

    /// Finds the groups of segments around the placeholders, from `start` to `end`.
    fn matches(&self, text: &str, start: usize, end: usize) -> Option<Vec<Match>> {
        let inner = self.segments().skip(1);
        let count = inner.clone().count().saturating_sub(1);
        let mut matches = Vec::with_capacity(count + 2);
        matches.push(Match::at(start, start));
        let mut at = start;
        for segments in inner.take(count) {
            let (begin, stop) = find(segments, text, at, end)?;
            matches.push(Match::at(begin, stop));
            at = stop;
        }
        matches.push(Match::at(end, end));
        let mut at = end;
        let inner = self.segments().rev().skip(1).take(count);
        for (segments, found) in inner.zip(matches.iter_mut().rev().skip(1)) {
            found.last = find_last(segments, text, start, at)?;
            at = found.last.0;
        }
        Some(matches)
    }
}

/// The start and end of a group of segments: of its first match, and of its last.
struct Match {
    first: (usize, usize),
    last: (usize, usize),
}

impl Match {
    fn at(start: usize, end: usize) -> Self {
        let place = (start, end);
        Self {
            first: place,
            last: place,
        }
    }
}

/// The text between two groups of segments, and whether it is the only possible one.
fn between<'t>(text: &'t str, edges: &[Match]) -> Option<(&'t str, bool)> {
    let [before, after] = edges else { return None };
    let exact = before.first == before.last && after.first == after.last;
    Some((text.get(before.first.1..after.first.0)?, exact))
}

fn piece_text<'p>(piece: &Piece<'p>) -> Cow<'p, str> {
    match piece {
        Piece::Segment(segment) => Cow::Borrowed(segment),
        Piece::Placeholder { .. } => Cow::Owned(PLACEHOLDER.into()),
    }
}

fn segment_len(piece: &Piece<'_>) -> usize {
    match piece {
        Piece::Segment(segment) => segment.len(),
        Piece::Placeholder { .. } => 0,
    }
}

fn strings<'s>(segments: Segments<'s, '_>) -> impl DoubleEndedIterator<Item = &'s str> + Clone {
    segments.iter().filter_map(|piece| match piece {
        Piece::Segment(segment) if !segment.is_empty() => Some(*segment),
        _ => None,
    })
}

/// The rest of the text after the segments at its start.
fn strip<'t>(segments: Segments<'_, '_>, text: &'t str) -> Option<&'t str> {
    strings(segments).try_fold(text, |rest, segment| rest.strip_prefix(segment))
}

/// The rest of the text before the segments at its end.
fn strip_end<'t>(segments: Segments<'_, '_>, text: &'t str) -> Option<&'t str> {
    strings(segments)
        .rev()
        .try_fold(text, |rest, segment| rest.strip_suffix(segment))
}

/// The start and end of the first match of the segments in a range.
fn find(segments: Segments<'_, '_>, text: &str, mut from: usize, to: usize) -> Option<(usize, usize)> {
    let Some(head) = strings(segments).next() else {
        return Some((from, from));
    };
    loop {
        let begin = from + text.get(from..to)?.find(head)?;
        if let Some(rest) = strip(segments, text.get(begin..to)?) {
            return Some((begin, to - rest.len()));
        }
        from = begin + text.get(begin..)?.chars().next()?.len_utf8();
    }
}

/// The start and end of the last match of the segments in a range.
fn find_last(segments: Segments<'_, '_>, text: &str, from: usize, mut to: usize) -> Option<(usize, usize)> {
    let Some(tail) = strings(segments).next_back() else {
        return Some((to, to));
    };
    loop {
        let end = from + text.get(from..to)?.rfind(tail)? + tail.len();
        if let Some(rest) = strip_end(segments, text.get(from..end)?) {
            return Some((from + rest.len(), end));
        }
        to = text.get(..end)?.char_indices().next_back()?.0;
    }
}

#[cfg(test)]
mod tests;
