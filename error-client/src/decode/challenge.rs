//! Compares the challenges of a response with those of an entry (RFC 9110, section 11.6.1).

use alloc::borrow::Cow;
use alloc::string::{String, ToString as _};
use alloc::vec::Vec;

use error_layout::grammar::{CHALLENGE_HEADERS, Challenge, challenges};

use super::pattern;
use super::received::ReceivedResponse;
use super::way::Context;

/// The result of comparing the challenges of a response with those of an entry, from the best to the worst.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Match {
    /// The challenges are the same.
    Same,
    /// The challenges of the entry are among those of the response.
    Among,
    /// A challenge of the response has more parameters than that of the entry, or no description; or the response has only some of the entry's challenges.
    Similar,
    /// The response has no challenges, or has others in place of some of the entry's.
    Missing,
    /// The response has other challenges.
    Other,
}

/// The maximum number of texts that the headers of an entry can have together.
const MAX_TEXTS: usize = 64;

/// Compares the headers of one name with the programs of an entry.
///
/// Several headers are one list (RFC 9110, section 5.3).
pub(super) fn compare(
    context: Context<'_>,
    programs: impl Iterator<Item = u32>,
    received: ReceivedResponse<'_>,
    name: &str,
) -> Match {
    let mut own = Vec::from([String::new()]);
    for program in programs {
        let before = core::mem::take(&mut own);
        let is_complete = pattern::each_text(context, program, &mut |text| {
            own.extend(
                before
                    .iter()
                    .take(MAX_TEXTS)
                    .map(|before| join(before, text.unwrap_or_default())),
            );
        });
        if !is_complete || own.len() > MAX_TEXTS {
            return Match::Similar;
        }
    }
    let list: Vec<Challenge<'_>> = received.all(name).flat_map(challenges).collect();
    let found = own.iter().map(|own| match (own.is_empty(), list.is_empty()) {
        // The challenges are optional.
        (true, true) => Match::Similar,
        (_, true) => Match::Missing,
        (true, _) => Match::Other,
        _ => compare_lists(&challenges(own), &list),
    });
    found.min().unwrap_or(Match::Similar)
}

fn join(before: &str, text: &str) -> String {
    let separator = if before.is_empty() || text.is_empty() { "" } else { ", " };
    [before, separator, text].concat()
}

/// The error of the first challenge that has one: its code and its description (RFC 6750, section 3).
pub(super) fn error(received: ReceivedResponse<'_>) -> Option<(Cow<'_, str>, Option<Cow<'_, str>>)> {
    let headers = CHALLENGE_HEADERS.into_iter().flat_map(|name| received.all(name));
    let mut list = headers.flat_map(challenges);
    list.find_map(|challenge| {
        let error = challenge.value(ERROR)?.to_string();
        let description = challenge.value(DESCRIPTION).map(|text| text.to_string().into());
        Some((error.into(), description))
    })
}

/// The parameter with the code of an error.
const ERROR: &str = "error";
/// The parameter with the text of an error.
const DESCRIPTION: &str = "error_description";

/// Compares a challenge of an entry with one of a response.
///
/// The error distinguishes challenges: a response without that of the entry has another challenge, and one with an error that the entry does not have
/// lacks the entry's.
fn compare_one(own: &Challenge<'_>, other: &Challenge<'_>) -> Match {
    let has_error = own.value(ERROR).is_some();
    let same_scheme = matches(&own.scheme.to_ascii_lowercase(), &other.scheme.to_ascii_lowercase());
    if !same_scheme || has_error && other.value(ERROR).is_none() {
        return Match::Other;
    }
    let has_more = !has_error && other.value(ERROR).is_some();
    let mut found = if has_more {
        Match::Missing
    } else if own.parameters.len() == other.parameters.len() {
        Match::Same
    } else {
        Match::Similar
    };
    for (name, own) in &own.parameters {
        match other.value(name) {
            Some(value) if matches(own, value) => {}
            // The description is optional.
            None if name.eq_ignore_ascii_case(DESCRIPTION) => found = found.max(Match::Similar),
            _ => return Match::Other,
        }
    }
    found
}

fn compare_lists(own: &[Challenge<'_>], list: &[Challenge<'_>]) -> Match {
    let best = |one: &Challenge<'_>| list.iter().map(|other| compare_one(one, other)).min();
    let found = own.iter().map(|one| best(one).unwrap_or(Match::Other));
    let (mut worst, mut shared) = (Match::Same, 0);
    for one in found {
        worst = worst.max(one);
        shared += usize::from(one < Match::Missing);
    }
    match worst {
        Match::Same if own.len() < list.len() => Match::Among,
        // Proxies and clients drop challenges that they do not support.
        Match::Other if shared > 0 && shared >= list.len() => Match::Similar,
        Match::Other if shared > 0 => Match::Missing,
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

#[cfg(test)]
mod tests {
    use super::*;

    fn compared(own: &str, found: &str) -> Match {
        compare_lists(&challenges(own), &challenges(found))
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
        assert_eq!(compared(both, r#"Bearer realm="p""#), Match::Similar);
        assert_eq!(compared(both, r#"Bearer realm="p", Basic realm="p""#), Match::Missing);
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
        assert_eq!(compared("\u{fffc} realm=x", "Basic realm=x"), Match::Same);
        assert!(matches("\u{fffc}a\u{fffc}b\u{fffc}", "xayybz") && !matches("\u{fffc}a\u{fffc}b\u{fffc}", "xbya"));
    }
}
