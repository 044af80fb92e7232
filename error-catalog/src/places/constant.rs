//! The grammar of a header's constant text, with some token in place of each placeholder.

use error_layout::grammar::{self, has_challenges, is_token, is_uri_reference, split_unquoted};

use crate::ast::text::{Piece, Text};

/// Returns what is expected of a header's value and an example, if its constant text is not of the header's grammar.
pub fn header_mistake(name: &str, value: &Text) -> Option<(&'static str, &'static str)> {
    let name = name.to_ascii_lowercase();
    let is_literal = value.as_literal().is_some();
    let pieces = value.pieces.iter().enumerate();
    let text: String = pieces
        .map(|(position, piece)| match piece {
            Piece::Literal(text) => text.as_str(),
            Piece::Placeholder(_) if position == 0 => "x",
            // A digit is valid in a port too.
            Piece::Placeholder(_) => "1",
        })
        .collect();
    let text = text.as_str();
    let is_number = || !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let (is_valid, expected, example) = match name.as_str() {
        "retry-after" => (
            !is_literal || is_number() || grammar::http_date(text, 0).is_some(),
            "seconds or an HTTP date",
            "`30`",
        ),
        "age" => (!is_literal || is_number(), "seconds", "`30`"),
        "access-control-max-age" => (!is_literal || is_number() || text == "-1", "seconds", "`600`"),
        "location" | "content-location" => (is_uri_reference(text), "a URI reference", "`/records/17`"),
        "allow"
        | "vary"
        | "content-language"
        | "access-control-allow-methods"
        | "access-control-allow-headers"
        | "access-control-expose-headers" => (
            parts(text, b',').all(is_token),
            "tokens with commas between them",
            "`GET, HEAD`",
        ),
        "cache-control" => (
            parts(text, b',').all(is_parameter),
            "directives with commas between them",
            "`no-store, max-age=0`",
        ),
        "link" => (
            links(text),
            "links in `<…>` with their parameters",
            "`<https://api.example/help>; rel=\"help\"`",
        ),
        name if has_challenges(name) => (
            challenges(text),
            "a scheme and its parameters",
            "`Bearer realm=\"api\", error=\"invalid_token\"`",
        ),
        _ => return None,
    };
    (!is_valid).then_some((expected, example))
}

/// The parts of a list, without spaces around them.
fn parts(text: &str, separator: u8) -> impl Iterator<Item = &str> {
    split_unquoted(text.as_bytes(), separator).map(|part| str::from_utf8(part).unwrap_or_default().trim_ascii())
}

/// Whether a text is one quoted string (RFC 9110, section 5.6.4).
fn is_quoted(text: &str) -> bool {
    let Some(inner) = text.strip_prefix('"').and_then(|text| text.strip_suffix('"')) else {
        return false;
    };
    let mut escaped = false;
    let ends_early = inner.chars().any(|c| {
        let ends = c == '"' && !escaped;
        escaped = c == '\\' && !escaped;
        ends
    });
    !ends_early && !escaped
}

/// Whether a text is a name with a value or without (section 5.6.6).
fn is_parameter(text: &str) -> bool {
    match text.split_once('=') {
        Some((name, value)) => {
            let value = value.trim_ascii();
            is_token(name.trim_ascii()) && (is_token(value) || is_quoted(value))
        }
        None => is_token(text),
    }
}

/// Whether a text begins with the scheme of a challenge (section 11.6.1) and closes its quoted strings.
///
/// Some published APIs write texts without names behind the scheme.
fn challenges(text: &str) -> bool {
    let scheme = text.split([' ', ',']).next().unwrap_or_default();
    is_token(scheme) && closes_quotes(text)
}

fn closes_quotes(text: &str) -> bool {
    let (mut quoted, mut escaped) = (false, false);
    for c in text.chars() {
        quoted ^= c == '"' && !escaped;
        escaped = quoted && c == '\\' && !escaped;
    }
    !quoted
}

/// Whether a text is a list of links (RFC 8288, section 3).
fn links(text: &str) -> bool {
    let mut rest = text;
    loop {
        let Some((uri, behind)) = rest
            .trim_ascii()
            .strip_prefix('<')
            .and_then(|rest| rest.split_once('>'))
        else {
            return false;
        };
        let behind = behind.trim_ascii_start();
        let link = parts(behind, b',').next().unwrap_or_default();
        let mut parameters = parts(link, b';');
        let is_valid = parameters.next() == Some("") && parameters.all(is_parameter) && is_uri_reference(uri);
        let others = behind.get(link.len()..).unwrap_or_default();
        match others.trim_ascii_start().strip_prefix(',') {
            _ if !is_valid => return false,
            Some(next) => rest = next,
            None => return true,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_valid(name: &str, value: &str) -> bool {
        let text = Text::parse(value, |range| range).unwrap();
        header_mistake(name, &text).is_none()
    }

    #[test]
    fn the_constant_text_of_a_header_has_its_grammar() {
        for (name, valid, wrong) in [
            (
                "Retry-After",
                &["30", "{retry_after?}", "Sun, 06 Nov 1994 08:49:37 GMT"][..],
                &["soon", "1.5", "-1"][..],
            ),
            ("Age", &["0"], &["x", "1d"]),
            (
                "Location",
                &["/a/{b}?c={d}", "{a}", "https://e.example:{b}/{a}", "{a}/b"],
                &["see the wiki", "/\\{a}", "{a}b c", "{a}:b:c d"],
            ),
            ("Allow", &["GET, HEAD", "{a}", "GET, {a}"], &["GET POST", "GET; HEAD"]),
            ("Vary", &["*", "Accept, Accept-Language"], &["Accept Language"]),
            (
                "Cache-Control",
                &["no-store, max-age={a}", "private=\"x\""],
                &["no-store max-age=0"],
            ),
            (
                "Link",
                &[
                    "<https://e.example/{a}>; rel=\"help, me\"; title*=UTF-8''{a}",
                    "<a,b>; rel=x, <c>",
                    "<{a}>;rel=next",
                ],
                &[
                    "https://e.example; rel=help",
                    "<https://e.example",
                    "<a>; rel=help me",
                    "<a> rel=x",
                    "<a b>",
                ],
            ),
            (
                "WWW-Authenticate",
                &[
                    "Bearer",
                    "Negotiate, Basic realm=\"a, b\"",
                    "Bearer realm=\"a\", error={a}, Basic",
                    "Negotiate YWJj==",
                    "{a} realm = \"x\"",
                    "OAuth \"Facebook Platform\" \"{a}\"",
                    "Bearer realm=\"a\\\"{b}\"",
                ],
                &["realm=\"x\"", "Bearer realm=\"a\\\"", "Bearer realm=\"api", ""],
            ),
            ("X-Any", &["\"", "a b; c"], &[]),
        ] {
            for value in valid {
                assert!(is_valid(name, value), "{name}: {value}");
            }
            for value in wrong {
                assert!(!is_valid(name, value), "{name}: {value}");
            }
        }
    }
}
