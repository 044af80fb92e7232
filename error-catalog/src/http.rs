//! What HTTP and URI syntax allow.

/// Whether a text is a token (RFC 9110, section 5.6.2): a method, a field name, a part of a media type.
pub fn is_token(text: &str) -> bool {
    !text.is_empty()
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte))
}

/// Whether a text is an absolute URI (RFC 3986, section 4.3), as far as its scheme and its characters tell.
pub fn is_absolute_uri(text: &str) -> bool {
    let Some((scheme, rest)) = text.split_once(':') else {
        return false;
    };
    scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte))
        && !rest.is_empty()
        && rest
            .bytes()
            .all(|byte| byte.is_ascii_graphic() && !b"<>\"\\^`{|}".contains(&byte))
        && (!matches!(scheme, "http" | "https")
            || rest
                .strip_prefix("//")
                .is_some_and(|rest| !rest.is_empty() && !rest.starts_with('/')))
}

/// Whether a text is a date and time of RFC 3339, section 5.6, by its form.
pub fn is_date_time(text: &str) -> bool {
    let bytes = text.as_bytes();
    let Some((head, tail)) = bytes.split_at_checked(19) else {
        return false;
    };
    let digits = |range: std::ops::Range<usize>| head[range].iter().all(u8::is_ascii_digit);
    let form = digits(0..4) && digits(5..7) && digits(8..10) && digits(11..13) && digits(14..16) && digits(17..19);
    let marks =
        head[4] == b'-' && head[7] == b'-' && matches!(head[10], b'T' | b't') && head[13] == b':' && head[16] == b':';
    let zone = match tail.strip_prefix(b".") {
        Some(rest) => {
            let fraction = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
            if fraction == 0 { &[] } else { &rest[fraction..] }
        }
        None => tail,
    };
    let offset = matches!(zone, [b'Z' | b'z'])
        || matches!(zone, [b'+' | b'-', a, b, b':', c, d] if [a, b, c, d].iter().all(|byte| byte.is_ascii_digit()));
    form && marks && offset
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_are_what_rfc_9110_says() {
        assert!(is_token("Retry-After") && is_token("GET"));
        assert!(!is_token("") && !is_token("Retry After") && !is_token("X:") && !is_token("é"));
    }

    #[test]
    fn absolute_uris_have_a_scheme_and_something_behind_it() {
        assert!(is_absolute_uri("https://fhir.nhs.uk/Id") && is_absolute_uri("urn:oid:1.2.3"));
        assert!(
            !is_absolute_uri("error-codes")
                && !is_absolute_uri("https://")
                && !is_absolute_uri("https:///x")
                && !is_absolute_uri("http://a b")
        );
    }

    #[test]
    fn date_times_are_those_of_rfc_3339() {
        assert!(is_date_time("2026-01-31T09:30:00Z") && is_date_time("2026-01-31t09:30:00.125+01:00"));
        assert!(
            !is_date_time("2026-01-31")
                && !is_date_time("2026-01-31T09:30:00")
                && !is_date_time("2026-01-31T09:30:00.Z")
        );
    }
}
