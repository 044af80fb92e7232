//! Challenges: the value of `WWW-Authenticate` (RFC 9110, section 11.6.1).
//!
//! They are compared by scheme and parameters. The case of names, the order, white space, and the quotes around a value have no meaning.

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;

use super::pattern::{self, Fit};
use super::received::ReceivedResponse;
use super::way::Context;

/// The names of the headers with challenges.
const NAMES: [&str; 2] = ["www-authenticate", "proxy-authenticate"];

/// Whether the value of a header is a list of challenges.
pub(super) fn has_challenges(name: &str) -> bool {
    NAMES.iter().any(|known| name.eq_ignore_ascii_case(known))
}

/// The result of comparing the challenges of a response with those of an entry, from the best to the worst.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Match {
    /// The challenges are the same.
    Same,
    /// The challenges of the entry are among those of the response.
    Among,
    /// A challenge of the response has more parameters than that of the entry, or no description.
    Similar,
    /// The response has no challenges, or lacks some of the entry's.
    Missing,
    /// The response has other challenges.
    Other,
}

/// Compares the headers of a response with the program of an entry.
pub(super) fn compare(context: Context<'_>, program: u32, received: ReceivedResponse<'_>, name: &str) -> Match {
    let first = received.header(name);
    match pattern::fit(context, program, first, &mut |_| {}) {
        Fit::Yes { .. } if first.is_some() && received.all(name).nth(1).is_none() => return Match::Same,
        Fit::Yes { .. } if first.is_some() => return Match::Among,
        Fit::Yes { .. } | Fit::Overridden | Fit::Unknown => return Match::Similar,
        Fit::No => {}
    }
    let mut list = Vec::new();
    received.all(name).for_each(|value| parse(value, &mut list));
    let mut best = Match::Other;
    pattern::each_text(context, program, &mut |text| {
        let mut own = Vec::new();
        parse(text, &mut own);
        best = best.min(compare_lists(&own, &list));
    });
    if list.is_empty() { Match::Missing } else { best }
}

/// The error of the first challenge that has one: its code and its description (RFC 6750, section 3).
pub(super) fn error(received: ReceivedResponse<'_>) -> Option<(Cow<'_, str>, Option<Cow<'_, str>>)> {
    let mut list = Vec::new();
    let headers = NAMES.into_iter().flat_map(|name| received.all(name));
    headers.for_each(|value| parse(value, &mut list));
    let with_error = list.iter().find(|challenge| challenge.value(ERROR).is_some())?;
    Some((with_error.value(ERROR)?.clone(), with_error.value(DESCRIPTION).cloned()))
}

/// The parameter with the code of an error.
const ERROR: &str = "error";
/// The parameter with the text of an error.
const DESCRIPTION: &str = "error_description";

/// A scheme with its parameters. A `token68` is a parameter without a name.
struct Challenge<'t> {
    scheme: &'t str,
    parameters: Vec<(&'t str, Cow<'t, str>)>,
}

impl<'t> Challenge<'t> {
    fn value(&self, name: &str) -> Option<&Cow<'t, str>> {
        let named = |(known, _): &&(&str, _)| known.eq_ignore_ascii_case(name);
        self.parameters.iter().find(named).map(|(_, value)| value)
    }

    /// Compares a challenge of an entry with one of a response.
    ///
    /// The error distinguishes challenges: a response without that of the entry has another challenge, and one with an error that the entry does not have
    /// lacks the entry's.
    fn compare(&self, other: &Self) -> Match {
        let has_error = self.value(ERROR).is_some();
        if !self.scheme.eq_ignore_ascii_case(other.scheme) || has_error && other.value(ERROR).is_none() {
            return Match::Other;
        }
        let has_more = !has_error && other.value(ERROR).is_some();
        let mut found = if has_more {
            Match::Missing
        } else if self.parameters.len() == other.parameters.len() {
            Match::Same
        } else {
            Match::Similar
        };
        for (name, own) in &self.parameters {
            match other.value(name) {
                Some(value) if matches(own, value) => {}
                // The description is optional.
                None if name.eq_ignore_ascii_case(DESCRIPTION) => found = found.max(Match::Similar),
                _ => return Match::Other,
            }
        }
        found
    }
}

fn compare_lists(own: &[Challenge<'_>], list: &[Challenge<'_>]) -> Match {
    let best = |one: &Challenge<'_>| list.iter().map(|other| one.compare(other)).min();
    let found = own.iter().map(|one| best(one).unwrap_or(Match::Other));
    let (mut worst, mut any) = (Match::Same, false);
    for one in found {
        worst = worst.max(one);
        any |= one < Match::Missing;
    }
    match worst {
        Match::Same if own.len() < list.len() => Match::Among,
        Match::Other if any => Match::Missing,
        worst => worst,
    }
}

