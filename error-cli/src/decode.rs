//! `error-catalog decode`: the entry of a response. The fields are documented in the README and stay as they are.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use error_client::{
    Advice, Attempt, Budget, Decision, Decoded, Issue, NeverReason, Note, ReceivedResponse, RetryAfter,
};
use error_layout::escape::is_invisible;
use error_layout::grammar::delay_seconds;
use error_runtime::{Data, DateTime as _, Entry};
use serde_json::{Value, json};

use crate::args::Decode;
use crate::exchange::{self, Exchange};
use crate::output::{Exit, Output};
use crate::{catalog, files};

/// The largest part of a body that is read; the decoder reports a larger one.
const LIMIT: u64 = 32 * 1024 * 1024;

type Found<'b> = Decoded<'b, Entry<'static>>;

pub(crate) fn run(arguments: &Decode, output: &mut Output) -> Exit {
    let data = match catalog::api(&arguments.catalog, output) {
        Ok(api) => api.data(),
        Err(exit) => return exit,
    };
    let path = arguments.include.as_ref().or(arguments.body.as_ref());
    let path = path.map_or(Path::new("-"), PathBuf::as_path);
    let bytes = match files::input(path, LIMIT) {
        Ok(bytes) => bytes,
        Err(error) => {
            output.fail(&files::cannot_read(path, &error));
            return Exit::CouldNotRun;
        }
    };
    let mut received = Exchange {
        status: arguments.status.unwrap_or_default(),
        headers: Vec::new(),
        body: &bytes,
    };
    if arguments.include.is_some() {
        received = match exchange::parse(&bytes) {
            Ok(received) => received,
            Err(error) => {
                output.fail(&format!("cannot read `{}`: {error}", path.display()));
                return Exit::CouldNotRun;
            }
        };
    }
    let headers: Vec<(&str, &str)> = arguments
        .header
        .iter()
        .chain(&received.headers)
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    // Methods are case-sensitive (RFC 9110, section 9.1), but a person may type them as they like.
    let method = arguments.method.as_deref().unwrap_or_default().to_ascii_uppercase();
    let url = arguments.url.as_deref().unwrap_or_default();
    let answer = ReceivedResponse::new(received.status, &headers, received.body).to(&method, url);
    let found = error_client::decode(data, answer);
    let mut value = answer_value(data, &found, &method);
    if arguments.raw
        && let Some(fields) = value.as_object_mut()
    {
        let unread = found.unread().into_iter();
        let unread = unread.map(|(path, value)| json!({ "path": path, "value": value }));
        fields.insert("unread".to_owned(), unread.collect());
        fields.insert("body".to_owned(), found.text().into());
    }
    output.print(&safe(&format!("{value:#}\n")));
    Exit::Clean
}

fn answer_value(data: Data<'static>, found: &Found<'_>, method: &str) -> Value {
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).ok();
    let mut attempt = Attempt::new(method);
    if let Some(now) = now {
        attempt = attempt.at(now.as_secs());
    }
    let decision = found.decide(&attempt, &Budget::default());
    json!({
        "catalog": data.name(),
        "status": found.status(),
        "kind": found.kind().as_str(),
        "notes": found.notes().map(Note::as_str).collect::<Vec<_>>(),
        "response": found.response().map(error_runtime::Response::name),
        "entry": found.entry().map(Entry::name),
        "request_id": found.request_id(),
        "id": found.id(),
        "instance": found.instance(),
        "retry_after": found.retry_after().map(retry_after),
        "advice": advice(found.advice()),
        "decision": decision_value(decision),
        "action": found.action(),
        "user_message": found.user_message(),
        "log": found.log_record().to_string(),
        "issues": found.issues().map(issue).collect::<Vec<_>>(),
    })
}

