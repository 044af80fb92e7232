//! Challenges in a form in which equal ones have equal texts (RFC 9110, section 11.6.1).

use error_layout::grammar::{Challenge, challenges};

use super::sequence::{Pattern, Sequences};

/// The character that stands for a wildcard while a pattern is parsed.
const WILDCARD: char = '\u{fffc}';

/// Returns the values of a header with challenges in canonical form.
///
/// A client compares challenges by scheme and parameters, in any order.
pub fn canonical(values: &Sequences) -> Sequences {
    values.map(|pattern| {
        let text = pattern.join(WILDCARD);
        let mut list: Vec<String> = challenges(&text).into_iter().map(canonical_text).collect();
        list.sort_unstable();
        Pattern::split(&list.join(", "), WILDCARD)
    })
}

/// Returns a challenge with names in lower case, sorted parameters, and quotes around all values.
fn canonical_text(challenge: Challenge<'_>) -> String {
    let parameters = challenge.parameters.into_iter();
    let mut parameters: Vec<String> = parameters
        .map(|(name, value)| format!("{}={value:?}", name.to_ascii_lowercase()))
        .collect();
    parameters.sort_unstable();
    format!("{} {}", challenge.scheme.to_ascii_lowercase(), parameters.join(","))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values(text: &str) -> Sequences {
        canonical(&Sequences::one_of([Pattern::split(text, '*')]))
    }

    #[test]
    fn equal_challenges_are_the_same_text() {
        let own = r#"Bearer realm="api", error=invalid_token, NTLM"#;
        for (other, is_equal) in [
            (own, true),
            (r#"ntlm, BEARER Error="invalid_token" ,realm=api"#, true),
            (r#"Bearer realm="*", error=invalid_token, NTLM"#, true),
            (r#"Bearer realm="API", error=invalid_token, NTLM"#, false),
            (r#"Bearer realm="api", error=invalid_token"#, false),
            (r#"Bearer realm="api", NTLM"#, false),
            (r#"Basic realm="*", error=invalid_token, NTLM"#, false),
        ] {
            assert_eq!(!values(own).apart(&values(other)), is_equal, "{other}");
        }
    }
}
