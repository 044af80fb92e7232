//! Small grammars of the standards: what is a JSON number, an RFC 3339 time, a URI reference, a header.

/// The digits at the start, and what follows them.
fn split_digits(text: &str) -> (&str, &str) {
    let len = text.bytes().take_while(u8::is_ascii_digit).count();
    text.split_at_checked(len).unwrap_or((text, ""))
}

/// What follows an integer of JSON at the start of `text`: RFC 8259, section 6, without fraction and exponent.
fn strip_integer(text: &str) -> Option<&str> {
    let (digits, rest) = split_digits(text.strip_prefix('-').unwrap_or(text));
    let valid = digits == "0" || !(digits.is_empty() || digits.starts_with('0'));
    valid.then_some(rest)
}

/// What follows the digits at the start, of which there must be one.
fn strip_digits(text: &str) -> Option<&str> {
    let (digits, rest) = split_digits(text);
    (!digits.is_empty()).then_some(rest)
}

/// A number of JSON without fraction and exponent (RFC 8259, section 6).
pub fn is_integer(text: &str) -> bool {
    strip_integer(text) == Some("")
}

/// A number of JSON (RFC 8259, section 6).
pub fn is_number(text: &str) -> bool {
    fn rest(text: &str) -> Option<&str> {
        let mut rest = strip_integer(text)?;
        if let Some(fraction) = rest.strip_prefix('.') {
            rest = strip_digits(fraction)?;
        }
        if let Some(exponent) = rest.strip_prefix(['e', 'E']) {
            rest = strip_digits(exponent.strip_prefix(['+', '-']).unwrap_or(exponent))?;
        }
        Some(rest)
    }
    rest(text) == Some("")
}

/// A date and time (RFC 3339, section 5.6). Days are checked against 31, not against the month.
pub fn is_date_time(text: &str) -> bool {
    /// Takes a number of exactly `len` digits within `range`, and what must stand behind it.
    fn field<'t>(text: &'t str, len: usize, range: core::ops::RangeInclusive<u16>, behind: &str) -> Option<&'t str> {
        let (digits, rest) = text.split_at_checked(len)?;
        let number = digits
            .bytes()
            .all(|byte| byte.is_ascii_digit())
            .then(|| digits.parse().ok())??;
        range.contains(&number).then(|| rest.strip_prefix(behind))?
    }
    fn rest(text: &str) -> Option<&str> {
        let rest = field(text, 4, 0..=9999, "-")?;
        let rest = field(rest, 2, 1..=12, "-")?;
        let rest = field(rest, 2, 1..=31, "")?.strip_prefix(['T', 't'])?;
        let rest = field(rest, 2, 0..=23, ":")?;
        let rest = field(rest, 2, 0..=59, ":")?;
        // 60 is a leap second.
        let mut rest = field(rest, 2, 0..=60, "")?;
        if let Some(fraction) = rest.strip_prefix('.') {
            rest = strip_digits(fraction)?;
        }
        match rest.strip_prefix(['Z', 'z']) {
            Some(rest) => Some(rest),
            None => field(field(rest.strip_prefix(['+', '-'])?, 2, 0..=23, ":")?, 2, 0..=59, ""),
        }
    }
    rest(text) == Some("")
}

/// Only the characters of a URI reference, and `%` only before two hexadecimal digits (RFC 3986, section 2 and appendix
/// A).
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

/// A token (RFC 9110, section 5.6.2), which the name of a header is.
pub fn is_token(text: &str) -> bool {
    !text.is_empty()
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte))
}

/// The value of a header without the obsolete bytes above ASCII (RFC 9110, section 5.5).
pub fn is_field_value(text: &str) -> bool {
    text.trim_ascii() == text && text.bytes().all(|byte| byte == b'\t' || matches!(byte, b' '..=b'~'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_those_of_json() {
        for number in ["0", "-0", "10", "1.50", "-1.0e-9", "1E+400"] {
            assert!(is_number(number), "{number}");
        }
        for other in ["", "-", "+1", "01", "1.", ".5", "1e", "NaN", "inf", "0x1", "1 ", "١"] {
            assert!(!is_number(other), "{other}");
        }
        assert!(is_integer("-42") && !is_integer("42.0") && !is_integer("042"));
    }

    #[test]
    fn date_times_are_those_of_rfc_3339() {
        for time in [
            "2024-02-29T23:59:60Z",
            "2024-02-29t00:00:00.123456+05:30",
            "0000-01-01T00:00:00-00:00",
        ] {
            assert!(is_date_time(time), "{time}");
        }
        for other in [
            "",
            "2024-02-29",
            "2024-13-01T00:00:00Z",
            "2024-01-01T24:00:00Z",
            "2024-01-01T00:00:00",
            "+024-01-01T00:00:00Z",
        ] {
            assert!(!is_date_time(other), "{other}");
        }
    }

    #[test]
    fn uri_references_have_no_spaces_and_whole_escapes() {
        assert!(is_uri_reference("https://a.example/b?c=%20#d") && is_uri_reference("") && is_uri_reference("../x"));
        assert!(
            !is_uri_reference("a b") && !is_uri_reference("%2") && !is_uri_reference("%zz") && !is_uri_reference("é")
        );
    }

    #[test]
    fn headers_are_those_of_rfc_9110() {
        assert!(is_token("X-Request-Id") && !is_token("") && !is_token("a b") && !is_token("a:") && !is_token("é"));
        assert!(is_field_value("") && is_field_value("a b\tc") && !is_field_value("a\r\nb") && !is_field_value(" a"));
    }
}
