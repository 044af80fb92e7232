//! Endpoint patterns of catalogs from path templates.

/// Returns the pattern that matches the paths of a template.
///
/// `/cards/{card}` (OpenAPI, axum, actix-web) and `/cards/:card` are `/cards/[^/]+`; `/files/{*rest}`, `/files/{rest:.*}` and `/files/*rest` are
/// `/files/.*`.
pub(crate) fn pattern(path: &str) -> String {
    let segments = path.split('/').map(segment);
    segments.collect::<Vec<_>>().join("/")
}

fn segment(segment: &str) -> String {
    const ONE: &str = "[^/]+";
    if segment.starts_with(['*', ':']) && segment.len() > 1 {
        return if segment.starts_with('*') { ".*" } else { ONE }.to_owned();
    }
    let mut out = String::new();
    let mut rest = segment;
    while let Some((before, after)) = rest.split_once('{') {
        let Some((name, after)) = after.split_once('}') else {
            break;
        };
        out.push_str(&literal(before));
        let is_rest = name.starts_with('*') || name.ends_with(":.*") || name.ends_with(":.+");
        // Two variables side by side match what one does, and in linear time.
        if is_rest {
            out.push_str(".*");
        } else if !out.ends_with(ONE) {
            out.push_str(ONE);
        }
        rest = after;
    }
    out.push_str(&literal(rest));
    out
}

/// Returns the pattern that matches a text alone. White space and control characters, which no path has, are left out.
pub(crate) fn literal(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars().filter(|c| !c.is_control() && !c.is_whitespace()) {
        if r".[](){}?*+\^$|".contains(c) {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::pattern;

    #[test]
    fn variables_of_all_notations_become_patterns() {
        for (path, expected) in [
            ("/cards/{card_id}", "/cards/[^/]+"),
            ("/cards/:card", "/cards/[^/]+"),
            ("/v1.0/{a}{b}/x:{c}", r"/v1\.0/[^/]+/x:[^/]+"),
            ("/cards/{card}:cancel", "/cards/[^/]+:cancel"),
            ("/files/{*rest}", "/files/.*"),
            ("/files/{rest:.*}", "/files/.*"),
            ("/files/*rest", "/files/.*"),
            ("/a {b", r"/a\{b"),
            ("", ""),
        ] {
            assert_eq!(pattern(path), expected, "{path}");
        }
    }
}
