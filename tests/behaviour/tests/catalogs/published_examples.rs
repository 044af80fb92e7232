//! Every JSON example of the source documents comes out of its catalog, value for value.

use behaviour_tests::{Bars, BlueButton, GpConnectDstu2, HealthGorilla, Medblocks};
use error_runtime::{Catalog, Error, Respond};
use serde_json::Value;

/// An error made as a fixture says.
fn made<C: Catalog>(fixture: &Value) -> Error<C> {
    let name = fixture["entry"].as_str().unwrap();
    let entry = C::from_name(name).unwrap_or_else(|| panic!("{name} is an entry"));
    let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let arguments = fixture["parameters"].as_object().unwrap().iter();
    let arguments: Vec<_> = arguments.map(|(name, value)| (name, text(value))).collect();
    let arguments = arguments.iter().map(|(name, value)| (name.as_str(), value.as_str()));
    let mut error = Error::try_new(entry, arguments).unwrap();
    if let Some(diagnostics) = fixture["diagnostics"].as_str() {
        error = error.with_diagnostics(diagnostics.to_owned());
    }
    if let Some(id) = fixture["id"].as_str() {
        error = error.with_id(id.to_owned());
    }
    if let Some(id) = fixture["request_id"].as_str() {
        error = error.with_request_id(id.to_owned());
    }
    error
}

fn examples<C: Catalog>(fixtures: &str, count: usize) {
    let fixtures: Vec<Value> = serde_json::from_str(fixtures).unwrap();
    assert_eq!(fixtures.len(), count);
    for fixture in &fixtures {
        let body = made::<C>(fixture).body().unwrap();
        let body: Value = serde_json::from_str(&body).unwrap_or_else(|error| panic!("{error}: {body}"));
        assert_eq!(body, fixture["expected"], "{}", fixture["entry"]);
    }
}

#[test]
fn the_14_examples_of_gp_connect_come_out_equal() {
    examples::<GpConnectDstu2>(include_str!("../../fixtures/seeds/gp-connect-dstu2.json"), 14);
}

#[test]
fn the_example_of_bars_comes_out_equal() {
    examples::<Bars>(include_str!("../../fixtures/seeds/bars.json"), 1);
}

#[test]
fn the_example_of_health_gorilla_comes_out_equal() {
    examples::<HealthGorilla>(include_str!("../../fixtures/seeds/health-gorilla.json"), 1);
}

#[test]
fn the_example_of_medblocks_comes_out_equal() {
    examples::<Medblocks>(include_str!("../../fixtures/seeds/medblocks.json"), 1);
}

#[test]
fn the_58_responses_of_blue_button_come_out_equal() {
    let fixtures: Vec<Value> = serde_json::from_str(include_str!("../../fixtures/facts/blue-button.json")).unwrap();
    assert_eq!(fixtures.len(), 58);
    for fixture in &fixtures {
        let error = made::<BlueButton>(fixture);
        let name = &fixture["entry"];
        assert_eq!(u64::from(error.status()), fixture["status"], "{name}");
        let body = error.body().unwrap_or_default();
        let expected = &fixture["expected"];
        if let Some(part) = expected["html_contains"].as_str() {
            assert!(body.contains(part), "{name}: {body}");
        } else if !expected.is_null() {
            let body: Value = serde_json::from_str(&body).unwrap_or_else(|error| panic!("{error}: {body}"));
            assert_eq!(&body, expected, "{name}");
        }
    }
}
