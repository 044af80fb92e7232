//! `/{catalog}/errors/{ENTRY}`: any entry of any catalog, exactly as its API answers it.

use std::time::Duration;

use axum::extract::rejection::PathRejection;
use axum::extract::{Path, RawQuery};
use axum::response::{IntoResponse, Response};
use error_runtime::{Catalog, Error, ParameterError, ParameterType};

use crate::answer::{Failure, answer};
use crate::catalogs::{ApiServer, api_server};
use crate::{request, samples};

/// What an occurrence of any entry can be given besides the entry's own parameters. A catalog cannot have parameters
/// of these names.
const OF_EVERY_ENTRY: [&str; 8] = [
    "diagnostics",
    "request_id",
    "id",
    "instance",
    "expression",
    "location",
    "retry_after",
    "status",
];

/// Answers with an entry of the catalog `C`, or says what is wrong with the request.
pub async fn entry<C: Catalog>(path: Result<Path<String>, PathRejection>, RawQuery(query): RawQuery) -> Response {
    let Ok(Path(name)) = path else {
        return Failure::from(ApiServer::PathMalformed).into_response();
    };
    match occurrence::<C>(&name, &request::query(query.as_deref())) {
        Ok(error) => answer(error.response()),
        Err(mistake) => Failure::from(mistake).into_response(),
    }
}

/// Answers for a catalog that there is not.
pub async fn unknown_catalog(path: Result<Path<(String, String)>, PathRejection>) -> Failure<ApiServer> {
    match path {
        Ok(Path((catalog, _))) => api_server::CatalogUnknown {
            catalog_name: request::echo(&catalog),
        }
        .into(),
        Err(_) => ApiServer::PathMalformed.into(),
    }
}

/// What can be wrong with the request.
#[derive(Debug)]
enum Mistake {
    NoEntry {
        catalog: &'static str,
        name: String,
    },
    NoParameter {
        entry: &'static str,
        name: String,
        known: String,
    },
    IllTyped {
        parameter: String,
        expected: String,
    },
    Repeated {
        parameter: String,
    },
    Sample(ParameterError),
}

impl From<Mistake> for Error<ApiServer> {
    fn from(mistake: Mistake) -> Self {
        match mistake {
            Mistake::NoEntry { catalog, name } => api_server::EntryUnknown {
                catalog_name: catalog,
                entry: name,
            }
            .into(),
            Mistake::NoParameter { entry, name, known } => api_server::ParameterUnknown {
                entry,
                parameter: name,
                known,
            }
            .into(),
            Mistake::IllTyped { parameter, expected } => api_server::ParameterIllTyped { parameter, expected }.into(),
            Mistake::Repeated { parameter } => api_server::ParameterRepeated { parameter }.into(),
            Mistake::Sample(error) => Self::new(ApiServer::InternalError).with_source(error),
        }
    }
}

/// The entry with sample values, and over them what the query says.
fn occurrence<C: Catalog>(name: &str, query: &[(String, String)]) -> Result<Error<C>, Mistake> {
    let entry = C::from_name(name).ok_or_else(|| Mistake::NoEntry {
        catalog: C::DATA.name(),
        name: request::echo(name),
    })?;
    let sample = samples::error(entry).map_err(Mistake::Sample)?;
    query.iter().enumerate().try_fold(sample, |error, (at, (name, value))| {
        let repeated = query.iter().take(at).any(|(before, _)| before == name);
        if repeated && !["expression", "location"].contains(&name.as_str()) {
            return Err(Mistake::Repeated {
                parameter: request::echo(name),
            });
        }
        with(error, name, value)
    })
}

/// The error with one value of the query.
fn with<C: Catalog>(error: Error<C>, name: &str, value: &str) -> Result<Error<C>, Mistake> {
    let entry = error.entry().entry();
    let owned = value.to_owned();
    match name {
        "diagnostics" => Ok(error.with_diagnostics(owned)),
        "request_id" => Ok(error.with_request_id(owned)),
        "id" => Ok(error.with_id(owned)),
        "instance" => Ok(error.with_instance(owned)),
        "expression" => Ok(error.with_expression(owned)),
        "location" => Ok(error.with_location(owned)),
        "retry_after" => match value.parse() {
            Ok(seconds) => Ok(error.with_retry_after(Duration::from_secs(seconds))),
            Err(_) => Err(ill_typed(name, "a number of seconds")),
        },
        "status" => {
            let (lowest, highest) = entry.status_range();
            match value.parse() {
                Ok(status) if (lowest..=highest).contains(&status) => Ok(error.with_status(status)),
                _ if lowest == highest => Err(ill_typed(name, &format!("{lowest}, the only status of this entry"))),
                _ => Err(ill_typed(name, &format!("a status from {lowest} to {highest}"))),
            }
        }
        _ => error
            .with_parameter(name, value)
            .map_err(|mistake| refusal(&mistake, entry, name)),
    }
}

fn ill_typed(parameter: &str, expected: &str) -> Mistake {
    Mistake::IllTyped {
        parameter: parameter.to_owned(),
        expected: expected.to_owned(),
    }
}

/// Why the runtime refused a parameter.
fn refusal(mistake: &ParameterError, entry: error_runtime::Entry<'static>, name: &str) -> Mistake {
    match mistake {
        ParameterError::Type { name, expected, .. } => ill_typed(name, in_words(*expected)),
        _ => Mistake::NoParameter {
            entry: entry.name(),
            name: request::echo(name),
            known: known(entry),
        },
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
