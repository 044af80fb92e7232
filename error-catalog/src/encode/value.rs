//! What goes into a placeholder of an entry, as far as the catalog knows.

use error_layout::grammar::percent_encode;
use error_layout::program::{escape, slot};
use error_layout::vocabulary::PARAMETER_TYPES;

use super::escape_fixed;
use super::field::{Field, Member};
use super::presence::Presence;
use super::program::{Op, Program, Run, append, literal};
use crate::ast;
use crate::model::{Catalog, Entry};
use crate::text::{Absent, Piece, Placeholder, Text};

/// An entry and its catalog: what the placeholders of its texts are resolved against.
#[derive(Clone, Copy)]
pub struct Scope<'c> {
    /// The catalog.
    pub catalog: &'c Catalog,
    /// The entry.
    pub entry: &'c Entry,
    /// Whether the answer's status can be another than the entry's, because several errors make one answer.
    pub shared_answer: bool,
}

impl<'c> Scope<'c> {
    /// The scope of an entry that is answered alone.
    pub fn new(catalog: &'c Catalog, entry: &'c Entry) -> Self {
        Self {
            catalog,
            entry,
            shared_answer: false,
        }
    }

    pub(super) fn status_varies(&self) -> bool {
        self.shared_answer || self.entry.status_range.0 != self.entry.status_range.1
    }
}

/// Where a text goes, which decides how it is escaped.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Context {
    /// Inside a JSON string.
    Json,
    /// Inside markup that stands in a JSON string.
    JsonMarkup,
    /// Inside HTML.
    Html,
    /// Inside an attribute of XML.
    XmlAttribute,
    /// Inside markup of XML: XHTML.
    Xhtml,
    /// Inside a header's value.
    Header,
    /// Inside a quoted string of a header's value.
    HeaderQuoted,
    /// Anywhere else.
    Plain,
    /// Inside a documentation link.
    Link,
}

impl Context {
    pub(super) fn escape(self) -> u8 {
        match self {
            Self::Json => escape::JSON,
            Self::JsonMarkup => escape::JSON_MARKUP,
            Self::Html => escape::HTML,
            Self::XmlAttribute | Self::Xhtml => escape::XML_ATTRIBUTE,
            Self::Header => escape::HEADER,
            Self::HeaderQuoted => escape::HEADER_QUOTED,
            Self::Plain | Self::Link => escape::PLAIN,
        }
    }

    /// Whether a text as a whole is a value, so that its own characters are escaped as those in its placeholders are.
    fn is_value(self) -> bool {
        matches!(self, Self::Json | Self::XmlAttribute)
    }
}

/// What a placeholder holds.
pub enum Value<'c> {
    /// Nothing, ever.
    Nothing,
    /// This text, which is the catalog's.
    Text(&'c str),
    /// A text of the entry.
    Field(Field),
    /// A number of the entry.
    Number(Field),
    /// A text of the entry with placeholders of its own.
    Inline(Member),
    /// What the occurrence says.
    Slot { slot: u8, always: bool, bare: bool },
    /// What the occurrence says, otherwise a text of the entry.
    Override { slot: u8, fallback: Member },
}

