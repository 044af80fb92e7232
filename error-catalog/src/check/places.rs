//! EC0610: placeholders in places where no escape keeps every value inside.

use std::borrow::Cow;

use error_layout::grammar;
use error_layout::program::argument;

use super::Once;
use crate::ast;
use crate::ast::place::{Place, Refusal};
use crate::ast::text::{Placeholder, Text};
use crate::lower::resolve::{Scope, Value};
use crate::model::{Body, Catalog};
use crate::places;
use crate::problem::{Problem, Problems};
use crate::rules;

/// Checks the bodies and the headers of all entries.
pub(super) fn check(ast: &ast::Catalog, catalog: &Catalog, problems: &mut Problems) {
    let mut once = Once::default();
    let bodies: Vec<Vec<&Placeholder>> = catalog.responses.iter().map(|one| of_body(&one.body)).collect();
    for placeholder in bodies.iter().flatten() {
        if let Place::Refused(refusal) = placeholder.place {
            let message = format!("placeholder `{{{}}}` {}", placeholder.name, refusal.words());
            let problem = Problem::new(&rules::UNSAFE_PLACE, placeholder.span.clone(), message);
            once.report(problems, problem.help(refusal.help()), (&(0..0), &(0..0)));
        }
    }
    for (entry, ast_entry) in catalog.entries.iter().zip(&ast.errors) {
        let scope = Scope::new(catalog, entry);
        let headers = entry.headers.iter().flat_map(|header| {
            let name = header.name.as_str();
            header
                .value
                .value
                .placeholders()
                .map(move |placeholder| (placeholder, name))
        });
        let body = bodies.get(entry.response).into_iter().flatten();
        for (placeholder, header) in headers.chain(body.map(|placeholder| (*placeholder, ""))) {
            if let Some(problem) = problem(scope, placeholder, header) {
                once.report(problems, problem, (&ast_entry.name.span, &ast_entry.span));
            }
        }
    }
}

/// The placeholders of a body that not every value is safe for.
fn of_body(body: &Body) -> Vec<&Placeholder> {
    fn of_text(text: &Text) -> impl Iterator<Item = &Placeholder> {
        text.placeholders().filter(|placeholder| {
            matches!(placeholder.place, Place::Link | Place::Number | Place::Refused(_)) || is_in_uri(placeholder.place)
        })
    }
    let mut found = Vec::new();
    match body {
        Body::Json(template) => template.texts(&mut |text| found.extend(of_text(&text.value))),
        Body::Text(text) => found.extend(of_text(text)),
        // Every place of a template of XML has an escape: the parser rejects others.
        Body::Xml(_) | Body::Empty => {}
    }
    found
}

/// Whether a value is a URI or a component of one, which is one value.
fn is_in_uri(place: Place) -> bool {
    matches!(
        place,
        Place::Uri | Place::UriMarkup | Place::Percent | Place::Segment | Place::FirstSegment
    )
}

/// The value of a placeholder, as far as the catalog knows it.
enum Known<'c> {
    Constant(Cow<'c, str>),
    /// One of the values of an enum.
    Values(&'c [String]),
    Type(&'static str),
}

fn known<'c>(scope: Scope<'c>, name: &str) -> Option<Known<'c>> {
    Some(match scope.value(name) {
        Value::Nothing => return None,
        Value::Text(_) | Value::Field(_) | Value::Number(_) => Known::Constant(scope.constant_value(name)),
        Value::Inline(member) => match scope.member(member).and_then(Text::as_literal) {
            Some(literal) => Known::Constant(Cow::Borrowed(literal)),
            None => Known::Type("string"),
        },
        Value::Override { .. } => Known::Type("string"),
        Value::Argument { argument, .. } => Known::Type(match argument.checked_sub(argument::PARAMETER) {
            Some(position) => match scope.entry.parameters.get(usize::from(position))? {
                parameter if !parameter.values.is_empty() => return Some(Known::Values(&parameter.values)),
                parameter => parameter.type_name(),
            },
            None => match argument {
                argument::RETRY_AFTER | argument::STATUS => "integer",
                argument::TIME => "date-time",
                argument::INSTANCE => "uri",
                _ => "string",
            },
        }),
    })
}

