//! Scans the values of headers.

use super::uri::{Encoded, Uri, ends_in_escape};
use super::{Scanner, literals, scan};
use crate::ast::place::{Place, Refusal};
use crate::ast::text::{Piece, Text};

/// The grammar of a field (RFC 9110, section 5.5).
#[derive(Clone, Copy, PartialEq, Eq)]
enum Field {
    /// No known grammar.
    Free,
    /// Tokens, parameters, lists and others, in which only a quoted string can have any text.
    Structured,
    /// A URI reference.
    Uri,
    /// A number of seconds.
    Number,
    /// A date (section 5.6.7).
    Date,
    /// A list of tokens.
    Tokens,
    /// Without escapes in quoted strings; any text in it is percent-encoded.
    Percent,
}

impl Field {
    fn of(name: &str) -> Self {
        let name = name.to_ascii_lowercase();
        match name.as_str() {
            "location"
            | "content-location"
            | "referer"
            | "sourcemap"
            | "x-sourcemap"
            | "access-control-allow-origin"
            | "timing-allow-origin" => Self::Uri,
            "retry-after" | "age" | "access-control-max-age" | "deprecation" => Self::Number,
            "date" | "expires" | "last-modified" | "sunset" | "if-modified-since" | "if-unmodified-since" => Self::Date,
            "allow"
            | "vary"
            | "accept-ranges"
            | "content-language"
            | "content-encoding"
            | "connection"
            | "trailer"
            | "access-control-allow-methods"
            | "access-control-allow-headers"
            | "access-control-expose-headers" => Self::Tokens,
            "set-cookie" | "etag" => Self::Percent,
            "www-authenticate"
            | "proxy-authenticate"
            | "authentication-info"
            | "proxy-authentication-info"
            | "link"
            | "content-disposition"
            | "cache-control"
            | "cdn-cache-control"
            | "surrogate-control"
            | "pragma"
            | "accept"
            | "accept-encoding"
            | "accept-language"
            | "accept-patch"
            | "accept-post"
            | "content-range"
            | "content-digest"
            | "repr-digest"
            | "digest"
            | "alt-svc"
            | "cache-status"
            | "proxy-status"
            | "priority"
            | "ratelimit"
            | "ratelimit-policy"
            | "server-timing"
            | "strict-transport-security"
            | "content-security-policy"
            | "content-security-policy-report-only"
            | "cross-origin-embedder-policy"
            | "cross-origin-opener-policy"
            | "cross-origin-resource-policy"
            | "permissions-policy"
            | "referrer-policy"
            | "report-to"
            | "reporting-endpoints"
            | "nel"
            | "refresh"
            | "clear-site-data"
            | "access-control-allow-credentials"
            | "x-content-type-options"
            | "x-frame-options"
            | "x-robots-tag"
            | "x-xss-protection"
            | "server"
            | "via"
            | "warning"
            | "upgrade"
            | "transfer-encoding"
            | "keep-alive"
            | "signature"
            | "signature-input"
            | "traceparent"
            | "tracestate"
            | "baggage" => Self::Structured,
            _ => Self::Free,
        }
    }
}

/// Whether the value of a header is a URI reference.
pub fn is_uri(name: &str) -> bool {
    Field::of(name) == Field::Uri
}

/// Whether the value of a header is a URI reference or has one.
pub fn has_uri(name: &str) -> bool {
    is_uri(name) || name.eq_ignore_ascii_case("link")
}

/// Whether the value of a header is a date.
pub fn is_date(name: &str) -> bool {
    Field::of(name) == Field::Date
}

/// Whether the value of a header is not a list, so that it is sent once (section 5.3).
///
/// `Content-Type` and `Content-Length` are missing, as no catalog can set them.
pub fn is_single(name: &str) -> bool {
    let others = [
        "etag",
        "content-range",
        "content-disposition",
        "server",
        "strict-transport-security",
        "x-frame-options",
        "x-content-type-options",
        "access-control-allow-credentials",
    ];
    match Field::of(name) {
        Field::Uri => !name.eq_ignore_ascii_case("timing-allow-origin"),
        Field::Number | Field::Date => true,
        _ => others.iter().any(|other| name.eq_ignore_ascii_case(other)),
    }
}

/// Sets the places in the value of a header.
pub fn header(name: &str, value: &mut Text) {
    if value.as_literal().is_some() {
        return;
    }
    match Field::of(name) {
        Field::Uri => {
            super::uri(value);
            super::pairs::split(name, value);
        }
        Field::Number => super::each(value, Place::Number),
        Field::Date => super::each(value, date(value.pieces.len() == 1)),
        Field::Percent => {
            scan(value, &mut Encoded::default());
            cookie_dates(name, value);
        }
        field => scan(value, &mut Value::new(field)),
    }
}

