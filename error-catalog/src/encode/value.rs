//! What goes into a hole of an entry, as far as the catalog knows.

use std::borrow::Cow;
use std::fmt::Write as _;

use error_layout::program::{escape, slot};
use error_layout::vocabulary::{ISSUE_TYPES, PARAMETER_TYPES, SEVERITIES, reason};

use super::escape_fixed;
use super::presence::Presence;
use super::program::{Op, Program, append, literal};
use crate::model::{Catalog, Entry};
use crate::raw::RawCode;
use crate::source::Spanned;
use crate::text::{Absent, Hole, Piece, Text};

/// An entry and its catalog: what the holes of its texts are resolved against.
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

    fn status_varies(&self) -> bool {
        self.shared_answer || self.entry.status_range.0 != self.entry.status_range.1
    }
}

/// Where a text goes, which decides how it is escaped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
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

    /// Whether a text as a whole is a value, so that its own characters are escaped as those in its holes are.
    fn is_value(self) -> bool {
        matches!(self, Self::Json | Self::XmlAttribute)
    }
}

/// What a hole holds.
pub enum Value<'c> {
    /// Nothing, ever.
    Nothing,
    /// This text.
    Fixed(Cow<'c, str>),
    /// This number.
    Number(String),
    /// Another text of the entry.
    Inline(&'c Text),
    /// What the occurrence says.
    Slot { slot: u8, always: bool, bare: bool },
    /// What the occurrence says, otherwise a text of the entry.
    Override { slot: u8, fallback: &'c Text },
}

impl<'c> Scope<'c> {
    fn text(text: Option<&'c Spanned<Text>>) -> Value<'c> {
        text.map_or(Value::Nothing, |text| Value::Inline(&text.value))
    }

    fn string(text: Option<&'c str>) -> Value<'c> {
        text.map_or(Value::Nothing, |text| Value::Fixed(Cow::Borrowed(text)))
    }

    /// What `{name}` holds. A name that was reported as unknown holds nothing.
    pub fn value(&self, name: &str) -> Value<'c> {
        let entry = self.entry;
        let word = |words: &[&'static str], position: u8| Self::string(words.get(usize::from(position)).copied());
        match name {
            "name" => Value::Fixed(Cow::Borrowed(&entry.name)),
            "code" => match &entry.code {
                RawCode::None => Value::Nothing,
                RawCode::Text(text) => Value::Fixed(Cow::Borrowed(text)),
                RawCode::Integer(number) => Value::Number(number.to_string()),
            },
            "status" if self.status_varies() => Value::Slot {
                slot: slot::STATUS,
                always: true,
                bare: true,
            },
            "status" => Value::Number(entry.status.to_string()),
            "reason" if self.status_varies() => Value::Slot {
                slot: slot::REASON,
                always: true,
                bare: false,
            },
            "reason" => Value::Fixed(Cow::Borrowed(reason(entry.status))),
            "title" => Value::Fixed(Cow::Borrowed(&entry.title)),
            "message" => entry.message.as_ref().map_or_else(
                || Value::Fixed(Cow::Borrowed(&entry.title)),
                |text| Value::Inline(&text.value),
            ),
            "detail" => Self::text(entry.message.as_ref()),
            "display" => Self::text(entry.display.as_ref()),
            "docs" => match &entry.docs {
                Some(docs) => Value::Fixed(Cow::Owned(self.fixed(&docs.value, Context::Link))),
                None => Value::Nothing,
            },
            "severity" => word(&SEVERITIES, entry.severity),
            "issue" => entry.issue.map_or(Value::Nothing, |issue| word(&ISSUE_TYPES, issue)),
            "category" => Self::string(
                entry
                    .category
                    .and_then(|category| self.catalog.categories.get(category))
                    .map(|category| category.name.as_str()),
            ),
            "action" => Self::string(entry.action.as_deref()),
            "user_message" => Self::string(entry.user_message.as_deref()),
            "since" => Self::string(entry.since.as_deref()),
            "catalog" => Value::Fixed(Cow::Borrowed(&self.catalog.name)),
            "version" => Self::string(self.catalog.version.as_deref()),
            "diagnostics" => match &entry.diagnostics {
                Some(text) => Value::Override {
                    slot: slot::DIAGNOSTICS,
                    fallback: &text.value,
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

    fn parameter(&self, name: &str) -> Value<'c> {
        let Some(position) = self
            .entry
            .parameters
            .iter()
            .position(|parameter| parameter.name == name)
        else {
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

    /// When a hole has a value.
    pub fn presence(&self, name: &str) -> Presence {
        match self.value(name) {
            Value::Nothing => Presence::Never,
            Value::Fixed(_) | Value::Number(_) | Value::Slot { always: true, .. } => Presence::Always,
            Value::Inline(text) => self.presence_of(text),
            Value::Slot { slot, .. } => Presence::of_slot(slot),
            Value::Override { slot, fallback } => Presence::of_slot(slot).or(self.presence_of(fallback)),
        }
    }

    /// When a text is there: when all its `?` holes have a value.
    pub fn presence_of(&self, text: &Text) -> Presence {
        text.holes()
            .filter(|hole| hole.absent == Absent::Omit && !hole.list)
            .fold(Presence::Always, |presence, hole| {
                presence.and(self.presence(&hole.name))
            })
    }

    /// Adds a text to a program. Outside JSON and attributes its own characters are markup and stay as they are; what is in its holes is
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
                Piece::Hole(hole) => self.write_hole(&hole.name, context, program),
            }
        }
    }

    /// Adds a header's value. What goes into a hole between quotes must not end the quoted string.
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
                Piece::Hole(hole) => {
                    let context = if quoted { Context::HeaderQuoted } else { Context::Header };
                    self.write_hole(&hole.name, context, program);
                }
            }
        }
    }

    /// Adds a text that stands in a hole of another.
    fn write_inline(&self, text: &Text, context: Context, program: &mut Program) {
        for piece in &text.pieces {
            match piece {
                Piece::Literal(text) => literal(program, &escape_fixed(text, context)),
                Piece::Hole(hole) => self.write_hole(&hole.name, context, program),
            }
        }
    }

    fn write_hole(&self, name: &str, context: Context, program: &mut Program) {
        // A link's holes are components of it; elsewhere a value is text like any other.
        let fixed = |text: &str| {
            if context == Context::Link {
                percent_encode(text)
            } else {
                escape_fixed(text, context)
            }
        };
        match self.value(name) {
            Value::Nothing => {}
            Value::Fixed(text) => literal(program, &fixed(&text)),
            Value::Number(number) => literal(program, &fixed(&number)),
            Value::Inline(text) if context == Context::Link => {
                literal(program, &percent_encode(&self.fixed(text, Context::Plain)));
            }
            Value::Inline(text) => self.write_inline(text, context, program),
            Value::Slot { slot, .. } => program.push(Op::Hole {
                slot,
                escape: context.escape(),
            }),
            Value::Override { slot, fallback } => {
                let mut otherwise = Program::new();
                let mut text = Program::new();
                self.write_inline(fallback, context, &mut text);
                append(&mut otherwise, self.presence_of(fallback).choose(text, &Program::new()));
                program.push(Op::If {
                    slot,
                    then: vec![Op::Hole {
                        slot,
                        escape: context.escape(),
                    }],
                    otherwise,
                });
            }
        }
    }

    /// A text whose holes the catalog all fills; others become nothing.
    pub fn fixed(&self, text: &Text, context: Context) -> String {
        let mut program = Program::new();
        self.write(text, context, &mut program);
        program
            .iter()
            .map(|op| if let Op::Literal(text) = op { text.as_str() } else { "" })
            .collect()
    }

    /// Adds a hole that is a whole JSON value.
    pub fn write_json_value(&self, hole: &Hole, program: &mut Program) {
        let quoted = |text: &str| format!("\"{}\"", escape_fixed(text, Context::Json));
        match self.value(&hole.name) {
            Value::Nothing => literal(program, "null"),
            Value::Number(number) if !hole.string => literal(program, &number),
            Value::Fixed(text) => literal(program, &quoted(&text)),
            Value::Number(number) => literal(program, &quoted(&number)),
            Value::Slot { slot, bare, .. } => {
                let escape = if hole.string || !bare {
                    escape::JSON_STRING
                } else {
                    escape::JSON_VALUE
                };
                program.push(if self.presence(&hole.name) == Presence::Always {
                    Op::Hole { slot, escape }
                } else {
                    Op::If {
                        slot,
                        then: vec![Op::Hole { slot, escape }],
                        otherwise: vec![Op::Literal("null".to_owned())],
                    }
                });
            }
            Value::Inline(_) | Value::Override { .. } => {
                let mut text = vec![Op::Literal("\"".to_owned())];
                self.write_hole(&hole.name, Context::Json, &mut text);
                literal(&mut text, "\"");
                append(
                    program,
                    self.presence(&hole.name)
                        .choose(text, &vec![Op::Literal("null".to_owned())]),
                );
            }
        }
    }
}

/// Percent-encodes all but unreserved characters (RFC 3986, section 2.3).
fn percent_encode(text: &str) -> String {
    text.bytes().fold(String::new(), |mut out, byte| {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
        out
    })
}
