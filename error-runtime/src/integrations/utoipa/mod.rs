//! Errors in an OpenAPI document of [utoipa](https://docs.rs/utoipa) (feature `utoipa`).
//!
//! [`CatalogResponses`] has all entries of a catalog, and [`LayerResponses`] those that the layer of the feature `tower`
//! sends by itself. An error that derives [`CatalogError`](trait@crate::CatalogError) for
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
//! sample values of the catalog. An entry with a `status_range` is in each status of the range; a whole class is `4XX` or
//! `5XX`. The schema of a body has its members and, as an `enum`, its codes. An `OperationOutcome` has all media types of
//! [`Representation::negotiate`].
//!
//! # Several types in one handler
//!
//! utoipa keeps only the last response of a status, so `responses(RecordError, StoreError)` loses errors of `RecordError`.
//! [`Merged`] keeps all:
//!
//! ```
//! # mod api { error_runtime::error_catalog! { pub enum Clinic = "catalogs/clinic.json"; } }
//! # use api::Clinic;
//! use error_runtime::CatalogError;
//! use error_runtime::utoipa::{LayerResponses, Merged};
//! # use utoipa::OpenApi;
//!
//! #[derive(Debug, CatalogError)]
//! #[catalog(Clinic)]
//! #[code(Unavailable)]
//! struct StoreError;
//!
//! #[utoipa::path(get, path = "/patients", responses(Merged<(StoreError, LayerResponses<Clinic>)>))]
//! async fn patients() -> Result<String, StoreError> {
//!     Err(StoreError)
//! }
//! # #[derive(OpenApi)]
//! # #[openapi(paths(patients))]
//! # struct Document;
//! # assert!(Document::openapi().to_json().unwrap().contains("UNAVAILABLE"));
//! ```

mod body;
mod merge;
mod schema;

use alloc::collections::BTreeMap;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::marker::PhantomData;
use core::time::Duration;

use ::utoipa::IntoResponses;
use ::utoipa::openapi::header::HeaderBuilder;
use ::utoipa::openapi::schema::{Object, Type};
use ::utoipa::openapi::{RefOr, Response};

use super::sample;
use crate::catalog::{Catalog, Entry};
use crate::error::{Error, Respond};
#[cfg(doc)]
use crate::http::Representation;

/// Responses by status: `404`, or `4XX` for all statuses of a class that have no response of their own.
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

/// The responses that the layer of the feature `tower` sends by itself: the entries of the catalog's `fallbacks`.
///
/// They are for every route: use [`Merged`] with the errors of the handler.
#[derive(Clone, Copy, Debug, Default)]
pub struct LayerResponses<C>(PhantomData<C>);

impl<C: Catalog> IntoResponses for LayerResponses<C> {
    fn responses() -> Responses {
        responses((400..600).filter_map(C::fallback))
    }
}

/// The responses of all types of a tuple. Types that have the same status share its response.
///
/// Two errors of one status have both their examples, and a schema that both fulfil. A response that is a reference cannot
/// be merged: of two responses, the first is kept.
#[derive(Clone, Copy, Debug, Default)]
pub struct Merged<T>(PhantomData<T>);

macro_rules! merged {
    ($($type:ident)+) => {
        impl<$($type: IntoResponses),+> IntoResponses for Merged<($($type,)+)> {
            fn responses() -> Responses {
                [$($type::responses()),+].iter().fold(Responses::new(), |all, more| merge::responses(&all, more))
            }
        }
    };
}

merged!(A);
merged!(A B);
merged!(A B D);
merged!(A B D E);
merged!(A B D E F);
merged!(A B D E F G);

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
    let mut seen = Vec::new();
    let mut all = Responses::new();
    for entry in entries {
        if !seen.contains(&entry) {
            seen.push(entry);
            all = merge::responses(&all, &of_entry(entry));
        }
    }
    all
}

/// Returns the responses of one entry: one for each status, or class of statuses, that it can have.
fn of_entry<C: Catalog>(entry: C) -> Responses {
    let (lowest, highest) = entry.entry().status_range();
    let mut responses = Responses::new();
    let mut add = |key: String, status| responses.insert(key, RefOr::T(response(entry, status)));
    for class in lowest / 100..=highest / 100 {
        let (first, last) = (class * 100, class * 100 + 99);
        if lowest <= first && last <= highest && entry.entry().forwards_status() {
            add(format!("{class}XX"), entry.entry().status());
            continue;
        }
        let own = |status: &u16| (first..=last).contains(status);
        for status in entry.entry().statuses().filter(own) {
            add(status.to_string(), status);
        }
    }
    responses
}

/// Returns the response of one entry with one of its statuses.
fn response<C: Catalog>(entry: C, status: u16) -> Response {
    let full = sample::error(entry).with_status(status);
    let least = sample::least(entry).with_status(status);
    let mut response = Response::new(description(entry.entry()));
    // A delay that a server sets is in a header of its own.
    let delayed = sample::error(entry)
        .with_status(status)
        .with_retry_after(Duration::from_secs(1));
    for header in delayed.headers() {
        if !header.name.eq_ignore_ascii_case("content-type") {
            let schema = Object::with_type(Type::String);
            let described = HeaderBuilder::new().schema(Some(schema)).build();
            response.headers.insert(header.name.into(), RefOr::T(described));
        }
    }
    body::add(&mut response, entry, &full, &least);
    response
}

/// Returns the description of an entry: an item of a list in Markdown.
fn description(entry: Entry<'_>) -> String {
    format!("- `{}`: {}", entry.name(), entry.title())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::Clinic;

    fn only<'r>(responses: &'r Responses, key: &str) -> &'r Response {
        match &responses[key] {
            RefOr::T(response) => response,
            RefOr::Ref(_) => panic!("a reference"),
        }
    }

    #[test]
    fn entries_of_one_status_share_a_response_and_have_an_example_each() {
        let all = CatalogResponses::<Clinic>::responses();
        let keys: Vec<&str> = all.keys().map(String::as_str).collect();
        assert_eq!(keys, ["404", "408", "409", "410", "423", "504", "5XX"]);
        let some = responses([Clinic::RecTimeout, Clinic::RecTimeout]);
        let response = only(&some, "408");
        assert_eq!(response.description, "- `REC_TIMEOUT`: The receiver took too long");
        let RefOr::T(content) = &response.content["application/fhir+json"] else {
            panic!("a reference")
        };
        assert!(content.examples.keys().eq(["REC_TIMEOUT"]));
    }

    #[test]
    fn an_entry_of_a_whole_class_is_in_each_status_of_the_class_too() {
        let all = responses([Clinic::Upstream, Clinic::ProxyTimeout]);
        let both = "- `UPSTREAM`: Upstream failed";
        assert!(
            only(&all, "504").description.contains(both),
            "{}",
            only(&all, "504").description
        );
    }

    #[test]
    fn an_entry_without_a_body_has_no_content() {
        assert!(only(&responses([Clinic::Gone]), "410").content.is_empty());
    }
}