/// Returns the place of a date: a placeholder that is not the whole value is refused.
fn date(is_alone: bool) -> Place {
    if is_alone {
        Place::HttpDate
    } else {
        Place::Refused(Refusal::PartOfDate)
    }
}

/// Sets the places in `Expires` of a cookie (RFC 6265, section 4.1.1).
fn cookie_dates(name: &str, value: &mut Text) {
    if !name.eq_ignore_ascii_case("set-cookie") {
        return;
    }
    let mut before = String::new();
    let mut pieces = value.pieces.as_mut_slice();
    while let [piece, rest @ ..] = pieces {
        match piece {
            Piece::Literal(literal) => before.push_str(literal),
            Piece::Placeholder(placeholder) => {
                let attribute = before.rsplit_once(';').map(|(_, attribute)| attribute.trim_start());
                if let Some((name, start)) = attribute.and_then(|attribute| attribute.split_once('='))
                    && name.trim_end().eq_ignore_ascii_case("expires")
                {
                    let ends = match rest.first() {
                        None => true,
                        Some(Piece::Literal(literal)) => literal.starts_with(';'),
                        Some(Piece::Placeholder(_)) => false,
                    };
                    placeholder.place = date(start.trim().is_empty() && ends);
                }
                before.push('x');
            }
        }
        pieces = rest;
    }
}

/// Scans the value of a field with quoted strings (section 5.6.4), and URIs between `<` and `>` (RFC 8288, section 3).
struct Value {
    field: Field,
    quoted: bool,
    escaped: bool,
    /// Inside of `<…>`.
    uri: Option<Uri>,
    /// The constant text of the part so far: since the last separator, outside of quotes.
    part: String,
    /// Whether the value begins with a placeholder.
    begun: bool,
}

impl Value {
    fn new(field: Field) -> Self {
        Self {
            field,
            quoted: false,
            escaped: false,
            uri: None,
            part: String::new(),
            begun: false,
        }
    }

    /// Whether the part is the start of a parameter with an encoding of its own (RFC 8187, section 3.2.1).
    fn is_extended(&self) -> bool {
        let value = self.part.split_once("*=").map(|(_, value)| value);
        value.is_some_and(|value| value.matches('\'').count() >= 2)
    }
}

impl Scanner for Value {
    fn pass(&mut self, text: &str, rest: &[Piece]) {
        self.begun = true;
        let mut chars = text.chars();
        while let Some(c) = chars.next() {
            if self.quoted {
                self.quoted = c != '"' || self.escaped;
                self.escaped = self.quoted && c == '\\' && !self.escaped;
                continue;
            }
            if let Some(uri) = &mut self.uri {
                uri.pass(c.encode_utf8(&mut [0; 4]), &[]);
                if c == '>' {
                    self.uri = None;
                }
                continue;
            }
            match c {
                '"' => self.quoted = true,
                '<' if closes(chars.as_str(), rest) => self.uri = Some(Uri::default()),
                ' ' | '\t' | ',' | ';' => self.part.clear(),
                _ => self.part.push(c),
            }
        }
    }

    fn place(&mut self, rest: &[Piece]) -> Place {
        let is_start = !std::mem::replace(&mut self.begun, true);
        if self.quoted {
            let in_escape = std::mem::take(&mut self.escaped);
            return if in_escape {
                Place::Refused(Refusal::Escape)
            } else {
                Place::HeaderQuoted
            };
        }
        if let Some(uri) = &mut self.uri {
            return uri.place(rest);
        }
        if self.is_extended() {
            let in_escape = ends_in_escape(&self.part);
            return if in_escape {
                Place::Refused(Refusal::Escape)
            } else {
                Place::Percent
            };
        }
        match self.field {
            // The whole value is the list.
            Field::Tokens if is_start => Place::Tokens,
            Field::Free if !self.part.contains('=') => Place::Header,
            _ => Place::Token,
        }
    }
}

/// Whether a `>` without a space before it follows: the `<` begins a URI.
fn closes(text: &str, rest: &[Piece]) -> bool {
    let mut marks = std::iter::once(text).chain(literals(rest)).flat_map(str::chars);
    marks.find(|c| matches!(c, '>' | '<' | '"' | ' ' | '\t')) == Some('>')
}

#[cfg(test)]
mod tests {
    use super::*;
    use Place::{
        FirstSegment, Header, HeaderQuoted, HttpDate, Number, Percent, Refused, Segment, Token, Tokens, Uri as Start,
    };

    const PART: Place = Refused(Refusal::PartOfDate);
    const ESCAPE: Place = Refused(Refusal::Escape);

