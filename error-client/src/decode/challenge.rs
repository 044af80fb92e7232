//! Challenges: the value of `WWW-Authenticate` (RFC 9110, section 11.6.1).
//!
//! They are compared by scheme and parameters. The case of names, the order, white space, and the quotes around a value have no meaning.

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;

use super::pattern::{self, Fit};
use super::received::ReceivedResponse;
use super::way::Context;

/// Whether the value of a header is a list of challenges.
pub(super) fn has_challenges(name: &str) -> bool {
    ["www-authenticate", "proxy-authenticate"]
        .iter()
        .any(|known| name.eq_ignore_ascii_case(known))
}

/// Compares the header with the program of an entry.
///
/// Challenges or parameters that only the response has neither agree with the entry nor contradict it.
pub(super) fn fit(context: Context<'_>, program: u32, received: ReceivedResponse<'_>, name: &str) -> Fit {
    let exact = pattern::fit(context, program, received.header(name), &mut |_| {});
    if exact != Fit::No {
        return exact;
    }
    let mut list = Vec::new();
    received.all(name).for_each(|value| parse(value, &mut list));
    let mut best = Fit::No;
    pattern::each_text(context, program, &mut |text| {
        let mut own = Vec::new();
        parse(text, &mut own);
        best = match compare(&own, &list) {
            Fit::Overridden if best != Fit::No => best,
            Fit::No => best,
            better => better,
        };
    });
    best
}

/// A scheme with its parameters. A `token68` is a parameter without a name.
struct Challenge<'t> {
    scheme: &'t str,
    parameters: Vec<(&'t str, Cow<'t, str>)>,
}

impl Challenge<'_> {
    /// Whether the other challenge has the scheme and the parameters of this one.
    fn is_in(&self, other: &Self) -> bool {
        self.scheme.eq_ignore_ascii_case(other.scheme)
            && self.parameters.iter().all(|(name, value)| {
                let mut others = other.parameters.iter();
                others.any(|(known, found)| name.eq_ignore_ascii_case(known) && matches(value, found))
            })
    }
}

fn compare(own: &[Challenge<'_>], list: &[Challenge<'_>]) -> Fit {
    let same = |one: &Challenge<'_>| list.iter().find(|other| one.is_in(other));
    let mut more = own.len() < list.len();
    for one in own {
        let Some(other) = same(one) else { return Fit::No };
        more |= one.parameters.len() < other.parameters.len();
    }
    match own {
        [] => Fit::No,
        _ if more => Fit::Overridden,
        _ => Fit::Yes { literal: 0 },
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

    fn compared(own: &str, found: &str) -> Fit {
        let (mut one, mut other) = (Vec::new(), Vec::new());
        parse(own, &mut one);
        parse(found, &mut other);
        compare(&one, &other)
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
            assert_eq!(compared(own, found), Fit::Yes { literal: 0 }, "{found}");
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
            assert_eq!(compared(own, found), Fit::No, "{found}");
        }
        for found in [
            r#"Bearer realm="api", error="invalid_token", error_description="It has expired, sorry""#,
            r#"Basic realm="x", Bearer error="invalid_token", realm="api""#,
        ] {
            assert_eq!(compared(own, found), Fit::Overridden, "{found}");
        }
    }

    #[test]
    fn a_scheme_has_no_parameters_or_one_value() {
        assert_eq!(compared("Negotiate, NTLM", "ntlm , negotiate"), Fit::Yes { literal: 0 });
        assert_eq!(
            compared("Negotiate oYG83a==", "negotiate oYG83a=="),
            Fit::Yes { literal: 0 }
        );
        assert_eq!(compared("Negotiate oYG83a==", "negotiate oYG83A=="), Fit::No);
        assert_eq!(compared("Bearer", r#"Bearer realm="x""#), Fit::Overridden);
    }

    #[test]
    fn a_placeholder_is_any_text() {
        let own = "Bearer realm=\"a-\u{fffc}-z\", scope=\u{fffc}";
        assert_eq!(
            compared(own, r#"bearer scope="x y", realm=a--z"#),
            Fit::Yes { literal: 0 }
        );
        assert_eq!(compared(own, r#"bearer scope="x y", realm=a-z"#), Fit::No);
        assert!(matches("\u{fffc}a\u{fffc}b\u{fffc}", "xayybz") && !matches("\u{fffc}a\u{fffc}b\u{fffc}", "xbya"));
    }
}
