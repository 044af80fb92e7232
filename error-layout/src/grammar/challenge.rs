//! Challenges: the value of `WWW-Authenticate` and `Proxy-Authenticate` (RFC 9110, section 11.6.1).

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;

/// The names of the headers with challenges.
pub const CHALLENGE_HEADERS: [&str; 2] = ["www-authenticate", "proxy-authenticate"];

/// Whether the value of a header is a list of challenges.
#[must_use]
pub fn has_challenges(name: &str) -> bool {
    CHALLENGE_HEADERS.iter().any(|known| name.eq_ignore_ascii_case(known))
}

/// A scheme with its parameters.
///
/// The case of names, the order, white space, and the quotes around a value have no meaning.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Challenge<'t> {
    /// The scheme, as written.
    pub scheme: &'t str,
    /// Names, as written, and values, without quotes. A `token68` is a parameter without a name.
    pub parameters: Vec<(&'t str, Cow<'t, str>)>,
}

impl Challenge<'_> {
    /// Returns the value of a parameter.
    #[must_use]
    pub fn value(&self, name: &str) -> Option<&str> {
        let mut parameters = self.parameters.iter();
        parameters.find_map(|(known, value)| known.eq_ignore_ascii_case(name).then_some(&**value))
    }
}

/// Parses the challenges of a value. Text that is not a challenge is skipped.
#[must_use]
pub fn challenges(mut text: &str) -> Vec<Challenge<'_>> {
    let mut list: Vec<Challenge<'_>> = Vec::new();
    loop {
        text = text.trim_start_matches([',', ' ', '\t', '=', '"']);
        let (word, rest) = token(text);
        if word.is_empty() {
            return list;
        }
        let behind = rest.trim_ascii_start();
        if let (Some(value), Some(last)) = (behind.strip_prefix('='), list.last_mut()) {
            let (value, rest) = value_of(value.trim_ascii_start());
            last.parameters.push((word, value));
            text = rest;
            continue;
        }
        let mut challenge = Challenge {
            scheme: word,
            parameters: Vec::new(),
        };
        text = behind;
        if let Some((value, rest)) = token68(behind) {
            challenge.parameters.push(("", Cow::Borrowed(value)));
            text = rest;
        }
        list.push(challenge);
    }
}

/// The word at the start, and the rest.
fn token(text: &str) -> (&str, &str) {
    let end = text.find([',', ' ', '\t', '=', '"']).unwrap_or(text.len());
    text.split_at(end)
}

/// The single value of a scheme, with its padding (RFC 9110, section 11.2).
fn token68(text: &str) -> Option<(&str, &str)> {
    let (word, rest) = token(text);
    let behind = rest.trim_start_matches('=');
    let is_last = behind.trim_ascii_start().is_empty() || behind.trim_ascii_start().starts_with(',');
    let padding = rest.len() - behind.len();
    (!word.is_empty() && is_last).then(|| text.split_at(word.len() + padding))
}

/// The value of a parameter, a token or a quoted string, and the rest.
fn value_of(text: &str) -> (Cow<'_, str>, &str) {
    let Some(quoted) = text.strip_prefix('"') else {
        let (word, rest) = text.split_at(text.find([',', ' ', '\t']).unwrap_or(text.len()));
        return (Cow::Borrowed(word), rest);
    };
    let mut value = String::new();
    let mut chars = quoted.char_indices();
    while let Some((at, c)) = chars.next() {
        match c {
            '"' => return (Cow::Owned(value), quoted.get(at + 1..).unwrap_or("")),
            '\\' => value.extend(chars.next().map(|(_, c)| c)),
            _ => value.push(c),
        }
    }
    (Cow::Owned(value), "")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(text: &str) -> String {
        let mut out = String::new();
        for Challenge { scheme, parameters } in challenges(text) {
            out = out + scheme + ";";
            for (name, value) in &parameters {
                out = out + name + "=" + value + ";";
            }
        }
        out
    }

    #[test]
    fn a_list_has_challenges_and_their_parameters() {
        for (text, expected) in [
            ("", ""),
            ("Bearer", "Bearer;"),
            (
                r#"Bearer realm = "a, \"b\"" ,scope=x"#,
                r#"Bearer;realm=a, "b";scope=x;"#,
            ),
            ("Negotiate oYG83a==, , NTLM", "Negotiate;=oYG83a==;NTLM;"),
            (
                r#"Digest qop="auth, auth-int", nonce=a, Basic realm="z""#,
                "Digest;qop=auth, auth-int;nonce=a;Basic;realm=z;",
            ),
            // Text that is not a challenge.
            (r#"realm="api", "#, "realm;api;"),
            (r#"Bearer realm="open"#, "Bearer;realm=open;"),
        ] {
            assert_eq!(written(text), expected, "{text}");
        }
    }

    #[test]
    fn the_case_of_a_name_has_no_meaning() {
        assert!(has_challenges("Www-Authenticate") && has_challenges("Proxy-Authenticate") && !has_challenges("ETag"));
        let list = challenges("Bearer Error=x");
        assert_eq!(list[0].value("error"), Some("x"));
        assert_eq!(list[0].value("scope"), None);
    }
}
