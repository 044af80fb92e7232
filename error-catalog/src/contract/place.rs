//! The places of changes in the file of a catalog.

use std::collections::HashMap;

use error_layout::grammar;

use super::{Change, Subject, body};
use crate::json::{Member, Node, Value};
use crate::merge;
use crate::source::{Source, Span};

/// Finds the places of changes in the file of a catalog.
#[derive(Debug)]
pub struct Places<'s> {
    file: Option<Node<'s>>,
    /// The positions of the entries in `errors`.
    entries: HashMap<String, usize>,
}

impl<'s> Places<'s> {
    /// Parses the file, and the bases among the files of the source. The places in a file with a syntax error are its start.
    pub fn new(source: &'s Source) -> Self {
        let file = merge::again(source);
        let errors = file.as_ref().and_then(|file| at(file, &["errors"]));
        let entries = match errors.map(|errors| &errors.value) {
            Some(Value::Object(members)) => members.iter().enumerate(),
            _ => [].iter().enumerate(),
        };
        let entries = entries.map(|(position, member)| (member.name.value.to_string(), position));
        let entries = entries.collect();
        Self { file, entries }
    }

    /// Returns the place of a change: the value that changed, where the entry has or inherits it, otherwise the name of the nearest object.
    pub fn of(&self, change: &Change) -> Span {
        let Some(file) = &self.file else { return 0..0 };
        let member = first_part(&change.member);
        match &change.subject {
            Subject::Catalog => match change.member.split_once('.') {
                Some((owner, name)) => find(file, &[owner, name]).or_else(|| key(file, &[owner])),
                None => find(file, &[member]),
            },
            Subject::Category(name) => find(file, &["categories", name, member])
                .filter(|_| !member.is_empty())
                .or_else(|| key(file, &["categories", name]))
                .or_else(|| key(file, &["categories"])),
            Subject::Response(name) => Self::response(file, name, &change.member),
            Subject::Entry(name) => self.entry(file, name, &change.member),
        }
        .unwrap_or(0..0)
    }

    /// Returns the place of a member of an entry: the value where the entry has or inherits it, otherwise the name of the entry.
    pub fn of_member(&self, entry: &str, member: &str) -> Span {
        let file = self.file.as_ref();
        file.and_then(|file| self.entry(file, entry, member)).unwrap_or(0..0)
    }

    fn response(file: &Node<'_>, name: &str, member: &str) -> Option<Span> {
        let path = member
            .strip_prefix(body::LEAF)
            .or_else(|| member.strip_prefix(body::CONDITION));
        let owner = ["responses", name];
        let Some(path) = path else {
            return find(file, &["responses", name, member]).or_else(|| key(file, &owner));
        };
        // The deepest value of a template that the path leads to.
        let mut place = key(file, &owner);
        let mut node = at(file, &["responses", name, "body"]).or_else(|| at(file, &["responses", name, "members"]));
        for part in path.split('/').skip(1) {
            let part = grammar::pointer_name(part);
            let next = match node.map(|node| &node.value) {
                Some(Value::Object(members)) => named(members, &part).map(|member| &member.value),
                Some(Value::Array(elements)) => part
                    .parse()
                    .ok()
                    .and_then(|position: usize| elements.get(position))
                    .or(elements.first()),
                _ => None,
            };
            let Some(next) = next else { break };
            place = Some(next.span.clone());
            node = Some(next);
        }
        place
    }

    fn entry(&self, file: &Node<'_>, name: &str, member: &str) -> Option<Span> {
        let errors = at(file, &["errors"]).map(|errors| &errors.value);
        let position = self.entries.get(name).copied();
        let Some((Value::Object(entries), position)) = errors.zip(position) else {
            return key(file, &["errors"]);
        };
        let Member {
            name: own,
            value: entry,
        } = entries.get(position)?;
        let this = || Some(own.span.clone());
        if member.is_empty() || member == "name" {
            return this();
        }
        if let Some(parameter) = member.strip_prefix("parameters.") {
            let (parameter, fact) = parameter.split_once('.').unwrap_or((parameter, ""));
            return [entry, file]
                .into_iter()
                .find_map(|owner| {
                    let node = at(owner, &["parameters"])?;
                    find(node, &[parameter, fact]).or_else(|| find(node, &[parameter]))
                })
                .or_else(this);
        }
        let (first, second) = match member {
            "type" => ("docs", None),
            "delay" => ("retry", None),
            _ => match member.split_once('.') {
                Some(("headers", header)) => ("headers", Some(header)),
                Some(("metadata", name)) => (name, None),
                Some((name, _)) if !name.starts_with("x-") => (name, None),
                _ => (member, None),
            },
        };
        let inherited = |name: &str| find_text(entry, name).or_else(|| find_text(at(file, &["defaults"])?, name));
        let category = inherited("category").and_then(|category| at(file, &["categories", &category]));
        let response = inherited("response").unwrap_or_else(|| "default".to_owned());
        let response = at(file, &["responses", &response]).filter(|_| first == "headers");
        let levels = [Some(entry), category, at(file, &["defaults"]), response];
        let in_level = |level: &Node<'_>| {
            let Value::Object(members) = &level.value else {
                return None;
            };
            let member = named(members, first)?;
            match second {
                None => Some(member.value.span.clone()),
                Some(header) => {
                    let Value::Object(headers) = &member.value.value else {
                        return None;
                    };
                    let header = headers.iter().find(|one| one.name.value.eq_ignore_ascii_case(header))?;
                    Some(header.value.span.clone())
                }
            }
        };
        // `status_range` is beside `status`.
        let range = (member == "status").then(|| find(entry, &["status_range"])).flatten();
        levels.into_iter().flatten().find_map(in_level).or(range).or_else(this)
    }
}

/// Returns a member's name without what follows a dot.
fn first_part(member: &str) -> &str {
    member.split('.').next().unwrap_or(member)
}

fn named<'n, 'a>(members: &'n [Member<'a>], name: &str) -> Option<&'n Member<'a>> {
    members.iter().find(|member| member.name.value == name)
}

fn at<'n, 'a>(node: &'n Node<'a>, path: &[&str]) -> Option<&'n Node<'a>> {
    path.iter().try_fold(node, |node, name| match &node.value {
        Value::Object(members) => named(members, name).map(|member| &member.value),
        _ => None,
    })
}

fn find(node: &Node<'_>, path: &[&str]) -> Option<Span> {
    at(node, path).map(|node| node.span.clone())
}

/// Returns the place of a member's name.
fn key(node: &Node<'_>, path: &[&str]) -> Option<Span> {
    let (last, owner) = path.split_last()?;
    match &at(node, owner)?.value {
        Value::Object(members) => named(members, last).map(|member| member.name.span.clone()),
        _ => None,
    }
}

fn find_text(node: &Node<'_>, name: &str) -> Option<String> {
    match &at(node, &[name])?.value {
        Value::String(text) => Some(text.to_string()),
        _ => None,
    }
}
