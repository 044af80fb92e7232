//! URIs (RFC 3986) and percent-encoding.

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;
use core::net::Ipv6Addr;
use core::ops::Range;

/// Whether a text is a URI reference (section 4.1).
#[must_use]
pub fn is_uri_reference(text: &str) -> bool {
    let places = Places::of(text);
    text.bytes().enumerate().all(|(at, byte)| places.accept(at, byte))
}

/// Appends a text as a URI reference: what cannot be in one is percent-encoded.
pub fn push_uri_reference(out: &mut String, text: &str) {
    // Most are valid.
    if is_uri_reference(text) {
        return out.push_str(text);
    }
    let places = Places::of(text);
    for (at, byte) in text.bytes().enumerate() {
        if places.accept(at, byte) {
            out.push(char::from(byte));
        } else {
            push_percent(out, byte);
        }
    }
}

/// The places of a URI reference in which some characters are special.
struct Places<'t> {
    text: &'t [u8],
    /// The first segment of a path without a scheme, which has no colon (section 4.2).
    first_segment: Range<usize>,
    authority: Range<usize>,
    /// The `@` behind the user information.
    at: Option<usize>,
    /// The IP address with its brackets.
    ip: Range<usize>,
    /// The colon before the port.
    port: Option<usize>,
    /// The `#` before the fragment.
    fragment: Option<usize>,
}

impl<'t> Places<'t> {
    fn of(text: &'t str) -> Self {
        let scheme = uri_scheme(text).map_or(0, |scheme| scheme.len() + 1);
        let end = |start: usize| {
            let rest = text.get(start..).unwrap_or("");
            start + rest.find(['/', '?', '#']).unwrap_or(rest.len())
        };
        let has_authority = text.get(scheme..).is_some_and(|rest| rest.starts_with("//"));
        let mut places = Self {
            text: text.as_bytes(),
            first_segment: 0..if scheme == 0 { end(0) } else { 0 },
            authority: 0..0,
            at: None,
            ip: 0..0,
            port: None,
            fragment: text.find('#'),
        };
        if has_authority {
            places.authority = scheme + 2..end(scheme + 2);
            places.find_host(text);
        }
        places
    }

    /// Finds the parts of the authority (section 3.2).
    fn find_host(&mut self, text: &str) {
        let Range { mut start, end } = self.authority;
        let authority = text.get(start..end).unwrap_or("");
        let mut host = authority;
        if let Some((user, rest)) = authority.rsplit_once('@') {
            self.at = Some(start + user.len());
            start += user.len() + 1;
            host = rest;
        }
        if let Some((name, digits)) = host.rsplit_once(':')
            && digits.bytes().all(|byte| byte.is_ascii_digit())
        {
            self.port = Some(start + name.len());
            host = name;
        }
        let address = host.strip_prefix('[').and_then(|host| host.strip_suffix(']'));
        if address.is_some_and(|address| address.parse::<Ipv6Addr>().is_ok()) {
            self.ip = start..start + host.len();
        }
    }

    /// Whether a byte is valid at its position.
    fn accept(&self, at: usize, byte: u8) -> bool {
        match byte {
            b'%' => {
                let digits = self.text.get(at + 1..at + 3);
                digits.is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit))
            }
            b':' if self.authority.contains(&at) => {
                self.at.is_some_and(|end| at < end) || self.ip.contains(&at) || self.port == Some(at)
            }
            b':' => !self.first_segment.contains(&at),
            b'[' | b']' => self.ip.contains(&at),
            b'@' => self.at == Some(at) || !self.authority.contains(&at),
            b'#' => self.fragment == Some(at),
            _ => is_unreserved(byte) || b"/?!$&'()*+,;=".contains(&byte),
        }
    }
}

/// Whether a byte is an unreserved character (section 2.3).
fn is_unreserved(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"-._~".contains(&byte)
}

/// Returns the scheme of a URI (section 3.1), without its colon.
#[must_use]
pub fn uri_scheme(text: &str) -> Option<&str> {
    let (scheme, _) = text.split_once(':')?;
    let valid = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte));
    valid.then_some(scheme)
}

/// Whether a text is a URI reference with a scheme (section 4.3). `http` and `https` require a host.
#[must_use]
pub fn is_absolute_uri(text: &str) -> bool {
    let Some(scheme) = uri_scheme(text) else {
        return false;
    };
    let rest = text.get(scheme.len() + 1..).unwrap_or("");
    let has_host = || {
        let authority = rest.strip_prefix("//");
        authority.is_some_and(|authority| !authority.is_empty() && !authority.starts_with('/'))
    };
    !rest.is_empty() && is_uri_reference(text) && (!matches!(scheme, "http" | "https") || has_host())
}

/// Appends a text with all characters percent-encoded that are not unreserved (section 2.3).
pub fn push_percent_encoded(out: &mut String, text: &str) {
    for byte in text.bytes() {
        if is_unreserved(byte) {
            out.push(char::from(byte));
        } else {
            push_percent(out, byte);
        }
    }
}

