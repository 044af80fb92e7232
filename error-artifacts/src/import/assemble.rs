//! From the facts of all inputs to one list of entries, each with a status, and the structures of their bodies.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use error_layout::vocabulary::reason;
use serde_json::Value;

use super::bodies::{self, Facts, Form};
use super::found::{Entry, Example, Fact, Found, Outline, Statuses};
use super::samples;
use super::text::{literal, tidy, without_braces, words};
use super::words::{strong_status, weak_status};

/// The maximum number of structures that become responses.
pub(super) const MAX_SHAPES: usize = 8;

/// A body with its facts, and the structure that it has.
#[derive(Debug)]
pub(crate) struct Known {
    pub(crate) example: Example,
    pub(crate) facts: Facts,
    pub(crate) shape: usize,
    /// The declarations of its members, if a schema describes it.
    pub(crate) outline: Option<Outline>,
}

/// Adds the facts of examples to entries, merges descriptions of one error, and guesses statuses. Returns the examples.
pub(crate) fn assemble(found: &mut Found) -> Vec<Known> {
    let known = examples(found);
    found.entries = merged(std::mem::take(&mut found.entries));
    statuses(found);
    found.entries = merged(std::mem::take(&mut found.entries));
    skip_codes(found);
    share_bodies(&mut found.entries);
    known
}

/// Leaves out the entries whose codes a catalog cannot have: one with braces stands for several codes.
fn skip_codes(found: &mut Found) {
    for entry in std::mem::take(&mut found.entries) {
        let code = entry.code_text().into_owned();
        let parts = if code.contains(['{', '}']) {
            "placeholders"
        } else if code.contains(char::is_control) {
            "control characters"
        } else {
            found.entries.push(entry);
            continue;
        };
        found.skip(entry.place, format!("`{code}`: a code has no {parts}"));
    }
}

/// What tells the responses of examples apart: the form, and three members of the body.
pub(super) type Shape = (Form, Option<String>, Option<String>, Option<String>);

fn examples(found: &mut Found) -> Vec<Known> {
    let mut shapes: Vec<Shape> = Vec::new();
    let mut known = Vec::new();
    let mut by_code: HashMap<String, Vec<usize>> = HashMap::new();
    for (position, entry) in found.entries.iter().enumerate() {
        let code = entry.code_text();
        if !code.is_empty() {
            by_code.entry(code.into_owned()).or_default().push(position);
        }
    }
    for example in std::mem::take(&mut found.examples) {
        let Some(facts) = bodies::facts(&example.body, example.media_type.as_deref()) else {
            continue;
        };
        let shape = shape_of(&example, &facts);
        let shape = shapes.iter().position(|one| *one == shape).unwrap_or_else(|| {
            shapes.push(shape);
            shapes.len() - 1
        });
        if shape >= MAX_SHAPES {
            found.skip(example.place, "body of a further structure");
            continue;
        }
        for position in owners(&example, &facts, found, &mut by_code) {
            if let Some(entry) = found.entries.get_mut(position) {
                add(entry, &example, &facts);
                entry.body.get_or_insert(shape);
            }
        }
        known.push(Known {
            example,
            facts,
            shape,
            outline: None,
        });
    }
    for sample in std::mem::take(&mut found.samples) {
        samples::add(sample, &mut shapes, &mut known, found);
    }
    known
}

pub(super) fn shape_of(example: &Example, facts: &Facts) -> Shape {
    match facts.form {
        // An issue without a coding has the structure of one with it.
        Form::Outcome => {
            let profile = example.body["meta"]["profile"][0].as_str().map(str::to_owned);
            let message = facts.message.as_ref().map(|_| String::new());
            (Form::Outcome, profile, message, None)
        }
        Form::Problem => (Form::Problem, facts.code_at.clone(), None, None),
        Form::Json => (Form::Json, facts.code_at.clone(), facts.message_at.clone(), None),
    }
}

/// Gives entries without an example the structure that most of their category have.
fn share_bodies(entries: &mut [Entry]) {
    let mut uses: BTreeMap<String, BTreeMap<usize, usize>> = BTreeMap::new();
    let category = |entry: &Entry| entry.category.as_ref().map(|category| category.value.clone());
    for entry in entries.iter() {
        if let (Some(category), Some(body)) = (category(entry), entry.body) {
            *uses.entry(category).or_default().entry(body).or_default() += 1;
        }
    }
    for entry in entries.iter_mut().filter(|entry| entry.body.is_none()) {
        let uses = category(entry).and_then(|category| uses.get(&category));
        let most = uses.and_then(|uses| uses.iter().max_by_key(|(_, count)| **count));
        entry.body = most.map(|(body, _)| *body);
    }
}

