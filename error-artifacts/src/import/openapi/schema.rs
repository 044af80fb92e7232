//! Codes in the schemas of bodies: constants and enumerations of members such as `code`.

use std::collections::HashSet;

use serde_json::Value;

use super::document::{Documents, Node};
use crate::import::bodies::{Meaning, code_rank, is_code, meaning};

/// The maximum depth of schemas in schemas.
const MAX_DEPTH: usize = 40;

/// The maximum number of schemas that one document may have read, over all its responses.
const MAX_SCHEMAS: usize = 1_000_000;

/// A code in a schema, with the texts beside it.
#[derive(Debug, Clone)]
pub(super) struct Code<'d> {
    pub(super) value: &'d Value,
    pub(super) node: Node<'d>,
    pub(super) title: Option<String>,
    pub(super) message: Option<String>,
    pub(super) description: Option<String>,
    /// How likely it is the code: 0 most likely.
    rank: usize,
    /// Whether the schema has this code alone.
    is_only: bool,
}

/// Reads schemas within limits.
pub(super) struct Reader<'d> {
    documents: &'d Documents,
    read: usize,
}

impl<'d> Reader<'d> {
    pub(super) const fn new(documents: &'d Documents) -> Self {
        Self { documents, read: 0 }
    }

    /// Whether schemas were left out because there are too many.
    pub(super) const fn is_exhausted(&self) -> bool {
        self.read >= MAX_SCHEMAS
    }

    /// Returns the codes of a body.
    pub(super) fn codes(&mut self, schema: &Node<'d>) -> Vec<Code<'d>> {
        let mut all = Vec::new();
        self.walk(schema, 0, &mut HashSet::new(), &mut all);
        // Only the member that most likely is the code: `type` beside `code` is a category.
        let best = all.iter().map(|code| code.rank).min();
        all.retain(|code| Some(code.rank) == best);
        // A constant of `oneOf` says more than the enumeration of all codes.
        let mut only: HashSet<String> = HashSet::new();
        only.extend(
            all.iter()
                .filter(|code| code.is_only)
                .map(|code| code.value.to_string()),
        );
        all.retain(|code| code.is_only || !only.contains(&code.value.to_string()));
        all
    }

    fn walk(
        &mut self,
        schema: &Node<'d>,
        depth: usize,
        seen: &mut HashSet<(usize, String)>,
        found: &mut Vec<Code<'d>>,
    ) {
        if depth > MAX_DEPTH || self.is_exhausted() || !schema.value.is_object() {
            return;
        }
        if !seen.insert((schema.file, schema.pointer.clone())) {
            return;
        }
        self.read += 1;
        for group in ["allOf", "oneOf", "anyOf"] {
            if let Some(group) = self.documents.get(schema, group) {
                for one in self.documents.elements(&group) {
                    self.walk(&one, depth + 1, seen, found);
                }
            }
        }
        if let Some(items) = self.documents.get(schema, "items") {
            self.walk(&items, depth + 1, seen, found);
        }
        let Some(properties) = self.documents.get(schema, "properties") else {
            return;
        };
        let members = self.documents.members(&properties);
        // `issue[].code` of an OperationOutcome is a type of problem; its code is in `details`.
        let is_issue = members.iter().any(|(name, _)| *name == "severity")
            && members
                .iter()
                .any(|(name, _)| ["details", "diagnostics"].contains(name));
        for (member, node) in &members {
            let rank = code_rank(member).filter(|_| !is_issue);
            if let Some(rank) = rank {
                self.constants(member, rank, node, &members, found);
            }
            self.walk(node, depth + 1, seen, found);
        }
    }

    /// Adds the constants of a member that can be the code.
    fn constants(
        &self,
        name: &str,
        rank: usize,
        node: &Node<'d>,
        members: &[(&str, Node<'d>)],
        found: &mut Vec<Code<'d>>,
    ) {
        let mut values = Vec::new();
        self.values(node, 0, &mut values);
        let values: Vec<(&'d Value, Node<'d>)> = values.into_iter().filter(|(value, _)| is_code(value)).collect();
        let is_only = values.len() == 1;
        let text = |wanted: Meaning| {
            let of = members
                .iter()
                .find(|(other, _)| *other != name && meaning(other) == Some(wanted));
            let mut texts = Vec::new();
            self.values(&of?.1, 0, &mut texts);
            match texts.as_slice() {
                [(Value::String(text), _)] => Some(text.clone()),
                _ => None,
            }
        };
        // Texts beside a list of codes are not those of one code.
        let (title, message) = if is_only {
            (text(Meaning::Title), text(Meaning::Message))
        } else {
            (None, None)
        };
        let described = node
            .value
            .get("x-enum-descriptions")
            .or_else(|| node.value.get("x-enumDescriptions"));
        for (position, (value, node)) in values.into_iter().enumerate() {
            let described = described.and_then(|all| match all {
                Value::Array(all) => all.get(position),
                Value::Object(all) => all.get(value.as_str()?),
                _ => None,
            });
            found.push(Code {
                value,
                node,
                title: title.clone(),
                message: message.clone(),
                description: described.and_then(Value::as_str).map(str::to_owned),
                rank,
                is_only,
            });
        }
    }

    /// Collects the values that a schema of a string or number allows.
    fn values(&self, schema: &Node<'d>, depth: usize, found: &mut Vec<(&'d Value, Node<'d>)>) {
        if depth > 8 || found.len() > 65_000 {
            return;
        }
        if let Some(value) = schema.value.get("const") {
            found.push((value, at(schema, "const")));
        } else if let Some(Value::Array(all)) = schema.value.get("enum") {
            let each = all.iter().enumerate();
            found.extend(each.map(|(position, value)| (value, at(schema, &format!("enum/{position}")))));
        }
        for group in ["allOf", "oneOf", "anyOf"] {
            if let Some(group) = self.documents.get(schema, group) {
                for one in self.documents.elements(&group) {
                    self.values(&one, depth + 1, found);
                }
            }
        }
    }
}

fn at<'d>(node: &Node<'d>, member: &str) -> Node<'d> {
    Node {
        value: node.value,
        file: node.file,
        pointer: format!("{}/{member}", node.pointer),
    }
}
