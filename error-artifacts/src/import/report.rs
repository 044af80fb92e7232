//! The remarks of an import, for people and as JSON.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde_json::{Value, json};

use super::found::{Kind, Note, Place, Position};

/// More places of one remark are counted.
const MAX_LISTED: usize = 20;

/// Returns the remarks as text: a line for each entry with guesses, then the values that are missing.
pub fn human(notes: &[Note]) -> String {
    let mut out = String::new();
    let mut skipped: Vec<&Note> = notes.iter().filter(|note| note.kind == Kind::Skipped).collect();
    skipped.dedup();
    for note in &skipped {
        let entry = note.entry.as_ref().map(|name| format!("{name}: ")).unwrap_or_default();
        let _ = writeln!(out, "{}: skipped: {entry}{}", note.place, note.text);
    }
    let mut lines: Vec<(&Place, Option<&str>, Vec<String>)> = Vec::new();
    for note in notes.iter().filter(|note| note.kind == Kind::Guessed) {
        let entry = note.entry.as_deref();
        match lines.last_mut() {
            Some((place, last, texts)) if *last == entry && entry.is_some() => {
                let elsewhere = if is_near(place, &note.place) {
                    String::new()
                } else {
                    format!(" ({})", position(&note.place))
                };
                texts.push(format!("{}{elsewhere}", note.text));
            }
            _ => lines.push((&note.place, entry, vec![note.text.clone()])),
        }
    }
    for (place, entry, texts) in lines {
        let entry = entry.map(|name| format!("{name}: ")).unwrap_or_default();
        let _ = writeln!(out, "{place}: guessed: {entry}{}", texts.join("; "));
    }
    let mut missing: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for note in notes.iter().filter(|note| note.kind == Kind::Missing) {
        missing.entry(&note.text).or_default().extend(note.entry.as_deref());
    }
    for (text, entries) in missing {
        let mut names = entries.iter().take(MAX_LISTED).copied().collect::<Vec<_>>().join(", ");
        if entries.len() > MAX_LISTED {
            let _ = write!(names, " and {} more", entries.len() - MAX_LISTED);
        }
        let _ = writeln!(out, "missing: {text}: {names}");
    }
    out
}

/// Whether two places are on one line, or one is within the other.
fn is_near(one: &Place, other: &Place) -> bool {
    match (&one.position, &other.position) {
        (Position::Line { line: one, .. }, Position::Line { line: other, .. }) => one == other,
        (Position::Pointer(one), Position::Pointer(other)) => other.starts_with(&**one) || one.starts_with(&**other),
        _ => false,
    }
}

/// Returns a position without the name of the file.
fn position(place: &Place) -> String {
    match &place.position {
        Position::Line { line, column } => format!("{line}:{column}"),
        Position::Pointer(pointer) => format!("#{pointer}"),
    }
}

/// Returns the remarks as JSON: an array of objects.
pub fn json(notes: &[Note]) -> Value {
    let all = notes.iter().map(|note| {
        json!({
            "kind": note.kind.as_str(),
            "place": note.place.to_string(),
            "entry": note.entry,
            "member": note.member,
            "message": note.text,
        })
    });
    Value::Array(all.collect())
}
