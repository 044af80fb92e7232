//! The texts of an entry that programs only name, so that entries which differ in nothing else have one program.

use std::borrow::Cow;

use error_layout::grammar::percent_encode;
use error_layout::vocabulary::{ISSUE_TYPES, SEVERITIES, reason};

use super::program::{Part, Program, Run, part};
use super::value::{Context, Scope};
use crate::ast;
use crate::text::{self, Bytes, Piece, Text, bytes};

/// A text that every entry has its own of, and that a program only names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[allow(missing_docs, reason = "they are what the placeholders of these names hold")]
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
    /// The characters at this place among the pieces of a text.
    Piece(Member, usize),
}

/// A text of an entry that has placeholders and can stand in a placeholder.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[allow(missing_docs, reason = "they are the members of these names")]
pub enum Member {
    Message,
    Display,
    Diagnostics,
}

impl<'c> Scope<'c> {
    /// A text of the entry, if it has one.
    pub fn member(&self, member: Member) -> Option<&'c Text> {
        let text = match member {
            Member::Message => &self.entry.message,
            Member::Display => &self.entry.display,
            Member::Diagnostics => &self.entry.diagnostics,
        };
        text.as_ref().map(|text| &text.value)
    }

    /// What a program only names; nothing where the entry has no such text.
    pub fn field(&self, field: Field) -> Option<Cow<'c, str>> {
        let entry = self.entry;
        let word = |words: &[&'static str], position: u8| words.get(usize::from(position)).copied();
        let text: &'c str = match field {
            Field::Name => &entry.name,
            Field::Code => match &entry.code {
                ast::Code::None => return None,
                ast::Code::Text(text) => text,
                ast::Code::Integer(number) => return Some(Cow::Owned(number.to_string())),
            },
            Field::Status => return Some(Cow::Owned(entry.status.to_string())),
            Field::Reason => reason(entry.status),
            Field::Title => &entry.title,
            Field::Docs => return Some(Cow::Owned(self.fixed(&entry.docs.as_ref()?.value, Context::Link))),
            Field::Severity => word(&SEVERITIES, entry.severity)?,
            Field::Issue => word(&ISSUE_TYPES, entry.issue?)?,
            Field::Category => &self.catalog.categories.get(entry.category?)?.name,
            Field::Action => entry.action.as_deref()?,
            Field::UserMessage => entry.user_message.as_deref()?,
            Field::Since => entry.since.as_deref()?,
            Field::Piece(member, position) => match self.member(member)?.pieces.get(position)? {
                Piece::Literal(text) => text,
                Piece::Placeholder(_) => return None,
            },
        };
        Some(Cow::Borrowed(text))
    }

    /// The characters of a run.
    pub fn run(&self, run: &Run) -> String {
        let mut out = String::new();
        for part in &run.parts {
            self.write_part(part, &mut out);
        }
        out
    }

    /// Adds the characters of a part of a run.
    pub(super) fn write_part(&self, part: &Part, out: &mut String) {
        let (field, context) = match part {
            Part::Text(text) => return out.push_str(text),
            Part::Field(field, context) => (*field, *context),
        };
        let text = self.field(field).unwrap_or_default();
        match context {
            // A link's placeholders are components of it; elsewhere a value is text like any other.
            Context::Link => out.push_str(&percent_encode(&text)),
            // Texts of the catalog have no control characters but line ends, which are meant.
            Context::Plain => out.push_str(&text),
            _ if text::is_all(&text, &CLEAN) => out.push_str(&text),
            _ => error_layout::escape::write(out, &text, false, context.escape()),
        }
    }

    /// Names a text of the entry, unless there are no characters in it: whether an element is empty decides whether it is there.
    pub(super) fn write_field(&self, field: Field, context: Context, program: &mut Program) {
        if self.field(field).is_some_and(|text| !text.is_empty()) {
            part(program, Part::Field(field, context));
        }
    }
}

/// What no escape changes.
static CLEAN: Bytes = bytes(b" .,-_:");
