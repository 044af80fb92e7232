//! Programs as trees: everything that the catalog knows is in them. See [`error_layout::program`] for their meaning.

use crate::ast::place::Place;

/// A program.
pub type Program = Vec<Op>;

/// Constant text. The entry's own texts are only named in it, so that entries which differ in nothing else have one program.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Segment {
    /// None is empty, and no two texts follow each other.
    pub parts: Vec<Part>,
}

/// A part of a [`Segment`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// Text that is the same for every entry.
    Text(String),
    /// A text of the entry, escaped for its place.
    Field(Field, Place),
    /// The text of this number in the entry's row: the form has found its columns.
    Column(u8),
}

/// A text that every entry has its own of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "they are the values of the placeholders of these names")]
pub enum Field {
    Name,
    Code,
    Status,
    Reason,
    Title,
    Docs,
    Severity,
    Issue,
    Category,
    Action,
    UserMessage,
    Since,
    /// The constant at this position of the catalog's list.
    Constant(usize),
    /// The literal at this position among the pieces of a text.
    Piece(Member, usize),
}

/// A text of an entry that has placeholders.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "they are the members of these names")]
pub enum Member {
    Message,
    Display,
    Diagnostics,
    Log,
    /// The item at this position of the list.
    Expression(usize),
    /// The item at this position of the list.
    Location(usize),
    /// The value of the header at this position.
    Header(usize),
    /// The text of the response at this position, in another language.
    Translated(usize),
}

/// An operation.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs, reason = "the fields are those of the steps of the layout")]
pub enum Op {
    /// Constant text.
    Segment(Segment),
    /// The value of an argument.
    Argument { argument: u8, escape: u8 },
    /// One of two, by whether an argument is given; if `filled`, by whether it is also not blank.
    If {
        argument: u8,
        filled: bool,
        then: Program,
        otherwise: Program,
    },
    /// A comma, unless nothing is before it in its container.
    Comma,
    /// Content between brackets, all left out if the content writes nothing.
    Wrap {
        open: Program,
        content: Program,
        close: String,
    },
    /// The items of a list argument as JSON strings.
    List { argument: u8 },
    /// The items of a list argument, each between two texts.
    Elements { argument: u8, open: String, close: String },
    /// Once for each error.
    Repeat { commas: bool, part: Program },
    /// No text.
    Absent,
}

impl Op {
    /// Constant text that is the same for every entry.
    pub fn text(text: impl Into<String>) -> Self {
        Self::Segment(Segment::text(text))
    }
}

impl Segment {
    /// A segment of text that is the same for every entry.
    pub fn text(text: impl Into<String>) -> Self {
        let mut segment = Self::default();
        segment.push(Part::Text(text.into()));
        segment
    }

    /// Returns the text, if no entry has its own in it.
    pub fn as_text(&self) -> Option<&str> {
        match self.parts.as_slice() {
            [] => Some(""),
            [Part::Text(text)] => Some(text),
            _ => None,
        }
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

/// Adds constant text, joined to constant text before it.
pub fn literal(program: &mut Program, text: &str) {
    if !text.is_empty() {
        part(program, Part::Text(text.to_owned()));
    }
}

/// Adds a part of constant text, joined to constant text before it.
pub fn part(program: &mut Program, part: Part) {
    match program.last_mut() {
        Some(Op::Segment(before)) => before.push(part),
        _ => program.push(Op::Segment(Segment { parts: vec![part] })),
    }
}

/// Adds a program, with constant text joined where the two meet.
pub fn append(program: &mut Program, other: Program) {
    for op in other {
        match op {
            Op::Segment(segment) => segment.parts.into_iter().for_each(|one| part(program, one)),
            other => program.push(other),
        }
    }
}

/// Returns the program with other segments.
pub fn map(program: &[Op], segment: &mut dyn FnMut(&Segment) -> Segment) -> Program {
    let ops = program.iter().map(|op| match op {
        Op::Segment(one) => Op::Segment(segment(one)),
        Op::If {
            argument,
            filled,
            then,
            otherwise,
        } => Op::If {
            argument: *argument,
            filled: *filled,
            then: map(then, segment),
            otherwise: map(otherwise, segment),
        },
        Op::Wrap { open, content, close } => Op::Wrap {
            open: map(open, segment),
            content: map(content, segment),
            close: close.clone(),
        },
        Op::Repeat { commas, part } => Op::Repeat {
            commas: *commas,
            part: map(part, segment),
        },
        other => other.clone(),
    });
    ops.collect()
}