    fn places(name: &str, value: &str) -> Vec<Place> {
        let mut text = Text::parse(value, |range| range).unwrap();
        header(name, &mut text);
        text.placeholders().map(|placeholder| placeholder.place).collect()
    }

    #[test]
    fn a_header_that_is_not_a_list_has_one_value() {
        for name in [
            "Location",
            "ETag",
            "Retry-After",
            "expires",
            "Content-Range",
            "Access-Control-Allow-Origin",
        ] {
            assert!(is_single(name), "{name}");
        }
        for name in [
            "Link",
            "Vary",
            "WWW-Authenticate",
            "Set-Cookie",
            "X-Hint",
            "Timing-Allow-Origin",
        ] {
            assert!(!is_single(name), "{name}");
        }
    }

    #[test]
    fn the_places_of_a_header_are_those_of_its_grammar() {
        for (name, value, expected) in [
            (
                "Link",
                r#"<https://e.example/{a}?b={b}>; rel="{c}""#,
                &[Segment, Percent, HeaderQuoted][..],
            ),
            ("link", "<{a}>; rel={b}, <{c}/{d}>", &[Start, Token, Start, Segment]),
            ("Link", "{a}", &[Token]),
            (
                "WWW-Authenticate",
                r#"Bearer scope={a}, realm="\"{b}", error={c}"#,
                &[Token, HeaderQuoted, Token],
            ),
            ("Location", "/a/{b}?c={d}", &[Segment, Percent]),
            (
                "Location",
                "https://e.example/a{b}/.{c}/{d}#{e}",
                &[Percent, Segment, Segment, Percent],
            ),
            ("Content-Location", "{a}{b}", &[Start, Segment]),
            // A host with constant text does not end in a value, and a port is a number.
            ("Location", "https://{a}.e.example:{b}/{c}", &[Percent, Number, Segment]),
            ("Location", "https://{a}@e.example/", &[Percent]),
            ("Location", "//e.example{a}/{b}", &[Refused(Refusal::Host), Segment]),
            ("Location", "https://e.example{a}", &[Refused(Refusal::Host)]),
            ("Location", "https://{a}/{b}", &[Percent, Segment]),
            // An empty first segment would make the next one a host.
            ("Location", "/{a}/{b}", &[FirstSegment, Segment]),
            ("Location", "/{a}{b}/c", &[FirstSegment, Segment]),
            ("Location", "/{a}", &[Segment]),
            ("Location", "/{a}?b=/{c}", &[Segment, Percent]),
            ("Location", "/a/{b}/{c}", &[Segment, Segment]),
            ("Link", "</{a}/{b}>; rel=help", &[FirstSegment, Segment]),
            // A value does not continue an escape.
            ("Location", "/a%{b}/%2{c}/%20{d}", &[ESCAPE, ESCAPE, Percent]),
            ("Set-Cookie", "a=%{b}; c=%2f{d}", &[ESCAPE, Percent]),
            (
                "X-Quoted",
                r#""\{a}" "\\{b}" x*=UTF-8''%{c}"#,
                &[ESCAPE, HeaderQuoted, ESCAPE],
            ),
            (
                "Set-Cookie",
                r#"{a}={b}; Path=/{c}; x="{d}""#,
                &[Percent, Percent, Percent, Percent],
            ),
            ("ETag", r#""{a}""#, &[Percent]),
            ("Retry-After", "{a}", &[Number]),
            ("Deprecation", "@{a}", &[Number]),
            ("Sunset", "{a}", &[HttpDate]),
            ("Last-Modified", "{a} GMT", &[PART]),
            ("Expires", "{a}{b}", &[PART, PART]),
            (
                "Set-Cookie",
                "{a}=b; EXPIRES={c}; Path=/; expires=x{d}; Expires={e} GMT; Expires = {f}",
                &[Percent, HttpDate, PART, PART, HttpDate],
            ),
            ("Allow", "{a}", &[Tokens]),
            ("Allow", "GET, {a}", &[Token]),
            (
                "Content-Disposition",
                r#"attachment; filename="{a}"; filename*=UTF-8''{b}; x={c}"#,
                &[HeaderQuoted, Percent, Token],
            ),
            ("X-Message", "Hello, {a}: {b}", &[Header, Header]),
            ("X-Session", "a={a}; b=x-{b} {c}", &[Token, Token, Header]),
            ("X-Page", "a < {a} > b <{b}> <{c}", &[Header, Start, Header]),
            (
                "X-Quoted",
                r#"say "{a}\"{b}" {c}"#,
                &[HeaderQuoted, HeaderQuoted, Header],
            ),
        ] {
            assert_eq!(places(name, value), expected, "{name}: {value}");
        }
    }
}
