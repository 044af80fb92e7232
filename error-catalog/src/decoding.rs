//! EC08: entries that no client could tell apart.
//!
//! What a client sees of an error is its status, headers and body, and it knows what it asked for: method and endpoint. Two entries whose
//! answers have the same fixed parts and holes in the same places look the same, whatever goes into the holes.

use std::collections::HashMap;

use crate::encode::{Program, Scope, body_program, header_program};
use crate::model::Catalog;
use crate::problem::{Problem, Problems};
use crate::rules;

#[derive(PartialEq, Eq, Hash)]
struct Answer {
    statuses: (u16, u16),
    body: Option<Program>,
    headers: Vec<(String, Program)>,
    methods: Vec<String>,
    endpoints: Vec<String>,
    content_type: String,
}

/// Reports them.
pub fn check(catalog: &Catalog, problems: &mut Problems) {
    let mut seen: HashMap<Answer, usize> = HashMap::with_capacity(catalog.entries.len());
    for (position, entry) in catalog.entries.iter().enumerate() {
        let scope = Scope::new(catalog, entry);
        let answer = Answer {
            statuses: if entry.status_range.0 == entry.status_range.1 {
                (entry.status, entry.status)
            } else {
                entry.status_range
            },
            body: body_program(scope),
            headers: entry
                .headers
                .iter()
                .map(|header| (header.name.to_ascii_lowercase(), header_program(scope, header)))
                .collect(),
            methods: entry.methods.clone(),
            endpoints: entry.endpoints.clone(),
            content_type: catalog
                .responses
                .get(entry.response)
                .map(|response| response.content_type.clone())
                .unwrap_or_default(),
        };
        let Some(&first) = seen.get(&answer) else {
            seen.insert(answer, position);
            continue;
        };
        let other = &catalog.entries[first];
        let message = format!(
            "no client can tell `{}` from `{}`: status, headers and body are the same",
            entry.name, other.name
        );
        let problem = Problem::new(&rules::INDISTINGUISHABLE, entry.name_span.clone(), message)
            .related(other.name_span.clone(), "the other one");
        problems.push(
            problem.help("another code, status, issue type, fixed text, method or endpoint would tell them apart"),
        );
    }
}