impl<'c> Scope<'c> {
    fn inline(&self, member: Member) -> Value<'c> {
        self.member(member).map_or(Value::Nothing, |_| Value::Inline(member))
    }

    /// What `{name}` holds. A name that was reported as unknown holds nothing.
    pub fn value(&self, name: &str) -> Value<'c> {
        let entry = self.entry;
        let field = |field: Field| self.field(field).map_or(Value::Nothing, |_| Value::Field(field));
        match name {
            "name" => Value::Field(Field::Name),
            "code" => match &entry.code {
                ast::Code::None => Value::Nothing,
                ast::Code::Text(_) => Value::Field(Field::Code),
                ast::Code::Integer(_) => Value::Number(Field::Code),
            },
            "status" if self.status_varies() => Value::Slot {
                slot: slot::STATUS,
                always: true,
                bare: true,
            },
            "status" => Value::Number(Field::Status),
            "reason" if self.status_varies() => Value::Slot {
                slot: slot::REASON,
                always: true,
                bare: false,
            },
            "reason" => Value::Field(Field::Reason),
            "title" => Value::Field(Field::Title),
            "message" if entry.message.is_none() => Value::Field(Field::Title),
            "message" | "detail" => self.inline(Member::Message),
            "display" => self.inline(Member::Display),
            "docs" => field(Field::Docs),
            "severity" => field(Field::Severity),
            "issue" => field(Field::Issue),
            "category" => field(Field::Category),
            "action" => field(Field::Action),
            "user_message" => field(Field::UserMessage),
            "since" => field(Field::Since),
            "catalog" => Value::Text(&self.catalog.name),
            "version" => self.catalog.version.as_deref().map_or(Value::Nothing, Value::Text),
            "diagnostics" => match &entry.diagnostics {
                Some(_) => Value::Override {
                    slot: slot::DIAGNOSTICS,
                    fallback: Member::Diagnostics,
                },
                None => Value::Slot {
                    slot: slot::DIAGNOSTICS,
                    always: false,
                    bare: false,
                },
            },
            "retry_after" => Value::Slot {
                slot: slot::RETRY_AFTER,
                always: entry.retry.is_some_and(|retry| retry.delay.is_some()),
                bare: true,
            },
            "request_id" => Value::Slot {
                slot: slot::REQUEST_ID,
                always: false,
                bare: false,
            },
            "id" => Value::Slot {
                slot: slot::ID,
                always: false,
                bare: false,
            },
            "instance" => Value::Slot {
                slot: slot::INSTANCE,
                always: false,
                bare: false,
            },
            "time" => Value::Slot {
                slot: slot::TIME,
                always: false,
                bare: false,
            },
            "expression" => Value::Slot {
                slot: slot::EXPRESSION,
                always: false,
                bare: false,
            },
            "location" => Value::Slot {
                slot: slot::LOCATION,
                always: false,
                bare: false,
            },
            _ => self.parameter(name),
        }
    }

    /// Where the parameter of a name is among those of the entry.
    pub(super) fn parameter_position(&self, name: &str) -> Option<usize> {
        self.entry
            .parameters
            .iter()
            .position(|parameter| parameter.name == name)
    }

    fn parameter(&self, name: &str) -> Value<'c> {
        let Some(position) = self.parameter_position(name) else {
            return Value::Nothing;
        };
        let parameter = &self.entry.parameters[position];
        let kind = PARAMETER_TYPES
            .get(usize::from(parameter.kind))
            .copied()
            .unwrap_or("string");
        let Ok(offset) = u8::try_from(position) else {
            return Value::Nothing;
        };
        Value::Slot {
            slot: slot::PARAMETER.saturating_add(offset),
            always: !parameter.optional,
            bare: matches!(kind, "integer" | "decimal" | "boolean"),
        }
    }

    /// When a placeholder has a value.
    pub fn presence(&self, name: &str) -> Presence {
        match self.value(name) {
            Value::Nothing => Presence::Never,
            Value::Text(_) | Value::Field(_) | Value::Number(_) | Value::Slot { always: true, .. } => Presence::Always,
            Value::Inline(member) => self.presence_of_member(member),
            Value::Slot { slot, .. } => Presence::of_slot(slot),
            Value::Override { slot, fallback } => Presence::of_slot(slot).or(self.presence_of_member(fallback)),
        }
    }

    /// When a text of the entry is there.
    pub fn presence_of_member(&self, member: Member) -> Presence {
        self.member(member)
            .map_or(Presence::Never, |text| self.presence_of(text))
    }

    /// When a text is there: when all its `?` placeholders have a value.
    pub fn presence_of(&self, text: &Text) -> Presence {
        text.placeholders()
            .filter(|placeholder| placeholder.absent == Absent::Omit && !placeholder.list)
            .fold(Presence::Always, |presence, placeholder| {
                presence.and(self.presence(&placeholder.name))
            })
    }

    /// Adds a text to a program. Outside JSON and attributes its own characters are markup and stay as they are; what is in its placeholders is
    /// escaped.
    pub fn write(&self, text: &Text, context: Context, program: &mut Program) {
        for piece in &text.pieces {
            match piece {
                // Markup stays markup; only its being in a JSON string has to be seen to.
                Piece::Literal(text) if context == Context::JsonMarkup => {
                    literal(program, &escape_fixed(text, Context::Json));
                }
                Piece::Literal(text) if context.is_value() => literal(program, &escape_fixed(text, context)),
                Piece::Literal(text) => literal(program, text),
                Piece::Placeholder(placeholder) => self.write_placeholder(&placeholder.name, context, program),
            }
        }
    }

    /// Adds a header's value. What goes into a placeholder between quotes must not end the quoted string.
    pub fn write_header(&self, text: &Text, program: &mut Program) {
        let mut quoted = false;
        for piece in &text.pieces {
            match piece {
                Piece::Literal(text) => {
                    literal(program, text);
                    let mut escaped = false;
                    for c in text.chars() {
                        quoted ^= c == '"' && !escaped;
                        escaped = quoted && c == '\\' && !escaped;
                    }
                }
                Piece::Placeholder(placeholder) => {
                    let context = if quoted { Context::HeaderQuoted } else { Context::Header };
                    self.write_placeholder(&placeholder.name, context, program);
                }
            }
        }
    }

    /// Adds a text of the entry that stands in a placeholder of another text.
    pub fn write_member(&self, member: Member, context: Context, program: &mut Program) {
        let pieces = self.member(member).map_or(&[][..], |text| &text.pieces);
        for (position, piece) in pieces.iter().enumerate() {
            match piece {
                Piece::Literal(_) => self.write_field(Field::Piece(member, position), context, program),
                Piece::Placeholder(placeholder) => self.write_placeholder(&placeholder.name, context, program),
            }
        }
    }

    fn write_placeholder(&self, name: &str, context: Context, program: &mut Program) {
        match self.value(name) {
            Value::Nothing => {}
            Value::Text(text) if context == Context::Link => literal(program, &percent_encode(text)),
            Value::Text(text) => literal(program, &escape_fixed(text, context)),
            Value::Field(field) | Value::Number(field) => self.write_field(field, context, program),
            Value::Inline(member) if context == Context::Link => {
                let mut text = Program::new();
                self.write_member(member, Context::Plain, &mut text);
                literal(program, &percent_encode(&self.constant(&text)));
            }
            Value::Inline(member) => self.write_member(member, context, program),
            Value::Slot { slot, .. } => program.push(Op::Placeholder {
                slot,
                escape: context.escape(),
            }),
            Value::Override { slot, fallback } => {
                let mut otherwise = Program::new();
                let mut text = Program::new();
                self.write_member(fallback, context, &mut text);
                append(
                    &mut otherwise,
                    self.presence_of_member(fallback).choose(text, &Program::new()),
                );
                program.push(Op::If {
                    slot,
                    then: vec![Op::Placeholder {
                        slot,
                        escape: context.escape(),
                    }],
                    otherwise,
                });
            }
        }
    }

    /// A text whose placeholders the catalog all fills; others become nothing.
    pub fn fixed(&self, text: &Text, context: Context) -> String {
        let mut program = Program::new();
        self.write(text, context, &mut program);
        self.constant(&program)
    }

    /// What is constant of a program.
    fn constant(&self, program: &Program) -> String {
        program
            .iter()
            .map(|op| {
                if let Op::Literal(run) = op {
                    self.run(run)
                } else {
                    String::new()
                }
            })
            .collect()
    }

    /// Adds a placeholder that is a whole JSON value.
    pub fn write_json_value(&self, placeholder: &Placeholder, program: &mut Program) {
        match self.value(&placeholder.name) {
            Value::Nothing => literal(program, "null"),
            Value::Number(field) if !placeholder.string => self.write_field(field, Context::Plain, program),
            Value::Text(_) | Value::Field(_) | Value::Number(_) => {
                literal(program, "\"");
                self.write_placeholder(&placeholder.name, Context::Json, program);
                literal(program, "\"");
            }
            Value::Slot { slot, bare, .. } => {
                let escape = if placeholder.string || !bare {
                    escape::JSON_STRING
                } else {
                    escape::JSON_VALUE
                };
                program.push(if self.presence(&placeholder.name) == Presence::Always {
                    Op::Placeholder { slot, escape }
                } else {
                    Op::If {
                        slot,
                        then: vec![Op::Placeholder { slot, escape }],
                        otherwise: vec![Op::Literal(Run::text("null"))],
                    }
                });
            }
            Value::Inline(_) | Value::Override { .. } => {
                let mut text = vec![Op::Literal(Run::text("\""))];
                self.write_placeholder(&placeholder.name, Context::Json, &mut text);
                literal(&mut text, "\"");
                append(
                    program,
                    self.presence(&placeholder.name)
                        .choose(text, &vec![Op::Literal(Run::text("null"))]),
                );
            }
        }
    }
}
