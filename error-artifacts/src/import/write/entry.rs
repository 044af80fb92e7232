//! One entry of a catalog.

use std::collections::BTreeSet;

use error_layout::grammar;
use error_layout::vocabulary::reason;
use serde_json::{Map, Value, json};

use super::Whole;
use crate::import::assemble::says_the_same;
use crate::import::bodies::{self, Form};
use crate::import::found::{Entry, Fact, Kind, Note, Place, Statuses};
use crate::import::text::{self, literal, tidy};
use crate::import::words;

/// Writes one entry.
pub(super) struct Writer<'w> {
    pub(super) whole: &'w Whole,
    pub(super) name: &'w str,
    pub(super) entry: &'w Entry,
    pub(super) members: Map<String, Value>,
    pub(super) notes: &'w mut Vec<Note>,
}

impl Writer<'_> {
    /// Sets a member. A catalog has no empty texts.
    fn set(&mut self, member: &str, value: impl Into<Value>) {
        let value = value.into();
        if value != "" {
            self.members.insert(member.to_owned(), value);
        }
    }

    fn note(&mut self, kind: Kind, member: &'static str, place: &Place, text: String) {
        self.notes.push(Note {
            kind,
            place: place.clone(),
            entry: Some(self.name.to_owned()),
            member,
            text,
        });
    }

    /// Remarks on a fact that was guessed.
    fn guessed<T>(&mut self, member: &'static str, shown: &str, fact: &Fact<T>) {
        if let Some(from) = &fact.guess {
            let shown = if shown.is_empty() {
                String::new()
            } else {
                format!(" {shown}")
            };
            self.note(Kind::Guessed, member, &fact.place, format!("{member}{shown} {from}"));
        }
    }

    /// Writes all members.
    pub(super) fn entry(&mut self, (title, title_from): (String, Option<&'static str>)) {
        let entry = self.entry;
        self.code();
        let status = self.status();
        self.response(status);
        let title = if title.is_empty() {
            reason(status).to_owned()
        } else {
            title
        };
        let title = if title.is_empty() { self.name.to_owned() } else { title };
        if let Some(from) = title_from {
            self.note(Kind::Guessed, "title", &entry.place, format!("title {from}"));
        }
        self.texts(&title);
        self.set("title", title);
        self.advice(status);
        self.life_cycle();
        let category = entry.category.as_ref().and_then(|category| {
            let name = self.whole.categories.get(&category.value)?;
            Some((name.clone(), category))
        });
        if let Some((name, category)) = category {
            self.guessed("category", &format!("`{name}`"), category);
            self.set("category", name);
        }
        if !entry.methods.is_empty() {
            self.set("methods", entry.methods.iter().cloned().collect::<Vec<_>>());
        }
        if !entry.endpoints.is_empty() {
            self.set("endpoints", entry.endpoints.iter().cloned().collect::<Vec<_>>());
        }
    }

    fn code(&mut self) {
        match &self.entry.code {
            Some(code) => {
                if self.whole.is_uncoded || code.value != self.name {
                    self.set("code", code.value.clone());
                }
                self.guessed("code", &format!("`{}`", self.entry.code_text()), code);
            }
            None if !self.whole.is_uncoded => self.set("code", Value::Null),
            None => {}
        }
    }

    /// Sets the status and returns the default one.
    fn status(&mut self) -> u16 {
        let Some(status) = &self.entry.status else { return 400 };
        let first = status.value.first();
        match &status.value {
            Statuses::Known(all) if all.len() > 1 => self.set("status", json!(all)),
            Statuses::Known(_) => self.set("status", first),
            Statuses::Range(from, to) => {
                self.set("status", first);
                self.set("status_range", format!("{from}-{to}"));
            }
        }
        self.guessed("status", &first.to_string(), status);
        first
    }

    /// Sets the response, and the members that an OperationOutcome needs.
    fn response(&mut self, status: u16) {
        let entry = self.entry;
        let mut is_fhir = self.whole.is_fhir;
        if let Some(shape) = entry.body.filter(|shape| *shape != self.whole.default_shape)
            && let Some(name) = self.whole.responses.get(shape).filter(|name| !name.is_empty())
        {
            self.set("response", name.clone());
            is_fhir = self.whole.forms.get(shape) == Some(&Form::Outcome);
        }
        if let Some(severity) = entry
            .severity
            .as_ref()
            .filter(|one| matches!(one.value.as_str(), "fatal" | "warning"))
        {
            self.set("severity", severity.value.clone());
        }
        if !is_fhir && entry.issue.is_none() {
            return;
        }
        let known = entry.issue.clone().unwrap_or_else(|| {
            let text = format!(
                "{} {}",
                entry.code_text(),
                entry.title.as_ref().map_or("", |title| &title.value)
            );
            let issue = words::issue(status, &text).to_owned();
            Fact::guessed(issue, entry.place.clone(), "from the status")
        });
        let issue = issue_of(&known.value, self.whole.fhir);
        self.guessed("issue", &format!("`{issue}`"), &known);
        self.set("issue", issue);
    }

    fn texts(&mut self, title: &str) {
        let entry = self.entry;
        let mut described = false;
        if let Some(message) = &entry.message {
            if message.value != literal(title) {
                self.set("message", message.value.clone());
                if !entry.parameters.is_empty() {
                    self.set("parameters", json!(entry.parameters));
                }
            }
            self.guessed("message", "", message);
        } else if let Some(description) = &entry.description
            && !says_the_same(&description.value, title)
            && !description.value.contains("\n\n")
        {
            self.set("message", literal(&sentence(&description.value)));
            self.note(
                Kind::Guessed,
                "message",
                &description.place,
                "message from the description".to_owned(),
            );
            described = true;
        }
        if let Some(display) = &entry.display {
            self.set("display", display.value.clone());
            self.guessed("display", "", display);
        }
        if let Some(description) = &entry.description
            && !described
            && !says_the_same(&description.value, title)
        {
            self.set("description", description.value.clone());
            self.guessed("description", "", description);
        }
        if let Some(action) = entry.action.as_ref().filter(|action| !action.value.is_empty()) {
            self.set("action", action.value.clone());
            self.guessed("action", "", action);
        } else {
            self.note(Kind::Missing, "action", &entry.place, "no action".to_owned());
        }
        if let Some(text) = &entry.user_message {
            self.set("user_message", text::without_braces(&text.value));
        }
        if let Some(docs) = entry
            .docs
            .as_ref()
            .filter(|docs| grammar::is_uri_reference(&docs.value))
        {
            let code = self.entry.code_text();
            let by_default = self.whole.docs.as_ref().map(|docs| docs.replace("{code}", &code));
            if by_default.as_ref() != Some(&docs.value) {
                self.set("docs", literal(&docs.value));
            }
        }
    }

    /// Sets the headers and the retry class.
    fn advice(&mut self, status: u16) {
        let entry = self.entry;
        let mut headers = Map::new();
        for (name, value) in &entry.headers {
            headers.insert(name.clone(), json!(value.value));
        }
        if status == 401 && !headers.contains_key("WWW-Authenticate") {
            match &self.whole.challenge {
                Some(challenge) => {
                    headers.insert("WWW-Authenticate".to_owned(), json!(challenge));
                }
                None => self.note(
                    Kind::Missing,
                    "headers",
                    &entry.place,
                    "no header `WWW-Authenticate`".to_owned(),
                ),
            }
        }
        if status == 405 {
            self.note(Kind::Missing, "headers", &entry.place, "no header `Allow`".to_owned());
        }
        let waits = headers.contains_key("Retry-After");
        let class = entry.retry.as_ref().map(|retry| retry.value.clone());
        // A class that says otherwise than the header is not written.
        let class = class.filter(|class| !waits || class != "never");
        if class.as_ref().is_some_and(|class| *class == "after") && !waits {
            headers.insert("Retry-After".to_owned(), json!("{retry_after?}"));
        }
        if let Some(retry) = &entry.retry
            && let Some(class) = &class
        {
            let shown = format!(
                "`{}`",
                class.as_str().or_else(|| class["class"].as_str()).unwrap_or_default()
            );
            self.guessed("retry", &shown, retry);
        }
        match class {
            Some(class) => self.set("retry", class),
            None if waits => self.set("retry", "after"),
            None => self.note(Kind::Missing, "retry", &entry.place, "no retry advice".to_owned()),
        }
        if !headers.is_empty() {
            self.set("headers", Value::Object(headers));
        }
    }

    fn life_cycle(&mut self) {
        let entry = self.entry;
        let code = entry.code_text();
        let is_new = |alias: &&String| {
            **alias != code && !self.whole.by_code.contains_key(*alias) && bodies::is_code(&json!(alias))
        };
        let aliases: BTreeSet<&String> = entry.aliases.iter().filter(is_new).collect();
        if !aliases.is_empty() && !code.is_empty() {
            self.set("aliases", json!(aliases));
        }
        if let Some(since) = entry.since.as_ref().filter(|since| !since.value.is_empty()) {
            self.set("since", since.value.clone());
        }
        if let Some(deprecated) = &entry.deprecated {
            self.set("deprecated", deprecated.value.clone());
        }
        if let Some(replacement) = &entry.replaced_by {
            let known = self.whole.by_code.get(&replacement.value);
            match known.filter(|(name, is_deprecated)| name != self.name && !is_deprecated) {
                Some((name, _)) if entry.deprecated.is_some() => self.set("replaced_by", name.clone()),
                _ => {
                    let text = format!("replacement `{}` is not a current entry", replacement.value);
                    self.note(Kind::Skipped, "replaced_by", &replacement.place, text);
                }
            }
        }
    }
}

/// Returns an explanation as a sentence: without the `i.e.` that connects it to the cell before it.
fn sentence(text: &str) -> String {
    let text = tidy(text);
    let Some(rest) = text
        .strip_prefix("i.e.")
        .map(|rest| rest.trim_start_matches([',', ' ']))
    else {
        return text;
    };
    let mut chars = rest.chars();
    let first = chars.next().into_iter().flat_map(char::to_uppercase);
    first.chain(chars).collect()
}

/// Returns an issue type that a version of FHIR has.
fn issue_of(issue: &str, fhir: &str) -> String {
    let is_old = matches!(fhir, "DSTU2" | "STU3");
    match issue {
        "multiple-matches" if is_old => "processing",
        "deleted" if is_old => "not-found",
        "limited-filter" if fhir != "R5" => "incomplete",
        "success" if fhir != "R5" => "informational",
        other => other,
    }
    .to_owned()
}
