//! Several headers of one name, several statuses of one entry, delays with decimals, a prefix of all names.

use std::time::Duration;

use behaviour_tests::recorded::Decode;

use error_client::ReceivedResponse;
use error_runtime::{Entry, Error, HttpResponse, Outcome, Respond, error_catalog};

error_catalog! {
    /// The errors of a container registry.
    pub enum Registry = "catalogs/registry.json";
}

/// The values of the headers with a name.
fn headers<'h>(response: &'h HttpResponse, name: &str) -> Vec<&'h str> {
    let headers = response.headers.iter().filter(|header| header.name == name);
    headers.map(|header| &*header.value).collect()
}

/// The entry that a client finds in a response, with a note of differences.
fn known(response: &HttpResponse, headers: &[(&str, &str)]) -> (Option<Registry>, bool) {
    let body = response.body.as_deref().unwrap_or_default().as_bytes();
    let decoded = Registry::decode(ReceivedResponse::new(response.status, headers, body));
    let issue = decoded.issues().next().unwrap();
    (issue.known(), issue.drift().is_none())
}

#[test]
fn every_header_of_a_name_is_sent() {
    let response = registry::Unauthorized.error().response();
    assert_eq!(
        headers(&response, "WWW-Authenticate"),
        [
            r#"Bearer realm="https://auth.example/token",service="registry""#,
            r#"Basic realm="registry""#
        ]
    );
    let expired = Error::from(registry::SessionExpired { user: "a; b" });
    assert_eq!(
        headers(&expired.response(), "Set-Cookie"),
        ["session=; Max-Age=0", "user=a%3B%20b; Path=/"]
    );
}

#[test]
fn headers_of_one_name_are_found_in_any_order_and_in_one_line() {
    let response = registry::Unauthorized.error().response();
    let [bearer, basic] = headers(&response, "WWW-Authenticate")[..] else {
        unreachable!()
    };
    let expected = (Some(Registry::Unauthorized), true);
    let name = "WWW-Authenticate";
    assert_eq!(known(&response, &[(name, bearer), (name, basic)]), expected);
    assert_eq!(known(&response, &[(name, basic), (name, bearer)]), expected);
    assert_eq!(known(&response, &[(name, &format!("{bearer}, {basic}"))]), expected);
    let expired = Error::from(registry::SessionExpired { user: "u" }).response();
    let [first, second] = headers(&expired, "Set-Cookie")[..] else {
        unreachable!()
    };
    let challenge = headers(&expired, name)[0];
    let received = [("set-cookie", second), ("set-cookie", first), (name, challenge)];
    assert_eq!(known(&expired, &received), (Some(Registry::SessionExpired), true));
}

#[test]
fn the_first_status_is_the_default_and_the_others_are_chosen() {
    let entry = Registry::ManifestInvalid.entry();
    assert_eq!((entry.status(), entry.statuses().collect()), (400, vec![400, 404, 422]));
    assert!(!entry.forwards_status() && entry.has_status(404) && !entry.has_status(410));
    let error = |status| Error::from(registry::ManifestInvalid { repository: "a/b" }).with_status(status);
    for (chosen, sent) in [(400, 400), (404, 404), (422, 422), (410, 400), (500, 400)] {
        let response = error(chosen).response();
        assert_eq!(response.status, sent);
        assert_eq!(known(&response, &[]), (Some(Registry::ManifestInvalid), true));
    }
    let outcome = Outcome::new(error(422)).and(error(422));
    assert_eq!(outcome.status(), 422);
    // A status that is not in the list is a difference.
    let mut other = error(400).response();
    other.status = 410;
    assert_eq!(known(&other, &[]), (Some(Registry::ManifestInvalid), false));
    let body = other.body.as_deref().unwrap_or_default().as_bytes();
    let decoded = Registry::decode(ReceivedResponse::new(410, &[], body));
    let drift = decoded.issues().next().unwrap().drift().to_string();
    assert_eq!(drift, "expected status 400, 404 or 422, found 410");
}

#[test]
fn a_delay_has_decimals_in_the_body_and_whole_seconds_in_the_header() {
    let error = registry::TooManyRequests.error();
    assert_eq!(error.retry_after(), Some(Duration::from_millis(500)));
    for (delay, body, header) in [
        (None, "0.5", "1"),
        (Some(Duration::from_secs(2)), "2", "2"),
        (Some(Duration::from_micros(64_570_001)), "64.571", "65"),
        (Some(Duration::from_nanos(1_999_999_999)), "2", "2"),
    ] {
        let error = registry::TooManyRequests.error();
        let error = match delay {
            Some(delay) => error.with_retry_after(delay),
            None => error,
        };
        let response = error.response();
        let text = response.body.as_deref().unwrap();
        assert!(text.contains(&format!(r#""retry_after":{body}}}"#)), "{text}");
        assert_eq!(headers(&response, "Retry-After"), [header]);
        let decoded = Registry::decode(ReceivedResponse::new(429, &[], text.as_bytes()));
        // A client waits for whole seconds.
        let delay = decoded.retry_after().unwrap().delay(None);
        assert_eq!(delay, Some(Duration::from_secs(header.parse().unwrap())));
    }
}

#[test]
fn names_omit_the_prefix_and_keep_it_in_the_catalog() {
    assert_eq!(Registry::Unsupported.entry().name(), "ERR_UNSUPPORTED");
    let names: Vec<_> = Registry::all().iter().map(|entry| format!("{entry:?}")).collect();
    assert_eq!(
        names.join(" "),
        "Unauthorized SessionExpired ManifestInvalid Unsupported TooManyRequests"
    );
    assert!(
        Registry::all()
            .iter()
            .all(|error| Entry::name(error.entry()).starts_with("ERR_"))
    );
}
