//! Texts that refer to other texts of their entry: reports cycles and sizes beyond the limits.

use std::collections::HashMap;

use super::Once;
use crate::ast;
use crate::ast::template::Template;
use crate::ast::text::{Piece, Text};
use crate::model::{Body, Catalog, Entry};
use crate::problem::{Problem, Problems};
use crate::rules;
use crate::source::Spanned;

/// The maximum size of a text or body with all constant placeholders expanded, in bytes.
const MAX_EXPANDED: usize = 1024 * 1024;

/// The maximum total size of all bodies of a catalog, in bytes.
const MAX_TOTAL: usize = 256 * 1024 * 1024;

/// Reports such texts and removes them from the catalog, so that it still compiles.
pub(super) fn check(ast: &ast::Catalog, catalog: &mut Catalog, problems: &mut Problems) {
    let mut once = Once::default();
    let mut total: usize = 0;
    let mut too_large = false;
    let bodies: Vec<Outline<'_>> = catalog.responses.iter().map(|one| Outline::of(&one.body)).collect();
    for (entry, ast_entry) in catalog.entries.iter_mut().zip(&ast.errors) {
        let mut sizes = Sizes::new(entry);
        let mut bad: Vec<&'static str> = Vec::new();
        for (number, member) in MEMBERS.into_iter().enumerate() {
            let Some(text) = sizes.texts[number] else {
                continue;
            };
            let problem = match sizes.of_member(number) {
                Size::Bytes(bytes) if bytes <= MAX_EXPANDED => continue,
                // A cycle is reported once, for the first of its texts.
                Size::Cycle if !bad.is_empty() => {
                    bad.push(member);
                    continue;
                }
                Size::Cycle => Problem::new(
                    &rules::CIRCULAR_TEXT,
                    text.span.clone(),
                    format!("`{member}` refers to itself"),
                ),
                Size::Bytes(_) => too_long(text, &format!("`{member}`")),
            };
            once.report(problems, problem, (&ast_entry.name.span, &ast_entry.span));
            bad.push(member);
        }
        let body = bodies.get(entry.response).map_or(0, |body| sizes.of_body(body));
        total = total.saturating_add(body);
        if bad.is_empty() && (body > MAX_EXPANDED || total > MAX_TOTAL) {
            report_body(ast_entry, total, problems);
            too_large = true;
            break;
        }
        for member in bad {
            remove(entry, member);
        }
    }
    if too_large {
        for response in &mut catalog.responses {
            response.body = Body::Empty;
        }
        for entry in &mut catalog.entries {
            for member in MEMBERS {
                remove(entry, member);
            }
        }
    }
}

/// The members whose texts can refer to each other.
const MEMBERS: [&str; 5] = ["message", "display", "diagnostics", "docs", "log"];

fn texts(entry: &Entry) -> [Option<&Spanned<Text>>; 5] {
    [
        &entry.message,
        &entry.display,
        &entry.diagnostics,
        &entry.docs,
        &entry.log,
    ]
    .map(Option::as_ref)
}

fn remove(entry: &mut Entry, member: &str) {
    match member {
        "message" => entry.message = None,
        "display" => entry.display = None,
        "diagnostics" => entry.diagnostics = None,
        "docs" => entry.docs = None,
        _ => entry.log = None,
    }
}

fn too_long(text: &Spanned<Text>, what: &str) -> Problem {
    let message = format!("{what} exceeds {MAX_EXPANDED} bytes including the texts it refers to");
    Problem::new(&rules::TOO_LARGE, text.span.clone(), message)
}

fn report_body(ast: &ast::Entry, total: usize, problems: &mut Problems) {
    let message = if total > MAX_TOTAL {
        format!(
            "the bodies of the entries up to `{}` exceed {MAX_TOTAL} bytes in total",
            ast.name.value
        )
    } else {
        format!("the body of entry `{}` exceeds {MAX_EXPANDED} bytes", ast.name.value)
    };
    problems.add(&rules::TOO_LARGE, ast.name.span.clone(), message);
}

/// The size of an expanded text; a text in a cycle has none.
#[derive(Clone, Copy)]
enum Size {
    Bytes(usize),
    Cycle,
}

