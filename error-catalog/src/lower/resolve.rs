//! The values of placeholders, as far as the catalog knows them.

use std::borrow::Cow;

use error_layout::program::argument;
use error_layout::vocabulary::reason;

use super::condition::Condition;
use super::ir::{Field, Member, Part, Program, Segment, map};
use super::xhtml;
use crate::ast;
use crate::ast::place::Place;
use crate::ast::text::{self, Absent, Bytes, Piece, Text, bytes};
use crate::model::{Catalog, Constant, Entry, Parameter};
use crate::places::{HeaderPart, header_parts};

/// An entry and its catalog, against which the placeholders of its texts are resolved.
#[derive(Clone, Copy)]
pub struct Scope<'c> {
    /// The catalog.
    pub catalog: &'c Catalog,
    /// The entry.
    pub entry: &'c Entry,
    /// Whether the response can have another status than the entry, because it reports several errors.
    pub shared_response: bool,
    /// Whether a blank text is not a value, as in FHIR (<https://hl7.org/fhir/datatypes.html#string>).
    pub fhir: bool,
}

/// The value of a placeholder.
pub enum Value<'c> {
    /// None, ever.
    Nothing,
    /// A text of the catalog.
    Text(&'c str),
    /// A text of the entry.
    Field(Field),
    /// A text of the entry that JSON writes without quotes: a number, a boolean, an array or an object.
    Number(Field),
    /// A text of the entry with placeholders of its own.
    Inline(Member),
    /// An argument.
    Argument { argument: u8, always: bool, bare: bool },
    /// An argument, otherwise a text of the entry.
    Override { argument: u8, fallback: Member },
}

/// Characters that no escape changes but those of URIs and tokens.
static CLEAN: Bytes = bytes(b" .,-_:");

impl<'c> Scope<'c> {
    /// The scope of an entry in a response of its own.
    pub fn new(catalog: &'c Catalog, entry: &'c Entry) -> Self {
        Self {
            catalog,
            entry,
            shared_response: false,
            fhir: false,
        }
    }

    /// Whether the response is an OperationOutcome.
    pub(super) fn is_outcome(&self) -> bool {
        self.has_format("operation-outcome")
    }

    /// Whether the response is problem details.
    pub(super) fn is_problem(&self) -> bool {
        self.has_format("problem")
    }

    fn has_format(&self, name: &str) -> bool {
        let response = self.catalog.responses.get(self.entry.response);
        response.is_some_and(|response| response.format_name() == name)
    }

    pub(super) fn status_varies(&self) -> bool {
        self.shared_response || self.entry.status_range.0 != self.entry.status_range.1
    }

