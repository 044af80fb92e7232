//! The layout of a document: its syntax and indentation, and objects that are written member by member.

use std::io;

use serde_core::Serialize;
use serde_json::ser::{Formatter, PrettyFormatter};

use super::Format;
use crate::yaml;

/// The layout of a document. The depth of its members is 1.
pub(super) enum Layout {
    /// JSON with this indentation.
    Json(String),
    /// YAML, whose indentation is that of its formatter.
    Yaml,
}

impl Layout {
    pub(super) fn new(format: Format, indentation: &str) -> Self {
        match format {
            Format::Json => Self::Json(indentation.to_owned()),
            Format::Yaml => Self::Yaml,
        }
    }

    /// Writes the name of a member, and all that precedes its value.
    pub(super) fn name(&self, depth: usize, is_first: bool, name: &str, out: &mut Vec<u8>) {
        let text = match self {
            Self::Json(indentation) => {
                let start = if is_first { "{" } else { "," };
                let name = serde_json::Value::from(name);
                format!("{start}\n{}{name}: ", indentation.repeat(depth))
            }
            Self::Yaml => {
                let column = yaml::column(depth);
                let start = if is_first && column == 0 { "" } else { "\n" };
                format!("{start}{:column$}{}", "", yaml::key(name, column))
            }
        };
        out.extend_from_slice(text.as_bytes());
    }

    /// Writes the value of a member.
    pub(super) fn value(&self, depth: usize, value: &impl Serialize, out: &mut Vec<u8>) {
        match self {
            Self::Json(indentation) => write(PrettyFormatter::with_indent(indentation.as_bytes()), depth, value, out),
            Self::Yaml => write(yaml::Formatter::default(), depth, value, out),
        }
    }

    /// Ends an object with members.
    pub(super) fn end(&self, depth: usize, out: &mut Vec<u8>) {
        if let Self::Json(indentation) = self {
            let text = format!("\n{}}}", indentation.repeat(depth.saturating_sub(1)));
            out.extend_from_slice(text.as_bytes());
        }
    }
}

/// Writes a value with a formatter that is inside of objects already. A vector takes all bytes, and all names are strings.
fn write<F: Formatter>(mut formatter: F, depth: usize, value: &impl Serialize, out: &mut Vec<u8>) {
    for _ in 0..depth {
        let _ = formatter.begin_object(&mut io::sink());
    }
    let _ = formatter.begin_object_value(&mut io::sink());
    let _ = value.serialize(&mut serde_json::Serializer::with_formatter(out, formatter));
}
