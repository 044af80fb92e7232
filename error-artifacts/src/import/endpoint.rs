//! Endpoint patterns of catalogs from the paths of inputs.

use std::collections::HashMap;
use std::sync::Mutex;

use error_catalog::{Source, compile};
use serde_json::json;

use crate::path_template;

/// The methods of HTTP requests (RFC 9110, section 9, and RFC 5789).
pub(crate) const METHODS: [&str; 8] = ["GET", "PUT", "POST", "DELETE", "OPTIONS", "HEAD", "PATCH", "TRACE"];

/// Returns the pattern of a path, of a path template such as `/cards/{card}`, or of a regular expression.
pub(crate) fn pattern(path: &str) -> Option<String> {
    let is_expression = path.contains(['[', '(', '\\', '*', '^', '$']) && !path.contains('{');
    // The query of a URL is not part of the pattern.
    let path = if is_expression {
        path
    } else {
        path.split(['?', '#']).next().unwrap_or_default()
    };
    let pattern = if is_expression {
        path.trim_end_matches('$').to_owned()
    } else {
        path_template::pattern(path)
    };
    [pattern, path_template::literal(path)]
        .into_iter()
        .find(|pattern| is_valid(pattern))
}

/// Whether the format accepts a pattern: asked once for each.
pub(crate) fn is_valid(pattern: &str) -> bool {
    static KNOWN: Mutex<Option<HashMap<String, bool>>> = Mutex::new(None);
    let is_short = pattern.len() <= 500 && pattern.starts_with('/');
    let compiles = |pattern: &str| {
        let catalog = json!({
            "name": "a", "title": "a", "responses": { "default": { "format": "problem" } },
            "errors": { "A": { "status": 400, "title": "a", "endpoints": [pattern] } }
        });
        compile(&Source::new("a.json", catalog.to_string())).is_usable()
    };
    let Ok(mut known) = KNOWN.lock() else {
        return is_short && compiles(pattern);
    };
    let known = known.get_or_insert_default();
    if known.len() > 10_000 {
        known.clear();
    }
    if let Some(known) = known.get(pattern) {
        return *known;
    }
    let valid = is_short && compiles(pattern);
    known.insert(pattern.to_owned(), valid);
    valid
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_become_patterns() {
        for (path, expected) in [
            ("/cards/{card_id}", Some("/cards/[^/]+")),
            ("/v1.0/{a}{b}/x:{c}", Some(r"/v1\.0/[^/]+/x:[^/]+")),
            ("/v[12]/o/.*", Some("/v[12]/o/.*")),
            (
                r"/v[12]/o/authorize/(?P<uuid>[\w-]+)/$",
                Some(r"/v[12]/o/authorize/(?P<uuid>[\w-]+)/"),
            ),
            ("/a?b=c", Some("/a")),
            ("/(a+)+", Some(r"/\(a\+\)\+")),
            ("a", None),
        ] {
            assert_eq!(pattern(path).as_deref(), expected, "{path}");
        }
    }
}