fn issue(issue: Issue<'_, Entry<'static>>) -> Value {
    let candidates: Vec<&str> = issue.candidates().iter().map(|entry| entry.name()).collect();
    let found = match candidates.len() {
        0 => "unknown",
        1 => "known",
        _ => "ambiguous",
    };
    let coding = |coding: error_client::Coding<'_>| json!({ "code": coding.code, "system": coding.system, "display": coding.display });
    let parameters: serde_json::Map<String, Value> = issue
        .parameters()
        .map(|(name, value)| (name.to_owned(), value.into()))
        .collect();
    json!({
        "found": found,
        "entry": issue.known().map(Entry::name),
        "candidates": candidates,
        "position": issue.position(),
        "offset": issue.offset(),
        "code": issue.code(),
        "severity": issue.severity_text(),
        "issue_type": issue.issue_type_text(),
        "text": issue.text(),
        "diagnostics": issue.diagnostics(),
        "expressions": issue.expressions().collect::<Vec<_>>(),
        "locations": issue.locations().collect::<Vec<_>>(),
        "codings": issue.codings().map(coding).collect::<Vec<_>>(),
        "parameters": parameters,
        "drift": drift(issue),
        "action": issue.action(),
        "user_message": issue.user_message(),
    })
}

/// The differences from the catalog; `null` without any.
fn drift(issue: Issue<'_, Entry<'static>>) -> Value {
    let drift = issue.drift();
    if drift.is_none() {
        return Value::Null;
    }
    let status = drift
        .status
        .map(|(documented, sent)| json!({ "documented": documented, "sent": sent }));
    let issue_type = drift
        .issue_type
        .map(|(documented, sent)| json!({ "documented": documented.as_str(), "sent": sent }));
    let severity = drift
        .severity
        .map(|(documented, sent)| json!({ "documented": documented.as_str(), "sent": sent }));
    json!({ "status": status, "issue_type": issue_type, "severity": severity, "text": drift.to_string() })
}

fn retry_after(found: RetryAfter) -> Value {
    match found {
        RetryAfter::Delay(delay) => json!({ "delay": delay_seconds(delay), "date": null }),
        RetryAfter::Date(seconds) => {
            let mut date = String::new();
            let time = SystemTime::UNIX_EPOCH.checked_add(Duration::from_secs(seconds));
            let written = time.is_some_and(|time| time.write_date_time(&mut date).is_ok());
            json!({ "delay": null, "date": written.then_some(date) })
        }
    }
}

fn advice(advice: Advice) -> Value {
    json!({
        "class": advice.class.as_str(),
        "delay": advice.delay.map(seconds),
        "by_endpoint": advice.by_endpoint,
        "by_status": advice.by_status,
    })
}

fn decision_value(decision: Decision) -> Value {
    let (class, why, longest, left) = match decision {
        Decision::Never(why) => ("never", Some(why), None, None),
        Decision::Immediate => ("immediate", None, None, None),
        Decision::After(_) => ("after", None, None, None),
        Decision::Backoff { longest, left, .. } => ("backoff", None, Some(delay_seconds(longest)), Some(left)),
        Decision::Later(_) => ("later", None, None, None),
        Decision::Manual => ("manual", None, None, None),
    };
    let delay = match decision {
        Decision::Later(delay) => Some(delay),
        decision => decision.delay(),
    };
    json!({
        "class": class,
        "why": why.map(NeverReason::as_str),
        "delay": delay.map(delay_seconds),
        "longest": longest,
        "left": left,
        "text": decision.to_string(),
    })
}

/// Returns JSON without control and invisible characters. They are only in strings, as escapes.
fn safe(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    for c in json.chars() {
        match c {
            '\n' => out.push(c),
            c if c.is_control() || is_invisible(c) => {
                for half in c.encode_utf16(&mut [0; 2]) {
                    let _ = write!(out, "\\u{half:04x}");
                }
            }
            c => out.push(c),
        }
    }
    out
}

/// Returns the delay of a catalog in seconds, with decimals if it has some.
fn seconds(delay: Duration) -> Value {
    if delay.subsec_nanos() == 0 {
        json!(delay.as_secs())
    } else {
        json!(delay.as_secs_f64())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn invisible_characters_are_escapes_of_json() {
        let json = safe("\"a\u{202e}\u{200b}\u{e0041}\u{9b}é\"");
        assert_eq!(json, "\"a\\u202e\\u200b\\udb40\\udc41\\u009bé\"");
        let text: String = serde_json::from_str(&json).unwrap();
        assert_eq!(text, "a\u{202e}\u{200b}\u{e0041}\u{9b}é");
    }
}
