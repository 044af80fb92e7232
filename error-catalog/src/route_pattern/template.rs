//! Patterns and path templates of OpenAPI, such as `/cards/{card}`.

use super::{Node, compile, complement, overlap, parse, program};

/// Whether a pattern matches a path of a template such as `/cards/{card}` of OpenAPI, in which a name in braces is one segment or a part of one.
pub fn matches_template(pattern: &str, template: &str) -> bool {
    let slash = u32::from('/');
    let mut parts = Vec::new();
    let mut rest = template;
    while let Some(c) = rest.chars().next() {
        let end = rest.find('}').filter(|_| c == '{');
        parts.push(match end {
            Some(_) => {
                let any = Node::Class(complement(vec![(slash, slash)]));
                Node::Repeat(Box::new(any), '+')
            }
            None => Node::Char(c),
        });
        rest = &rest[end.map_or(c.len_utf8(), |end| end + 1)..];
    }
    let template = program::of(&Node::Sequence(parts));
    let pattern = compile(pattern);
    !pattern.is_empty() && !template.is_empty() && overlap(&pattern, &template)
}

/// Returns a path template whose paths a pattern matches: `/cards/{id}` for `/cards/[^/]+`.
///
/// An optional part is left out. `None` if the pattern is for several templates, or for all paths below one.
pub fn template(pattern: &str) -> Option<String> {
    let mut template = Template::default();
    template.add(&parse(pattern).ok()?)?;
    template.text.starts_with('/').then_some(template.text)
}

#[derive(Default)]
struct Template {
    text: String,
    parameters: usize,
}

impl Template {
    fn add(&mut self, node: &Node) -> Option<()> {
        match node {
            Node::Char('{' | '}') => None,
            Node::Char(c) => {
                self.text.push(*c);
                Some(())
            }
            Node::Sequence(parts) => parts.iter().try_for_each(|part| self.add(part)),
            Node::Alternatives(all) => match all.as_slice() {
                [only] => self.add(only),
                _ => self.parameter(node),
            },
            Node::Repeat(_, '?') => Some(()),
            Node::Any | Node::Class(_) | Node::Repeat(..) => self.parameter(node),
        }
    }

    /// Two parameters side by side are one.
    fn parameter(&mut self, node: &Node) -> Option<()> {
        if has_slash(node) {
            return None;
        }
        if !self.text.ends_with('}') {
            self.parameters += 1;
            let name = match self.parameters {
                1 => "{id}".to_owned(),
                number => format!("{{id{number}}}"),
            };
            self.text.push_str(&name);
        }
        Some(())
    }
}

/// Whether a part can match more than one segment of a path.
fn has_slash(node: &Node) -> bool {
    let slash = u32::from('/');
    match node {
        Node::Char(c) => *c == '/',
        Node::Any => true,
        Node::Class(ranges) => ranges.iter().any(|(low, high)| (*low..=*high).contains(&slash)),
        Node::Sequence(all) | Node::Alternatives(all) => all.iter().any(has_slash),
        Node::Repeat(part, _) => has_slash(part),
    }
}

#[cfg(test)]
mod tests {
    use super::super::check;
    use super::*;

    #[test]
    fn a_pattern_for_one_template_is_written_as_that() {
        for (pattern, expected) in [
            ("/cards/[^/]+", Some("/cards/{id}")),
            (
                "^/cards/[0-9]+/holders/(?P<name>\\w+)/?$",
                Some("/cards/{id}/holders/{id2}"),
            ),
            ("/v[123]/fhir(/.*)?", Some("/v{id}/fhir")),
            ("/(?:cards|holders)/list\\.json", Some("/{id}/list.json")),
            ("/Patient/\\$match", Some("/Patient/$match")),
            ("/cards/.*", None),
            ("/cards|/holders", None),
            ("/cards/[^x]+", None),
            ("/cards/\\{", None),
            ("/cards/(", None),
            (".*", None),
        ] {
            let found = template(pattern);
            assert_eq!(found.as_deref(), expected, "{pattern}");
            assert!(found.is_none_or(|found| matches_template(pattern, &found)));
        }
    }

    #[test]
    fn a_pattern_matches_a_template_if_they_share_a_path() {
        for (pattern, template) in [
            ("/cards/.*", "/cards/{card_id}"),
            ("/cards/[^/]+", "/cards/{card_id}"),
            ("/v[12]/o/authorize/(?P<uuid>[\\w-]+)/$", "/v1/o/authorize/{uuid}/"),
            ("/Patient/\\$match", "/Patient/$match"),
            ("/cards/[0-9]+/holders", "/cards/{card}/{part}"),
            ("/a.json", "/{file}.json"),
            ("/{", "/{"),
        ] {
            let expected = check(pattern).is_ok();
            assert_eq!(matches_template(pattern, template), expected, "{pattern} {template}");
        }
        for (pattern, template) in [
            ("/cards", "/cards/{card_id}"),
            ("/cards/[^/]+", "/cards/{card_id}/holder"),
            ("/v3/.*", "/v1/{x}"),
            ("/cards/", "/cards/{card_id}"),
        ] {
            assert!(!matches_template(pattern, template), "{pattern} {template}");
        }
    }
}