fn problem(scope: Scope<'_>, placeholder: &Placeholder, header: &str) -> Option<Problem> {
    let name = &placeholder.name;
    let known = match placeholder.place {
        Place::Token | Place::Number | Place::HttpDate | Place::Link | Place::FirstSegment => known(scope, name)?,
        Place::Refused(refusal) if !header.is_empty() => {
            let message = format!("placeholder `{{{name}}}` {} in header `{header}`", refusal.words());
            return Some(Problem::new(&rules::UNSAFE_PLACE, placeholder.span.clone(), message).help(refusal.help()));
        }
        // Everything else has an escape there.
        place if is_in_uri(place) && scope.is_structured(name) => known(scope, name)?,
        _ => return None,
    };
    let valid = match (&known, placeholder.place) {
        (Known::Constant(text), Place::Token) => grammar::is_token(text),
        (Known::Constant(text), Place::Number) => !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()),
        (Known::Constant(text), Place::HttpDate) => grammar::is_date_time(text),
        (Known::Constant(text), Place::FirstSegment) => !text.is_empty(),
        (Known::Constant(text), _) => grammar::uri_scheme(text).is_none_or(places::is_safe_scheme),
        (Known::Values(values), Place::HttpDate) => values.iter().all(|value| grammar::is_date_time(value)),
        (Known::Values(values), Place::Number) => values.iter().all(|value| grammar::is_integer(value)),
        (Known::Values(values), Place::FirstSegment) => !values.iter().any(String::is_empty),
        // A token has no scheme.
        (Known::Values(values), _) => values.iter().all(|value| grammar::is_token(value)),
        (Known::Type(kind), Place::Number) => *kind == "integer",
        (Known::Type(kind), Place::HttpDate) => *kind == "date-time",
        (Known::Type(kind), _) => ["integer", "decimal", "boolean", "date-time", "token", "uuid"].contains(kind),
    };
    if valid {
        return None;
    }
    let expected = match placeholder.place {
        Place::Number if header.is_empty() => "a number as the port of a URL".to_owned(),
        Place::Number => format!("a number in header `{header}`"),
        Place::HttpDate => format!("a date-time in header `{header}`"),
        Place::Token => format!("a token in header `{header}`"),
        Place::FirstSegment if !scope.is_structured(name) => {
            "a value that is never empty as the first segment of a path".to_owned()
        }
        place if is_in_uri(place) => "a single value in a URI".to_owned(),
        _ => "a URL with a known scheme".to_owned(),
    };
    let found = match &known {
        Known::Constant(text) => format!("`{text}`"),
        Known::Values(values) => {
            let wrong = values.iter().find(|value| !grammar::is_token(value)).or(values.first());
            format!("`{}` of enum `{name}`", wrong.map_or("", String::as_str))
        }
        Known::Type(kind) => format!("{kind} `{name}`"),
    };
    let message = format!("expected {expected}, found {found}");
    let is_structured = scope.is_structured(name);
    let is_parameter = scope.entry.parameters.iter().any(|parameter| parameter.name == *name);
    let help = match placeholder.place {
        _ if is_structured => {
            format!("write `{{{name}}}` in the body, or declare a parameter of the type `string` for one value")
        }
        Place::FirstSegment => format!(
            "write a constant segment before it, as in `/records/{{{name}}}`, or declare `{name}` as `token`, `uuid` or a number: behind an empty segment, the next one would be the host"
        ),
        Place::Number if header.is_empty() || places::has_uri(header) => {
            format!("declare `{name}` as `integer`, or write the port in the catalog")
        }
        Place::Number if header.eq_ignore_ascii_case("Deprecation") => {
            "write `@` and a parameter of type `integer`, the seconds since 1970 (RFC 9745)".to_owned()
        }
        Place::Number => "use `{retry_after?}` or a parameter of type `integer`".to_owned(),
        Place::HttpDate => "use a parameter of type `date-time`: it is sent as an HTTP date".to_owned(),
        Place::Token if is_parameter => {
            format!(
                "write it in a quoted string, as in `=\\\"{{{name}}}\\\"`, or declare `{name}` as `token` or as a number"
            )
        }
        Place::Token => format!("write it in a quoted string, as in `=\\\"{{{name}}}\\\"`"),
        _ => Refusal::Scheme.help().to_owned(),
    };
    Some(Problem::new(&rules::UNSAFE_PLACE, placeholder.span.clone(), message).help(help))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::{Source, compile};

    /// The messages about an entry with these headers and this page.
    fn messages(headers: &Value, page: &str) -> Vec<String> {
        let source = json!({
            "name": "clinic",
            "title": "Clinic",
            "version": "1",
            "responses": { "default": { "format": "text", "content_type": "text/html", "body": page } },
            "parameters": {
                "ids": "integer[]", "map": "json", "trace": "uuid", "why": { "type": "enum", "values": ["full", "closed"] },
                "words": { "type": "enum", "values": ["full", "not open"] }, "text": "string", "count": "integer", "share": "decimal", "found": "boolean", "link": "uri", "seen": "date-time",
                "shown": "display", "delay": { "type": "integer", "optional": true },
            },
            "errors": {
                "SLOT_TAKEN": {
                    "status": 409, "title": "Slot taken", "message": "Slot {text} is taken.", "display": "taken",
                    "docs": "https://e.example/{name}", "code": 7, "headers": headers, "retry": "after", "allow": ["EC0602"],
                },
            },
        });
        let problems = compile(&Source::new("clinic.json", source.to_string())).problems;
        let unused = |problem: &&crate::Problem| problem.rule.code != "EC0602";
        problems
            .iter()
            .filter(unused)
            .map(|problem| problem.message.clone())
            .collect()
    }

    #[test]
    fn a_token_is_a_number_a_date_or_constant() {
        for value in [
            "{count}",
            "{share}",
            "{found}",
            "{seen}",
            "{trace}",
            "{why}",
            "{delay?}",
            "{retry_after?}",
            "{name}",
            "{code}",
            "{status}",
            "{display}",
            "{catalog}",
            "{time}",
        ] {
            assert_eq!(
                messages(&json!({ "WWW-Authenticate": format!("A b={value}") }), "a"),
                [""; 0],
                "{value}"
            );
        }
        for (value, found) in [
            ("{text}", "string `text`"),
            ("{link}", "uri `link`"),
            ("{ids}", "integer[] `ids`"),
            ("{map}", "json `map`"),
            ("{words}", "`not open` of enum `words`"),
            ("{shown}", "display `shown`"),
            ("{title}", "`Slot taken`"),
            ("{message}", "string `message`"),
            ("{request_id?}", "string `request_id`"),
            ("{instance?}", "uri `instance`"),
            ("{docs}", "`https://e.example/SLOT_TAKEN`"),
            ("{reason}", "`Conflict`"),
        ] {
            let expected = match value {
                // A reason of one word is a token.
                "{reason}" => vec![],
                _ => vec![format!("expected a token in header `WWW-Authenticate`, found {found}")],
            };
            assert_eq!(
                messages(&json!({ "WWW-Authenticate": format!("A b={value}") }), "a"),
                expected,
                "{value}"
            );
        }
    }

    #[test]
    fn a_number_is_an_integer() {
        for value in ["{count}", "{retry_after?}", "{code}"] {
            assert_eq!(messages(&json!({ "Retry-After": value }), "a"), [""; 0], "{value}");
        }
        // The order of the members depends on the features of `serde_json`.
        let headers = json!({ "Retry-After": "{seen}", "Age": "{text}", "Access-Control-Max-Age": "{title}" });
        let mut found = messages(&headers, "a");
        found.sort();
        assert_eq!(
            found,
            [
                "expected a number in header `Access-Control-Max-Age`, found `Slot taken`",
                "expected a number in header `Age`, found string `text`",
                "expected a number in header `Retry-After`, found date-time `seen`",
            ]
        );
    }

    #[test]
    fn a_date_is_a_date_time_alone() {
        for headers in [
            json!({ "Sunset": "{seen}" }),
            json!({ "Last-Modified": "{time}" }),
            json!({ "Expires": "0" }),
            json!({ "Set-Cookie": "a=b; Expires={seen}; Path=/" }),
            json!({ "Date": "Sun, 06 Nov 1994 08:49:37 GMT" }),
            json!({ "Deprecation": "@{count}" }),
        ] {
            assert_eq!(messages(&headers, "a"), [""; 0], "{headers}");
        }
        for (name, value, message) in [
            (
                "Sunset",
                "{text}",
                "expected a date-time in header `Sunset`, found string `text`",
            ),
            (
                "Sunset",
                "{title}",
                "expected a date-time in header `Sunset`, found `Slot taken`",
            ),
            (
                "Expires",
                "at {seen}",
                "placeholder `{seen}` in a part of a date in header `Expires`",
            ),
            (
                "Set-Cookie",
                "a=b; Expires={count}",
                "expected a date-time in header `Set-Cookie`, found integer `count`",
            ),
            (
                "Sunset",
                "2026-01-01T00:00:00Z",
                "expected a date in header `Sunset`, found `2026-01-01T00:00:00Z`",
            ),
            (
                "Last-Modified",
                "soon",
                "expected a date in header `Last-Modified`, found `soon`",
            ),
            (
                "Deprecation",
                "{seen}",
                "expected a number in header `Deprecation`, found date-time `seen`",
            ),
        ] {
            assert_eq!(messages(&json!({ name: value }), "a"), [message], "{name}: {value}");
        }
    }

    #[test]
    fn a_link_begins_with_a_known_scheme() {
        for value in ["{docs}", "{count}", "{name}", "/{text}"] {
            assert_eq!(
                messages(&json!({ "X-Ward": "a" }), &format!("<a href=\"{value}\">a</a>")),
                [""; 0],
                "{value}"
            );
        }
        assert_eq!(
            messages(&json!({ "X-Ward": "a" }), "<a href=\"{link}\">a</a><img src='{text}'>"),
            [
                "expected a URL with a known scheme, found uri `link`",
                "expected a URL with a known scheme, found string `text`",
            ]
        );
    }

    #[test]
    fn a_uri_has_no_list_and_no_json() {
        assert_eq!(
            messages(
                &json!({ "Location": "/a/{ids}", "Set-Cookie": "a={map}", "Link": "<{ids}>" }),
                "<a href=\"/{map}\">{map} {ids}</a>"
            )
            .len(),
            4
        );
        let found = messages(&json!({ "Location": "/a/{ids}" }), "{trace}");
        assert_eq!(found, ["expected a single value in a URI, found integer[] `ids`"]);
        let valid = json!({ "Allow": "{ids}", "X-Ids": "{ids}", "Location": "/{trace}/{why}", "X-Map": "a: {map}" });
        assert_eq!(messages(&valid, "<p title='{ids}'>{map}</p>"), [""; 0]);
    }

    #[test]
    fn a_refused_place_is_reported_once_for_a_page() {
        assert_eq!(
            messages(
                &json!({ "X-Ward": "a" }),
                "<script>let a = '{text}';</script><p title={count}>{text}</p>"
            ),
            [
                "placeholder `{text}` in a script",
                "placeholder `{count}` in an attribute without quotes",
            ]
        );
    }
}
