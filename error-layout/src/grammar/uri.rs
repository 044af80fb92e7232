//! URIs (RFC 3986) and percent-encoding.

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;

/// Whether a text has only the characters of a URI reference (section 2 and appendix A).
///
/// Two hexadecimal digits must follow a `%`.
#[must_use]
pub fn is_uri_reference(text: &str) -> bool {
    let mut bytes = text.bytes();
    while let Some(byte) = bytes.next() {
        let valid = match byte {
            b'%' => [bytes.next(), bytes.next()]
                .iter()
                .all(|digit| digit.is_some_and(|digit| digit.is_ascii_hexdigit())),
            _ => byte.is_ascii_alphanumeric() || b"-._~:/?#[]@!$&'()*+,;=".contains(&byte),
        };
        if !valid {
            return false;
        }
    }
    true
}

/// Whether a text is a URI reference with a scheme (section 4.3). `http` and `https` require a host.
#[must_use]
pub fn is_absolute_uri(text: &str) -> bool {
    let Some((scheme, rest)) = text.split_once(':') else {
        return false;
    };
    let has_host = || {
        let authority = rest.strip_prefix("//");
        authority.is_some_and(|authority| !authority.is_empty() && !authority.starts_with('/'))
    };
    scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte))
        && !rest.is_empty()
        && is_uri_reference(rest)
        && (!matches!(scheme, "http" | "https") || has_host())
}

/// Percent-encodes all characters that are not unreserved (section 2.3).
#[must_use]
pub fn percent_encode(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            push_percent(&mut out, byte);
        }
    }
    out
}

/// Appends a byte as `%XX` (section 2.1).
pub fn push_percent(out: &mut String, byte: u8) {
    let digit = |half: u8| char::from(if half < 10 { b'0' + half } else { b'A' - 10 + half });
    out.extend(['%', digit(byte >> 4), digit(byte & 0xf)]);
}

/// Decodes a name or a value of a query.
///
/// Malformed escapes are kept. Bytes that are not UTF-8 become U+FFFD.
#[must_use]
pub fn decode_query(part: &str) -> Cow<'_, str> {
    if !part.contains(['%', '+']) {
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
            (b'+', ..) => out.push(b' '),
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

    proptest! {
        #[test]
        fn every_absolute_uri_is_a_uri_reference(text in "[a-z]{0,5}:?[ -~é]{0,8}") {
            prop_assert!(!is_absolute_uri(&text) || is_uri_reference(&text));
        }

        #[test]
        fn decoding_reverses_encoding(text: String) {
            let encoded = percent_encode(&text);
            prop_assert!(is_uri_reference(&encoded));
            prop_assert_eq!(decode_query(&encoded), text);
        }

        #[test]
        fn every_query_can_be_decoded(text: String) {
            let _ = decode_query(&text);
        }
    }
}
