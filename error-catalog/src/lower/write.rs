//! From the texts of a catalog to programs.

use error_layout::program::escape;

use super::condition::Condition;
use super::ir::{EscapeContext, Field, Member, Op, Part, Program, append, literal, part};
use super::resolve::{Scope, Value};
use crate::ast::text::{Piece, Placeholder, Text};

impl Scope<'_> {
    /// Adds a text of a response. Its own characters are markup outside of JSON strings and attributes; the values of its placeholders are escaped.
    pub fn write(&self, text: &Text, context: EscapeContext, program: &mut Program) {
        let own = match context {
            // Markup stays markup; it only has to fit into a string.
            EscapeContext::Json | EscapeContext::JsonMarkup => EscapeContext::Json,
            EscapeContext::XmlAttribute => EscapeContext::XmlAttribute,
            _ => EscapeContext::Plain,
        };
        for piece in &text.pieces {
            match piece {
                Piece::Literal(text) => literal(program, &own.escaped(text)),
                Piece::Placeholder(placeholder) => self.write_placeholder(&placeholder.name, context, program),
            }
        }
    }

    /// Adds a text of the entry, all of it escaped for its place.
    pub fn write_member(&self, member: Member, context: EscapeContext, program: &mut Program) {
        let pieces = self.member(member).map_or(&[][..], |text| &text.pieces);
        for (position, piece) in pieces.iter().enumerate() {
            match piece {
                Piece::Literal(_) => self.write_field(Field::Piece(member, position), context, program),
                Piece::Placeholder(placeholder) => self.write_placeholder(&placeholder.name, context, program),
            }
        }
    }

    /// Adds the value of a header. The value of a placeholder between quotes must not end the quoted string.
    pub(super) fn write_header(&self, position: usize, program: &mut Program) {
        let header = Member::Header(position);
        let mut quotes = Quotes::default();
        let pieces = self.member(header).map_or(&[][..], |text| &text.pieces);
        for (position, piece) in pieces.iter().enumerate() {
            match piece {
                Piece::Literal(text) => {
                    quotes.pass(text);
                    self.write_field(Field::Piece(header, position), EscapeContext::Plain, program);
                }
                Piece::Placeholder(placeholder) => {
                    self.write_placeholder(&placeholder.name, quotes.context(), program);
                }
            }
        }
    }

    /// Names a text of the entry, unless it is empty: an element with nothing in it is left out.
    pub(super) fn write_field(&self, field: Field, context: EscapeContext, program: &mut Program) {
        if self.field(field).is_some_and(|text| !text.is_empty()) {
            part(program, Part::Field(field, context));
        }
    }

    fn write_placeholder(&self, name: &str, context: EscapeContext, program: &mut Program) {
        match self.value(name) {
            Value::Nothing => {}
            Value::Text(text) => literal(program, &context.escaped(text)),
            Value::Field(field) | Value::Number(field) => self.write_field(field, context, program),
            Value::Inline(member) => self.write_member(member, context, program),
            Value::Argument { argument, .. } => program.push(Op::Argument {
                argument,
                escape: context.escape(),
            }),
            Value::Override { argument, fallback } => {
                let mut text = Program::new();
                self.write_member(fallback, context, &mut text);
                program.push(Op::If {
                    argument,
                    then: vec![Op::Argument {
                        argument,
                        escape: context.escape(),
                    }],
                    otherwise: self.condition_of_member(fallback).choose(text, &[]),
                });
            }
        }
    }

    /// Adds a placeholder that is a whole JSON value.
    pub(super) fn write_json_value(&self, placeholder: &Placeholder, program: &mut Program) {
        let null = [Op::text("null")];
        match self.value(&placeholder.name) {
            Value::Nothing => literal(program, "null"),
            Value::Number(field) if !placeholder.string => self.write_field(field, EscapeContext::Plain, program),
            Value::Text(_) | Value::Field(_) | Value::Number(_) => self.write_json_string(&placeholder.name, program),
            Value::Argument { argument, bare, .. } => {
                let escape = if placeholder.string || !bare {
                    escape::JSON_STRING
                } else {
                    escape::JSON_VALUE
                };
                let value = Op::Argument { argument, escape };
                program.push(match self.condition(&placeholder.name) {
                    Condition::Always => value,
                    _ => Op::If {
                        argument,
                        then: vec![value],
                        otherwise: null.to_vec(),
                    },
                });
            }
            Value::Inline(_) | Value::Override { .. } => {
                let mut text = Program::new();
                self.write_json_string(&placeholder.name, &mut text);
                append(program, self.condition(&placeholder.name).choose(text, &null));
            }
        }
    }

    fn write_json_string(&self, name: &str, program: &mut Program) {
        literal(program, "\"");
        self.write_placeholder(name, EscapeContext::Json, program);
        literal(program, "\"");
    }
}

/// Whether a place in the value of a header is inside a quoted string (RFC 9110, section 5.6.4).
#[derive(Clone, Copy, Default)]
pub(super) struct Quotes {
    quoted: bool,
}

impl Quotes {
    /// Goes on behind a text.
    pub(super) fn pass(&mut self, text: &str) {
        let mut escaped = false;
        for c in text.chars() {
            self.quoted ^= c == '"' && !escaped;
            escaped = self.quoted && c == '\\' && !escaped;
        }
    }

    /// Returns how a value is escaped here.
    pub(super) fn context(self) -> EscapeContext {
        if self.quoted {
            EscapeContext::HeaderQuoted
        } else {
            EscapeContext::Header
        }
    }
}
