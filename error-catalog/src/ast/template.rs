//! Templates of bodies: JSON or XML with placeholders, written in a catalog or built from a preset.

use crate::ast::text::{Absent, Text};
use crate::source::Spanned;

/// A JSON value with placeholders.
#[derive(Debug, Clone)]
pub enum Template {
    /// A number, `true`, `false` or `null`, as written.
    Raw(String),
    /// A string with placeholders, or a placeholder that is a whole value.
    Text(Spanned<Text>),
    /// An array.
    Array(Vec<Template>),
    /// An object.
    Object(Object),
}

/// The sign before the local name of a member that is an attribute, in the object of an XML element: `@code`, `xml:@lang`.
pub const ATTRIBUTE: char = '@';

/// The name of the member that is the text, in the object of an XML element.
pub const TEXT: &str = "#text";

/// XML with placeholders.
///
/// An element is an object. Its attributes are members with [`ATTRIBUTE`] in their names, its text is the member [`TEXT`], and its elements are
/// members too. Several can have one name.
#[derive(Debug, Clone)]
pub struct Xml {
    /// The XML declaration as it is sent; may be empty.
    pub declaration: String,
    /// The name of the root element, with its prefix.
    pub root: String,
    /// The root element.
    pub element: Template,
}

/// An object with placeholders.
#[derive(Debug, Clone, Default)]
pub struct Object {
    /// `$if`: the placeholders that must have a value.
    pub guard: Vec<Spanned<String>>,
    /// `$repeat`: whether the object is repeated for each error.
    pub repeat: bool,
    /// The members, with their names as sent.
    pub members: Vec<(String, Template)>,
}

impl Template {
    /// Returns a string without placeholders.
    pub(crate) fn literal(text: impl Into<String>) -> Self {
        Self::Text(Spanned::new(Text::literal(text), 0..0))
    }

    pub(crate) fn placeholder(name: &str, absent: Absent) -> Self {
        Self::Text(Spanned::new(Text::placeholder(name, absent), 0..0))
    }

    /// Returns an object without `$if` and `$repeat`.
    pub(crate) fn object(members: Vec<(String, Self)>) -> Self {
        Self::Object(Object {
            members,
            ..Object::default()
        })
    }

    /// Returns an array with the elements of a list placeholder.
    pub(crate) fn list(name: &str) -> Self {
        Self::Array(vec![Self::Text(Spanned::new(Text::list(name), 0..0))])
    }

    /// Returns the number of `$repeat`s.
    pub fn repeats(&self) -> usize {
        match self {
            Self::Raw(_) | Self::Text(_) => 0,
            Self::Array(elements) => elements.iter().map(Self::repeats).sum(),
            Self::Object(object) => {
                usize::from(object.repeat) + object.members.iter().map(|(_, value)| value.repeats()).sum::<usize>()
            }
        }
    }

    /// Visits every text.
    pub fn texts<'t>(&'t self, visit: &mut dyn FnMut(&'t Spanned<Text>)) {
        match self {
            Self::Raw(_) => {}
            Self::Text(text) => visit(text),
            Self::Array(elements) => elements.iter().for_each(|element| element.texts(visit)),
            Self::Object(object) => object.members.iter().for_each(|(_, value)| value.texts(visit)),
        }
    }

    /// Visits every name in an `$if`.
    pub fn guards<'t>(&'t self, visit: &mut dyn FnMut(&'t Spanned<String>)) {
        match self {
            Self::Raw(_) | Self::Text(_) => {}
            Self::Array(elements) => elements.iter().for_each(|element| element.guards(visit)),
            Self::Object(object) => {
                object.guard.iter().for_each(&mut *visit);
                object.members.iter().for_each(|(_, value)| value.guards(visit));
            }
        }
    }
}
