//! Any answer is read, and what is said of it holds together.

use std::time::Duration;

use error_client::{Attempt, Budget, Decision, Decode, Decoded, Found, Issue, ReceivedResponse, is_idempotent};
use error_runtime::{Catalog, Error, Format};

use behaviour_tests::{Bars, BlueButton, GpConnect, GpConnectDstu2, HealthGorilla, Judged, Medblocks, Problems};

/// An answer, much as HTTP has it: a line with catalog, status, method and URL, headers, an empty line, the body. Lines end with a line feed; what
/// is missing or wrong has some value.
///
/// ```text
/// gp-connect 404 GET /fhir/Patient/1
/// Content-Type: application/fhir+json
///
/// {"resourceType": "OperationOutcome"}
/// ```
pub fn decode(input: &[u8]) {
    let split = input.windows(2).position(|two| two == b"\n\n");
    let (head, body) = match split {
        Some(at) => (&input[..at], &input[at + 2..]),
        None => (&b""[..], input),
    };
    let head = String::from_utf8_lossy(head);
    let mut lines = head.lines();
    let mut first = lines.next().unwrap_or_default().splitn(4, ' ');
    let catalog = first.next().unwrap_or_default();
    let status = first.next().and_then(|status| status.parse().ok()).unwrap_or(500);
    let (method, url) = (first.next().unwrap_or_default(), first.next().unwrap_or_default());
    let headers: Vec<(&str, &str)> = lines.filter_map(|line| line.split_once(':')).collect();
    let answer = ReceivedResponse::new(status, &headers, body).to(method, url);
    match catalog {
        "bars" => check(&Bars::decode(answer)),
        "blue-button" => check(&BlueButton::decode(answer)),
        "gp-connect-dstu2" => check(&GpConnectDstu2::decode(answer)),
        "health-gorilla" => check(&HealthGorilla::decode(answer)),
        "medblocks" => check(&Medblocks::decode(answer)),
        "judged" => check(&Judged::decode(answer)),
        "problems" => check(&Problems::decode(answer)),
        _ => check(&GpConnect::decode(answer)),
    }
}

/// The most issues that are looked at (docs/client.md).
const MAX_ISSUES: usize = 256;

fn check<C: Catalog>(found: &Decoded<'_, C>) {
    let text = found.text();
    assert!((1..=MAX_ISSUES).contains(&found.issues().len()));
    for (position, issue) in found.issues().enumerate() {
        assert_eq!(issue.position(), position);
        assert!(text.is_char_boundary(issue.offset()), "{found:?}");
        let candidates = issue.candidates();
        assert!(
            candidates.windows(2).all(|two| two[0].position() < two[1].position()),
            "each once, in the order of the catalog: {candidates:?}"
        );
        match issue.found() {
            Found::Known(entry) => {
                assert_eq!(candidates, [entry]);
                assert!(
                    has_its_code(entry, issue),
                    "known by something else than its code: {found:?}"
                );
                let parameters = entry.entry().parameters();
                for (name, value) in issue.parameters() {
                    let has = |known: error_runtime::Parameter<'_>| known.name == name;
                    assert!(parameters.iter().any(has), "{name}");
                    assert_eq!(issue.parameter(name), Some(value));
                }
            }
            Found::Ambiguous(several) => {
                assert!(several.len() > 1 && issue.parameters().next().is_none() && issue.drift().is_none());
            }
            Found::Unknown => assert!(issue.parameters().next().is_none() && issue.drift().is_none()),
        }
        assert!(issue.codings().len() <= 16 && issue.expressions().len() <= 64 && issue.locations().len() <= 64);
        if let Some(code) = issue.code() {
            assert!(issue.codings().any(|coding| coding.code == Some(code)));
        }
        let _ = (issue.severity(), issue.issue_type(), issue.text(), issue.diagnostics());
        assert!(!issue.user_message().is_empty());
    }
    let most = found.issue().map(error_client::Issue::position);
    assert!(most.is_some_and(|most| most < found.issues().len()));
    let log = found.log_record().to_string();
    assert!(!log.contains(char::is_control), "{log:?}");
    let _ = (
        found.id(),
        found.instance(),
        found.request_id(),
        found.response(),
        format!("{found:?}"),
    );
    decisions(found);
}

/// Whether the code of an entry was sent, if an entry of its OperationOutcome has one: nothing else makes it known.
fn has_its_code<C: Catalog>(entry: C, issue: Issue<'_, C>) -> bool {
    let code = entry.entry().code().map(|code| code.to_string());
    let Some(code) = code.filter(|_| entry.entry().response().format() == Format::OperationOutcome) else {
        return true;
    };
    let body = Error::new(entry).body().unwrap_or_default();
    !body.contains(&format!("\"code\":\"{code}\"")) || issue.codings().any(|coding| coding.code == Some(&code))
}

/// What is decided never does what it must not.
fn decisions<C: Catalog>(found: &Decoded<'_, C>) {
    let budget = Budget::default();
    for method in ["GET", "POST"] {
        for (sent, elapsed, now) in [(1, 0, None), (3, 10, Some(1_700_000_000)), (4, 0, None), (1, 121, None)] {
            let mut attempt = Attempt::new(method).sent(sent).elapsed(Duration::from_secs(elapsed));
            if let Some(now) = now {
                attempt = attempt.at(now);
            }
            let decision = found.decide(&attempt, &budget);
            let delay = decision.delay();
            if sent >= budget.attempts || elapsed > budget.elapsed.as_secs() {
                assert_eq!(delay, None, "{decision:?}");
            }
            if let Some(delay) = delay {
                assert!(Duration::from_secs(elapsed) + delay <= budget.elapsed, "{decision:?}");
                assert!(
                    is_idempotent(method) || matches!(found.status(), 408 | 421 | 425 | 429 | 503),
                    "{decision:?}"
                );
            }
            if let Decision::Backoff { longest, left, .. } = decision {
                assert!(delay.is_some_and(|delay| delay <= longest) && left > 0);
            }
        }
    }
}
