//! Records the responses that tests decode, and the results, so that a decoder in another language can be compared.
//!
//! Tests import [`Decode`] and [`decode()`] from here in place of those of `error-client`. Without the variable `RECORD_DECODED`, which names a folder,
//! nothing is recorded.

use std::collections::HashSet;
use std::fmt::Write as _;
use std::fs::{self, File, OpenOptions};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, OnceLock, PoisonError};
use std::time::Duration;

use error_client::{
    Attempt, BodyEnd, Budget, Decision, Decoded, Fault, Issue, Note, Quota, ReceivedResponse, RetryAfter, decide_fault,
};
use error_runtime::{AsEntry, Catalog, Data, Entry};
use serde_json::{Value, json};

/// Decodes responses like `error_client::Decode`, and records them.
pub trait Decode: Catalog {
    /// Decodes a response.
    fn decode(response: ReceivedResponse<'_>) -> Decoded<'_, Self> {
        let decoded = <Self as error_client::Decode>::decode(response);
        record(Self::DATA, response, &decoded, faults::<Self>);
        decoded
    }
}

impl<C: Catalog> Decode for C {}

/// Decodes a response like `error_client::decode`, and records it.
pub fn decode<'b>(data: Data<'static>, response: ReceivedResponse<'b>) -> Decoded<'b, Entry<'static>> {
    let decoded = error_client::decode(data, response);
    record(data, response, &decoded, |_| Value::Null);
    decoded
}

/// The folder and file of this process, and the hashes of all that was written.
struct Recorder {
    folder: PathBuf,
    file: File,
    known: HashSet<u64>,
}

/// The time of all decisions, in seconds since 1970.
const NOW: u64 = 1_767_225_600;

fn recorder() -> Option<&'static Mutex<Recorder>> {
    static RECORDER: OnceLock<Option<Mutex<Recorder>>> = OnceLock::new();
    let new = || {
        let folder = PathBuf::from(std::env::var_os("RECORD_DECODED")?);
        fs::create_dir_all(&folder).ok()?;
        let path = folder.join(format!("cases-{}.jsonl", std::process::id()));
        let mut file = OpenOptions::new().create(true).append(true).open(path).ok()?;
        let attempts: Vec<Value> = attempts().iter().map(Try::described).collect();
        writeln!(file, "{}", json!({ "now": NOW, "attempts": attempts })).ok()?;
        Some(Mutex::new(Recorder {
            folder,
            file,
            known: HashSet::new(),
        }))
    };
    RECORDER.get_or_init(new).as_ref()
}

fn record<C: AsEntry>(
    data: Data<'static>,
    received: ReceivedResponse<'_>,
    decoded: &Decoded<'_, C>,
    faults: fn(ReceivedResponse<'_>) -> Value,
) {
    let Some(recorder) = recorder() else { return };
    let mut recorder = recorder.lock().unwrap_or_else(PoisonError::into_inner);
    let catalog = format!("{:016x}", hash(&(data.index(), data.text())));
    let response = response(received);
    if !recorder.known.insert(hash(&(&catalog, response.to_string()))) {
        return;
    }
    if recorder.known.insert(hash(&catalog)) {
        write_once(&recorder.folder, &format!("{catalog}.index"), data.index());
        write_once(&recorder.folder, &format!("{catalog}.text"), data.text().as_bytes());
    }
    let test = std::thread::current().name().unwrap_or_default().to_owned();
    let case = json!({ "test": test, "catalog": catalog, "response": response, "expected": expected(decoded), "faults": faults(received) });
    // A test that cannot record still tests.
    let _ = writeln!(recorder.file, "{case}");
}

fn write_once(folder: &Path, name: &str, bytes: &[u8]) {
    let path = folder.join(name);
    if !path.exists() {
        let new = folder.join(format!("{name}.{}", std::process::id()));
        let _ = fs::write(&new, bytes).and_then(|()| fs::rename(&new, path));
    }
}

fn hash(value: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}

fn response(received: ReceivedResponse<'_>) -> Value {
    let end = match received.end() {
        BodyEnd::Broken => "broken",
        BodyEnd::TimeLimit => "time-limit",
        BodyEnd::Encoding => "encoding",
        _ => "complete",
    };
    let body = match std::str::from_utf8(received.body()) {
        Ok(text) => json!(text),
        Err(_) => json!(received.body()),
    };
    json!({
        "status": received.status(),
        "headers": received.headers().collect::<Vec<_>>(),
        "body": body,
        "method": received.method().unwrap_or(""),
        "url": received.url().unwrap_or(""),
        "end": end,
    })
}

/// One attempt and its budget; times in milliseconds.
struct Try {
    method: &'static str,
    sent: u32,
    elapsed: u64,
    repeatable: Option<bool>,
    streamed: bool,
    budget: Budget,
}

impl Try {
    fn new(method: &'static str) -> Self {
        Self {
            method,
            sent: 1,
            elapsed: 0,
            repeatable: None,
            streamed: false,
            budget: Budget::default(),
        }
    }

    fn sent(self, sent: u32, elapsed: u64) -> Self {
        Self { sent, elapsed, ..self }
    }

    fn attempt(&self) -> Attempt<'static> {
        let mut attempt = Attempt::new(self.method)
            .at(NOW)
            .sent(self.sent)
            .elapsed(Duration::from_millis(self.elapsed));
        if let Some(repeatable) = self.repeatable {
            attempt = attempt.repeatable(repeatable);
        }
        if self.streamed { attempt.streamed() } else { attempt }
    }

    fn described(&self) -> Value {
        json!({
            "attempt": {
                "method": self.method,
                "sent": self.sent,
                "elapsed": self.elapsed,
                "repeatable": self.repeatable,
                "streamed": self.streamed,
                "now": NOW,
            },
            "budget": {
                "attempts": self.budget.attempts,
                "elapsed": milliseconds(self.budget.elapsed),
                "firstDelay": milliseconds(self.budget.first_delay),
                "longestDelay": milliseconds(self.budget.longest_delay),
            },
        })
    }
}

