//! Delays before a retry: those of the server, of the catalog and of the budget.

use std::time::Duration;

use behaviour_tests::recorded::Decode;
use behaviour_tests::{HealthGorilla, Medblocks};
use error_client::{Attempt, Budget, Decision, NeverReason, Note, ReceivedResponse};

use super::retry::{chat, is_backoff};

#[test]
fn delays_grow_and_budgets_end() {
    let decoded = Medblocks::decode(ReceivedResponse::new(503, &[], b""));
    let budget = Budget::default()
        .with_attempts(6)
        .with_delays(Duration::from_secs(2), Duration::from_secs(9));
    let delays: Vec<_> = (1..=6)
        .map(|sent| decoded.decide(&Attempt::new("GET").sent(sent), &budget).delay())
        .collect();
    let expected = [Some(2), Some(4), Some(8), Some(9), Some(9), None].map(|delay| delay.map(Duration::from_secs));
    assert_eq!(delays, expected);
    assert_eq!(
        decoded.decide(&Attempt::new("GET").sent(6), &budget),
        Decision::Never(NeverReason::Attempts)
    );
    let late = Attempt::new("GET").elapsed(Duration::from_secs(119));
    assert_eq!(decoded.decide(&late, &budget), Decision::Never(NeverReason::Time));
    assert_eq!(
        decoded.decide(&Attempt::new("GET").sent(u32::MAX), &Budget::default()),
        Decision::Never(NeverReason::Attempts)
    );
}

#[test]
fn a_delay_beyond_the_budget_is_later_and_not_never() {
    let day = Duration::from_secs(86_400);
    let decide = |status, attempt: Attempt<'_>| {
        let headers = [("Retry-After", "86400")];
        let decoded = HealthGorilla::decode(ReceivedResponse::new(status, &headers, b""));
        decoded.decide(&attempt, &Budget::default())
    };
    let get = Attempt::new("GET");
    for attempt in [get, get.sent(4), get.sent(2).elapsed(day), get.streamed()] {
        for status in [429, 503] {
            assert_eq!(decide(status, attempt), Decision::Later(day));
        }
    }
    assert_eq!(Decision::Later(day).delay(), None, "there is no automatic retry");
    assert_eq!(
        Decision::Later(day).to_string(),
        "later: not before 86400s, more than the time left"
    );
    // A person decides about a request that may have been processed, and never stays never.
    assert_eq!(decide(502, Attempt::new("POST")), Decision::Manual);
    assert_eq!(decide(403, get), Decision::Never(NeverReason::Advised));
    // The last moment of the budget is part of it.
    let wait = |seconds: u64, elapsed| {
        let value = seconds.to_string();
        let headers = [("Retry-After", value.as_str())];
        let decoded = HealthGorilla::decode(ReceivedResponse::new(429, &headers, b""));
        decoded.decide(&get.elapsed(Duration::from_secs(elapsed)), &Budget::default())
    };
    assert_eq!(wait(20, 100), Decision::After(Duration::from_secs(20)));
    assert_eq!(wait(21, 100), Decision::Later(Duration::from_secs(21)));
    assert_eq!(wait(0, 120), Decision::After(Duration::ZERO));
    assert_eq!(wait(0, 121), Decision::Never(NeverReason::Time));
}

#[test]
fn the_limit_of_a_random_part_is_the_longest_delay_or_the_time_left() {
    let decoded = Medblocks::decode(ReceivedResponse::new(503, &[], b""));
    let longest = |elapsed| match decoded.decide(&Attempt::new("GET").elapsed(elapsed), &Budget::default()) {
        Decision::Backoff { longest, .. } => longest.as_secs(),
        other => panic!("{other}"),
    };
    assert_eq!(
        [0, 100, 119].map(|elapsed| longest(Duration::from_secs(elapsed))),
        [30, 20, 1]
    );
}

