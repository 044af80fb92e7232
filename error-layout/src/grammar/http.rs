//! Tokens, field values and lists of HTTP (RFC 9110, section 5).

use alloc::string::String;
use core::time::Duration;

use super::uri::push_percent;

/// Whether a byte can be in a token (section 5.6.2).
fn is_token_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte)
}

/// Whether a text is a token (section 5.6.2), such as a method or a field name.
#[must_use]
pub fn is_token(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(is_token_byte)
}

/// Whether a header describes the body (RFC 9110, section 8) or its transfer (RFC 9112, section 6), so that only a server can set it.
#[must_use]
pub fn describes_body(name: &str) -> bool {
    let headers = [
        "content-type",
        "content-length",
        "content-encoding",
        "transfer-encoding",
        "trailer",
    ];
    headers.iter().any(|header| name.eq_ignore_ascii_case(header))
}

/// Appends a text as a list of tokens: other characters than those of tokens, commas and spaces as `%XX`.
pub fn push_token_list(out: &mut String, text: &str) {
    for byte in text.bytes() {
        if is_token_byte(byte) || matches!(byte, b',' | b' ') {
            out.push(char::from(byte));
        } else {
            push_percent(out, byte);
        }
    }
}

/// Whether a text is a field value (section 5.5), without the obsolete bytes above ASCII.
#[must_use]
pub fn is_field_value(text: &str) -> bool {
    text.trim_ascii() == text && text.bytes().all(|byte| byte == b'\t' || matches!(byte, b' '..=b'~'))
}

/// Returns a delay in whole seconds (section 10.2.3), rounded up, so that a client is not too early.
#[must_use]
pub const fn delay_seconds(delay: Duration) -> u64 {
    delay.as_secs().saturating_add((delay.subsec_nanos() > 0) as u64)
}

/// Returns the parts between separators. A separator in a quoted string (section 5.6.4) does not count.
pub fn split_unquoted(bytes: &[u8], separator: u8) -> impl Iterator<Item = &[u8]> {
    let (mut quoted, mut escaped) = (false, false);
    bytes.split(move |byte| {
        let is_end = *byte == separator && !quoted;
        quoted ^= *byte == b'"' && !escaped;
        escaped = quoted && *byte == b'\\' && !escaped;
        is_end
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_and_field_values_are_those_of_rfc_9110() {
        assert!(is_token("X-Request-Id") && is_token("GET") && !is_token(""));
        assert!(!is_token("a b") && !is_token("a:") && !is_token("é"));
        assert!(is_field_value("") && is_field_value("a b\tc") && !is_field_value("a\r\nb") && !is_field_value(" a"));
    }

    #[test]
    fn a_list_of_tokens_has_no_other_characters() {
        let mut out = String::new();
        push_token_list(&mut out, "GET, HEAD;q=\"1\"\r\né");
        assert_eq!(out, "GET, HEAD%3Bq%3D%221%22%0D%0A%C3%A9");
    }

    #[test]
    fn a_part_of_a_second_counts_as_one() {
        assert_eq!(delay_seconds(Duration::ZERO), 0);
        assert_eq!(delay_seconds(Duration::from_millis(1)), 1);
        assert_eq!(delay_seconds(Duration::from_secs(2)), 2);
        assert_eq!(delay_seconds(Duration::MAX), u64::MAX);
    }

    #[test]
    fn a_separator_in_a_quoted_string_does_not_count() {
        let parts = split_unquoted(br#"a;b="c;\";d";e"#, b';');
        assert!(parts.eq([&b"a"[..], br#"b="c;\";d""#, b"e"]));
    }
}
