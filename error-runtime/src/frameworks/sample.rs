//! One occurrence of an entry, for documents: with the sample values of the catalog.

use crate::catalog::Catalog;
use crate::error::Error;
use crate::vocabulary::ParameterType;

/// An occurrence whose parameters have the catalog's examples, or where it gives none, a value of their type.
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
        // The catalog's examples were checked when it was compiled.
        let _ = error.set_parameter(parameter.name, value);
    }
    error
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::Clinic;

    #[test]
    fn a_sample_lacks_nothing() {
        for entry in Clinic::all() {
            assert_eq!(error(*entry).missing_parameters().count(), 0, "{entry}");
        }
        assert_eq!(error(Clinic::PatientNotFound).parameter("id"), Some("p-17"));
    }
}
