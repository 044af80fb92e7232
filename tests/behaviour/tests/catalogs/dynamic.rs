//! A catalog that is compiled when the program runs does what the generated enum does.

use behaviour_tests::recorded::Decode;
use behaviour_tests::{Bars, BlueButton, GpConnect, GpConnectDstu2, HealthGorilla, Medblocks, SOURCES, samples};
use error_catalog::{Source, compile, emit};
use error_client::{Attempt, Budget, Decoded, ReceivedResponse};
use error_runtime::{AsEntry, Catalog, Data, Entry, Error, Outcome, Representation, Respond};

/// The catalog of this name, compiled now.
fn compiled(name: &str) -> Data<'static> {
    let (_, text) = SOURCES.into_iter().find(|(known, _)| *known == name).unwrap();
    let compiled = compile(&Source::new(name, text));
    assert!(compiled.is_usable());
    let constants = emit::catalog(&compiled.catalog);
    // For a test it need not be given back.
    let data = Data::new(constants.index.leak(), constants.text.leak());
    assert!(data.is_current());
    data
}

/// The same occurrence of the same entry.
fn same<C: Catalog>(data: Data<'static>, error: &Error<C>, is_full: bool) -> Error<Entry<'static>> {
    let entry = data.entry_by_name(error.entry().entry().name()).unwrap();
    let parameters = entry.parameters().iter();
    let arguments = parameters.filter_map(|parameter| Some((parameter.name, error.parameter(parameter.name)?)));
    let mut same = Error::try_new(entry, arguments).unwrap();
    for expression in error.expressions() {
        same = same.with_expression(expression.to_owned());
    }
    for location in error.locations() {
        same = same.with_location(location.to_owned());
    }
    if let (Some(id), Some(request_id), Some(instance)) = (error.id(), error.request_id(), error.instance()) {
        same = same
            .with_id(id.to_owned())
            .with_request_id(request_id.to_owned())
            .with_instance(instance.to_owned());
    }
    if is_full {
        same = same.with_diagnostics(samples::AWKWARD);
    }
    same.with_time(error_runtime::Rfc3339::new("2026-01-31T09:30:00Z").unwrap())
}

/// Everything that a decoder says, but for the names of the types.
fn shown<C>(found: &Decoded<'_, C>) -> String
where
    C: error_runtime::AsEntry,
{
    let issues = found.issues().map(|issue| {
        let names: Vec<&str> = issue.candidates().iter().map(|entry| entry.as_entry().name()).collect();
        format!(
            "{names:?} {:?} {:?} {:?} {:?} {:?} {} {:?} {:?} {} {:?} {:?}",
            issue.code(),
            issue.severity_text(),
            issue.issue_type_text(),
            issue.text(),
            issue.diagnostics(),
            issue.offset(),
            issue.parameters().collect::<Vec<_>>(),
            issue.codings().collect::<Vec<_>>(),
            issue.drift(),
            issue.action(),
            issue.user_message(),
        )
    });
    format!(
        "{} {:?} {:?} {:?} {:?} {:?} {:?} {:#?}",
        found.log_record(),
        found.kind(),
        found.notes().collect::<Vec<_>>(),
        found.response().map(error_runtime::Response::name),
        found.advice(),
        found.decide(&Attempt::new("GET"), &Budget::default()),
        found.instance(),
        issues.collect::<Vec<_>>()
    )
}

fn agree<C: Catalog>(name: &str) {
    let data = compiled(name);
    assert_eq!(data.entries(), C::all().len());
    for entry in C::all().iter().copied() {
        for (kind, error) in samples::of(entry) {
            let error = error.with_time(error_runtime::Rfc3339::new("2026-01-31T09:30:00Z").unwrap());
            let dynamic = same(data, &error, kind == "full");
            assert_eq!(dynamic.to_string(), error.to_string());
            assert_eq!(dynamic.log_message(), error.log_message());
            for representation in [Representation::OWN, Representation::XML] {
                let response = error.response_as(representation);
                assert_eq!(dynamic.response_as(representation), response, "{entry} {kind}");
                let headers: Vec<(&str, &str)> = response
                    .headers
                    .iter()
                    .map(|header| (header.name.as_ref(), header.value.as_ref()))
                    .collect();
                let body = response.body.as_deref().unwrap_or("").as_bytes();
                // Whole, and not.
                for body in [body, &body[..body.len() * 2 / 3]] {
                    for status in [response.status, 599] {
                        let answer = ReceivedResponse::new(status, &headers, body).to("GET", "/v1/o/token");
                        assert_eq!(
                            shown(&behaviour_tests::recorded::decode(data, answer)),
                            shown(&C::decode(answer)),
                            "{entry} {kind}"
                        );
                    }
                }
            }
        }
    }
}

#[test]
fn every_entry_of_every_catalog_is_written_and_read_as_by_generated_code() {
    agree::<GpConnect>("gp-connect");
    agree::<GpConnectDstu2>("gp-connect-dstu2");
    agree::<Bars>("bars");
    agree::<BlueButton>("blue-button");
    agree::<HealthGorilla>("health-gorilla");
    agree::<Medblocks>("medblocks");
}

#[test]
fn an_object_is_not_an_element_of_the_list_of_another_response() {
    let catalog = r#"{
        "name": "lists", "title": "Lists",
        "responses": {
            "default": { "format": "problem" },
            "list": { "format": "json", "body": [{ "$repeat": true, "code": "{code}", "why": "{diagnostics?}" }] }
        },
        "errors": {
            "GONE": { "status": 410, "title": "Gone", "retry": "never" },
            "TAKEN": { "status": 409, "title": "Taken", "retry": "never", "response": "list" }
        }
    }"#;
    let compiled = compile(&Source::new("lists", catalog));
    assert!(compiled.is_usable(), "{:?}", compiled.problems);
    let constants = emit::catalog(&compiled.catalog);
    let data = Data::new(constants.index.leak(), constants.text.leak());
    for (name, count) in [("GONE", 1), ("TAKEN", 1), ("TAKEN", 2)] {
        let error = || Error::try_new(data.entry_by_name(name).unwrap(), []).unwrap();
        let mut body = error().body().unwrap().into_owned();
        if count == 2 {
            let element = body.trim_matches(['[', ']']);
            body = format!(" [{element},{element}]");
        }
        let found = behaviour_tests::recorded::decode(
            data,
            ReceivedResponse::new(error().status(), &[] as &[(&str, &str)], body.as_bytes()),
        );
        assert_eq!(found.entry().map(|entry| entry.name()), Some(name), "{body}");
        assert_eq!(found.issues().len(), count);
    }
}

/// Returns the first entries of a catalog, as an outcome of either kind.
fn outcome<C: AsEntry>(entries: impl Iterator<Item = C>) -> Outcome<C> {
    let mut errors = entries.map(|entry| {
        let name = entry.as_entry().name();
        let samples = entry.as_entry().parameters().iter();
        let error = Error::try_new(entry, samples.map(|parameter| (parameter.name, parameter.sample()))).unwrap();
        error.with_id(name).with_diagnostics(format!("of {name}"))
    });
    let mut outcome = Outcome::new(errors.next().unwrap()).with_request_id("r-1");
    outcome.extend(errors);
    outcome
}

#[test]
fn a_catalog_that_is_loaded_responds_with_several_errors_as_its_enum_does() {
    fn check<C: Catalog>(name: &str) {
        let data = compiled(name);
        for first in 0..data.entries() {
            let last = data.entries().min(first + 4);
            let ours = outcome((first..last).map(|position| C::from_position(position).unwrap()));
            let loaded = outcome((first..last).map(|position| data.entry(position).unwrap()));
            for representation in [Representation::OWN, Representation::XML] {
                let response = loaded.response_as(representation);
                assert_eq!(response, ours.response_as(representation), "{name} {first}");
            }
            assert_eq!(loaded.status(), ours.status());
            assert_eq!(loaded.to_string(), ours.to_string());
        }
    }
    check::<GpConnect>("gp-connect");
    check::<Bars>("bars");
    check::<BlueButton>("blue-button");
    check::<Medblocks>("medblocks");
}
