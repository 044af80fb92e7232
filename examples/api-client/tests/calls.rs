//! Every call, through the proxy and the faults, to a server in this process.
#![forbid(unsafe_code)]
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

use std::time::Duration;

use api_client::arguments::Call as Wanted;
use api_client::caller::{End, Report};
use api_client::{run, wait};
use error_client::{Decision, NeverReason};
use indicatif::{InMemoryTerm, ProgressBar, ProgressDrawTarget};

/// Long enough for a busy machine to send the next bytes.
const STALLED: Duration = Duration::from_secs(5);

/// The reports of calls in which every response comes, or its connection is reset: no time limit decides.
fn reports(apis: &[&str]) -> Vec<Report> {
    reports_after(apis, Duration::from_secs(600))
}

/// The reports of calls that give up a response after a silence: one that stalls is waited for as long.
fn reports_after(apis: &[&str], silence: Duration) -> Vec<Report> {
    let wanted = Wanted {
        apis: apis.iter().map(|api| (*api).to_owned()).collect(),
        silence,
        ..Wanted::default()
    };
    let mut reports = Vec::new();
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .unwrap();
    let called = runtime.block_on(run::run(&wanted, ProgressBar::hidden(), &mut |report| {
        reports.push(report);
    }));
    runtime.shutdown_background();
    called.unwrap();
    reports
}

/// The output without numbers that change.
fn came(report: &Report) -> Vec<&str> {
    report.failures.iter().map(|(what, _)| what.as_str()).collect()
}

fn last(report: &Report) -> Decision {
    report.failures.last().unwrap().1
}

#[test]
fn a_read_succeeds_in_spite_of_a_reset_a_page_and_half_a_body() {
    let reports = reports_after(&["gp-connect"], STALLED);
    let [patient, consent] = &*reports else {
        panic!("{reports:?}")
    };
    assert_eq!(
        came(patient),
        ["no response, lost", "502 a page (Foreign)", "no response, lost"]
    );
    assert!(matches!(patient.end, End::Success(200)), "{patient}");
    assert!(
        patient
            .failures
            .iter()
            .all(|(_, decision)| matches!(decision, Decision::Backoff { .. }))
    );
    // A body that comes slowly is a body.
    assert_eq!(came(consent), ["502 a page (Foreign)", "403 NO_PATIENT_CONSENT"]);
    assert_eq!(last(consent), Decision::Manual);
    let End::Failure { operator, user, log } = &consent.end else {
        panic!("{consent}")
    };
    assert!(operator.is_some() && !user.contains("NO_PATIENT_CONSENT"), "{consent}");
    assert!(log.contains("request_id=") && !log.contains("9476719958"), "{log}");
}

#[test]
fn a_post_is_sent_again_only_if_it_may_be() {
    let reports = reports(&["gp-connect-dstu2", "bars"]);
    let [operation, header, booking] = &*reports else {
        panic!("{reports:?}")
    };
    assert_eq!(came(operation), ["no response, lost", "422 INVALID_PARAMETER"]);
    assert_eq!(came(header), ["400 SEND_BAD_REQUEST_REQUIRED"]);
    assert_eq!(
        (came(booking), last(booking)),
        (vec!["no response, lost"], Decision::Manual)
    );
}

#[test]
fn blue_button_is_asked_again_for_data_and_never_for_access() {
    let reports = reports(&["blue-button"]);
    let [read, flow] = &*reports else { panic!("{reports:?}") };
    assert_eq!(came(read), ["502 FHIR_UPSTREAM_FAILURE"; 4]);
    assert_eq!(last(read), Decision::Never(NeverReason::Attempts));
    assert_eq!(came(flow), ["502 a page (Foreign)"]);
    assert_eq!(last(flow), Decision::Never(NeverReason::Endpoint));
}

#[test]
fn the_delay_of_a_server_is_waited_for() {
    let reports = reports(&["health-gorilla"]);
    let [search] = &*reports else { panic!("{reports:?}") };
    assert_eq!(search.failures[0].1, Decision::After(Duration::from_secs(1)));
    assert_eq!(last(search), Decision::Manual, "{search}");
    assert_eq!(search.failures[1].0, "400 BAD_REQUEST");
}

#[test]
fn half_of_a_response_is_still_known() {
    let reports = reports_after(&["medblocks"], STALLED);
    let [session] = &*reports else { panic!("{reports:?}") };
    assert_eq!(came(session), ["401 missing_api_key (Truncated)"]);
}

#[test]
fn a_bar_moves_while_the_client_waits() {
    let term = InMemoryTerm::new(3, 80);
    let bar = wait::bar_on(ProgressDrawTarget::term_like(Box::new(term.clone())));
    // In the runtime's own time, which passes as fast as the bar is drawn.
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .start_paused(true)
        .build()
        .unwrap();
    let seen = runtime.block_on(async {
        let waiting = tokio::spawn(wait::wait(bar, Duration::from_millis(600)));
        let mut seen = Vec::new();
        while !waiting.is_finished() {
            seen.push(term.contents());
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        seen
    });
    let bars: Vec<_> = seen
        .iter()
        .filter(|line| line.contains("waiting [") && line.ends_with("/600 ms"))
        .collect();
    assert!(bars.windows(2).any(|two| two[0] != two[1]), "{seen:?}");
    assert_eq!(term.contents(), "", "it is gone when there is nothing to wait for");
}
