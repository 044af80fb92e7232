//! The documented endpoints of a catalog, and the routes of a log.

use std::collections::{BTreeSet, HashMap};

use error_catalog::{Catalog, route_pattern};

use crate::path_template;

/// An endpoint pattern of a catalog, with the entries that document it.
#[derive(Debug)]
pub struct Endpoint<'c> {
    /// The pattern.
    pub pattern: &'c str,
    /// The entries with the pattern, in the order of the catalog, each with the number of its answers there.
    pub entries: Vec<(&'c str, usize)>,
    /// The number of events at the endpoint, with whatever entry.
    pub events: usize,
    positions: Vec<usize>,
    methods: Vec<&'c [String]>,
    program: Vec<u8>,
}

/// Returns the endpoints in the order of the catalog.
pub(super) fn documented(catalog: &Catalog) -> Vec<Endpoint<'_>> {
    let mut found: Vec<Endpoint<'_>> = Vec::new();
    let mut known: HashMap<&str, usize> = HashMap::new();
    for (position, entry) in catalog.entries.iter().enumerate() {
        for pattern in &entry.endpoints {
            let at = *known.entry(pattern).or_insert_with(|| {
                found.push(Endpoint {
                    pattern,
                    entries: Vec::new(),
                    events: 0,
                    positions: Vec::new(),
                    methods: Vec::new(),
                    program: route_pattern::compile(pattern),
                });
                found.len() - 1
            });
            let endpoint = &mut found[at];
            // A pattern can be there twice.
            if endpoint.positions.last() != Some(&position) {
                endpoint.entries.push((&entry.name, 0));
                endpoint.positions.push(position);
                endpoint.methods.push(&entry.methods);
            }
        }
    }
    found
}

impl<'c> Endpoint<'c> {
    /// Returns the entries without an answer.
    pub fn unanswered(&self) -> impl Iterator<Item = &'c str> {
        let without = self.entries.iter().filter(|(_, answers)| *answers == 0);
        without.map(|(name, _)| *name)
    }

    /// Whether the pattern matches a path that the route matches.
    pub(super) fn matches(&self, route: &[u8]) -> bool {
        route_pattern::overlap(&self.program, route)
    }

    /// Counts an event at the endpoint.
    pub(super) fn count(&mut self, entry: usize, method: Option<&str>) {
        self.events += 1;
        if let Some(at) = self.positions.iter().position(|known| *known == entry) {
            let methods = self.methods[at];
            let is_documented =
                method.is_none_or(|method| methods.is_empty() || methods.iter().any(|known| known == method));
            self.entries[at].1 += usize::from(is_documented);
        }
    }
}

/// Returns the pattern of a route below the path of the API: `/patients/{id}`, `/patients/:id` or a path. `None` if it is not below.
pub(super) fn route(route: &str, mount: &str) -> Option<Vec<u8>> {
    let path = route.split(['?', '#']).next().unwrap_or_default();
    let path = path.strip_prefix(mount.trim_end_matches('/'))?;
    if !path.is_empty() && !path.starts_with('/') {
        return None;
    }
    Some(route_pattern::compile(&path_template::pattern(path)))
}

/// Returns the positions of the endpoints that a route can be.
pub(super) fn matching(endpoints: &[Endpoint<'_>], route: &[u8]) -> BTreeSet<usize> {
    let all = endpoints.iter().enumerate();
    all.filter(|(_, endpoint)| endpoint.matches(route))
        .map(|(position, _)| position)
        .collect()
}

#[cfg(test)]
mod tests {
    use error_catalog::route_pattern::{compile, overlap};

    use super::route;

    #[test]
    fn a_route_is_matched_with_whatever_its_parameters_are() {
        for (pattern, path, mount, is_match) in [
            ("/v[12]/o/.*", "/v1/o/token", "", true),
            ("/v[12]/o/.*", "/v3/o/token", "", false),
            (r"/patients/\d+", "/patients/{id}", "", true),
            (r"/patients/\d+", "/patients/:id", "", true),
            ("/patients/a/b", "/patients/{*rest}", "", true),
            ("/patients/a/b", "/patients/{id}", "", false),
            (
                "/v2/fhir/Patient/.*",
                "/blue-button/{version}/fhir/{resource}/{id}",
                "/blue-button",
                true,
            ),
            (
                "/v2/fhir/Patient/.*",
                "/blue-buttons/v2/fhir/Patient/1",
                "/blue-button",
                false,
            ),
            ("/files/a.b", "/files/a.b?x=1", "/", true),
            ("/files/a\\.b", "/files/aXb", "", false),
            ("/files/x-1.json", "/files/x-{n}.json", "", true),
        ] {
            let found = route(path, mount).is_some_and(|route| overlap(&compile(pattern), &route));
            assert_eq!(found, is_match, "{pattern} {path}");
        }
    }
}
