//! Guesses from words: the status, the issue type and the retry class of an error.

use error_layout::vocabulary::{RETRY_CLASSES, reason};

use super::text::words;

/// Phrases that name a status, the most specific first.
const STRONG: &[(&str, u16)] = &[
    ("bad request", 400),
    ("invalid request", 400),
    ("not authenticated", 401),
    ("unauthenticated", 401),
    ("unauthorized", 401),
    ("unauthorised", 401),
    ("authentication", 401),
    ("credentials", 401),
    ("session expired", 401),
    ("payment required", 402),
    ("permission", 403),
    ("forbidden", 403),
    ("access denied", 403),
    ("no patient consent", 403),
    ("not found", 404),
    ("does not exist", 404),
    ("method not allowed", 405),
    ("not acceptable", 406),
    ("request timeout", 408),
    ("already exists", 409),
    ("duplicate", 409),
    ("conflict", 409),
    ("gone", 410),
    ("length required", 411),
    ("precondition failed", 412),
    ("too large", 413),
    ("uri too long", 414),
    ("unsupported media type", 415),
    ("unprocessable", 422),
    ("locked", 423),
    ("precondition required", 428),
    ("too many requests", 429),
    ("rate limit", 429),
    ("rate limited", 429),
    ("ratelimited", 429),
    ("throttled", 429),
    ("throttling", 429),
    ("quota exceeded", 429),
    ("not implemented", 501),
    ("bad gateway", 502),
    ("upstream", 502),
    ("service unavailable", 503),
    ("temporarily unavailable", 503),
    ("maintenance", 503),
    ("gateway timeout", 504),
    ("internal", 500),
    ("server error", 500),
    ("database", 500),
    ("fatal error", 500),
    ("unknown error", 500),
];

/// Words that only hint at a status.
const WEAK: &[(&str, u16)] = &[
    ("not authed", 401),
    ("token", 401),
    ("login", 401),
    ("denied", 403),
    ("not allowed", 403),
    ("consent", 403),
    ("scope", 403),
    ("disabled", 403),
    ("missing", 400),
    ("required", 400),
    ("invalid", 400),
    ("malformed", 400),
    ("unsupported", 400),
    ("already", 409),
    ("exceeded", 429),
    ("limit", 429),
    ("unavailable", 503),
    ("overloaded", 503),
    ("busy", 503),
    ("timeout", 504),
    ("timed out", 504),
    ("exception", 500),
    ("unexpected", 500),
];

/// Returns the status that a text names.
pub(crate) fn strong_status(text: &str) -> Option<u16> {
    named(text, STRONG)
}

/// Returns the status that a text hints at.
pub(crate) fn weak_status(text: &str) -> Option<u16> {
    named(text, WEAK)
}

/// Returns the status of the phrase that begins last: in `patient_service_not_found` the last words name the error.
fn named(text: &str, phrases: &[(&str, u16)]) -> Option<u16> {
    let text = words(text);
    let found = phrases.iter().filter_map(|(phrase, status)| {
        let at = text.rfind(&format!(" {phrase} "))?;
        Some((at + phrase.len(), phrase.len(), *status))
    });
    found.max().map(|(_, _, status)| status)
}

/// Returns the statuses in a text, and the text after them: 404 and `Not Found` of `404 Not Found`.
pub(crate) fn statuses(text: &str) -> (Vec<u16>, String) {
    let mut found = Vec::new();
    let mut rest = String::new();
    for part in text.split_inclusive(|c: char| !c.is_ascii_alphanumeric()) {
        let word = part.trim_end_matches(|c: char| !c.is_ascii_alphanumeric());
        let status = word.parse().ok().filter(|status| (100..=599).contains(status));
        match status.filter(|_| word.len() == 3) {
            Some(status) if !found.contains(&status) => found.push(status),
            Some(_) => {}
            None => rest.push_str(part),
        }
    }
    let rest = rest.trim_matches(|c: char| !c.is_alphanumeric() && c != ')').to_owned();
    (found, rest)
}

/// Returns the range of a key such as `4XX` or a text such as `5xx`.
pub(crate) fn range(text: &str) -> Option<(u16, u16)> {
    match text.trim().to_ascii_lowercase().as_str() {
        "4xx" => Some((400, 499)),
        "5xx" => Some((500, 599)),
        _ => None,
    }
}

