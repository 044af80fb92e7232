//! Sample values for errors without values of their own.

use error_runtime::{Catalog, Error, ParameterError};

/// An error with these arguments, and a sample value for each other parameter of the entry.
///
/// # Errors
///
/// If an argument does not fit the parameters of the entry. The compiler of catalogs checks the samples.
pub fn error<C: Catalog>(entry: C, arguments: &[(&str, &str)]) -> Result<Error<C>, ParameterError> {
    let samples = entry.entry().parameters();
    let samples = samples.iter().map(|parameter| (parameter.name, parameter.sample()));
    // The last argument of a name counts.
    Error::try_new(entry, samples.chain(arguments.iter().copied()))
}
