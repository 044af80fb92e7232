//! Programs as trees: what is left of a template when everything the catalog knows is in it.

use error_layout::varint;

use super::field::Field;
use super::value::{Context, Scope};

/// A program: see [`error_layout::program`].
pub type Program = Vec<Op>;

/// Constant text. The entry's own texts are only named in it, so that entries which differ in nothing else have one program.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Run {
    /// None is empty, and no two are characters.
    pub parts: Vec<Part>,
}

/// A part of a [`Run`].
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Part {
    /// Characters that stand there in every entry.
    Text(String),
    /// A text of the entry, as it is written in this place.
    Field(Field, Context),
}

impl Run {
    /// A run of characters.
    pub fn text(text: impl Into<String>) -> Self {
        let mut run = Self::default();
        run.push(Part::Text(text.into()));
        run
    }

    /// The characters, if there is nothing else in it.
    pub fn as_text(&self) -> Option<&str> {
        match self.parts.as_slice() {
            [] => Some(""),
            [Part::Text(text)] => Some(text),
            _ => None,
        }
    }

    /// Adds another run.
    pub fn append(&mut self, other: Self) {
        other.parts.into_iter().for_each(|part| self.push(part));
    }

    /// This run and another behind it.
    #[must_use]
    pub fn then(mut self, other: &Self) -> Self {
        self.append(other.clone());
        self
    }

    /// Adds a part.
    pub fn push(&mut self, part: Part) {
        match (self.parts.last_mut(), part) {
            (_, Part::Text(text)) if text.is_empty() => {}
            (Some(Part::Text(before)), Part::Text(text)) => before.push_str(&text),
            (_, part) => self.parts.push(part),
        }
    }
}

/// An operation.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[allow(missing_docs, reason = "the fields are those of the operations of the layout")]
pub enum Op {
    /// Constant text.
    Literal(Run),
    /// The value of a slot.
    Placeholder { slot: u8, escape: u8 },
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
        open: Run,
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
    if !text.is_empty() {
        part(program, Part::Text(text.to_owned()));
    }
}

/// Adds a part of constant text, joining it to constant text before it.
pub fn part(program: &mut Program, part: Part) {
    match program.last_mut() {
        Some(Op::Literal(before)) => before.push(part),
        _ => program.push(Op::Literal(Run { parts: vec![part] })),
    }
}

/// Adds a program, joining constant text where the two meet.
pub fn append(program: &mut Program, other: Program) {
    for op in other {
        match op {
            Op::Literal(run) => match program.last_mut() {
                Some(Op::Literal(before)) => before.append(run),
                _ => program.push(Op::Literal(run)),
            },
            other => program.push(other),
        }
    }
}

/// The program of one entry: the same with the entry's texts where they are named.
pub fn fill(program: &Program, scope: Scope<'_>) -> Program {
    program
        .iter()
        .map(|op| match op {
            Op::Literal(run) => Op::Literal(Run::text(scope.run(run))),
            Op::If { slot, then, otherwise } => Op::If {
                slot: *slot,
                then: fill(then, scope),
                otherwise: fill(otherwise, scope),
            },
            Op::Wrap {
                comma,
                open,
                close,
                body,
            } => Op::Wrap {
                comma: *comma,
                open: Run::text(scope.run(open)),
                close: close.clone(),
                body: fill(body, scope),
            },
            Op::Repeat(body) => Op::Repeat(fill(body, scope)),
            other => other.clone(),
        })
        .collect()
}

/// What stands before and behind the placeholder of a slot, and how its value is escaped, if that is the whole program.
pub(super) fn around_placeholder(slot: u8, program: &[Op]) -> Option<(Run, u8, Run)> {
    let (open, rest) = match program {
        [Op::Literal(open), rest @ ..] => (open.clone(), rest),
        rest => (Run::default(), rest),
    };
    let (escape, close) = match rest {
        [
            Op::Placeholder {
                slot: placeholder,
                escape,
            },
        ] if *placeholder == slot => (*escape, Run::default()),
        [
            Op::Placeholder {
                slot: placeholder,
                escape,
            },
            Op::Literal(close),
        ] if *placeholder == slot => (*escape, close.clone()),
        _ => return None,
    };
    Some((open, escape, close))
}

/// Adds a number as a varint. The reader limits a catalog to sizes that fit; beyond them the number is cut, and what it points at is
/// read as missing.
pub fn number(out: &mut Vec<u8>, value: usize) {
    varint::write(out, u32::try_from(value).unwrap_or(u32::MAX));
}