/// Appends a text as the start of a path segment (section 3.3), percent-encoded like all components.
///
/// In a segment of dots, parsers of URIs treat `%2E` like `.` (section 6.2.2.2), so these dots are encoded twice: the path stays where it is.
pub fn push_segment(out: &mut String, text: &str) {
    if matches!(text, "." | "..") {
        text.bytes().for_each(|_| out.push_str("%252E"));
    } else {
        push_percent_encoded(out, text);
    }
}

/// Appends a byte as `%XX` (section 2.1).
pub fn push_percent(out: &mut String, byte: u8) {
    let digit = |half: u8| char::from(if half < 10 { b'0' + half } else { b'A' - 10 + half });
    out.extend(['%', digit(byte >> 4), digit(byte & 0xf)]);
}

/// Decodes a name or a value of a query, in which `+` is a space.
///
/// Malformed escapes are kept. Bytes that are not UTF-8 become U+FFFD.
#[must_use]
pub fn decode_query(part: &str) -> Cow<'_, str> {
    if part.contains('+') {
        Cow::Owned(decode_percent(&part.replace('+', " ")).into_owned())
    } else {
        decode_percent(part)
    }
}

/// Decodes percent-encoding (section 2.1).
///
/// Malformed escapes are kept. Bytes that are not UTF-8 become U+FFFD.
#[must_use]
pub fn decode_percent(part: &str) -> Cow<'_, str> {
    if !part.contains('%') {
        return Cow::Borrowed(part);
    }
    let digit = |byte: Option<&u8>| {
        byte.and_then(|byte| char::from(*byte).to_digit(16))
            .and_then(|digit| u8::try_from(digit).ok())
    };
    let bytes = part.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        at += 1;
        match (byte, digit(bytes.get(at)), digit(bytes.get(at + 1))) {
            (b'%', Some(high), Some(low)) => {
                out.push(high << 4 | low);
                at += 2;
            }
            _ => out.push(*byte),
        }
    }
    Cow::Owned(String::from_utf8_lossy(&out).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn uri_references_have_no_spaces_and_complete_escapes() {
        assert!(is_uri_reference("https://a.example/b?c=%20#d") && is_uri_reference("") && is_uri_reference("../x"));
        assert!(
            !is_uri_reference("a b") && !is_uri_reference("%2") && !is_uri_reference("%zz") && !is_uri_reference("é")
        );
    }

    #[test]
    fn absolute_uris_have_a_scheme_and_a_rest() {
        assert!(is_absolute_uri("https://fhir.nhs.uk/Id") && is_absolute_uri("urn:oid:1.2.3"));
        for other in [
            "error-codes",
            "https://",
            "https:///x",
            "http://a b",
            "urn:",
            "1a:b",
            "urn:%2",
        ] {
            assert!(!is_absolute_uri(other), "{other}");
        }
    }

    #[test]
    fn what_cannot_be_in_a_uri_reference_is_encoded() {
        for (text, uri) in [
            ("see the wiki", "see%20the%20wiki"),
            (
                "https://[::1]:80/a[1]?q=%zz#x#y",
                "https://[::1]:80/a%5B1%5D?q=%25zz#x%23y",
            ),
            ("<>\"{}|\\^`é\u{0}", "%3C%3E%22%7B%7D%7C%5C%5E%60%C3%A9%00"),
            (":a:b/c:d", "%3Aa%3Ab/c:d"),
            ("1a:b", "1a%3Ab"),
            ("//[x]/[", "//%5Bx%5D/%5B"),
            ("http://a:b@c@[::1]:80/@", "http://a:b%40c@[::1]:80/@"),
            ("//javascript:1:x", "//javascript%3A1%3Ax"),
            ("//a:1:80", "//a%3A1:80"),
            ("urn:1:2[", "urn:1:2%5B"),
            ("a//b:[", "a//b:%5B"),
        ] {
            let mut out = String::new();
            push_uri_reference(&mut out, text);
            assert_eq!(out, uri);
        }
    }

    proptest! {
        #[test]
        fn every_text_becomes_a_uri_reference_and_none_is_changed(text: String) {
            let mut uri = String::new();
            push_uri_reference(&mut uri, &text);
            prop_assert!(is_uri_reference(&uri), "{}", uri);
            prop_assert_eq!(uri == text, is_uri_reference(&text));
        }

        #[test]
        fn every_absolute_uri_is_a_uri_reference(text in "[a-z]{0,5}:?[ -~é]{0,8}") {
            prop_assert!(!is_absolute_uri(&text) || is_uri_reference(&text));
        }

        #[test]
        fn decoding_reverses_encoding(text: String) {
            let mut encoded = String::new();
            push_percent_encoded(&mut encoded, &text);
            prop_assert!(is_uri_reference(&encoded));
            prop_assert_eq!(decode_query(&encoded), text.as_str());
            prop_assert_eq!(decode_percent(&encoded), text);
        }

        #[test]
        fn every_query_can_be_decoded(text: String) {
            let _ = (decode_query(&text), decode_percent(&text));
        }
    }
}