/// Returns the most likely FHIR issue type of an error.
///
/// FHIR has no normative table; this one follows its page on HTTP (<https://hl7.org/fhir/http.html#Status-Codes>).
pub(crate) fn issue(status: u16, text: &str) -> &'static str {
    let text = words(text);
    let says = |word: &str| text.contains(&format!(" {word} "));
    match status {
        400 | 422 if says("duplicate") => "duplicate",
        400 | 422 if says("not found") => "not-found",
        400 | 422 if says("missing") || says("required") => "required",
        400 | 411..=414 | 416 | 422 | 428 | 431 => "invalid",
        401 | 407 if says("expired") => "expired",
        401 | 407 => "login",
        402 | 403 | 451 | 511 => "forbidden",
        404 | 410 => "not-found",
        405 | 406 | 415 | 501 | 505 => "not-supported",
        408 | 504 => "timeout",
        409 if says("duplicate") || says("already") => "duplicate",
        409 | 423 => "conflict",
        429 => "throttled",
        502 | 503 => "transient",
        500..=599 => "exception",
        _ => "processing",
    }
}

/// Returns the retry class of an advice in prose.
pub(crate) fn retry(text: &str) -> Option<&'static str> {
    let text = words(text);
    let says = |phrase: &str| text.contains(phrase);
    if says(" retry after ") && says(" header ") {
        return Some("after");
    }
    let never = [
        " not retry ",
        " no retry ",
        " never retry ",
        " not be retried ",
        " without retry ",
        " not retriable ",
        " not retryable ",
    ];
    if never.into_iter().any(says) {
        return Some("never");
    }
    if says(" retr") && says(" not recommended ") {
        return Some("never");
    }
    let again = [
        " retry ",
        " retries ",
        " retried ",
        " try again ",
        " retriable ",
        " retryable ",
        " backoff ",
        " transient ",
    ];
    again.into_iter().any(says).then_some("backoff")
}

/// Returns the retry class of a cell of a column about retries.
pub(crate) fn retry_cell(text: &str) -> Option<&'static str> {
    let plain = text.trim().to_ascii_lowercase();
    if let Some(class) = RETRY_CLASSES.into_iter().find(|class| *class == plain) {
        return Some(class);
    }
    match plain.as_str() {
        "yes" | "y" | "true" | "1" | "✓" | "✅" | "retryable" | "retriable" => Some("backoff"),
        "no" | "n" | "false" | "0" | "✗" | "❌" | "x" => Some("never"),
        _ => retry(text),
    }
}

/// Returns the name of a status without a code: `NOT_FOUND`.
pub(crate) fn status_name(status: u16) -> String {
    match reason(status) {
        "" => format!("STATUS_{status}"),
        reason => super::text::screaming(reason),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_phrase_of_a_code_names_its_status() {
        for (code, status) in [
            ("PATIENT_NOT_FOUND", Some(404)),
            ("internalServerError", Some(500)),
            ("rate_limit_error", Some(429)),
            ("duplicate_not_found", Some(404)),
            ("external_id_already_exists", Some(409)),
            ("slot_taken", None),
        ] {
            assert_eq!(strong_status(code), status, "{code}");
        }
        assert_eq!(weak_status("invalid_data"), Some(400));
    }

    #[test]
    fn a_cell_has_statuses_and_a_text() {
        assert_eq!(statuses("404 Not Found"), (vec![404], "Not Found".to_owned()));
        assert_eq!(statuses("400, 422"), (vec![400, 422], String::new()));
        assert_eq!(statuses("HTTP/1.1 404"), (vec![404], "HTTP/1.1".to_owned()));
        assert_eq!(statuses("1404"), (vec![], "1404".to_owned()));
        assert_eq!(statuses("N/A"), (vec![], "N/A".to_owned()));
        assert_eq!(range("4XX"), Some((400, 499)));
    }

    #[test]
    fn advice_in_prose_names_a_retry_class() {
        assert_eq!(
            retry("See the Retry-After header to determine the wait time"),
            Some("after")
        );
        assert_eq!(retry("Report, No Retry"), Some("never"));
        assert_eq!(retry("Usually transient, retry after delay"), Some("backoff"));
        assert_eq!(retry("Check the ID."), None);
        assert_eq!(retry_cell("Yes"), Some("backoff"));
        assert_eq!(retry_cell("manual"), Some("manual"));
    }
}
