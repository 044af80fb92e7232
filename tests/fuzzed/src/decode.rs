//! Any response is decoded, and the result is consistent.

use std::time::Duration;

use error_client::{Attempt, Budget, Decision, Decode, Decoded, Found, Issue, ReceivedResponse, is_idempotent};
use error_runtime::{Catalog, Error, Format, Respond};

use behaviour_tests::exchange::{CatalogVisitor, Exchange};

/// Decodes an [`Exchange`].
pub fn decode(input: &[u8]) {
    let exchange = Exchange::parse(input);
    let headers = exchange.headers();
    exchange.with_catalog(Check(exchange.received(&headers)));
}

struct Check<'r>(ReceivedResponse<'r>);

impl CatalogVisitor for Check<'_> {
    type Output = ();

    fn visit<C: Catalog>(self) {
        check(&C::decode(self.0));
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
                    is_head(found) || has_its_code(entry, issue),
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
    assert!(
        found
            .unread()
            .iter()
            .all(|(path, _)| path.is_empty() || path.starts_with('/'))
    );
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

/// Whether the response is one to `HEAD`, whose entry is known by status and headers.
fn is_head<C: Catalog>(found: &Decoded<'_, C>) -> bool {
    let received = found.received();
    received.method() == Some("HEAD") && received.body().is_empty()
}

/// Whether the code of an entry was sent, if an entry of its OperationOutcome has one: nothing else makes it known.
fn has_its_code<C: Catalog>(entry: C, issue: Issue<'_, C>) -> bool {
    let code = entry.entry().code().map(|code| code.to_string());
    let Some(code) = code.filter(|_| entry.entry().response().format() == Format::OperationOutcome) else {
        return true;
    };
    let parameters = entry.entry().parameters().iter();
    let error = Error::try_new(entry, parameters.map(|parameter| (parameter.name, parameter.sample())));
    let body = error.ok().and_then(|error| error.body()).unwrap_or_default();
    !body.contains(&format!("\"code\":\"{code}\"")) || issue.codings().any(|coding| coding.code == Some(&code))
}

/// Asserts that no decision breaks a rule.
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
