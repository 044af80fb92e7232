//! The bodies of an entry.

use alloc::borrow::Cow;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use ::utoipa::openapi::example::{Example, ExampleBuilder};
use ::utoipa::openapi::{Content, RefOr, Response};
use serde_json::Value;

use super::{merge, schema};
use crate::catalog::{Catalog, Entry, Format};
use crate::error::{Error, Respond};
use crate::http::Representation;
use crate::render::Syntax;

/// Adds the content of each media type to a response: that of the catalog first, with an example for each syntax.
///
/// `full` has all parameters, and `least` only those that are required.
pub(super) fn add<C: Catalog>(response: &mut Response, entry: C, full: &Error<C>, least: &Error<C>) {
    let contents = &mut response.content;
    let syntaxes = [Syntax::Own, Syntax::Xml];
    for syntax in syntaxes {
        if syntax == Syntax::Xml && !entry.entry().has_xml() {
            continue;
        }
        let usual = Representation {
            syntax,
            ..Representation::OWN
        };
        let Some((media_type, body)) = body(full, usual) else {
            continue;
        };
        let parsed: Option<Value> = serde_json::from_str(&body).ok().filter(|_| syntax == Syntax::Own);
        let of_parsed = |value: &Value| schema::of(value, entry.entry().code());
        let mut described = parsed.as_ref().map_or_else(schema::text, of_parsed);
        if let Some((_, body)) = self::body(least, usual)
            && let (Some(_), Ok(least)) = (&parsed, serde_json::from_str(&body))
        {
            described = merge::schema(described, of_parsed(&least));
        }
        let mut content = Content::new(Some(described));
        // Other names of the same body need no example.
        let format = Some(entry.entry().response().format()).filter(|format| *format == Format::OperationOutcome);
        let others = format.into_iter().flat_map(|format| syntax.names(format)).copied();
        let others: Vec<_> = others
            .filter_map(|name| {
                self::body(
                    full,
                    Representation {
                        syntax,
                        media_type: Some(name),
                        language: None,
                    },
                )
            })
            .map(|(media_type, _)| (media_type.into_owned(), RefOr::T(content.clone())))
            .collect();
        let shown = example(entry.entry(), schema::example(&body, parsed));
        content.examples.insert(entry.entry().name().into(), RefOr::T(shown));
        contents.insert(media_type.into_owned(), RefOr::T(content));
        for (media_type, content) in others {
            contents.entry(media_type).or_insert(content);
        }
    }
}

/// Returns media type and body of an error; `None` if it has no body.
fn body<C: Catalog>(
    error: &Error<C>,
    representation: Representation,
) -> Option<(Cow<'static, str>, Cow<'static, str>)> {
    let response = error.response_as(representation);
    let first = response
        .headers
        .into_iter()
        .next()
        .filter(|header| header.is("content-type"))?;
    Some((first.value, response.body?))
}

fn example(entry: Entry<'_>, value: Value) -> Example {
    let mut description = entry.action().map(String::from).unwrap_or_default();
    if let Some(retry) = entry.retry() {
        let gap = if description.is_empty() { "" } else { "\n\n" };
        description = format!("{description}{gap}Retry: {retry}.");
    }
    ExampleBuilder::new()
        .summary(entry.title())
        .description(description)
        .value(Some(value))
        .build()
}
