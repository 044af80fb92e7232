//! The columns of a form: which of its texts differ from entry to entry.

use super::ir::{Field, Op, Part, Program, Segment, map};
use super::resolve::Scope;
use crate::ast::place::Place;

/// How many columns a program can name.
const MAX_COLUMNS: usize = 1 << u8::BITS;

/// How much text that entries share a ready-made text may repeat for each of them, in bytes.
const MAX_SHARED: usize = 256;

/// A text that each entry of a form has its own of: of the entries, in their order.
#[derive(Debug)]
pub struct Column {
    /// The texts.
    pub texts: Vec<Joined>,
}

/// A text that may be made of several.
#[derive(Debug, Clone)]
pub struct Joined {
    /// All of it.
    pub text: String,
    /// Where its parts begin, if there are several.
    pub parts: Vec<usize>,
}

/// The columns of a form while they are found.
pub(super) struct Columns<'s, 'c> {
    entries: &'s [Scope<'c>],
    found: Vec<Column>,
    /// The columns of the fields so far.
    known: Vec<(Field, Place, Part)>,
}

impl<'s, 'c> Columns<'s, 'c> {
    pub(super) fn new(entries: &'s [Scope<'c>]) -> Self {
        Self {
            entries,
            found: Vec::new(),
            known: Vec::new(),
        }
    }

    /// All of them; `None` if there are more than a program can name.
    pub(super) fn into_all(self) -> Option<Vec<Column>> {
        (self.found.len() <= MAX_COLUMNS).then_some(self.found)
    }

    /// Returns the program with text or columns in place of fields.
    ///
    /// A program that is one segment becomes one text: ready-made, for each entry.
    pub(super) fn settle(&mut self, program: &Program) -> Program {
        if let [Op::Segment(segment)] = program.as_slice()
            && segment.parts.len() > 1
            && shared(segment) <= MAX_SHARED
        {
            return vec![Op::Segment(Segment {
                parts: vec![self.settled(segment)],
            })];
        }
        map(program, &mut |segment| {
            let mut settled = Segment::default();
            for part in &segment.parts {
                settled.push(match part {
                    Part::Field(field, place) => self.field(*field, *place),
                    other => other.clone(),
                });
            }
            settled
        })
    }

    fn field(&mut self, field: Field, place: Place) -> Part {
        let known = self.known.iter().find(|known| (known.0, known.1) == (field, place));
        if let Some((.., part)) = known {
            return part.clone();
        }
        let part = self.settled(&Segment {
            parts: vec![Part::Field(field, place)],
        });
        self.known.push((field, place, part.clone()));
        part
    }

    /// The text of a segment, if it is the same in all entries, or its column.
    fn settled(&mut self, segment: &Segment) -> Part {
        let mut texts: Vec<Joined> = Vec::with_capacity(self.entries.len());
        let mut same = true;
        for scope in self.entries {
            let text = join(segment, *scope);
            same = same && texts.first().is_none_or(|first| first.text == text.text);
            texts.push(text);
        }
        if same {
            return Part::Text(texts.into_iter().next().map_or_else(String::new, |first| first.text));
        }
        let is_known = |known: &Column| {
            let pairs = known.texts.iter().zip(&texts);
            pairs.into_iter().all(|(known, text)| known.text == text.text)
        };
        let known = self.found.iter().position(is_known);
        let number = known.unwrap_or_else(|| {
            self.found.push(Column { texts });
            self.found.len() - 1
        });
        // With more, the form is not used.
        Part::Column(u8::try_from(number).unwrap_or(u8::MAX))
    }
}

/// How much of a segment is the same in all entries, in bytes.
fn shared(segment: &Segment) -> usize {
    let len = |part: &Part| match part {
        Part::Text(text) => text.len(),
        Part::Field(..) | Part::Column(_) => 0,
    };
    segment.parts.iter().map(len).sum()
}

/// The text of a segment in an entry.
fn join(segment: &Segment, scope: Scope<'_>) -> Joined {
    let mut joined = Joined {
        text: String::new(),
        parts: Vec::new(),
    };
    for part in &segment.parts {
        if segment.parts.len() > 1 {
            joined.parts.push(joined.text.len());
        }
        scope.write_part(part, &mut joined.text);
    }
    joined
}