#[test]
fn a_date_is_a_delay_by_the_servers_own_clock() {
    let headers = [
        ("Retry-After", "Sun, 06 Nov 1994 08:49:37 GMT"),
        ("Date", "Sun, 06 Nov 1994 08:49:07 GMT"),
    ];
    let decoded = HealthGorilla::decode(ReceivedResponse::new(429, &headers, b""));
    // A client's clock may be wrong; the server's own counts.
    assert_eq!(
        decoded.decide(&Attempt::new("GET").at(0), &Budget::default()),
        Decision::After(Duration::from_secs(30))
    );
    let decoded = HealthGorilla::decode(ReceivedResponse::new(429, &headers[..1], b""));
    assert_eq!(
        decoded.decide(&Attempt::new("GET").at(784_111_776), &Budget::default()),
        Decision::After(Duration::from_secs(1))
    );
    assert!(
        is_backoff(decoded.decide(&Attempt::new("GET"), &Budget::default())),
        "no clock at all"
    );
}

#[test]
fn a_value_that_cannot_be_read_is_a_note_and_never_at_once() {
    let get = Attempt::new("GET").at(1_795_651_200);
    let decide = |headers: &[(&str, &str)]| {
        let decoded = HealthGorilla::decode(ReceivedResponse::new(429, headers, b""));
        (
            decoded.decide(&get, &Budget::default()),
            decoded.has_note(Note::RetryAfter),
        )
    };
    for value in [
        "soon",
        "",
        "-5",
        "0x0",
        "Sun, 31 Feb 2027 00:00:00 GMT",
        "2027-01-01T00:00:00Z",
    ] {
        let (decision, noted) = decide(&[("Retry-After", value)]);
        assert!(is_backoff(decision) && noted, "{value}: {decision}");
    }
    // A date in the past may be a wrong clock.
    let (decision, noted) = decide(&[("Retry-After", "Sunday, 06-Nov-94 08:49:37 UTC")]);
    assert!(is_backoff(decision) && !noted, "{decision}");
    for (headers, seconds, noted) in [
        (&[("Retry-After", "0")][..], 0, false),
        (&[("Retry-After", "2.5")], 3, false),
        (&[("Retry-After", "50.0")], 50, false),
        (&[("Retry-After", "50, 50")], 50, false),
        (&[("Retry-After", "+50")], 50, false),
        (&[("Retry-After", "5"), ("retry-after", "50")], 50, false),
        (&[("Retry-After", "5"), ("retry-after", "junk")], 5, true),
        (&[("Retry-After", "Thu, 26 Nov 2026 00:00:30 UTC")], 30, false),
        (&[("Retry-After", "Thursday, 26-Nov-26 00:00:30 GMT")], 30, false),
        (&[("RateLimit", r#""day";r=0;t=30"#)], 30, false),
        (&[("X-RateLimit-Reset", "1795651230")], 30, false),
    ] {
        let expected = (Decision::After(Duration::from_secs(seconds)), noted);
        assert_eq!(decide(headers), expected, "{headers:?}");
    }
    // It is not an invitation to send a request again that may have been processed.
    let decoded = HealthGorilla::decode(ReceivedResponse::new(503, &[("Retry-After", "soon")], b""));
    assert_eq!(
        decoded.decide(&Attempt::new("POST"), &Budget::default()),
        Decision::Manual
    );
}

#[test]
fn the_delay_of_a_body_without_an_entry_is_followed() {
    let delay = |headers: &[(&str, &str)], body: &str| {
        let decoded = HealthGorilla::decode(ReceivedResponse::new(429, headers, body.as_bytes()).to("GET", "/"));
        let delay = decoded.server_delay(None).map(|delay| delay.as_secs());
        (delay, decoded.notes().any(|note| note == Note::RetryAfter))
    };
    for (body, seconds, noted) in [
        (
            r#"{"message":"You are being rate limited.","retry_after":64.57}"#,
            Some(65),
            false,
        ),
        (r#"{"error":{"message":"Slow down","retryAfter":"7"}}"#, Some(7), false),
        (r#"{"message":"Slow down","retry_after":null}"#, None, false),
        (r#"{"message":"Slow down","retry_after":-7}"#, None, true),
        (r#"{"message":"Slow down","parts":[[{"retry_after":7}]]}"#, None, false),
    ] {
        assert_eq!(delay(&[], body), (seconds, noted), "{body}");
    }
    let body = r#"{"message":"Slow down","retry_after":7}"#;
    assert_eq!(delay(&[("Retry-After", "3")], body), (Some(3), false));
}

#[test]
fn a_delay_in_the_body_may_be_a_fraction() {
    let data = chat();
    for (value, delay, noted) in [
        ("64.57", Some(65), false),
        ("2", Some(2), false),
        ("\"soon\"", None, true),
    ] {
        let body =
            format!(r#"{{ "message": "You are being rate limited.", "retry_after": {value}, "global": false }}"#);
        let decoded = behaviour_tests::recorded::decode(data, ReceivedResponse::new(429, &[], body.as_bytes()));
        assert_eq!(decoded.entry().map(|entry| entry.name()), Some("SLOW_DOWN"), "{value}");
        assert_eq!(decoded.server_delay(None), delay.map(Duration::from_secs), "{value}");
        assert_eq!(decoded.has_note(Note::RetryAfter), noted, "{value}");
    }
}

#[test]
fn a_delay_inside_a_text_of_the_entry_is_read() {
    let data = super::inline::catalog(
        r#""responses": { "default": { "format": "json", "body": { "code": "{code}", "retryDelay": "{retry_after}s", "message": "{message}" } } },
        "errors": { "BUSY": { "status": 429, "title": "Busy", "message": "Try again in {retry_after} seconds.", "retry": { "class": "after", "delay": 1 } } }"#,
    );
    for (body, delay) in [
        (r#"{"code":"BUSY","retryDelay":"60s"}"#, 60),
        (r#"{"code":"BUSY","message":"Try again in 90 seconds."}"#, 90),
    ] {
        let decoded = behaviour_tests::recorded::decode(data, ReceivedResponse::new(429, &[], body.as_bytes()));
        assert_eq!(decoded.entry().map(|entry| entry.name()), Some("BUSY"));
        assert_eq!(decoded.server_delay(None), Some(Duration::from_secs(delay)), "{body}");
    }
}

#[test]
fn a_delay_beside_the_template_of_an_entry_is_read() {
    let data = super::inline::catalog(
        r#""responses": { "default": { "format": "json", "body": { "ok": false, "code": "{code}", "text": "{message}" } } },
        "errors": { "FLOOD": { "status": 429, "title": "Too many requests" }, "DOWN": { "status": 500, "title": "Down", "retry": "backoff" },
            "BAD": { "status": 400, "title": "Bad", "retry": "never" } }"#,
    );
    for (status, headers, body, delay) in [
        (
            429,
            &[][..],
            r#"{"ok":false,"code":"FLOOD","parameters":{"retry_after":35}}"#,
            Some(35),
        ),
        (500, &[], r#"{"code":"DOWN","RetryAfter":"2.5"}"#, Some(3)),
        (
            500,
            &[],
            r#"{"code":"DOWN","details":[{"x":[{"retryDelay":"13s"}]}]}"#,
            Some(13),
        ),
        (
            500,
            &[("Retry-After", "4")],
            r#"{"code":"DOWN","retry_after":9}"#,
            Some(4),
        ),
        (400, &[], r#"{"code":"BAD","retry_after":9}"#, None),
    ] {
        let received = ReceivedResponse::new(status, headers, body.as_bytes());
        let decoded = behaviour_tests::recorded::decode(data, received);
        assert!(decoded.entry().is_some(), "{body}");
        assert_eq!(decoded.server_delay(None), delay.map(Duration::from_secs), "{body}");
    }
    let body = br#"{"code":"FLOOD","retry_after":"soon"}"#;
    let decoded = behaviour_tests::recorded::decode(data, ReceivedResponse::new(429, &[], body));
    assert!(decoded.server_delay(None).is_none() && decoded.has_note(Note::RetryAfter));
}
