//! Every written response is decoded as its entry, for every catalog and whatever the values of the parameters.

use crate::support::{headers, request, twins};
use behaviour_tests::recorded::Decode;
use behaviour_tests::{Bars, BlueButton, GpConnect, GpConnectDstu2, HealthGorilla, Medblocks, gp_connect};
use error_client::{Decoded, Found, Note, ReceivedResponse};
use error_runtime::{Catalog, Error, Outcome, Parameter, ParameterType, Representation, Respond};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use serde_json::Value;

/// A value of a parameter's type, or none for one that need not have any.
fn value(parameter: Parameter<'static>) -> BoxedStrategy<Option<String>> {
    let text = match parameter.kind {
        ParameterType::Integer => any::<i64>().prop_map(|number| number.to_string()).boxed(),
        ParameterType::Decimal => "-?(0|[1-9][0-9]{0,8})(\\.[0-9]{1,6})?(e-?[0-9]{1,2})?".boxed(),
        ParameterType::Boolean => any::<bool>().prop_map(|flag| flag.to_string()).boxed(),
        ParameterType::Uri => "[a-z]{0,5}(:/{0,2})?[a-z0-9/.?=&%-]{0,20}"
            .prop_map(|uri| uri.replace('%', "%20"))
            .boxed(),
        ParameterType::DateTime => {
            "20[0-9]{2}-0[1-9]-[12][0-9]T[01][0-9]:[0-5][0-9]:[0-5][0-9](\\.[0-9]{1,6})?Z".boxed()
        }
        // Any text, and texts that look like what the templates have around them.
        _ => prop_oneof![
            any::<String>(),
            "[ -~]{0,40}",
            "(\"|\\\\|: |\\{|\\}|'|<|>|&amp;|, |is |not |[A-Z_]{3,8}|/){0,8}",
            Just(String::new()),
            "x{900,1500}",
        ]
        .boxed(),
    };
    if parameter.optional {
        proptest::option::of(text).boxed()
    } else {
        text.prop_map(Some).boxed()
    }
}

/// An error with random values: its parameters, and ids that a server sets.
fn error<C: Catalog>(entry: C) -> impl Strategy<Value = (Vec<Option<String>>, Option<String>, Option<String>)> {
    let parameters: Vec<_> = entry.entry().parameters().iter().map(value).collect();
    (
        parameters,
        proptest::option::of("[!-~]{1,20}"),
        proptest::option::of("[a-z0-9-]{1,20}"),
    )
}

fn check<C: Catalog>(found: &Decoded<'_, C>, error: &Error<C>, twins: &std::collections::BTreeSet<String>) {
    let entry = error.entry();
    let issue = found.issue().unwrap();
    let details = || format!("{entry}: {found:?}\n{}", found.text());
    match issue.found() {
        Found::Known(known) => assert_eq!(known, entry, "{}", details()),
        Found::Ambiguous(several) => {
            assert!(several.contains(&entry), "{}", details());
            assert!(twins.contains(entry.entry().name()), "no warning: {}", details());
            return;
        }
        Found::Unknown => panic!("{}", details()),
    }
    for (name, value) in issue.parameters() {
        assert_eq!(Some(value), error.parameter(name), "{name}: {}", details());
    }
    assert!(issue.drift().is_none(), "{}", details());
    assert_eq!(
        found.response().map(error_runtime::Response::name),
        Some(entry.entry().response().name())
    );
    assert!(
        !found.has_note(Note::Truncated) && !found.has_note(Note::Malformed),
        "{}",
        details()
    );
}

fn round_trip<C: Catalog>(catalog: &str) {
    let twins = twins(catalog);
    let cases = std::env::var("PROPTEST_CASES")
        .ok()
        .and_then(|cases| cases.parse().ok())
        .unwrap_or(48);
    let mut runner = TestRunner::new(Config {
        cases,
        failure_persistence: None,
        ..Config::default()
    });
    for entry in C::all().iter().copied() {
        let run = runner.run(&error(entry), |(values, request_id, id)| {
            let arguments = entry.entry().parameters().iter().zip(&values);
            let arguments = arguments.filter_map(|(parameter, value)| Some((parameter.name, value.as_deref()?)));
            let mut error = Error::try_new(entry, arguments).unwrap();
            if let Some(request_id) = &request_id {
                error = error.with_request_id(request_id.clone());
            }
            if let Some(id) = id {
                error = error.with_id(id);
            }
            for representation in [Representation::OWN, Representation::XML] {
                let response = error.response_as(representation);
                let (method, path) = request(entry);
                let headers = headers(&response);
                let body = response.body.clone().unwrap_or_default();
                let answer = ReceivedResponse::new(response.status, &headers, body.as_bytes()).to(&method, &path);
                let found = C::decode(answer);
                check(&found, &error, &twins);
                if request_id.is_some()
                    && (body.contains("request_id")
                        || headers
                            .iter()
                            .any(|(name, _)| name.to_lowercase().contains("request-id")))
                {
                    assert_eq!(found.request_id(), request_id.as_deref());
                }
            }
            Ok(())
        });
        run.unwrap_or_else(|error| panic!("{catalog}: {entry}: {error}"));
    }
}

#[test]
fn every_entry_of_gp_connect_is_read_back() {
    round_trip::<GpConnect>("gp-connect");
    round_trip::<GpConnectDstu2>("gp-connect-dstu2");
}

#[test]
fn every_entry_of_bars_is_read_back() {
    round_trip::<Bars>("bars");
}

#[test]
fn every_entry_of_blue_button_is_read_back() {
    round_trip::<BlueButton>("blue-button");
}