/// Returns the code or problem type that identifies a body.
fn identity(facts: &Facts) -> Option<Value> {
    let kind = facts.kind.as_deref().map(last_segment).filter(|name| !name.is_empty());
    kind.map(Value::from).or_else(|| facts.code.clone())
}

/// Returns the last part of a URI: of its fragment or path.
pub(crate) fn last_segment(uri: &str) -> &str {
    uri.rsplit(['#', '/', ':'])
        .find(|part| !part.is_empty())
        .unwrap_or_default()
}

/// Returns the positions of the entries that an example shows. An error that only an example has becomes an entry.
fn owners(
    example: &Example,
    facts: &Facts,
    found: &mut Found,
    by_code: &mut HashMap<String, Vec<usize>>,
) -> Vec<usize> {
    let status = example.status.or(facts.status);
    let has_status = |entry: &Entry| match (&entry.status, status) {
        (Some(known), Some(status)) => match &known.value {
            Statuses::Known(all) => all.contains(&status),
            Statuses::Range(from, to) => (*from..=*to).contains(&status),
        },
        _ => true,
    };
    if let Some(code) = identity(facts) {
        let text = code.as_str().map_or_else(|| code.to_string(), str::to_owned);
        let same = by_code.get(&text).cloned().unwrap_or_default();
        let fitting: Vec<usize> = same
            .iter()
            .copied()
            .filter(|at| has_status(&found.entries[*at]))
            .collect();
        if !fitting.is_empty() {
            return fitting;
        }
        let hinted = example
            .entry
            .filter(|at| found.entries.get(*at).is_some_and(|entry| entry.code.is_none()));
        let position = hinted.unwrap_or_else(|| {
            found.entries.push(Entry::new(example.place.clone()));
            found.entries.len() - 1
        });
        let entry = &mut found.entries[position];
        entry.code = Some(Fact::read(code, example.place.clone()));
        if let Some(status) = status.filter(|_| entry.status.is_none()) {
            entry.status = Some(Fact::read(Statuses::Known(vec![status]), example.place.clone()));
        }
        by_code.entry(text).or_default().push(position);
        return vec![position];
    }
    if let Some(at) = example.entry {
        return vec![at];
    }
    let Some(status) = status else { return Vec::new() };
    let text = facts.message.as_deref().or(facts.title.as_deref());
    let same = found.entries.iter().position(|entry| {
        let said = entry.message.as_ref().map(|message| message.value.as_str());
        entry.code.is_none() && entry.status.is_some() && has_status(entry) && (said.is_none() || said == text)
    });
    if same.is_some() || text.is_none() {
        return same.into_iter().collect();
    }
    let mut entry = Entry::new(example.place.clone());
    entry.status = Some(Fact::read(Statuses::Known(vec![status]), example.place.clone()));
    found.entries.push(entry);
    vec![found.entries.len() - 1]
}

/// Adds the facts of an example to its entry.
fn add(entry: &mut Entry, example: &Example, facts: &Facts) {
    let place = || example.place.clone();
    let keep = |slot: &mut Option<Fact<String>>, value: Option<&str>, guess: Option<&'static str>| {
        if let Some(value) = value.filter(|_| slot.is_none()) {
            *slot = Some(match guess {
                Some(guess) => Fact::guessed(value.to_owned(), place(), guess),
                None => Fact::read(value.to_owned(), place()),
            });
        }
    };
    keep(&mut entry.issue, facts.issue, None);
    keep(&mut entry.severity, facts.severity, None);
    keep(
        &mut entry.display,
        facts.display.as_deref().map(literal).as_deref(),
        None,
    );
    keep(&mut entry.title, facts.title.as_deref(), None);
    let message = facts.message.as_deref().map(literal);
    keep(
        &mut entry.message,
        message.as_deref(),
        Some("from an example, with its values"),
    );
    keep(&mut entry.category, facts.category.as_deref(), None);
    keep(&mut entry.docs, facts.docs.as_deref().or(facts.kind.as_deref()), None);
    if entry.status.is_none() {
        let status = example.status.or(facts.status);
        entry.status = status.map(|status| Fact::read(Statuses::Known(vec![status]), place()));
    }
    // Problem types are names; a body may have a code besides.
    if facts.kind.is_some()
        && let Some(code) = &facts.code
    {
        let name = entry.code_text().into_owned();
        entry.name.get_or_insert(name);
        entry.code = Some(Fact::read(code.clone(), place()));
    }
}