/// The attempts and budgets for which each response has a decision.
fn attempts() -> Vec<Try> {
    let small = Budget::default()
        .with_attempts(3)
        .with_elapsed(Duration::from_secs(20))
        .with_delays(Duration::from_millis(250), Duration::from_secs(5));
    let get = || Try::new("GET");
    vec![
        get(),
        Try::new("POST"),
        Try::new(""),
        get().sent(2, 0),
        get().sent(4, 0),
        get().sent(3, 119_500),
        get().sent(1, 500_000),
        Try {
            streamed: true,
            ..Try::new("PUT")
        },
        Try {
            repeatable: Some(true),
            ..Try::new("POST")
        },
        Try {
            repeatable: Some(false),
            ..get()
        },
        Try { budget: small, ..get() },
        Try {
            budget: small,
            ..get().sent(2, 19_000)
        },
        Try {
            budget: Budget::default().with_attempts(100),
            ..Try::new("DELETE").sent(40, 0)
        },
    ]
}

fn milliseconds(delay: Duration) -> Value {
    // Every number of a test fits, but for the longest delay of all.
    json!(delay.as_secs_f64() * 1000.0)
}

fn expected<C: AsEntry>(decoded: &Decoded<'_, C>) -> Value {
    let advice = decoded.advice();
    let decisions: Vec<Decision> = attempts()
        .iter()
        .map(|one| decoded.decide(&one.attempt(), &one.budget))
        .collect();
    json!({
        "kind": decoded.kind().as_str(),
        "notes": decoded.notes().map(Note::as_str).collect::<Vec<_>>(),
        "response": decoded.response().map(error_runtime::Response::name),
        "error": decoded.is_error(),
        "entry": decoded.entry().map(|entry| entry.as_entry().name()),
        "requestId": decoded.request_id(),
        "id": decoded.id(),
        "instance": decoded.instance(),
        "retryAfter": decoded.retry_after().map(|after| match after {
            RetryAfter::Delay(delay) => json!({ "delay": milliseconds(delay) }),
            RetryAfter::Date(date) => json!({ "date": date }),
        }),
        "advice": {
            "class": advice.class.as_str(),
            "delay": advice.delay.map(milliseconds),
            "byEndpoint": advice.by_endpoint,
            "byStatus": advice.by_status,
        },
        "decisions": decisions.iter().copied().map(decision).collect::<Vec<_>>(),
        "overQuota": over_quota(&decisions),
        "action": decoded.action(),
        "userMessage": decoded.user_message(),
        "german": decoded.user_message_in("de-AT"),
        "log": decoded.log_record().to_string(),
        "unread": decoded.unread(),
        "issues": decoded.issues().map(issue).collect::<Vec<_>>(),
    })
}

/// The positions of the decisions, three times each, that a quota of two retries rejects, with a success before each.
fn over_quota(decisions: &[Decision]) -> Vec<usize> {
    let quota = Quota::new(2);
    let is_over = |(number, decision): (usize, &Decision)| {
        quota.succeeded(number % 4 == 0);
        (quota.limit(*decision) != *decision).then_some(number)
    };
    [decisions; 3]
        .into_iter()
        .flatten()
        .enumerate()
        .filter_map(is_over)
        .collect()
}

/// The decisions about the first attempts, if the request has no response.
fn faults<C: Catalog>(received: ReceivedResponse<'_>) -> Value {
    let url = received.url().unwrap_or("");
    let decided = attempts().into_iter().take(4).flat_map(|one| {
        [Fault::NotSent, Fault::Lost].map(|fault| decision(decide_fault::<C>(fault, url, &one.attempt(), &one.budget)))
    });
    decided.collect::<Vec<_>>().into()
}

fn issue<C: AsEntry>(issue: Issue<'_, C>) -> Value {
    let drift = Some(issue.drift()).filter(|drift| !drift.is_none());
    let parameters: serde_json::Map<String, Value> = issue
        .parameters()
        .map(|(name, value)| (name.to_owned(), value.into()))
        .collect();
    json!({
        "candidates": issue.candidates().iter().map(|entry| entry.as_entry().name()).collect::<Vec<_>>(),
        "position": issue.position(),
        "offset": issue.offset(),
        "status": issue.status(),
        "code": issue.code(),
        "severity": issue.severity_text(),
        "issueType": issue.issue_type_text(),
        "text": issue.text(),
        "diagnostics": issue.diagnostics(),
        "expressions": issue.expressions().collect::<Vec<_>>(),
        "locations": issue.locations().collect::<Vec<_>>(),
        "codings": issue.codings().map(|coding| json!([coding.code, coding.system, coding.display])).collect::<Vec<_>>(),
        "parameters": parameters,
        "drift": drift.map(|drift| drift.to_string()),
        "action": issue.action(),
        "userMessage": issue.user_message(),
    })
}

/// A decision in one line: its class, its numbers in milliseconds, and its text.
fn decision(decision: Decision) -> String {
    let mut out = match decision {
        Decision::Never(why) => format!("never {}", why.as_str()),
        Decision::Immediate => "immediate".to_owned(),
        Decision::After(delay) => format!("after {}", milliseconds(delay)),
        Decision::Backoff { delay, longest, left } => {
            format!("backoff {} {} {left}", milliseconds(delay), milliseconds(longest))
        }
        Decision::Later(delay) => format!("later {}", milliseconds(delay)),
        Decision::Manual => "manual".to_owned(),
    };
    let _ = write!(out, "; {decision}");
    out
}
