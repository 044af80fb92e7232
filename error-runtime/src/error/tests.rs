use super::{Error, Respond};
use crate::testing::clinic::Upstream;
use crate::testing::{Clinic, clinic};
use core::time::Duration;
use std::error::Error as _;
use std::format;
use std::string::ToString;
use std::vec::Vec;

const _: () = assert!(size_of::<Error<Clinic>>() == 16 || size_of::<usize>() != 8);
const _: () = assert!(size_of::<Option<Error<Clinic>>>() <= 16);
const _: Error<Clinic> = clinic::Gone.error();

fn upstream() -> Error<Clinic> {
    Upstream {
        peer: "lab",
        count: 3,
        share: None,
        host: "db-1.internal",
    }
    .into()
}

#[test]
fn an_error_is_displayed_as_code_and_message() {
    assert_eq!(
        clinic::RecTimeout.error().to_string(),
        "TIMEOUT: The receiver took too long"
    );
    assert_eq!(upstream().to_string(), "20003: Upstream lab failed");
    assert_eq!(clinic::Gone.error().to_string(), "Gone");
}

#[test]
fn an_error_converts_into_a_boxed_error() {
    fn requires<T: std::error::Error + Send + Sync + 'static>(_: &T) {}
    let error = upstream().with_source("connection refused");
    requires(&error);
    assert_eq!(
        error.source().map(ToString::to_string).as_deref(),
        Some("connection refused")
    );
    assert!(!error.body().unwrap().contains("refused"));
    assert!(clinic::Gone.error().source().is_none());
}

#[test]
fn the_log_text_may_show_values_that_the_message_must_not() {
    assert_eq!(upstream().log_message().as_deref(), Some("db-1.internal"));
    assert!(!upstream().message().contains("db-1"));
    assert_eq!(clinic::Gone.error().log_message(), None);
    assert_eq!(
        upstream().log_message(),
        upstream().log_message_with_personal_data(),
        "nothing of it is personal"
    );
}

#[test]
fn the_log_text_has_no_invisible_characters() {
    let error: Error<Clinic> = Upstream {
        peer: "lab",
        count: 3,
        share: None,
        host: "db\u{202e}1\u{200b}\n",
    }
    .into();
    let escaped = Some("db\\u{202e}1\\u{200b} ");
    assert_eq!(error.log_message().as_deref(), escaped);
    assert_eq!(error.log_message_with_personal_data().as_deref(), escaped);
}

#[test]
fn debug_shows_only_public_values() {
    let shown = format!("{:?}", upstream());
    assert_eq!(
        shown,
        r#"Error { entry: Upstream, parameters: {peer: "lab", count: "3", host: <internal>} }"#
    );
    let mut error = Error::__from_entry(Clinic::PatientNotFound);
    error.set_parameter("nhs_number", "9434765919").unwrap();
    let shown = format!("{error:?} {error:#?} {error}");
    assert!(shown.contains("<personal>") && !shown.contains("9434765919"), "{shown}");
    assert_eq!(format!("{:?}", clinic::Gone.error()), "Error { entry: Gone }");
}

#[test]
fn an_entry_chosen_at_run_time_needs_the_arguments_that_its_struct_needs() {
    let full = [("peer", "lab"), ("count", "3"), ("host", "db-1.internal")];
    let error = Error::try_new(Clinic::Upstream, full).unwrap();
    assert_eq!(format!("{error:?}"), format!("{:?}", upstream()));
    let failure = |arguments: &[(&str, &str)]| {
        let error = Error::try_new(Clinic::Upstream, arguments.iter().copied());
        error.unwrap_err().to_string()
    };
    assert_eq!(
        failure(&[("count", "3")]),
        "missing required parameters `peer`, `host` of `UPSTREAM`"
    );
    assert_eq!(failure(&full[..2]), "missing required parameter `host` of `UPSTREAM`");
    assert_eq!(
        failure(&[("count", "secret")]),
        "expected a value of the type `integer` for the parameter `count` of `UPSTREAM`"
    );
    assert_eq!(failure(&[("cuont", "1")]), "`UPSTREAM` has no parameter `cuont`");
    assert_eq!(Error::try_new(Clinic::Gone, []).unwrap().entry(), Clinic::Gone);
}

#[test]
fn an_invalid_value_leaves_the_error_unchanged() {
    let mut error = upstream();
    let before = format!("{error:?}");
    assert!(error.set_parameter("count", "many").is_err());
    assert!(error.set_parameter("cuont", "1").is_err());
    for name in [
        "Content-Type",
        "content-length",
        "Content-Encoding",
        "Transfer-Encoding",
        "trailer",
    ] {
        assert!(error.set_header(name, "3").is_err(), "{name}");
    }
    assert!(error.set_header("X-A", "b\r\nc").is_err());
    assert_eq!(format!("{error:?}"), before);
    error.set_parameter("count", "12").unwrap();
    error.set_header("X-A", "b").unwrap();
    assert_eq!(error.parameter("count"), Some("12"));
    assert!(error.headers().iter().any(|header| header.name == "X-A"));
}

#[test]
fn a_time_is_written_as_it_is_given() {
    let error = upstream().with_time(crate::Rfc3339::new("2024-01-01T00:00:00+01:00").unwrap());
    assert_eq!(error.time(), Some("2024-01-01T00:00:00+01:00"));
}

#[test]
fn a_status_is_forwarded_only_within_the_range_of_the_entry() {
    assert_eq!(upstream().status(), 502);
    assert_eq!(upstream().with_status(504).status(), 504);
    assert_eq!(upstream().with_status(404).status(), 502);
    assert_eq!(clinic::Gone.error().with_status(404).status(), 410);
}

#[test]
fn details_that_were_set_are_returned() {
    let error = upstream()
        .with_diagnostics("d")
        .with_expression("a")
        .with_expression("b")
        .with_location("l")
        .with_request_id("r")
        .with_id("i")
        .with_instance("/n")
        .with_time(crate::Rfc3339::new("2024-01-01T00:00:00Z").unwrap())
        .with_retry_after(Duration::from_secs(9));
    assert!(error.expressions().eq(["a", "b"]) && error.locations().eq(["l"]));
    assert_eq!(
        (error.request_id(), error.id(), error.instance()),
        (Some("r"), Some("i"), Some("/n"))
    );
    assert_eq!(
        (error.time(), error.retry_after()),
        (Some("2024-01-01T00:00:00Z"), Some(Duration::from_secs(9)))
    );
    assert_eq!(error.diagnostics().as_deref(), Some("d"));
    assert_eq!(
        clinic::ProxyTimeout.error().retry_after(),
        Some(Duration::from_secs(30))
    );
}

#[test]
fn a_delay_that_is_set_as_a_header_is_that_of_the_error() {
    let with = |value: &str| {
        Error::__from_entry(Clinic::ProxyTimeout)
            .with_header("retry-after", value)
            .unwrap()
    };
    assert_eq!(with("99").retry_after(), Some(Duration::from_secs(99)));
    let headers = with("99").headers();
    let delays: Vec<_> = headers
        .iter()
        .filter(|header| header.is("retry-after"))
        .map(|header| &*header.value)
        .collect();
    assert_eq!(delays, ["99"]);
    for other in ["soon", "+9", "Sun, 06 Nov 1994 08:49:37 GMT"] {
        assert_eq!(with(other).retry_after(), Some(Duration::from_secs(30)), "{other}");
    }
}
