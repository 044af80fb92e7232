//! Coverage as text for people and as JSON.

use std::fmt::Write as _;

use serde_json::{Value, json};

use super::{Coverage, Covered, Place, State};
use crate::words::{abridged, count};

/// The number of names of a list that texts show.
const SHOWN: usize = 8;

impl Coverage<'_> {
    /// Returns the report for people.
    pub fn text(&self) -> String {
        let mut out = String::new();
        let (reached, all) = self.counts();
        let name = &self.catalog.name;
        let _ = writeln!(
            out,
            "{name}: {reached} of {all} entries are reached ({:.1} %)",
            self.percent()
        );
        let number = |state| {
            let counted = self.entries.iter().filter(|entry| entry.counts());
            counted.filter(|entry| entry.state() == state).count()
        };
        let mut parts = vec![format!("{} by server code or in the log", number(State::Reached))];
        parts.push(format!(
            "{} as fallbacks of the catalog, which the layer sends",
            number(State::Fallback)
        ));
        let deprecated = self.entries.iter().filter(|entry| !entry.counts()).count();
        if deprecated > 0 {
            parts.push(format!("{deprecated} deprecated not counted"));
        }
        let _ = writeln!(out, "  {}", parts.join(", "));
        let sources = count(self.files, "Rust file");
        let log = self
            .events
            .map(|events| format!(", {} of the log", count(events, "event")));
        let _ = writeln!(out, "  {sources}{}", log.unwrap_or_default());
        self.list(&mut out, State::OnlyTests, "Only tests name:");
        self.list(&mut out, State::Unused, "Nothing names:");
        let missing = self
            .endpoints
            .iter()
            .filter(|endpoint| endpoint.unanswered().next().is_some());
        for (number, endpoint) in missing.enumerate() {
            if number == 0 {
                out.push_str("\nEndpoints that did not answer with all of their entries:\n");
            }
            let unanswered: Vec<&str> = endpoint.unanswered().collect();
            let _ = writeln!(
                out,
                "  {}: {} of {} in {}; never {}",
                endpoint.pattern,
                endpoint.entries.len() - unanswered.len(),
                count(endpoint.entries.len(), "entry"),
                count(endpoint.events, "event"),
                abridged(&unanswered, SHOWN)
            );
        }
        if !self.unparsed.is_empty() {
            out.push_str("\nSources that are not Rust; the names that could be read in them count:\n");
            for file in &self.unparsed {
                let _ = writeln!(out, "  {}:{}: {}", file.path.display(), file.line, file.message);
            }
        }
        out
    }

    fn list(&self, out: &mut String, state: State, heading: &str) {
        let entries: Vec<&Covered<'_>> = self.entries.iter().filter(|entry| entry.state() == state).collect();
        if entries.is_empty() {
            return;
        }
        let _ = writeln!(out, "\n{heading}");
        for covered in entries {
            let _ = write!(out, "  {}", covered.entry.name);
            if !covered.counts() {
                out.push_str(" (deprecated)");
            }
            if let Some(place) = covered.tests.first() {
                let _ = write!(out, "  {}:{}", place.path.display(), place.line);
            }
            out.push('\n');
        }
    }

    /// Returns the report for programs.
    pub fn json(&self) -> Value {
        let (reached, all) = self.counts();
        let entries = self.entries.iter().map(|covered| {
            json!({
                "entry": covered.entry.name,
                "state": covered.state().as_str(),
                "deprecated": !covered.counts(),
                "fallback": covered.is_fallback,
                "server": places(&covered.server),
                "tests": places(&covered.tests),
                "answers": self.events.map(|_| covered.answers),
            })
        });
        let endpoints = self.endpoints.iter().map(|endpoint| {
            json!({
                "pattern": endpoint.pattern,
                "events": endpoint.events,
                "answered": endpoint.entries.len() - endpoint.unanswered().count(),
                "unanswered": endpoint.unanswered().collect::<Vec<_>>(),
            })
        });
        let unparsed = self
            .unparsed
            .iter()
            .map(|file| json!({ "path": file.path.display().to_string(), "line": file.line, "message": file.message }));
        json!({
            "catalog": self.catalog.name,
            "percent": self.percent(),
            "reached": reached,
            "counted": all,
            "files": self.files,
            "events": self.events,
            "entries": entries.collect::<Value>(),
            "endpoints": endpoints.collect::<Value>(),
            "unparsed": unparsed.collect::<Value>(),
        })
    }
}

fn places(places: &[Place]) -> Value {
    let places = places.iter();
    places
        .map(|place| json!({ "path": place.path.display().to_string(), "line": place.line }))
        .collect()
}
