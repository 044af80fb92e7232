//! A sample error of an entry, for documents.

use crate::catalog::Catalog;
use crate::error::Error;

/// Returns an error whose parameters have the examples of the catalog, or else a value of their type.
pub(crate) fn error<C: Catalog>(entry: C) -> Error<C> {
    let mut error = Error::__from_entry(entry)
        .with_request_id("00000000-0000-4000-8000-000000000000")
        .with_time(crate::Rfc3339::new("2026-01-31T09:30:00Z").unwrap());
    for parameter in entry.entry().parameters() {
        // The compiler of the catalog checked the examples.
        let _ = error.set_parameter(parameter.name, parameter.sample());
    }
    error
}

/// Returns an error that has only the parameters that are required.
pub(crate) fn least<C: Catalog>(entry: C) -> Error<C> {
    let full = error(entry);
    let mut least = Error::__from_entry(entry).with_time(crate::Rfc3339::new("2026-01-31T09:30:00Z").unwrap());
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
