//! Errors in an OpenAPI document of [utoipa](https://docs.rs/utoipa) (feature `utoipa`).
//!
//! [`CatalogResponses`] has all entries of a catalog. An error that derives [`CatalogError`](macro@crate::CatalogError) for
//! one catalog implements [`IntoResponses`] with the entries that it names.
//!
//! ```
//! # mod api { error_runtime::error_catalog! { pub enum Clinic = "catalogs/clinic.json"; } }
//! # use api::Clinic;
//! use error_runtime::CatalogError;
//! use utoipa::OpenApi;
//!
//! #[derive(Debug, CatalogError)]
//! #[catalog(Clinic)]
//! enum RecordError {
//!     #[code(PatientNotFound)]
//!     NoRecord {
//!         #[param]
//!         patient: String,
//!     },
//! }
//!
//! #[utoipa::path(get, path = "/patients/{patient}", responses((status = 200, body = String), RecordError))]
//! async fn record() -> Result<String, RecordError> {
//!     Err(RecordError::NoRecord { patient: "p-17".to_owned() })
//! }
//!
//! #[derive(OpenApi)]
//! #[openapi(paths(record))]
//! struct Document;
//!
//! assert!(Document::openapi().to_json().unwrap().contains("PATIENT_NOT_FOUND"));
//! ```
//!
//! Each status is one response, with an example for each entry under its name: the body that the server sends, with the
//! sample values of the catalog.

use alloc::collections::BTreeMap;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt::Write;
use core::marker::PhantomData;

use ::utoipa::IntoResponses;
use ::utoipa::openapi::example::{Example, ExampleBuilder};
use ::utoipa::openapi::header::HeaderBuilder;
use ::utoipa::openapi::schema::{Object, ObjectBuilder, Type};
use ::utoipa::openapi::{Content, RefOr, Response};
use serde_json::Value;

use super::sample;
use crate::catalog::Catalog;
use crate::error::{Error, Respond};

/// Responses by status.
pub type Responses = BTreeMap<String, RefOr<Response>>;

/// The responses of all entries of a catalog.
#[derive(Clone, Copy, Debug, Default)]
pub struct CatalogResponses<C>(PhantomData<C>);

impl<C: Catalog> IntoResponses for CatalogResponses<C> {
    fn responses() -> Responses {
        responses(C::all().iter().copied())
    }
}

/// Any entry of the catalog.
impl<C: Catalog> IntoResponses for Error<C> {
    fn responses() -> Responses {
        CatalogResponses::<C>::responses()
    }
}

/// Returns the responses of some entries, such as those of one handler.
///
/// ```
/// # mod api { error_runtime::error_catalog! { pub enum Clinic = "catalogs/clinic.json"; } }
/// # use api::Clinic;
/// use error_runtime::utoipa::{Responses, responses};
/// use utoipa::IntoResponses;
///
/// struct RecordErrors;
///
/// impl IntoResponses for RecordErrors {
///     fn responses() -> Responses {
///         responses([Clinic::PatientNotFound, Clinic::Unavailable])
///     }
/// }
/// assert!(RecordErrors::responses().keys().eq(["404", "503"]));
/// ```
pub fn responses<C: Catalog>(entries: impl IntoIterator<Item = C>) -> Responses {
    let mut by_status: BTreeMap<u16, Vec<C>> = BTreeMap::new();
    for entry in entries {
        let same = by_status.entry(entry.entry().status()).or_default();
        if !same.contains(&entry) {
            same.push(entry);
        }
    }
    let responses = by_status.into_iter();
    responses
        .map(|(status, entries)| (status.to_string(), RefOr::T(response(&entries))))
        .collect()
}

/// Returns one response for the entries of one status.
fn response<C: Catalog>(entries: &[C]) -> Response {
    let mut response = Response::new(description(entries));
    for entry in entries {
        let answer = sample::error(*entry).response();
        let mut media_type = None;
        for header in answer.headers {
            if header.name.eq_ignore_ascii_case("content-type") {
                media_type = Some(header.value);
            } else {
                let described = HeaderBuilder::new()
                    .schema(Some(Object::with_type(Type::String)))
                    .build();
                response
                    .headers
                    .entry(header.name.into())
                    .or_insert(RefOr::T(described));
            }
        }
        if let (Some(body), Some(media_type)) = (answer.body, media_type) {
            let value = serde_json::from_str(&body).unwrap_or(Value::String(body.into_owned()));
            let of_type = response
                .content
                .entry(media_type.into_owned())
                .or_insert_with(|| RefOr::T(content(&value)));
            if let RefOr::T(content) = of_type {
                content
                    .examples
                    .insert(entry.entry().name().into(), RefOr::T(example(*entry, value)));
            }
        }
    }
    response
}

/// Returns the description of the entries of one status, in Markdown.
fn description<C: Catalog>(entries: &[C]) -> String {
    if let [only] = entries {
        return only.entry().title().into();
    }
    let mut text = String::from(entries.first().map_or("", |entry| entry.entry().reason()));
    text.push('\n');
    for entry in entries {
        let entry = entry.entry();
        // Writing into a string cannot fail.
        let _ = write!(text, "\n- `{}`: {}", entry.name(), entry.title());
    }
    text
}

/// Returns the content of a media type with bodies of this type.
fn content(value: &Value) -> Content {
    let kind = match value {
        Value::Object(_) => Type::Object,
        Value::Array(_) => Type::Array,
        _ => Type::String,
    };
    Content::new(Some(ObjectBuilder::new().schema_type(kind).build()))
}

fn example<C: Catalog>(entry: C, value: Value) -> Example {
    let entry = entry.entry();
    let mut description = entry.action().map(String::from).unwrap_or_default();
    if let Some(retry) = entry.retry() {
        let gap = if description.is_empty() { "" } else { "\n\n" };
        description = format!("{description}{gap}Retry: {retry}.");
    }
    ExampleBuilder::new()
        .summary(entry.title())
        .description(description)
        .value(Some(value))
        .build()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::Clinic;

    #[test]
    fn entries_of_one_status_share_a_response_and_have_an_example_each() {
        let all = CatalogResponses::<Clinic>::responses();
        assert!(all.keys().eq(["404", "408", "409", "410", "502", "504"]));
        let some = responses([Clinic::RecTimeout, Clinic::RecTimeout]);
        let RefOr::T(response) = &some["408"] else {
            panic!("a reference")
        };
        assert_eq!(response.description, "The receiver took too long");
        let RefOr::T(content) = &response.content["application/fhir+json"] else {
            panic!("a reference")
        };
        assert!(content.examples.keys().eq(["REC_TIMEOUT"]));
    }

    #[test]
    fn an_entry_without_a_body_has_no_content() {
        let RefOr::T(response) = &responses([Clinic::Gone])["410"] else {
            panic!("a reference")
        };
        assert!(response.content.is_empty());
    }
}