/// Merges the descriptions of one error: of one code and status, or without a code of one status and text.
fn merged(entries: Vec<Entry>) -> Vec<Entry> {
    let mut out: Vec<Entry> = Vec::with_capacity(entries.len());
    let mut groups: HashMap<String, Vec<usize>> = HashMap::new();
    for entry in entries {
        let key = key(&entry);
        let group = groups.entry(key).or_default();
        let same = group.iter().copied().find(|at| same_status(&out[*at], &entry));
        let same = same.or_else(|| group.iter().copied().find(|at| same_texts(&out[*at], &entry)));
        match same {
            Some(at) => {
                let mine = &mut out[at];
                if let (Some(known), Some(further)) = (&mut mine.status, &entry.status)
                    && let (Statuses::Known(known), Statuses::Known(further)) = (&mut known.value, &further.value)
                {
                    known.extend(
                        further
                            .iter()
                            .copied()
                            .filter(|status| !known.contains(status))
                            .collect::<BTreeSet<_>>(),
                    );
                }
                mine.merge(entry);
            }
            None => {
                group.push(out.len());
                out.push(entry);
            }
        }
    }
    out
}

fn key(entry: &Entry) -> String {
    if entry.code.is_some() {
        return format!(
            "code {} {}",
            entry.code_text(),
            entry.name.as_deref().unwrap_or_default()
        );
    }
    let text = entry
        .message
        .as_ref()
        .or(entry.title.as_ref())
        .or(entry.description.as_ref());
    let text = text.map_or("", |text| &text.value);
    let name = entry.name.as_deref().unwrap_or_default();
    // The same text for two statuses is two errors, as each has the phrase of its status.
    let status = entry.status.as_ref().map_or(0, |status| status.value.first());
    // The proxy before a server has other errors of the same name.
    let section = entry.category.as_ref().map_or("", |category| &category.value);
    let section = if entry.message.is_some() && entry.endpoints.is_empty() {
        ""
    } else {
        section
    };
    format!("text {status} {name} {text} {section}")
}

fn same_status(one: &Entry, other: &Entry) -> bool {
    match (&one.status, &other.status) {
        (Some(one), Some(other)) => match (&one.value, &other.value) {
            (Statuses::Known(one), Statuses::Known(other)) => other.iter().all(|status| one.contains(status)),
            (Statuses::Range(from, to), Statuses::Known(all)) | (Statuses::Known(all), Statuses::Range(from, to)) => {
                all.iter().all(|status| (from..=to).contains(&status))
            }
            (one, other) => one == other,
        },
        _ => true,
    }
}

/// Whether nothing but the status distinguishes two entries.
fn same_texts(one: &Entry, other: &Entry) -> bool {
    fn text(fact: Option<&Fact<String>>) -> Option<&str> {
        fact.map(|fact| fact.value.as_str())
    }
    let is_known = |entry: &Entry| {
        matches!(
            &entry.status,
            Some(Fact {
                value: Statuses::Known(_),
                ..
            })
        )
    };
    is_known(one)
        && is_known(other)
        && text(one.title.as_ref()) == text(other.title.as_ref())
        && text(one.message.as_ref()) == text(other.message.as_ref())
        && text(one.description.as_ref()) == text(other.description.as_ref())
}

