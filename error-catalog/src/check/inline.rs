//! Texts that hold other texts of their entry: not in a circle, and not beyond all bounds.

use std::collections::HashMap;

use super::Once;
use crate::model::{Body, Catalog, Entry};
use crate::problem::{Problem, Problems};
use crate::raw::{RawCatalog, RawEntry};
use crate::rules;
use crate::source::Spanned;
use crate::template::Template;
use crate::text::{Piece, Text};

/// The longest text or body, in bytes, with everything in it that the catalog knows.
const MAX_EXPANDED: usize = 1024 * 1024;

/// What all bodies of a catalog may take together, in bytes.
const MAX_TOTAL: usize = 256 * 1024 * 1024;

/// Reports such texts, and takes them out of the catalog, which has to compile all the same.
pub(super) fn check(raw: &RawCatalog, catalog: &mut Catalog, problems: &mut Problems) {
    let mut once = Once::default();
    let mut total: usize = 0;
    let mut too_large = false;
    for (entry, raw_entry) in catalog.entries.iter_mut().zip(&raw.errors) {
        let mut sizes = Sizes::new(entry);
        let mut bad: Vec<&'static str> = Vec::new();
        for member in MEMBERS {
            let Some(text) = member_text(entry, member) else {
                continue;
            };
            let problem = match sizes.of_member(member) {
                Size::Bytes(bytes) if bytes <= MAX_EXPANDED => continue,
                // A circle is one mistake, however many texts are on it.
                Size::Circle if !bad.is_empty() => {
                    bad.push(member);
                    continue;
                }
                Size::Circle => Problem::new(
                    &rules::CIRCULAR_TEXT,
                    text.span.clone(),
                    format!("`{member}` is used, in the end, by itself"),
                ),
                Size::Bytes(_) => too_long(text, &format!("`{member}`")),
            };
            once.report(problems, problem, (&raw_entry.name.span, &raw_entry.span));
            bad.push(member);
        }
        let body = catalog
            .responses
            .get(entry.response)
            .map(|response| sizes.of_body(&response.body));
        let body = body.unwrap_or(0);
        total = total.saturating_add(body);
        if bad.is_empty() && (body > MAX_EXPANDED || total > MAX_TOTAL) {
            report_body(raw_entry, total, problems);
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

/// The members whose texts can stand in each other.
const MEMBERS: [&str; 5] = ["message", "display", "diagnostics", "docs", "log"];

fn member_text<'e>(entry: &'e Entry, member: &str) -> Option<&'e Spanned<Text>> {
    match member {
        "message" | "detail" => entry.message.as_ref(),
        "display" => entry.display.as_ref(),
        "diagnostics" => entry.diagnostics.as_ref(),
        "docs" => entry.docs.as_ref(),
        "log" => entry.log.as_ref(),
        _ => None,
    }
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
    let message = format!("{what} is longer than {MAX_EXPANDED} bytes with the texts that stand in it");
    Problem::new(&rules::TOO_LARGE, text.span.clone(), message)
}

fn report_body(raw: &RawEntry, total: usize, problems: &mut Problems) {
    let message = if total > MAX_TOTAL {
        format!(
            "the bodies of the entries up to `{}` take more than {MAX_TOTAL} bytes",
            raw.name.value
        )
    } else {
        format!("the body of `{}` is longer than {MAX_EXPANDED} bytes", raw.name.value)
    };
    problems.add(&rules::TOO_LARGE, raw.name.span.clone(), message);
}

#[derive(Clone, Copy)]
enum Size {
    Bytes(usize),
    Circle,
}

impl Size {
    fn plus(self, other: Self) -> Self {
        match (self, other) {
            (Self::Bytes(one), Self::Bytes(two)) => Self::Bytes(one.saturating_add(two)),
            _ => Self::Circle,
        }
    }
}

/// How long texts are when everything that stands in them is written out; each member is measured once.
struct Sizes<'e> {
    entry: &'e Entry,
    /// `None` while it is being measured: who meets it then is in a circle.
    known: HashMap<&'static str, Option<Size>>,
}

impl<'e> Sizes<'e> {
    fn new(entry: &'e Entry) -> Self {
        Self {
            entry,
            known: HashMap::new(),
        }
    }

    fn of_member(&mut self, name: &str) -> Size {
        let Some(member) = MEMBERS
            .into_iter()
            .find(|member| *member == name || (name == "detail" && *member == "message"))
        else {
            return Size::Bytes(self.of_value(name));
        };
        let Some(text) = member_text(self.entry, member) else {
            return Size::Bytes(self.entry.title.len());
        };
        match self.known.get(member) {
            Some(size) => size.unwrap_or(Size::Circle),
            None => {
                self.known.insert(member, None);
                let size = self.of_text(&text.value);
                self.known.insert(member, Some(size));
                size
            }
        }
    }

    fn of_text(&mut self, text: &Text) -> Size {
        text.pieces.iter().fold(Size::Bytes(0), |size, piece| {
            size.plus(match piece {
                Piece::Literal(literal) => Size::Bytes(literal.len()),
                Piece::Hole(hole) => self.of_member(&hole.name),
            })
        })
    }

    /// A value without holes, or one that only an occurrence has.
    fn of_value(&self, name: &str) -> usize {
        match name {
            "title" => self.entry.title.len(),
            "action" => self.entry.action.as_ref().map_or(0, String::len),
            "user_message" => self.entry.user_message.as_ref().map_or(0, String::len),
            "name" | "code" => self.entry.name.len(),
            _ => 32,
        }
    }

    fn of_body(&mut self, body: &Body) -> usize {
        let size = match body {
            Body::Json(template) => self.of_template(template),
            Body::Text(text) | Body::Html(text) => self.of_text(text),
            Body::Empty => Size::Bytes(0),
        };
        match size {
            Size::Bytes(bytes) => bytes,
            // The text itself was reported.
            Size::Circle => 0,
        }
    }

    fn of_template(&mut self, template: &Template) -> Size {
        match template {
            Template::Raw(json) => Size::Bytes(json.len()),
            Template::Text(text) => self.of_text(&text.value),
            Template::Array(elements) => elements
                .iter()
                .fold(Size::Bytes(2), |size, element| size.plus(self.of_template(element))),
            Template::Object(object) => object.members.iter().fold(Size::Bytes(2), |size, (name, value)| {
                size.plus(Size::Bytes(name.len())).plus(self.of_template(value))
            }),
        }
    }
}
