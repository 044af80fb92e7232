//! Sample values for errors without values of their own.

use error_runtime::{Catalog, Error, Parameter, ParameterError, ParameterType};

/// An error with a sample value for each of the entry's parameters.
///
/// # Errors
///
/// If an example in the catalog is not of its parameter's type. The compiler of catalogs does not let that pass.
pub fn error<C: Catalog>(entry: C) -> Result<Error<C>, ParameterError> {
    let error = Error::new(entry);
    entry.entry().parameters().iter().try_fold(error, |error, parameter| {
        error.with_parameter(parameter.name, value(&parameter))
    })
}

/// The catalog's example, or one of the parameter's type.
fn value<'a>(parameter: &Parameter<'a>) -> &'a str {
    parameter.example.unwrap_or(match parameter.kind {
        ParameterType::Integer => "42",
        ParameterType::Decimal => "0.5",
        ParameterType::Boolean => "true",
        ParameterType::Uri => "https://example.org/sample",
        ParameterType::DateTime => "2026-01-31T09:30:00Z",
        // Strings, whatever can be displayed, and types yet to come.
        _ => "sample",
    })
}
