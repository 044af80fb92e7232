//! `/{catalog}/errors/{ENTRY}`: any entry of any catalog, exactly as its API sends it.

use std::time::Duration;

use axum::extract::rejection::PathRejection;
use axum::extract::{Path, RawQuery};
use error_runtime::{Catalog, CatalogError, Error, ParameterError, ParameterType};

use crate::catalogs::ApiServer;
use crate::{request, samples};

/// The values of an error of any entry, besides the entry's own parameters. A catalog cannot have parameters
/// of these names. The layer sets the id of the request.
const OF_EVERY_ENTRY: [&str; 7] = [
    "diagnostics",
    "id",
    "instance",
    "expression",
    "location",
    "retry_after",
    "status",
];

/// FHIR's parameter for the media type of a response.
const FORMAT: &str = "_format";

/// Returns an error of the catalog `C`.
///
/// # Errors
///
/// If something is wrong with the request.
pub async fn entry<C: Catalog>(
    path: Result<Path<String>, PathRejection>,
    RawQuery(query): RawQuery,
) -> Result<Error<C>, Mistake> {
    let Path(name) = path.map_err(|_| Mistake::NoPath)?;
    occurrence::<C>(&name, &request::query(query.as_deref()))
}

/// Returns the error for a catalog that does not exist.
pub async fn unknown_catalog(path: Result<Path<(String, String)>, PathRejection>) -> Mistake {
    match path {
        Ok(Path((catalog, _))) => Mistake::NoCatalog {
            catalog: request::echo(&catalog),
        },
        Err(_) => Mistake::NoPath,
    }
}

/// The mistakes of a request: errors of the server's own catalog, which the layers of the other catalogs keep.
#[derive(Debug, CatalogError)]
#[catalog(ApiServer)]
pub enum Mistake {
    /// The path is not UTF-8.
    #[code(PathMalformed)]
    NoPath,

    /// The catalog does not exist.
    #[code(CatalogUnknown)]
    NoCatalog {
        /// The requested name.
        #[param(catalog_name)]
        catalog: String,
    },

    /// The catalog has no such entry.
    #[code(EntryUnknown)]
    NoEntry {
        /// The catalog's name.
        #[param(catalog_name)]
        catalog: &'static str,
        /// The requested name.
        #[param(entry)]
        name: String,
    },

    /// The entry has no such parameter.
    #[code(ParameterUnknown)]
    NoParameter {
        /// The entry's name.
        #[param]
        entry: &'static str,
        /// The given value.
        #[param(parameter)]
        name: String,
        /// The known values.
        #[param]
        known: String,
    },

    /// The value is not of the parameter's type.
    #[code(ParameterIllTyped)]
    IllTyped {
        /// The parameter's name.
        #[param]
        parameter: String,
        /// The expected form.
        #[param]
        expected: String,
    },

    /// It may be given once only.
    #[code(ParameterRepeated)]
    Repeated {
        /// The parameter's name.
        #[param]
        parameter: String,
    },

    /// An example of the catalog is not of its parameter's type.
    #[code(InternalError)]
    Sample(#[source] ParameterError),
}

/// Returns the error with the values of the query, otherwise with sample values.
fn occurrence<C: Catalog>(name: &str, query: &[(String, String)]) -> Result<Error<C>, Mistake> {
    let entry = C::from_name(name).ok_or_else(|| Mistake::NoEntry {
        catalog: C::DATA.name(),
        name: request::echo(name),
    })?;
    let given = query.iter().filter(|(name, _)| name != FORMAT);
    let given: Vec<_> = given.map(|(name, value)| (name.as_str(), value.as_str())).collect();
    for (at, (name, _)) in given.iter().enumerate() {
        let repeated = given.iter().take(at).any(|(before, _)| before == name);
        if repeated && !["expression", "location"].contains(name) {
            return Err(Mistake::Repeated {
                parameter: request::echo(name),
            });
        }
    }
    let (others, arguments): (Vec<_>, Vec<_>) = given.into_iter().partition(|(name, _)| OF_EVERY_ENTRY.contains(name));
    let error = samples::error(entry, &arguments).map_err(|mistake| refusal(mistake, entry.entry()))?;
    others
        .into_iter()
        .try_fold(error, |error, (name, value)| with(error, name, value))
}

/// The error with one value of the query.
fn with<C: Catalog>(error: Error<C>, name: &str, value: &str) -> Result<Error<C>, Mistake> {
    let entry = error.entry().entry();
    let owned = value.to_owned();
    match name {
        "diagnostics" => Ok(error.with_diagnostics(owned)),
        "id" => Ok(error.with_id(owned)),
        "instance" => Ok(error.with_instance(owned)),
        "expression" => Ok(error.with_expression(owned)),
        "location" => Ok(error.with_location(owned)),
        "retry_after" => match value.parse() {
            Ok(seconds) => Ok(error.with_retry_after(Duration::from_secs(seconds))),
            Err(_) => Err(ill_typed(name, "a number of seconds")),
        },
        "status" => match value.parse() {
            Ok(status) if entry.has_status(status) => Ok(error.with_status(status)),
            _ => {
                let expected = match entry.status_range() {
                    (lowest, highest) if lowest == highest => format!("{lowest}, the only status of this entry"),
                    (lowest, highest) if entry.forwards_status() => format!("a status from {lowest} to {highest}"),
                    (lowest, highest) => format!("a status of this entry, from {lowest} to {highest}"),
                };
                Err(ill_typed(name, &expected))
            }
        },
        _ => Err(no_parameter(entry, name)),
    }
}

fn ill_typed(parameter: &str, expected: &str) -> Mistake {
    Mistake::IllTyped {
        parameter: parameter.to_owned(),
        expected: expected.to_owned(),
    }
}

/// Why the runtime refused an argument.
fn refusal(mistake: ParameterError, entry: error_runtime::Entry<'static>) -> Mistake {
    match mistake {
        ParameterError::Type { name, expected, .. } => ill_typed(name, in_words(expected)),
        ParameterError::Unknown { name, .. } => no_parameter(entry, &name),
        other => Mistake::Sample(other),
    }
}

fn no_parameter(entry: error_runtime::Entry<'static>, name: &str) -> Mistake {
    Mistake::NoParameter {
        entry: entry.name(),
        name: request::echo(name),
        known: known(entry),
    }
}

const fn in_words(kind: ParameterType) -> &'static str {
    match kind {
        ParameterType::Integer => "an integer",
        ParameterType::Decimal => "a number",
        ParameterType::Boolean => "`true` or `false`",
        ParameterType::Uri => "a URI reference",
        ParameterType::DateTime => "a date and time as in RFC 3339",
        _ => "a string",
    }
}

/// The query parameters that an entry has.
pub fn known(entry: error_runtime::Entry<'_>) -> String {
    let own: Vec<&str> = entry.parameters().iter().map(|parameter| parameter.name).collect();
    [own.as_slice(), &OF_EVERY_ENTRY].concat().join(", ")
}