/// Whether a value matches one with [placeholders](pattern::PLACEHOLDER).
fn matches(own: &str, found: &str) -> bool {
    let Some((start, rest)) = own.split_once(pattern::PLACEHOLDER) else {
        return own == found;
    };
    let mut parts = rest.rsplit(pattern::PLACEHOLDER);
    let end = parts.next().unwrap_or("");
    let Some(middle) = found.strip_prefix(start).and_then(|found| found.strip_suffix(end)) else {
        return false;
    };
    let mut parts = parts.rev();
    parts
        .try_fold(middle, |rest, part| rest.split_once(part).map(|(_, rest)| rest))
        .is_some()
}

/// Adds the challenges of a value. What is not one is skipped.
fn parse<'t>(mut text: &'t str, list: &mut Vec<Challenge<'t>>) {
    let mut known = list.len();
    loop {
        text = text.trim_start_matches([',', ' ', '\t', '=', '"']);
        let (word, rest) = token(text);
        if word.is_empty() {
            return;
        }
        let behind = rest.trim_ascii_start();
        if let (Some(value), true) = (behind.strip_prefix('='), list.len() > known) {
            let (value, rest) = value_of(value.trim_ascii_start());
            if let Some(last) = list.last_mut() {
                last.parameters.push((word, value));
            }
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
        known = list.len();
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

    fn compared(own: &str, found: &str) -> Match {
        let (mut one, mut other) = (Vec::new(), Vec::new());
        parse(own, &mut one);
        parse(found, &mut other);
        compare_lists(&one, &other)
    }

    #[test]
    fn challenges_are_equal_by_scheme_and_parameters() {
        let own = r#"Bearer realm="api", error="invalid_token""#;
        for found in [
            own,
            r#"bearer realm="api", error="invalid_token""#,
            r#"BEARER error="invalid_token",realm="api""#,
            r#"Bearer  realm = "api" ,  error=invalid_token"#,
            r#"Bearer REALM=api,Error="invalid\_token""#,
        ] {
            assert_eq!(compared(own, found), Match::Same, "{found}");
        }
        for found in [
            "",
            "Bearer",
            r#"Basic realm="api", error="invalid_token""#,
            r#"Bearer realm="API", error="invalid_token""#,
            r#"Bearer realm="api", error="insufficient_scope""#,
            r#"Bearer realm="api", Basic error="invalid_token""#,
            r#"realm="api", error="invalid_token""#,
        ] {
            assert_eq!(compared(own, found), Match::Other, "{found}");
        }
    }

    // RFC 9110, section 11.6.1: commas separate challenges and parameters.
    #[test]
    fn a_list_can_have_other_challenges() {
        let own = r#"Bearer realm="api", error="invalid_token""#;
        for found in [
            r#"Basic realm="x, y", Bearer error="invalid_token", realm="api""#,
            r#"Negotiate, Bearer realm="api", error="invalid_token""#,
            r#"Negotiate abc==, , Bearer realm="api", error="invalid_token""#,
            r#"Bearer realm="api", error="invalid_token", NTLM"#,
            r#"Digest qop="auth, auth-int", nonce="a,b", Bearer realm="api", error=invalid_token, Basic realm="z""#,
        ] {
            assert_eq!(compared(own, found), Match::Among, "{found}");
        }
        let both = r#"Negotiate, Bearer realm="p""#;
        assert_eq!(compared(both, r#"Bearer realm="p", Negotiate"#), Match::Same);
        assert_eq!(compared(both, r#"Bearer realm="p""#), Match::Missing);
        assert_eq!(compared(both, r#"Basic realm="p""#), Match::Other);
    }

    // RFC 6750, section 3.
    #[test]
    fn the_error_of_a_challenge_distinguishes_it() {
        let expired = r#"Bearer realm="api", error="invalid_token", error_description="Expired""#;
        let without = r#"Bearer realm="api", error="invalid_token""#;
        assert_eq!(compared(without, expired), Match::Similar);
        assert_eq!(compared(expired, without), Match::Similar);
        assert_eq!(compared(expired, &expired.replace("Expired", "Revoked")), Match::Other);
        assert_eq!(compared(r#"Bearer realm="api""#, expired), Match::Missing);
        assert_eq!(compared(expired, r#"Bearer realm="api""#), Match::Other);
    }

    #[test]
    fn a_scheme_has_no_parameters_or_one_value() {
        assert_eq!(compared("Negotiate, NTLM", "ntlm , negotiate"), Match::Same);
        assert_eq!(compared("Negotiate oYG83a==", "negotiate oYG83a=="), Match::Same);
        assert_eq!(compared("Negotiate oYG83a==", "negotiate oYG83A=="), Match::Other);
        assert_eq!(compared("Bearer", r#"Bearer realm="x""#), Match::Similar);
    }

    #[test]
    fn a_placeholder_is_any_text() {
        let own = "Bearer realm=\"a-\u{fffc}-z\", scope=\u{fffc}";
        assert_eq!(compared(own, r#"bearer scope="x y", realm=a--z"#), Match::Same);
        assert_eq!(compared(own, r#"bearer scope="x y", realm=a-z"#), Match::Other);
        assert!(matches("\u{fffc}a\u{fffc}b\u{fffc}", "xayybz") && !matches("\u{fffc}a\u{fffc}b\u{fffc}", "xbya"));
    }
}