    /// Returns a text of the entry, if it has one.
    pub fn member(&self, member: Member) -> Option<&'c Text> {
        let entry = self.entry;
        match member {
            Member::Message => entry.message.as_ref().map(|text| &text.value),
            Member::Display => entry.display.as_ref().map(|text| &text.value),
            Member::Diagnostics => entry.diagnostics.as_ref().map(|text| &text.value),
            Member::Log => entry.log.as_ref().map(|text| &text.value),
            Member::Expression(position) => entry.expression.get(position).map(|text| &text.value),
            Member::Location(position) => entry.location.get(position).map(|text| &text.value),
            Member::Header(position) => entry.headers.get(position).map(|header| &header.value.value),
            Member::Translated(position) => entry.translated.get(position)?.as_ref(),
        }
    }

    /// Returns a text of the entry without placeholders, if it has one.
    pub fn field(&self, field: Field) -> Option<Cow<'c, str>> {
        let entry = self.entry;
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
            Field::Docs => return Some(Cow::Owned(self.link(&entry.docs.as_ref()?.value))),
            Field::Severity => entry.severity_name(),
            Field::Issue => entry.issue_name()?,
            Field::Category => &self.catalog.categories.get(entry.category?)?.name,
            Field::Action => entry.action.as_deref()?,
            Field::UserMessage => entry.user_message.as_deref()?,
            Field::Since => entry.since.as_deref()?,
            Field::Constant(position) => entry.constants.get(&position)?.text(),
            Field::Piece(member, position) => match self.member(member)?.pieces.get(position)? {
                Piece::Literal(text) => text,
                Piece::Placeholder(_) => return None,
            },
        };
        Some(Cow::Borrowed(text))
    }

    /// Returns the value of `{name}`. A name that was reported as unknown has none.
    pub fn value(&self, name: &str) -> Value<'c> {
        let entry = self.entry;
        let field = |field: Field| self.field(field).map_or(Value::Nothing, |_| Value::Field(field));
        let inline = |member: Member| self.member(member).map_or(Value::Nothing, |_| Value::Inline(member));
        let argument = |argument: u8| Value::Argument {
            argument,
            always: false,
            bare: false,
        };
        match name {
            "name" => Value::Field(Field::Name),
            "code" => match &entry.code {
                ast::Code::None => Value::Nothing,
                ast::Code::Text(_) => Value::Field(Field::Code),
                ast::Code::Integer(_) => Value::Number(Field::Code),
            },
            "status" if self.status_varies() => Value::Argument {
                argument: argument::STATUS,
                always: true,
                bare: true,
            },
            "status" => Value::Number(Field::Status),
            "reason" if self.status_varies() => Value::Argument {
                argument: argument::REASON,
                always: true,
                bare: false,
            },
            "reason" => Value::Field(Field::Reason),
            "title" => Value::Field(Field::Title),
            "message" if entry.message.is_none() => Value::Field(Field::Title),
            "message" | "detail" => inline(Member::Message),
            "display" => inline(Member::Display),
            "docs" => field(Field::Docs),
            "severity" => field(Field::Severity),
            "issue" => field(Field::Issue),
            "category" => field(Field::Category),
            "action" => field(Field::Action),
            "user_message" => field(Field::UserMessage),
            "since" => field(Field::Since),
            "catalog" => Value::Text(&self.catalog.name),
            "version" => self.catalog.version.as_deref().map_or(Value::Nothing, Value::Text),
            "diagnostics" if entry.diagnostics.is_some() => Value::Override {
                argument: argument::DIAGNOSTICS,
                fallback: Member::Diagnostics,
            },
            "diagnostics" => argument(argument::DIAGNOSTICS),
            "retry_after" => Value::Argument {
                argument: argument::RETRY_AFTER,
                always: entry.retry.is_some_and(|retry| retry.delay.is_some()),
                bare: true,
            },
            "request_id" => argument(argument::REQUEST_ID),
            "id" => argument(argument::ID),
            "instance" => argument(argument::INSTANCE),
            "time" => argument(argument::TIME),
            "expression" => argument(argument::EXPRESSION),
            "location" => argument(argument::LOCATION),
            _ if text::is_constant(name) => self.constant_member(name),
            _ => match self.translated(name) {
                Some(member) => inline(member),
                None => self.parameter(name),
            },
        }
    }

    /// Whether the value of a placeholder is an array or an object in JSON.
    pub(crate) fn is_structured(&self, name: &str) -> bool {
        let constant = self.constant_of(name).map(|(_, constant)| constant);
        matches!(constant, Some(Constant::Structure(_)))
            || self.parameter_of(name).is_some_and(Parameter::is_structured)
    }

    /// Whether a placeholder is a parameter with a list, which is blank if it has no items.
    fn is_list(&self, name: &str) -> bool {
        self.parameter_of(name)
            .is_some_and(|parameter| parameter.type_name().ends_with("[]"))
    }

    pub(super) fn parameter_of(&self, name: &str) -> Option<&'c Parameter> {
        self.entry.parameters.get(self.parameter_position(name)?)
    }

    /// Returns the text of the response in another language with this placeholder.
    fn translated(&self, name: &str) -> Option<Member> {
        let (number, wanted) = text::translated(name)?;
        let mut languages = self.catalog.languages();
        let position = languages.position(|language| language == wanted)?;
        Some(Member::Translated(number * self.catalog.languages().count() + position))
    }

    fn constant_member(&self, name: &str) -> Value<'c> {
        match self.constant_of(name) {
            None => Value::Nothing,
            Some((position, Constant::Text(_))) => Value::Field(Field::Constant(position)),
            Some((position, Constant::Bare(_) | Constant::Structure(_))) => Value::Number(Field::Constant(position)),
        }
    }

    /// Returns the value of the entry for a constant, and its position.
    fn constant_of(&self, name: &str) -> Option<(usize, &'c Constant)> {
        let position = self
            .catalog
            .constants
            .binary_search_by(|known| known.as_str().cmp(name))
            .ok()?;
        Some((position, self.entry.constants.get(&position)?))
    }

    /// Returns the position of the parameter of a name among those of the entry.
    pub(super) fn parameter_position(&self, name: &str) -> Option<usize> {
        let mut parameters = self.entry.parameters.iter();
        parameters.position(|parameter| parameter.name == name)
    }

    fn parameter(&self, name: &str) -> Value<'c> {
        let Some(position) = self.parameter_position(name) else {
            return Value::Nothing;
        };
        let parameter = &self.entry.parameters[position];
        let Ok(offset) = u8::try_from(position) else {
            return Value::Nothing;
        };
        Value::Argument {
            argument: argument::PARAMETER.saturating_add(offset),
            always: !parameter.optional,
            bare: parameter.is_structured() || matches!(parameter.type_name(), "integer" | "decimal" | "boolean"),
        }
    }

    /// Returns when a placeholder has a value.
    pub fn condition(&self, name: &str) -> Condition {
        match self.value(name) {
            Value::Nothing => Condition::Never,
            Value::Text(_) | Value::Field(_) | Value::Number(_) => Condition::Always,
            Value::Inline(member) => self.condition_of_member(member),
            Value::Argument {
                always: true,
                argument,
                bare,
            } if bare && !self.is_list(name) || !self.fhir || argument < argument::PARAMETER => Condition::Always,
            Value::Argument { argument, .. } => Condition::given(argument, self.fhir),
            Value::Override { argument, fallback } => {
                Condition::given(argument, self.fhir).or(self.condition_of_member(fallback))
            }
        }
    }

    /// Returns when a text of the entry is written.
    pub fn condition_of_member(&self, member: Member) -> Condition {
        self.member(member)
            .map_or(Condition::Never, |text| self.condition_of(text))
    }

    /// Returns the parts of the header at a position.
    pub(super) fn parts_of_header(&self, position: usize) -> Vec<HeaderPart<'c>> {
        let header = self.entry.headers.get(position);
        header.map_or_else(Vec::new, |header| header_parts(&header.name, &header.value.value))
    }

    /// Returns when the header at a position is sent: an optional pair of its URI can be absent.
    pub fn condition_of_header(&self, position: usize) -> Condition {
        let parts = self.parts_of_header(position);
        if parts.iter().all(|part| !part.is_optional) {
            return self.condition_of_member(Member::Header(position));
        }
        let required = parts.iter().filter(|part| !part.is_optional);
        let pieces = required.flat_map(|part| part.pieces.iter().cloned()).collect();
        self.condition_of(&Text { pieces })
    }

    /// Returns when a text is written: when all its `?` placeholders have a value, and in FHIR when it is not blank.
    pub fn condition_of(&self, text: &Text) -> Condition {
        let condition = text
            .placeholders()
            .filter(|placeholder| placeholder.absent == Absent::Omit && !placeholder.list)
            .fold(Condition::Always, |condition, placeholder| {
                condition.and(self.condition(&placeholder.name))
            });
        if self.fhir {
            condition.and(self.content(text))
        } else {
            condition
        }
    }

    /// Returns when a text has more than white space.
    fn content(&self, text: &Text) -> Condition {
        if xhtml::is_markup(text) {
            return xhtml::content(text, |placeholder| self.condition(&placeholder.name));
        }
        let mut condition = Condition::Never;
        for piece in &text.pieces {
            condition = condition.or(match piece {
                Piece::Literal(literal) if literal.trim().is_empty() => Condition::Never,
                Piece::Literal(_) => Condition::Always,
                // It writes `null`.
                Piece::Placeholder(placeholder) if placeholder.absent == Absent::Null => Condition::Always,
                Piece::Placeholder(placeholder) => self.condition(&placeholder.name),
            });
            if condition == Condition::Always {
                break;
            }
        }
        condition
    }

    /// Writes a documentation link. The values of its placeholders are components of it.
    fn link(&self, link: &Text) -> String {
        let mut out = String::new();
        for piece in &link.pieces {
            match piece {
                Piece::Literal(text) => out.push_str(text),
                Piece::Placeholder(placeholder) => {
                    let value = self.constant_value(&placeholder.name);
                    out.push_str(&placeholder.place.escaped(&value));
                }
            }
        }
        out
    }

    /// Writes a text whose placeholders the catalog all fills; others become nothing.
    pub fn constant(&self, text: &Text) -> String {
        let pieces = text.pieces.iter().map(|piece| match piece {
            Piece::Literal(text) => Cow::Borrowed(text.as_str()),
            Piece::Placeholder(placeholder) => self.constant_value(&placeholder.name),
        });
        pieces.collect()
    }

    /// Returns a text that is the same in each error of the entry; `None` if it has an argument or misses a value.
    pub fn known(&self, text: &Text) -> Option<String> {
        let mut out = String::new();
        for piece in &text.pieces {
            let placeholder = match piece {
                Piece::Literal(text) => {
                    out.push_str(text);
                    continue;
                }
                Piece::Placeholder(placeholder) => placeholder,
            };
            let value = self.known_value(&placeholder.name)?;
            match placeholder.place {
                Place::Inherited => out.push_str(&value),
                place => out.push_str(&place.escaped(&value)),
            }
        }
        Some(out)
    }

    /// Returns the value of a placeholder that is the same in each error of the entry.
    pub fn known_value(&self, name: &str) -> Option<Cow<'c, str>> {
        match self.value(name) {
            Value::Text(text) => Some(Cow::Borrowed(text)),
            Value::Field(field) | Value::Number(field) => self.field(field),
            Value::Inline(member) => self.known(self.member(member)?).map(Cow::Owned),
            Value::Nothing | Value::Argument { .. } | Value::Override { .. } => None,
        }
    }

    pub(crate) fn constant_value(&self, name: &str) -> Cow<'c, str> {
        match self.value(name) {
            Value::Text(text) => Cow::Borrowed(text),
            Value::Field(field) | Value::Number(field) => self.field(field).unwrap_or_default(),
            Value::Inline(member) => self
                .member(member)
                .map(|text| Cow::Owned(self.constant(text)))
                .unwrap_or_default(),
            Value::Nothing | Value::Argument { .. } | Value::Override { .. } => Cow::Borrowed(""),
        }
    }

    /// Adds the characters that a part of a segment has in this entry.
    pub(super) fn write_part(&self, part: &Part, out: &mut String) {
        let (field, place) = match part {
            Part::Text(text) => return out.push_str(text),
            Part::Field(field, place) => (*field, *place),
            // Only in programs for the entries of a form.
            Part::Column(_) => return,
        };
        let text = self.field(field).unwrap_or_default();
        match place {
            // Texts of the catalog have no control characters but line ends, which are meant.
            Place::Plain => out.push_str(&text),
            Place::Json | Place::JsonMarkup | Place::Html | Place::XmlAttribute | Place::Xhtml | Place::Header
                if text::is_all(&text, &CLEAN) =>
            {
                out.push_str(&text);
            }
            _ => error_layout::escape::write(out, &text, false, place.escape()),
        }
    }

    /// Returns the program of this entry alone: the same with its texts where they are named.
    pub fn fill(&self, program: &Program) -> Program {
        map(program, &mut |segment| {
            let mut text = String::new();
            segment.parts.iter().for_each(|part| self.write_part(part, &mut text));
            Segment::text(text)
        })
    }
}
