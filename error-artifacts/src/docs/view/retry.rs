//! Whether a request is sent again after an error, in words.

use std::time::Duration;

use error_client::{Attempt, Budget, Decision, NeverReason, ReceivedResponse};
use error_runtime::{Data, Entry, HttpResponse, Retry as Class};
use serde::Serialize;

/// The retry advice of an entry, and the decisions of a client that follows it.
#[derive(Debug, Serialize)]
pub(crate) struct Retry {
    /// The class that counts: that of the catalog, or else of the status.
    pub(crate) class: &'static str,
    /// Whether the catalog has no advice, so that the status counts.
    pub(crate) by_status: bool,
    /// The delay of the catalog.
    pub(crate) delay_seconds: Option<f64>,
    /// The advice in a few words.
    pub(crate) summary: String,
    /// The advice in a sentence or two.
    pub(crate) text: String,
    /// The decisions for the first failed attempt, by the kind of method.
    pub(crate) decisions: Vec<MethodDecision>,
    /// The names of the entries between which the example alone does not decide; empty if it is identified.
    pub(crate) ambiguous_with: Vec<String>,
}

/// The decision of a client about requests of some methods.
#[derive(Debug, Serialize)]
pub(crate) struct MethodDecision {
    pub(crate) methods: &'static str,
    pub(crate) decision: String,
    /// Whether the client sends the request again by itself.
    pub(crate) again: bool,
}

/// Returns the advice of an entry. `response` is its example.
pub(super) fn of(entry: Entry<'static>, response: &HttpResponse) -> Retry {
    let headers: Vec<(&str, &str)> = response.headers.iter().map(|one| (&*one.name, &*one.value)).collect();
    let body = response.body.as_deref().unwrap_or_default();
    let data: Data<'static> = entry.data();
    let decoded = error_client::decode(data, ReceivedResponse::new(response.status, &headers, body.as_bytes()));
    let candidates = decoded.issue().map_or(&[][..], |issue| issue.candidates());
    let ambiguous_with = match candidates {
        [_] => Vec::new(),
        several => several
            .iter()
            .filter(|other| other.position() != entry.position())
            .map(|other| other.name().to_owned())
            .collect(),
    };
    let class = entry.retry().unwrap_or_else(|| decoded.advice().class);
    let delay = entry.retry_after();
    let by_status = entry.retry().is_none();
    let mut decisions = Vec::new();
    for (methods, method) in [("GET, HEAD, OPTIONS, PUT, DELETE", "GET"), ("POST, PATCH", "POST")] {
        let methods_of_entry = entry.methods();
        let may_be = |method: &str| methods_of_entry.is_empty() || methods_of_entry.contains(method);
        if methods.split(", ").any(may_be) {
            let decision = decoded.decide(&Attempt::new(method), &Budget::default());
            decisions.push(MethodDecision {
                methods,
                decision: in_words(decision),
                again: decision.delay().is_some(),
            });
        }
    }
    Retry {
        class: class.as_str(),
        by_status,
        delay_seconds: delay.map(|delay| delay.as_secs_f64()),
        summary: summary(class, delay),
        text: text(class, delay, by_status.then_some(response.status), &decisions),
        decisions,
        ambiguous_with,
    }
}

/// Returns the words of each class without a delay, by the class.
pub(crate) fn words() -> [(&'static str, String); 5] {
    let classes = [
        Class::Never,
        Class::Immediate,
        Class::After,
        Class::Backoff,
        Class::Manual,
    ];
    classes.map(|class| (class.as_str(), summary(class, None)))
}

fn summary(class: Class, delay: Option<Duration>) -> String {
    match (class, delay) {
        (Class::Never, _) => "Do not retry".to_owned(),
        (Class::Immediate, _) => "Retry at once".to_owned(),
        (Class::After, Some(delay)) => format!("Retry after {}", duration(delay)),
        (Class::After, None) => "Retry after a delay".to_owned(),
        (Class::Backoff, _) => "Retry with backoff".to_owned(),
        _ => "Retry by hand".to_owned(),
    }
}

fn text(class: Class, delay: Option<Duration>, by_status: Option<u16>, decisions: &[MethodDecision]) -> String {
    let advice = match (class, delay) {
        (Class::Never, _) => "Do not send the same request again: it would fail again. Change it first.".to_owned(),
        (Class::Immediate, _) => "The same request may be sent again at once.".to_owned(),
        (Class::After, Some(delay)) => format!(
            "Wait for the time in the Retry-After header, or {} without this header; then the same request may be sent again.",
            duration(delay)
        ),
        (Class::After, None) => {
            "Wait for the time in the Retry-After header; then the same request may be sent again.".to_owned()
        }
        (Class::Backoff, Some(delay)) => format!(
            "The fault is transient. Send the same request again with increasing delays, the first one {}.",
            duration(delay)
        ),
        (Class::Backoff, None) => {
            "The fault is transient. Send the same request again with increasing delays.".to_owned()
        }
        _ => "Send the same request again only after a user or an operator has looked at the error.".to_owned(),
    };
    let mut out = match by_status {
        Some(status) => format!("The catalog has no advice for this error, so the status {status} decides. {advice}"),
        None => advice,
    };
    if matches!(class, Class::Immediate | Class::After | Class::Backoff) && decisions.iter().any(|one| !one.again) {
        out.push_str(" A request that is not idempotent may have been processed, so a person decides about it.");
    }
    out
}

fn in_words(decision: Decision) -> String {
    match decision {
        Decision::Never(NeverReason::Succeeded) => "not again: the request succeeded".to_owned(),
        Decision::Never(_) => "not again".to_owned(),
        Decision::Immediate => "again at once".to_owned(),
        Decision::After(delay) => format!("again after {}", duration(delay)),
        Decision::Backoff { delay, left, .. } => {
            format!(
                "again after {}, then with longer delays, up to {left} times",
                duration(delay)
            )
        }
        Decision::Later(delay) => format!("later, not before {}", duration(delay)),
        Decision::Manual => "only if a person decides so".to_owned(),
    }
}

/// Returns a duration in the largest unit that has no more than two decimals.
pub(crate) fn duration(duration: Duration) -> String {
    let seconds = duration.as_secs();
    match seconds {
        _ if duration.subsec_millis() != 0 => format!("{} s", duration.as_secs_f64()),
        0 => "0 s".to_owned(),
        seconds if seconds % 86_400 == 0 => format!("{} d", seconds / 86_400),
        seconds if seconds % 3_600 == 0 => format!("{} h", seconds / 3_600),
        seconds if seconds % 60 == 0 && seconds > 60 => format!("{} min", seconds / 60),
        seconds => format!("{seconds} s"),
    }
}
