//! A sample error of an entry, for documents.

use crate::Rfc3339;
use crate::catalog::Catalog;
use crate::error::Error;

/// Returns an error whose parameters have the examples of the catalog, or else a value of their type.
///
/// It is the one that `error-artifacts` shows in every document.
pub(crate) fn error<C: Catalog>(entry: C) -> Error<C> {
    let mut error = at_a_time(entry)
        .with_request_id("60e8ed71-1d3c-4ac5-a3a5-1d5e2a1e2a11")
        .with_id("5b1f0c9a")
        .with_instance("/errors/5b1f0c9a");
    for parameter in entry.entry().parameters() {
        // The compiler of the catalog checked the examples.
        let _ = error.set_parameter(parameter.name, parameter.sample());
    }
    error
}

/// Returns an error that has only the parameters that are required.
pub(crate) fn least<C: Catalog>(entry: C) -> Error<C> {
    let full = error(entry);
    let mut least = at_a_time(entry);
    for parameter in entry
        .entry()
        .parameters()
        .iter()
        .filter(|parameter| !parameter.optional)
    {
        if let Some(value) = full.parameter(parameter.name) {
            let _ = least.set_parameter(parameter.name, value);
        }
    }
    least
}

/// Returns an error without parameters, at a time that does not change.
fn at_a_time<C: Catalog>(entry: C) -> Error<C> {
    let error = Error::__from_entry(entry);
    match Rfc3339::new("2026-01-31T09:30:00Z") {
        Ok(time) => error.with_time(time),
        Err(_) => error,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::Clinic;

    #[test]
    fn a_sample_has_all_required_parameters() {
        for entry in Clinic::all() {
            let sample = error(*entry);
            for parameter in entry.parameters() {
                assert!(sample.parameter(parameter.name).is_some(), "{entry}");
            }
        }
        assert_eq!(error(Clinic::PatientNotFound).parameter("patient"), Some("p-17"));
    }
}
