//! One change of a catalog's text, and the places where it must show.

use std::ops::Range;

use error_catalog::{Problem, Source};
use proptest::prelude::*;
use proptest::sample::{Index, select};

/// The change of one member or element.
#[derive(Debug, Clone)]
enum Change {
    Delete,
    Duplicate,
    /// Exchange its value for that of another in the same object or array.
    Swap(Index),
    /// Put a value of another type in its place.
    Retype(&'static str),
}

/// A change, and to which of all members and elements.
#[derive(Debug, Clone)]
pub(crate) struct Mutation {
    place: Index,
    change: Change,
}

/// Values of every type, empty and not.
const VALUES: &[&str] = &[
    "null",
    "true",
    "0",
    "404",
    "1.5",
    "\"\"",
    "\"x\"",
    "\"{x}\"",
    "[]",
    "[\"x\"]",
    "{}",
    "{ \"x\": 1 }",
];

/// Any mutation.
pub(crate) fn any() -> impl Strategy<Value = Mutation> {
    let change = prop_oneof![
        Just(Change::Delete),
        Just(Change::Duplicate),
        proptest::prelude::any::<Index>().prop_map(Change::Swap),
        select(VALUES).prop_map(Change::Retype),
    ];
    (proptest::prelude::any::<Index>(), change).prop_map(|(place, change)| Mutation { place, change })
}

/// A text after a mutation.
pub(crate) struct Mutated {
    /// The change in words, to be shown where the property fails.
    pub(crate) what: String,
    pub(crate) text: String,
    /// The changed value, and the names of the members around it.
    places: Vec<Range<usize>>,
    /// The names and strings of what is no longer what or where it was.
    gone: Vec<String>,
}

impl Mutated {
    /// Whether a problem points at the mutation, first or second, or names what was changed.
    pub(crate) fn explains(&self, source: &Source, problem: &Problem) -> bool {
        let lines = |span: &Range<usize>| source.position(span.start).line..=source.position(span.end).line;
        let related = problem.related.iter().map(|(span, _)| span);
        let mut spans = related.chain([&problem.span]);
        let at_place = spans.any(|span| {
            let line = source.position(span.start).line;
            self.places.iter().any(|place| lines(place).contains(&line))
        });
        at_place
            || self
                .gone
                .iter()
                .any(|name| problem.message.contains(&format!("`{name}`")))
    }
}

impl Mutation {
    /// Does it to a text that is JSON.
    pub(crate) fn apply(&self, text: &str) -> Mutated {
        let nodes = Nodes::of(text);
        let node = &nodes.all[self.place.index(nodes.all.len())];
        let siblings: Vec<&Node> = nodes.all.iter().filter(|other| other.parent == node.parent).collect();
        let mut places = nodes.names_above(node);
        let mut gone = Vec::new();
        let mut edits: Vec<(Range<usize>, String)> = Vec::new();
        match &self.change {
            Change::Delete => {
                let position = siblings.iter().position(|other| other.whole == node.whole).unwrap();
                let range = match (siblings.get(position + 1), position.checked_sub(1)) {
                    (Some(next), _) => node.whole.start..next.whole.start,
                    (None, Some(before)) => siblings[before].whole.end..node.whole.end,
                    (None, None) => node.whole.clone(),
                };
                gone.extend(nodes.strings_in(&node.whole));
                edits.push((range, String::new()));
            }
            Change::Duplicate => {
                edits.push((
                    node.whole.end..node.whole.end,
                    format!(", {}", &text[node.whole.clone()]),
                ));
            }
            Change::Swap(other) => {
                let other = siblings[other.index(siblings.len())];
                if other.whole != node.whole {
                    gone.extend(nodes.strings_in(&node.whole));
                    gone.extend(nodes.strings_in(&other.whole));
                    edits.push((node.value.clone(), text[other.value.clone()].to_owned()));
                    edits.push((other.value.clone(), text[node.value.clone()].to_owned()));
                }
            }
            Change::Retype(value) => {
                gone.extend(nodes.strings_in(&node.whole));
                edits.push((node.value.clone(), (*value).to_owned()));
            }
        }
        edits.sort_by_key(|(range, _)| range.start);
        let mut out = String::new();
        let mut at = 0;
        let mut moved = Vec::new();
        for (range, replacement) in &edits {
            out.push_str(&text[at..range.start]);
            moved.push(out.len()..out.len() + replacement.len());
            out.push_str(replacement);
            at = range.end;
        }
        out.push_str(&text[at..]);
        // The text before the first edit has not moved.
        let first = edits.first().map_or(0, |(range, _)| range.start);
        places.retain(|place| place.end <= first);
        if matches!(self.change, Change::Duplicate) {
            places.push(node.whole.clone());
        }
        places.extend(moved);
        let what = format!("{:?} of {}", self.change, &text[node.whole.clone()]);
        Mutated {
            what,
            text: out,
            places,
            gone,
        }
    }
}

/// A member of an object, or an element of an array.
#[derive(Debug)]
struct Node {
    parent: Option<usize>,
    name: Option<Range<usize>>,
    value: Range<usize>,
    /// The name too.
    whole: Range<usize>,
}

/// All members and elements of a JSON text, outer ones first.
struct Nodes<'t> {
    text: &'t str,
    all: Vec<Node>,
}

