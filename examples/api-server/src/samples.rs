//! Sample values: what an error has where nobody says what happened.

use error_runtime::{Catalog, Error, Parameter, ParameterError, ParameterType};

/// The id of the request that no one sent; the example of Medblocks' documentation.
pub const REQUEST_ID: &str = "9c9b6f7a-8e4f-4a3b-9c1e-6f3a2d8b7c4d";

/// An error with a sample value for each of the entry's parameters.
///
/// # Errors
///
/// If an example in the catalog is not of its parameter's type. The compiler of catalogs does not let that pass.
pub fn error<C: Catalog>(entry: C) -> Result<Error<C>, ParameterError> {
    let error = Error::new(entry).with_request_id(REQUEST_ID);
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
