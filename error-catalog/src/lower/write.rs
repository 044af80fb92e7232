//! From the texts of a catalog to programs.

use error_layout::program::escape;

use super::condition::Condition;
use super::ir::{Field, Member, Op, Part, Program, append, literal, part};
use super::resolve::{Scope, Value};
use crate::ast::place::Place;
use crate::ast::text::{Piece, Placeholder, Text};

impl Scope<'_> {
    /// Adds a text of a response. Its own characters are markup outside of JSON strings and attributes; the values of its placeholders are escaped.
    pub fn write(&self, text: &Text, place: Place, program: &mut Program) {
        let own = match place {
            // Markup stays markup; it only has to fit into a string.
            Place::Json | Place::JsonMarkup => Place::Json,
            Place::XmlAttribute => Place::XmlAttribute,
            _ => Place::Plain,
        };
        for piece in &text.pieces {
            match piece {
                Piece::Literal(text) => literal(program, &own.escaped(text)),
                Piece::Placeholder(placeholder) => match placeholder.place.within(place) {
                    Place::JsonValue => self.write_json_value(placeholder, program),
                    place => self.write_placeholder(&placeholder.name, place, program),
                },
            }
        }
    }

    /// Adds a text of the entry, all of it escaped for its place.
    pub fn write_member(&self, member: Member, place: Place, program: &mut Program) {
        let pieces = self.member(member).map_or(&[][..], |text| &text.pieces);
        for (position, piece) in pieces.iter().enumerate() {
            match piece {
                Piece::Literal(_) => self.write_field(Field::Piece(member, position), place, program),
                Piece::Placeholder(placeholder) => self.write_placeholder(&placeholder.name, place, program),
            }
        }
    }

    /// Adds the value of a header.
    pub(super) fn write_header(&self, position: usize, program: &mut Program) {
        let header = Member::Header(position);
        for part in self.parts_of_header(position) {
            let mut pair = Program::new();
            for (position, piece) in (part.start..).zip(part.pieces) {
                match piece {
                    Piece::Literal(_) => self.write_field(Field::Piece(header, position), Place::Plain, &mut pair),
                    Piece::Placeholder(placeholder) => {
                        let place = placeholder.place.within(Place::Header);
                        self.write_placeholder(&placeholder.name, place, &mut pair);
                    }
                }
            }
            if part.is_optional {
                pair = self.condition_of(&part.text()).choose(pair, &[]);
            }
            append(program, pair);
        }
    }

    /// Names a text of the entry, unless it is empty: an element with nothing in it is left out.
    pub(super) fn write_field(&self, field: Field, place: Place, program: &mut Program) {
        if self.field(field).is_some_and(|text| !text.is_empty()) {
            part(program, Part::Field(field, place));
        }
    }

    fn write_placeholder(&self, name: &str, place: Place, program: &mut Program) {
        match self.value(name) {
            Value::Nothing => {}
            Value::Text(text) => literal(program, &place.escaped(text)),
            Value::Field(field) | Value::Number(field) => self.write_field(field, place, program),
            Value::Inline(member) => self.write_member(member, place, program),
            Value::Argument { argument, .. } => program.push(Op::Argument {
                argument,
                escape: place.escape(),
            }),
            Value::Override { argument, fallback } => {
                let mut text = Program::new();
                self.write_member(fallback, place, &mut text);
                let value = vec![Op::Argument {
                    argument,
                    escape: place.escape(),
                }];
                let otherwise = self.condition_of_member(fallback).choose(text, &[]);
                append(program, Condition::given(argument, self.fhir).choose(value, &otherwise));
            }
        }
    }

    /// Adds a placeholder that is a whole JSON value: `null` without a value.
    pub(super) fn write_json_value(&self, placeholder: &Placeholder, program: &mut Program) {
        let mut value = Program::new();
        self.write_present_json_value(placeholder, &mut value);
        let null = [Op::text("null")];
        append(program, self.condition(&placeholder.name).choose(value, &null));
    }

    /// Adds a placeholder that is a whole JSON value and has one.
    pub(super) fn write_present_json_value(&self, placeholder: &Placeholder, program: &mut Program) {
        let is_uri = placeholder.place == Place::Uri;
        match self.value(&placeholder.name) {
            Value::Nothing => {}
            Value::Number(field) if !placeholder.string => self.write_field(field, Place::Plain, program),
            Value::Text(_) | Value::Field(_) | Value::Number(_) => self.write_json_string(placeholder, program),
            Value::Argument { argument, bare, .. } if !is_uri => {
                let escape = if placeholder.string || !bare {
                    escape::JSON_STRING
                } else {
                    escape::JSON_VALUE
                };
                program.push(Op::Argument { argument, escape });
            }
            Value::Argument { .. } | Value::Inline(_) | Value::Override { .. } => {
                self.write_json_string(placeholder, program);
            }
        }
    }

    fn write_json_string(&self, placeholder: &Placeholder, program: &mut Program) {
        let place = match placeholder.place.within(Place::Json) {
            Place::JsonValue => Place::Json,
            place => place,
        };
        literal(program, "\"");
        self.write_placeholder(&placeholder.name, place, program);
        literal(program, "\"");
    }
}