#[test]
fn every_entry_of_health_gorilla_is_read_back() {
    round_trip::<HealthGorilla>("health-gorilla");
}

#[test]
fn every_entry_of_medblocks_is_read_back() {
    round_trip::<Medblocks>("medblocks");
}

/// The value that a text with a single placeholder returns.
#[test]
fn a_parameter_that_is_the_only_placeholder_is_read_back() {
    fn only<C: Catalog>(entry: C, name: &str, value: &str) {
        let response = Error::try_new(entry, [(name, value)]).unwrap().response();
        let (headers, (method, path)) = (headers(&response), request(entry));
        let body = response.body.clone().unwrap();
        let found = C::decode(ReceivedResponse::new(response.status, &headers, body.as_bytes()).to(&method, &path));
        assert_eq!(found.issue().unwrap().parameter(name), Some(value), "{entry} {body}");
    }
    only(GpConnect::InvalidResource, "details", "Allergy \"code\" is missing\\");
    only(Medblocks::InvalidData, "param", "patient_id");
    only(BlueButton::FhirApplicationInactive, "app_name", "Sample App");
    only(BlueButton::AuthorizeApplicationInactive, "app_name", "R & D <'App'>");
    only(BlueButton::FhirUpstreamBadRequest, "upstream_diagnostics", "");
    only(
        BlueButton::AuthorizeIllegalQueryParameter,
        "query_parameter",
        "[a] detected",
    );
}

/// A page of the API whose markup is not the catalog's.
fn page<C: Catalog>(entry: C, status: u16, part: &str) {
    let body = format!(
        "<!DOCTYPE html>\n<html><head><title>Blue Button</title></head><body><h1>Sorry</h1>\n<p class=a>{part}</p></body></html>"
    );
    let (method, path) = request(entry);
    let found =
        C::decode(ReceivedResponse::new(status, &[("content-type", "text/html")], body.as_bytes()).to(&method, &path));
    let known = found.issue().unwrap().candidates();
    // Of some the whole text is a parameter: nothing in the page says that it is theirs.
    assert!(
        known == [entry]
            || known.is_empty()
                && entry
                    .entry()
                    .parameters()
                    .get(0)
                    .is_some_and(|parameter| parameter.name == "cause"),
        "{entry}: {found:?} {body}"
    );
}

fn fixtures<C: Catalog>(catalog: &str, fixtures: &str) {
    let twins = twins(catalog);
    let fixtures: Vec<Value> = serde_json::from_str(fixtures).unwrap();
    for fixture in &fixtures {
        let name = fixture["entry"].as_str().unwrap();
        let entry = C::from_name(name).unwrap();
        let status = fixture["status"]
            .as_u64()
            .map_or(entry.entry().status(), |status| u16::try_from(status).unwrap());
        let expected = &fixture["expected"];
        if expected.is_null() {
            // Nothing is known of its body.
            continue;
        }
        if let Some(part) = expected["html_contains"].as_str() {
            page(entry, status, part);
            continue;
        }
        let body = expected.to_string();
        let (method, path) = request(entry);
        for headers in [
            &[][..],
            &[(
                "content-type",
                entry.entry().response().content_type().unwrap_or("text/html"),
            )],
        ] {
            let found = C::decode(ReceivedResponse::new(status, headers, body.as_bytes()).to(&method, &path));
            let issue = found.issue().unwrap();
            if twins.contains(name) {
                assert!(issue.candidates().contains(&entry), "{name}: {found:?}");
                continue;
            }
            assert_eq!(issue.found(), Found::Known(entry), "{name}: {found:?} {body}");
            for (parameter, value) in issue.parameters() {
                assert_eq!(
                    fixture["parameters"][parameter].as_str(),
                    Some(value),
                    "{name}: {parameter}"
                );
            }
            if let Some(diagnostics) = fixture["diagnostics"].as_str() {
                assert_eq!(issue.diagnostics(), Some(diagnostics));
            }
            if let Some(id) = fixture["request_id"].as_str() {
                assert_eq!(found.request_id(), Some(id));
            }
        }
    }
}

#[test]
fn every_published_body_is_read_as_its_entry() {
    fixtures::<GpConnectDstu2>(
        "gp-connect-dstu2",
        include_str!("../../fixtures/seeds/gp-connect-dstu2.json"),
    );
    fixtures::<Bars>("bars", include_str!("../../fixtures/seeds/bars.json"));
    fixtures::<HealthGorilla>(
        "health-gorilla",
        include_str!("../../fixtures/seeds/health-gorilla.json"),
    );
    fixtures::<Medblocks>("medblocks", include_str!("../../fixtures/seeds/medblocks.json"));
    fixtures::<BlueButton>("blue-button", include_str!("../../fixtures/facts/blue-button.json"));
}

#[test]
fn every_issue_of_a_response_with_several_is_found() {
    let outcome = Outcome::new(gp_connect::PatientNotFound)
        .and(gp_connect::InvalidResource { details: "d" })
        .and(gp_connect::InternalServerError { details: "e" });
    let response = outcome.response();
    let headers = headers(&response);
    let body = response.body.clone().unwrap();
    let found = GpConnect::decode(ReceivedResponse::new(response.status, &headers, body.as_bytes()));
    let entries: Vec<_> = found.issues().map(error_client::Issue::found).collect();
    let expected = [
        GpConnect::PatientNotFound,
        GpConnect::InvalidResource,
        GpConnect::InternalServerError,
    ]
    .map(Found::Known);
    assert_eq!(entries, expected);
    assert!(found.issues().all(|issue| issue.drift().is_none()));
    assert_eq!(found.issues().nth(1).unwrap().parameter("details"), Some("d"));
}