impl<'t> Nodes<'t> {
    fn of(text: &'t str) -> Self {
        let mut nodes = Self { text, all: Vec::new() };
        let start = nodes.skip_space(0);
        nodes.inside(start, None);
        nodes
    }

    fn skip_space(&self, at: usize) -> usize {
        let rest = &self.text[at..];
        at + rest.len() - rest.trim_start().len()
    }

    /// The end of the value that begins here.
    fn end_of(&self, start: usize) -> usize {
        let bytes = self.text.as_bytes();
        let (mut depth, mut at) = (0_usize, start);
        loop {
            match bytes[at] {
                b'"' => at = self.end_of_string(at) - 1,
                b'{' | b'[' => depth += 1,
                b'}' | b']' => depth -= 1,
                _ if depth == 0 => {
                    let scalar = self.text[at..].find([',', '}', ']', '\n', ' ']);
                    return scalar.map_or(self.text.len(), |len| at + len);
                }
                _ => {}
            }
            at += 1;
            if depth == 0 {
                return at;
            }
        }
    }

    fn end_of_string(&self, start: usize) -> usize {
        let bytes = self.text.as_bytes();
        let mut at = start + 1;
        while bytes[at] != b'"' {
            at += if bytes[at] == b'\\' { 2 } else { 1 };
        }
        at + 1
    }

    /// Collects the values of the object or array that begins here.
    fn inside(&mut self, start: usize, parent: Option<usize>) {
        let bytes = self.text.as_bytes();
        let object = bytes[start] == b'{';
        if !object && bytes[start] != b'[' {
            return;
        }
        let mut at = self.skip_space(start + 1);
        while !matches!(bytes[at], b'}' | b']') {
            let whole_start = at;
            let mut name = None;
            if object {
                let end = self.end_of_string(at);
                name = Some(at..end);
                let colon = self.skip_space(end);
                at = self.skip_space(colon + 1);
            }
            let value = at..self.end_of(at);
            let index = self.all.len();
            self.all.push(Node {
                parent,
                name,
                value: value.clone(),
                whole: whole_start..value.end,
            });
            self.inside(value.start, Some(index));
            at = self.skip_space(value.end);
            if bytes[at] == b',' {
                at = self.skip_space(at + 1);
            }
        }
    }

    /// The names of a member and of all it stands in.
    fn names_above(&self, node: &Node) -> Vec<Range<usize>> {
        let mut names: Vec<Range<usize>> = node.name.iter().cloned().collect();
        let mut parent = node.parent;
        while let Some(above) = parent.map(|index| &self.all[index]) {
            names.extend(above.name.clone());
            parent = above.parent;
        }
        if node.parent.is_none() {
            names.push(0..1);
        }
        names
    }

    /// The names and strings in a part of the text, without quotes.
    fn strings_in(&self, part: &Range<usize>) -> Vec<String> {
        let inside = |range: &Range<usize>| part.start <= range.start && range.end <= part.end;
        let names = self.all.iter().filter_map(|node| node.name.clone());
        let values = self.all.iter().map(|node| node.value.clone());
        names
            .chain(values)
            .filter(inside)
            .map(|range| self.text[range].trim_matches('"').to_owned())
            .collect()
    }
}
