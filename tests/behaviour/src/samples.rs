//! Errors of every entry of a catalog, as they can occur: what other people's validators judge.

use error_runtime::{Catalog, Entry, Error, Outcome, Parameter, ParameterType};

/// A text with everything that must not get out of its place.
pub const AWKWARD: &str = "a \"b\" <c>&amp;'d' \\ ]]> é\n\tüç 😀";

/// An entry's errors and what tells them apart: with what it needs, and with all that can be added.
pub fn of<C: Catalog>(entry: C) -> [(&'static str, Error<C>); 2] {
    let plain = with_parameters(entry, |parameter| !parameter.optional);
    let full = with_parameters(entry, |_| true)
        .with_id("o-1.2")
        .with_request_id("60e8ed71-1d3c-4ac5-a3a5-1d5e2a1e2a11")
        .with_instance("/requests/1")
        .with_diagnostics(AWKWARD)
        .with_expression("Patient.name[0].given.where($this = 'a<b')")
        .with_expression("http.name:exact")
        .with_location("/f:Patient/f:name[1]")
        .with_location(AWKWARD)
        .with_time(error_runtime::Rfc3339::new("2024-02-29T12:00:00Z").unwrap());
    [("plain", plain), ("full", full)]
}

/// Returns the error of an entry with the sample values of its parameters.
pub fn sample<C: Catalog>(entry: C) -> Error<C> {
    let parameters = entry.entry().parameters().iter();
    match Error::try_new(entry, parameters.map(|parameter| (parameter.name, parameter.sample()))) {
        Ok(error) => error,
        Err(wrong) => unreachable!("a sample is of its parameter's type: {wrong}"),
    }
}

/// All errors of a catalog that can be in one response with an entry, in one.
pub fn together<C: Catalog>(first: C) -> Outcome<C> {
    let [(_, plain), _] = of(first);
    let mut outcome = Outcome::new(plain.with_id("all"));
    let shape = |entry: Entry<'static>| (entry.response().format(), entry.response().name());
    for entry in C::all()
        .iter()
        .filter(|other| shape(other.entry()) == shape(first.entry()))
    {
        outcome.extend(of(*entry).map(|(_, error)| error));
    }
    outcome
}

fn with_parameters<C: Catalog>(entry: C, has_value: impl Fn(&Parameter<'_>) -> bool) -> Error<C> {
    let arguments = entry.entry().parameters().iter().filter(has_value).map(|parameter| {
        let value = parameter.example.unwrap_or(match parameter.kind {
            ParameterType::Integer | ParameterType::Decimal => "7",
            ParameterType::Boolean => "true",
            ParameterType::Uri => "https://example.org/a?b=c&d",
            ParameterType::DateTime => "2024-02-29T12:00:00Z",
            ParameterType::String | ParameterType::Display => AWKWARD,
            _ => parameter.sample(),
        });
        (parameter.name, value)
    });
    match Error::try_new(entry, arguments) {
        Ok(error) => error,
        Err(wrong) => unreachable!("an example is of its parameter's type: {wrong}"),
    }
}
