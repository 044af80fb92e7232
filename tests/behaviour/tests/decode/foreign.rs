//! A response with one identifying text replaced by a sentence of another server is not decoded as its entry, in any catalog.

use crate::support::{headers, request};
use behaviour_tests::recorded::Decode;
use behaviour_tests::{Bars, BlueButton, GpConnect, GpConnectDstu2, HealthGorilla, Medblocks};
use error_client::{Found, ReceivedResponse};
use error_runtime::{Catalog, Error, HttpResponse, ParameterType, Respond};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use serde_json::Value;

/// The response of an entry whose textual parameters have this value.
fn written<C: Catalog>(entry: C, value: &str) -> HttpResponse {
    let arguments = entry.entry().parameters().iter().map(|parameter| match parameter.kind {
        ParameterType::String => (parameter.name, value),
        _ => (parameter.name, parameter.example.unwrap_or("7")),
    });
    Error::try_new(entry, arguments).unwrap().response()
}

/// The texts of a body with their places; a body that is not JSON is one text.
fn texts(body: &str) -> Vec<(String, String)> {
    fn collect(place: &str, value: &Value, texts: &mut Vec<(String, String)>) {
        match value {
            Value::Object(members) => {
                let places = members.iter().map(|(name, value)| (format!("{place}/{name}"), value));
                places.for_each(|(place, value)| collect(&place, value, texts));
            }
            Value::Array(elements) => {
                let places = elements
                    .iter()
                    .enumerate()
                    .map(|(at, value)| (format!("{place}/{at}"), value));
                places.for_each(|(place, value)| collect(&place, value, texts));
            }
            Value::String(text) => texts.push((place.to_owned(), text.clone())),
            Value::Number(number) => texts.push((place.to_owned(), number.to_string())),
            _ => {}
        }
    }
    let mut all = Vec::new();
    match serde_json::from_str(body) {
        Ok(value) => collect("", &value, &mut all),
        Err(_) => all.push((String::new(), body.to_owned())),
    }
    all
}

/// The number of bytes at both ends that two texts share.
fn shared(one: &str, other: &str) -> usize {
    let same = |(a, b): &(u8, u8)| a == b;
    let start = one.bytes().zip(other.bytes()).take_while(same).count();
    let end = one.bytes().rev().zip(other.bytes().rev()).take_while(same).count();
    if one == other { one.len() } else { start + end }
}

/// A text of several words that is the entry's own: it does not come from an argument, and other entries have another one.
fn own_texts<C: Catalog>(entry: C) -> Vec<(String, String)> {
    let (one, two) = (written(entry, "qqqq"), written(entry, "zzzz"));
    let body = |response: &HttpResponse| texts(response.body.as_deref().unwrap_or_default());
    let others: Vec<_> = C::all()
        .iter()
        .filter(|other| other.entry().response().name() == entry.entry().response().name())
        .map(|other| body(&written(*other, "qqqq")))
        .collect();
    let is_own = |((place, text), (_, again)): &((String, String), (String, String))| {
        shared(text, again) >= 8
            && text.contains([' ', '_'])
            && others
                .iter()
                .any(|texts| texts.iter().all(|(known, other)| known != place || other != text))
    };
    let pairs = body(&one).into_iter().zip(body(&two)).filter(is_own);
    pairs.map(|(text, _)| text).collect()
}

/// The texts by which an entry is known, with their places.
fn identifying<C: Catalog>(entry: C) -> Vec<(String, String)> {
    let own = own_texts(entry);
    let body = |entry: C| texts(written(entry, "qqqq").body.as_deref().unwrap_or_default());
    let code = entry.entry().code().map(|code| code.to_string());
    let Some(code) = code.filter(|code| body(entry).iter().any(|(_, text)| text == code)) else {
        return own;
    };
    let same_code: Vec<C> = C::by_code(&code).filter(|other| *other != entry).collect();
    if same_code.is_empty() {
        return body(entry).into_iter().filter(|(_, text)| *text == code).collect();
    }
    // The text identifies an entry if nothing else in the body does.
    let rest = |entry: C, except: &str| -> Vec<(String, String)> {
        let own = own_texts(entry);
        let texts = body(entry).into_iter();
        texts
            .filter(|text| text.0 != except && !own.contains(text) && !text.1.starts_with("qqqq"))
            .collect()
    };
    let all_the_same = |place: &str| {
        same_code.iter().any(|other| {
            let without_numbers = |texts: Vec<(String, String)>| -> Vec<_> {
                texts
                    .into_iter()
                    .filter(|(_, text)| text.parse::<u16>().is_err())
                    .collect()
            };
            without_numbers(rest(*other, place)) == without_numbers(rest(entry, place))
        })
    };
    own.into_iter().filter(|(place, _)| all_the_same(place)).collect()
}

fn check<C: Catalog + Decode>(catalog: &str) -> usize {
    let cases = std::env::var("PROPTEST_CASES")
        .ok()
        .and_then(|cases| cases.parse().ok());
    let mut runner = TestRunner::new(Config {
        cases: cases.unwrap_or(4),
        failure_persistence: None,
        ..Config::default()
    });
    let mut checked = 0;
    for entry in C::all().iter().copied() {
        let response = written(entry, "qqqq");
        let (headers, (method, path)) = (headers(&response), request(entry));
        let body = response.body.as_deref().unwrap_or_default();
        for (place, text) in identifying(entry) {
            checked += 1;
            let run = runner.run(&"[A-Z][a-z]{2,9}( [a-z]{2,9}){2,8}\\.", |foreign| {
                let changed = match serde_json::from_str::<Value>(body) {
                    Ok(mut value) => {
                        *value.pointer_mut(&place).unwrap() = Value::String(foreign);
                        value.to_string()
                    }
                    Err(_) => foreign,
                };
                let received = ReceivedResponse::new(response.status, &headers, changed.as_bytes());
                for received in [received, received.to(&method, &path)] {
                    let decoded = C::decode(received);
                    let found = decoded.issue().unwrap().found();
                    prop_assert!(found != Found::Known(entry), "{place} {text}: {changed}");
                }
                Ok(())
            });
            run.unwrap_or_else(|error| panic!("{catalog}: {entry}: {error}"));
        }
    }
    checked
}

#[test]
fn a_response_with_a_foreign_text_is_not_its_entry() {
    let checked = [
        check::<GpConnect>("gp-connect"),
        check::<GpConnectDstu2>("gp-connect-dstu2"),
        check::<Bars>("bars"),
        check::<BlueButton>("blue-button"),
        check::<HealthGorilla>("health-gorilla"),
        check::<Medblocks>("medblocks"),
    ];
    assert!(checked.iter().all(|count| *count >= 5), "{checked:?}");
}
