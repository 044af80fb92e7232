//! A sample error of an entry, for documents.

use crate::catalog::Catalog;
use crate::catalog::ParameterType;
use crate::error::Error;

/// Returns an error whose parameters have the examples of the catalog, or else a value of their type.
pub(crate) fn error<C: Catalog>(entry: C) -> Error<C> {
    let mut error = Error::new(entry)
        .with_request_id("00000000-0000-4000-8000-000000000000")
        .with_time("2026-01-31T09:30:00Z");
    for parameter in entry.entry().parameters() {
        let value = parameter.example.unwrap_or(match parameter.kind {
            ParameterType::Integer | ParameterType::Decimal => "1",
            ParameterType::Boolean => "true",
            ParameterType::Uri => "https://example.org/",
            ParameterType::DateTime => "2026-01-31T09:30:00Z",
            _ => parameter.name,
        });
        // The compiler of the catalog checked the examples.
        let _ = error.set_parameter(parameter.name, value);
    }
    error
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::Clinic;

    #[test]
    fn a_sample_has_all_required_parameters() {
        for entry in Clinic::all() {
            assert_eq!(error(*entry).missing_parameters().count(), 0, "{entry}");
        }
        assert_eq!(error(Clinic::PatientNotFound).parameter("patient"), Some("p-17"));
    }
}