/// Sets the statuses that no input states.
fn statuses(found: &mut Found) {
    let legend: BTreeSet<u16> = found.legend.iter().map(|one| one.status).collect();
    let allowed = |status: &u16| legend.is_empty() || legend.contains(status);
    let mut votes: BTreeMap<String, BTreeMap<u16, usize>> = BTreeMap::new();
    let guess = |entry: &mut Entry, status: u16, from: String| {
        entry.status = Some(Fact::guessed(Statuses::Known(vec![status]), entry.place.clone(), from));
    };
    let category = |entry: &Entry| entry.category.as_ref().map(|category| category.value.clone());
    for entry in &mut found.entries {
        if entry.status.is_none() {
            let code = entry.code_text().into_owned();
            let kind = category(entry).unwrap_or_default();
            let prose = |text: &Option<Fact<String>>| text.as_ref().map(|text| text.value.clone()).unwrap_or_default();
            let sources = [
                ("code", code),
                ("category", kind),
                ("title", prose(&entry.title)),
                ("message", prose(&entry.message)),
                ("description", prose(&entry.description)),
            ];
            let mut named = sources.into_iter();
            let named = named.find_map(|(from, text)| Some((strong_status(&text).filter(allowed)?, from)));
            if let Some((status, from)) = named {
                guess(entry, status, format!("from the words of the {from}"));
            }
        }
        if let (Some(category), Some(status)) = (category(entry), &entry.status) {
            *votes
                .entry(category)
                .or_default()
                .entry(status.value.first())
                .or_default() += 1;
        }
    }
    for entry in &mut found.entries {
        if entry.status.is_some() {
            continue;
        }
        let most_common = category(entry).and_then(|name| votes.get(&name)).and_then(|votes| {
            let most = votes.iter().max_by_key(|(_, count)| **count);
            most.map(|(status, _)| *status)
        });
        if let Some(status) = most_common.filter(allowed) {
            guess(entry, status, "from the other entries of the category".to_owned());
            continue;
        }
        let code = entry.code_text().into_owned();
        let texts = texts(entry);
        if let Some(status) = weak_status(&code).or_else(|| weak_status(&texts)).filter(allowed) {
            guess(entry, status, "from the words of the code".to_owned());
        }
    }
    add_legend(found);
    for entry in &mut found.entries {
        if entry.status.is_none() {
            guess(entry, 400, "without any source".to_owned());
        }
    }
}

/// Returns the prose of an entry.
fn texts(entry: &Entry) -> String {
    let all = [&entry.title, &entry.message, &entry.description];
    let all = all.into_iter().flatten().map(|text| text.value.as_str());
    all.collect::<Vec<_>>().join(" ")
}

/// Adds an entry for each status that the legend explains and no code has.
fn add_legend(found: &mut Found) {
    let used: BTreeSet<u16> = found
        .entries
        .iter()
        .filter_map(|entry| entry.status.as_ref())
        .flat_map(|status| match &status.value {
            Statuses::Known(all) => all.clone(),
            Statuses::Range(..) => Vec::new(),
        })
        .collect();
    for mut legend in std::mem::take(&mut found.legend) {
        if !used.contains(&legend.status) {
            let place = legend.entry.place.clone();
            legend.entry.status = Some(Fact::read(Statuses::Known(vec![legend.status]), place));
            found.entries.push(legend.entry);
        }
    }
}

/// Returns the title of an entry, with the source of a guess.
pub(crate) fn title(entry: &Entry, name: &str) -> (String, Option<&'static str>) {
    /// The maximum length of a text that serves as a title.
    const SHORT: usize = 90;
    if let Some(title) = &entry.title {
        return (without_braces(&tidy(&title.value)), None);
    }
    let is_short = |text: &&Fact<String>| {
        text.value.chars().count() <= SHORT
            && !text.value.contains(['{', '\n'])
            && !text.value.trim_end_matches('.').contains(". ")
    };
    let message = || {
        entry
            .message
            .as_ref()
            .filter(is_short)
            .map(|text| (tidy(&text.value), Some("from the message")))
    };
    let description = entry.description.as_ref().filter(is_short);
    let description = description.map(|text| (without_braces(&tidy(&text.value)), Some("from the description")));
    // The message of an example is that of one case.
    let is_sample = entry.message.as_ref().is_some_and(|message| message.guess.is_some());
    let text = if is_sample {
        description.or_else(message)
    } else {
        message().or(description)
    };
    if let Some(text) = text {
        return text;
    }
    let code = entry.code_text();
    if code.chars().any(char::is_alphabetic) {
        return (super::text::humanise(last_segment(&code)), Some("from the code"));
    }
    let status = entry.status.as_ref().map_or(400, |status| status.value.first());
    match reason(status) {
        "" => (super::text::humanise(name), Some("from the name")),
        phrase => (phrase.to_owned(), Some("from the status")),
    }
}

/// Whether two texts have the same words.
pub(crate) fn says_the_same(one: &str, other: &str) -> bool {
    words(one) == words(other)
}