impl Size {
    fn plus(self, other: Self) -> Self {
        match (self, other) {
            (Self::Bytes(one), Self::Bytes(two)) => Self::Bytes(one.saturating_add(two)),
            _ => Self::Cycle,
        }
    }
}

/// The sizes of an entry's texts with their placeholders expanded; each member is measured once.
struct Sizes<'e> {
    entry: &'e Entry,
    texts: [Option<&'e Spanned<Text>>; 5],
    /// The sizes of the `x-…` members by name, once they are needed.
    constants: Option<HashMap<&'e str, usize>>,
    /// By member. A cycle while the member is being measured: a text that refers to it then is in one.
    known: [Option<Size>; 5],
}

impl<'e> Sizes<'e> {
    fn new(entry: &'e Entry) -> Self {
        Self {
            entry,
            texts: texts(entry),
            constants: None,
            known: [None; 5],
        }
    }

    fn of_name(&mut self, name: &str) -> Size {
        match name {
            "message" | "detail" => self.of_member(0),
            "display" => self.of_member(1),
            "diagnostics" => self.of_member(2),
            "docs" => self.of_member(3),
            "log" => self.of_member(4),
            _ => Size::Bytes(self.of_value(name)),
        }
    }

    fn of_member(&mut self, member: usize) -> Size {
        let Some(text) = self.texts[member] else {
            return Size::Bytes(self.entry.title.len());
        };
        match self.known[member] {
            Some(size) => size,
            None => {
                self.known[member] = Some(Size::Cycle);
                let size = self.of_text(&text.value);
                self.known[member] = Some(size);
                size
            }
        }
    }

    fn of_text(&mut self, text: &Text) -> Size {
        let mut size = Size::Bytes(0);
        for piece in &text.pieces {
            size = size.plus(match piece {
                Piece::Literal(literal) => Size::Bytes(literal.len()),
                Piece::Placeholder(placeholder) => self.of_name(&placeholder.name),
            });
        }
        size
    }

    fn of_body(&mut self, body: &Outline<'_>) -> usize {
        let mut size = Size::Bytes(body.constant);
        for placeholder in &body.placeholders {
            size = size.plus(self.of_name(placeholder));
        }
        match size {
            Size::Bytes(bytes) => bytes,
            // The text was reported.
            Size::Cycle => 0,
        }
    }

    /// Returns the size of a value without placeholders; an estimate for a run-time value.
    fn of_value(&mut self, name: &str) -> usize {
        match name {
            "title" => self.entry.title.len(),
            "action" => self.entry.action.as_ref().map_or(0, String::len),
            "user_message" => self.entry.user_message.as_ref().map_or(0, String::len),
            "name" | "code" => self.entry.name.len(),
            _ => {
                let metadata = self.entry.metadata.iter();
                let constants = self
                    .constants
                    .get_or_insert_with(|| metadata.map(|(name, json)| (name.as_str(), json.len())).collect());
                constants.get(name).copied().unwrap_or(32)
            }
        }
    }
}

/// The constant size and the placeholders of a response's body.
#[derive(Default)]
struct Outline<'c> {
    /// The number of bytes that are the same for every entry.
    constant: usize,
    /// The names of its placeholders.
    placeholders: Vec<&'c str>,
}

impl<'c> Outline<'c> {
    fn of(body: &'c Body) -> Self {
        let mut outline = Self::default();
        match body {
            Body::Json(template) => outline.template(template),
            Body::Xml(xml) => outline.template(&xml.element),
            Body::Text(text) => outline.text(text),
            Body::Empty => {}
        }
        outline
    }

    fn text(&mut self, text: &'c Text) {
        for piece in &text.pieces {
            match piece {
                Piece::Literal(literal) => self.constant += literal.len(),
                Piece::Placeholder(placeholder) => self.placeholders.push(&placeholder.name),
            }
        }
    }

    fn template(&mut self, template: &'c Template) {
        match template {
            Template::Raw(json) => self.constant += json.len(),
            Template::Text(text) => self.text(&text.value),
            Template::Array(elements) => {
                self.constant += 2;
                for element in elements {
                    self.template(element);
                }
            }
            Template::Object(object) => {
                self.constant += 2;
                for (name, value) in &object.members {
                    self.constant += name.len();
                    self.template(value);
                }
            }
        }
    }
}
