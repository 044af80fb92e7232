//! The arguments of placeholders, read from the text that was written for them.

use alloc::borrow::Cow;
use alloc::string::String;

use error_layout::escape::json_string;
use error_layout::grammar;
use error_layout::program::{argument, escape};
use error_runtime::{Parameter, ParameterType};

use super::way::Context;
use super::{retry_after, unescape};

/// The value that was written as this text, if it is unambiguous.
pub(super) fn read<'t>(context: Context<'_>, argument: u8, raw: &'t str, how: u8) -> Option<Cow<'t, str>> {
    let kind = parameter_of(context, argument).map(|parameter| parameter.kind);
    let is_list = matches!(kind, Some(ParameterType::Strings | ParameterType::Integers));
    if how == escape::JSON_VALUE && (is_list || kind == Some(ParameterType::Json)) {
        // What is not JSON is not a value of the parameter.
        return Some(grammar::compact_json(raw).unwrap_or(Cow::Borrowed(raw)));
    }
    let text = read_text(context, argument, raw, how)?;
    match kind {
        Some(kind) if is_list => list(&text, kind).map(Cow::Owned),
        Some(ParameterType::Json) => match grammar::compact_json(&text) {
            Some(Cow::Owned(json)) => Some(Cow::Owned(json)),
            _ => Some(text),
        },
        _ => Some(text),
    }
}

/// Returns the list that a text has joined with commas, as JSON; `None` if it may be another one.
fn list(text: &str, kind: ParameterType) -> Option<String> {
    let mut json = String::with_capacity(text.len() + 4);
    json.push('[');
    if kind == ParameterType::Integers {
        for (position, item) in text.split(", ").filter(|item| !item.is_empty()).enumerate() {
            json.push_str(if position == 0 { "" } else { "," });
            json.push_str(item);
        }
    } else if text.is_empty() || text.contains(", ") {
        return None;
    } else {
        json_string(&mut json, text);
    }
    json.push(']');
    Some(json)
}

/// The text that was written as this one, if it is unambiguous.
fn read_text<'t>(context: Context<'_>, argument: u8, raw: &'t str, how: u8) -> Option<Cow<'t, str>> {
    let value = match how {
        escape::HTML | escape::XML_ATTRIBUTE => unescape::markup(raw),
        escape::JSON => unescape::json(raw),
        escape::JSON_VALUE | escape::JSON_STRING => match raw.strip_prefix('"').and_then(|raw| raw.strip_suffix('"')) {
            Some(raw) => unescape::json(raw),
            None => Cow::Borrowed(raw),
        },
        // `%2E` may be an escape or part of the value.
        escape::SEGMENT if matches!(raw, "%252E" | "%252E%252E") => return None,
        escape::PERCENT | escape::SEGMENT => grammar::decode_percent(raw),
        escape::HTTP_DATE => return http_date(raw).map(Cow::Owned),
        escape::URI | escape::URI_MARKUP => {
            let uri = if how == escape::URI {
                Cow::Borrowed(raw)
            } else {
                unescape::markup(raw)
            };
            // In other values than URIs, `%XX` may be an escape or part of the value.
            return (is_uri(context, argument) || !uri.contains('%')).then_some(uri);
        }
        // `%XX` may be an escape or part of the value, and surrounding space is removed.
        escape::HEADER | escape::HEADER_QUOTED | escape::TOKENS => return None,
        _ => return Some(Cow::Borrowed(raw)),
    };
    // The escape may have replaced a character.
    let lost =
        how != escape::HTML && matches!(&value, Cow::Owned(value) if value.contains(char::REPLACEMENT_CHARACTER));
    (!lost).then_some(value)
}

/// The date of a header as a date-time.
fn http_date(raw: &str) -> Option<String> {
    let seconds = i64::try_from(retry_after::http_date(raw)?).ok()?;
    let mut out = String::new();
    grammar::write_date_time(seconds.saturating_mul(1000), &mut out).ok()?;
    Some(out)
}

/// The parameter of an argument.
fn parameter_of(context: Context<'_>, argument: u8) -> Option<Parameter<'static>> {
    let position = argument.checked_sub(argument::PARAMETER)?;
    context.entry.parameters().get(usize::from(position))
}

/// Whether an argument is any JSON.
pub(super) fn is_json(context: Context<'_>, argument: u8) -> bool {
    parameter_of(context, argument).is_some_and(|parameter| parameter.kind == ParameterType::Json)
}

/// Whether an argument is a URI on its own.
fn is_uri(context: Context<'_>, argument: u8) -> bool {
    parameter_of(context, argument).is_some_and(|parameter| parameter.kind == ParameterType::Uri)
}

/// Whether an argument can have this value.
pub(super) fn is_possible(context: Context<'_>, argument: u8, value: &str) -> bool {
    if argument < argument::PARAMETER {
        return argument != argument::RETRY_AFTER
            || !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    }
    let parameter = parameter_of(context, argument);
    parameter.is_none_or(|parameter| parameter.accepts(value) || (parameter.optional && value.is_empty()))
}
