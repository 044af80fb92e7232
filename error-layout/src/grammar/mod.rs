//! Grammars of the standards, shared by the compiler of catalogs and the runtime.

mod challenge;
mod date_time;
mod http;
mod http_date;
mod json;
mod language;
mod media_type;
mod number;
mod pointer;
mod uri;

pub use self::challenge::{CHALLENGE_HEADERS, Challenge, challenges, has_challenges};
pub use self::date_time::{date_time, is_date_time, write_date_time};
pub use self::http::{delay_seconds, describes_body, is_field_value, is_token, push_token_list, split_unquoted};
pub use self::http_date::{http_date, push_http_date};
pub use self::json::{Elements, compact_json, json_elements, json_numbers, json_string_text, sorted_json};
pub use self::language::is_language_tag;
pub use self::media_type::MediaType;
pub use self::number::{is_integer, is_number};
pub use self::pointer::{pointer_name, pointer_token};
pub use self::uri::{
    decode_percent, decode_query, is_absolute_uri, is_uri_reference, push_percent, push_percent_encoded, push_segment,
    push_uri_reference, uri_scheme,
};

use crate::vocabulary::PARAMETER_TYPES;

/// Whether a text is a value of the parameter type at this position of [`PARAMETER_TYPES`].
#[must_use]
pub fn is_of_type(kind: u8, text: &str) -> bool {
    match PARAMETER_TYPES.get(usize::from(kind)) {
        Some(&"integer") => is_integer(text),
        Some(&"decimal") => is_number(text),
        Some(&"boolean") => matches!(text, "true" | "false"),
        Some(&"uri") => is_uri_reference(text),
        Some(&"date-time") => is_date_time(text),
        Some(&"token") => is_token(text),
        Some(&"uuid") => is_uuid(text),
        Some(&"json") => compact_json(text).is_some(),
        Some(&"string[]") => is_list(text, |element| element.starts_with('"')),
        Some(&"integer[]") => is_list(text, is_integer),
        // The values of an `enum` are those of the parameter.
        Some(&("string" | "display" | "enum")) => true,
        _ => false,
    }
}

/// Whether a text is a JSON array with such elements, in canonical JSON.
fn is_list(text: &str, is_element: impl Fn(&str) -> bool) -> bool {
    compact_json(text).is_some_and(|json| json_elements(&json).is_some_and(|mut elements| elements.all(is_element)))
}

/// Whether a parameter of a type has a value that is an array, or any JSON: it is written without quotes, and not in a token or a URI.
#[must_use]
pub fn is_structure(type_name: &str) -> bool {
    type_name == "json" || type_name.ends_with("[]")
}

/// Whether a text is a UUID in its usual form (RFC 9562, section 4): 32 hexadecimal digits in five groups.
#[must_use]
pub fn is_uuid(text: &str) -> bool {
    let is_hyphen = |at| matches!(at, 8 | 13 | 18 | 23);
    let is_valid = |(at, byte): (usize, u8)| {
        if is_hyphen(at) {
            byte == b'-'
        } else {
            byte.is_ascii_hexdigit()
        }
    };
    text.len() == 36 && text.bytes().enumerate().all(is_valid)
}

/// Returns the digits at the start, and the rest.
fn split_digits(text: &str) -> (&str, &str) {
    let len = text.bytes().take_while(u8::is_ascii_digit).count();
    text.split_at_checked(len).unwrap_or((text, ""))
}

/// Returns the rest after the digits at the start; `None` if there is no digit.
fn strip_digits(text: &str) -> Option<&str> {
    let (digits, rest) = split_digits(text);
    (!digits.is_empty()).then_some(rest)
}
