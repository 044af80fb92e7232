//! The events of a log: JSON lines, and texts with `key=value`.

use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap};

use error_catalog::Catalog;
use serde_json::{Map, Value};

use super::endpoints::{self, Endpoint};

/// The events of a catalog in a log.
#[derive(Debug)]
pub struct Log<'c> {
    catalog: &'c Catalog,
    mount: String,
    positions: HashMap<&'c str, usize>,
    answers: Vec<usize>,
    endpoints: Vec<Endpoint<'c>>,
    /// The endpoints of each route.
    routes: HashMap<String, BTreeSet<usize>>,
    events: usize,
}

impl<'c> Log<'c> {
    /// Starts without events. `mount` is the path below which the server has the API, and with which the routes of the log begin.
    pub fn new(catalog: &'c Catalog, mount: &str) -> Self {
        let positions = catalog.entries.iter().enumerate();
        Self {
            catalog,
            mount: mount.to_owned(),
            positions: positions
                .map(|(position, entry)| (entry.name.as_str(), position))
                .collect(),
            answers: vec![0; catalog.entries.len()],
            endpoints: endpoints::documented(catalog),
            routes: HashMap::new(),
            events: 0,
        }
    }

    /// Reads a line. One without an event of the catalog is skipped.
    pub fn line(&mut self, line: &str) {
        // The name of the field is in every event, and in few other lines.
        if !line.contains("entry") {
            return;
        }
        let line = without_colors(line);
        let trimmed = line.trim();
        let json = trimmed
            .starts_with('{')
            .then(|| serde_json::from_str::<Map<String, Value>>(trimmed));
        let event = json.and_then(Result::ok).map(|event| of_json(&event));
        let event = event.unwrap_or_else(|| of_text(trimmed));
        if event.get("catalog").is_none_or(|name| *name != self.catalog.name) {
            return;
        }
        let Some(&entry) = event.get("entry").and_then(|name| self.positions.get(&**name)) else {
            return;
        };
        self.events += 1;
        self.answers[entry] += 1;
        let route = ["route", "path", "url.path", "http.route", "uri", "http.target"];
        let Some(route) = route.iter().find_map(|name| event.get(*name)) else {
            return;
        };
        if !self.routes.contains_key(&**route) {
            let pattern = endpoints::route(route, &self.mount);
            let matching = pattern.map(|pattern| endpoints::matching(&self.endpoints, &pattern));
            self.routes.insert(route.to_string(), matching.unwrap_or_default());
        }
        let method = event.get("method").map(|method| &**method);
        for position in self.routes.get(&**route).into_iter().flatten() {
            self.endpoints[*position].count(entry, method);
        }
    }

    /// Returns the number of events of the catalog.
    pub fn events(&self) -> usize {
        self.events
    }

    pub(super) fn answers(&self, entry: usize) -> usize {
        self.answers.get(entry).copied().unwrap_or(0)
    }

    pub(super) fn finish(self) -> Vec<Endpoint<'c>> {
        self.endpoints
    }
}

/// The fields of an event. A later one of the same name does not count.
type Fields<'l> = HashMap<Cow<'l, str>, Cow<'l, str>>;

/// The fields of the event itself, then those of its spans from the innermost one.
fn of_json(event: &Map<String, Value>) -> Fields<'static> {
    let mut fields = Fields::new();
    let add = |object: &Map<String, Value>, fields: &mut Fields<'static>| {
        for (name, value) in object {
            let text = match value {
                Value::String(text) => text.clone(),
                Value::Number(number) => number.to_string(),
                _ => continue,
            };
            fields.entry(Cow::Owned(name.clone())).or_insert(Cow::Owned(text));
        }
    };
    if let Some(Value::Object(inner)) = event.get("fields") {
        add(inner, &mut fields);
    }
    add(event, &mut fields);
    if let Some(Value::Object(span)) = event.get("span") {
        add(span, &mut fields);
    }
    if let Some(Value::Array(spans)) = event.get("spans") {
        for span in spans.iter().rev() {
            if let Value::Object(span) = span {
                add(span, &mut fields);
            }
        }
    }
    fields
}

/// The fields of `name="value"`, `name=value`, and `name: "value"` of pretty texts.
fn of_text(line: &str) -> Fields<'_> {
    let mut fields = Fields::new();
    let mut rest = line;
    while let Some(at) = rest.find(['=', ':']) {
        let name_start = rest[..at].rfind(|c: char| !is_of_name(c)).map_or(0, |before| {
            before + rest[before..].chars().next().map_or(1, char::len_utf8)
        });
        let name = &rest[name_start..at];
        let is_colon = rest[at..].starts_with(':');
        let mut value = &rest[at + 1..];
        if is_colon {
            // Only a quoted text: elsewhere a colon is a part of a message or a path.
            value = value
                .strip_prefix(' ')
                .filter(|value| value.starts_with('"'))
                .unwrap_or("");
        }
        let (text, length) = match value.strip_prefix('"') {
            Some(quoted) => match unquoted(quoted) {
                Some((text, length)) => (text, length + 1),
                None => break,
            },
            None => {
                let end = value
                    .find(|c: char| c.is_whitespace() || c == ',')
                    .unwrap_or(value.len());
                (Cow::Borrowed(&value[..end]), end)
            }
        };
        if !(name.is_empty() || is_colon && length == 0) {
            // The fields of the event come after its message, which may have the text of a client.
            fields.insert(Cow::Borrowed(name), text);
        }
        let used = rest.len() - value.len() + length;
        rest = if is_colon && length == 0 {
            &rest[at + 1..]
        } else {
            &rest[used..]
        };
    }
    fields
}

fn is_of_name(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '_' | '.')
}

/// Reads a text up to its quote, with the escapes of Rust. Returns it with the length that was read, the quote included.
fn unquoted(text: &str) -> Option<(Cow<'_, str>, usize)> {
    let end = text.find(['"', '\\'])?;
    if text[end..].starts_with('"') {
        return Some((Cow::Borrowed(&text[..end]), end + 1));
    }
    let mut out = String::new();
    let mut letters = text.char_indices();
    while let Some((at, letter)) = letters.next() {
        match letter {
            '"' => return Some((Cow::Owned(out), at + 1)),
            '\\' => match letters.next()?.1 {
                'n' => out.push('\n'),
                't' => out.push('\t'),
                'r' => out.push('\r'),
                other => out.push(other),
            },
            other => out.push(other),
        }
    }
    None
}

/// Removes the escape sequences of colours.
fn without_colors(line: &str) -> Cow<'_, str> {
    if !line.contains('\u{1b}') {
        return Cow::Borrowed(line);
    }
    let mut out = String::with_capacity(line.len());
    let mut letters = line.chars();
    while let Some(letter) = letters.next() {
        if letter == '\u{1b}' {
            letters.by_ref().find(char::is_ascii_alphabetic);
        } else {
            out.push(letter);
        }
    }
    Cow::Owned(out)
}
