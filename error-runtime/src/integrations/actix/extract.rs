//! An extractor whose errors are those of a catalog.

use alloc::boxed::Box;
use core::future::Future;
use core::marker::PhantomData;
use core::pin::Pin;

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest};

use super::convert::status_of;
use crate::catalog::Catalog;
use crate::error::{Error, Outcome};
use crate::integrations::reason::Reason;

/// Runs the extractor `E`, and converts its error into a fallback of the catalog `C`.
///
/// Use it without the [middleware](super::CatalogLayer), and for routes of another catalog than the middleware's.
///
/// The status of the extractor's error selects the fallback: that of actix-web, such as 404 for a path that cannot be parsed
/// and 413 for a body over its limit, except 415 for a body that is not JSON by its type. The text of the extractor's error
/// becomes the source of the error, for logs. An [`Error`] or [`Outcome`] of the catalog, and an error without a fallback, is
/// unchanged.
///
/// ```
/// # mod api { error_runtime::error_catalog! { pub enum Clinic = "catalogs/clinic.json"; } }
/// # use api::Clinic;
/// use actix_web::{App, web};
/// use error_runtime::actix::Extract;
///
/// async fn upload(Extract(body, _): Extract<Clinic, web::Bytes>) -> String {
///     format!("{} bytes", body.len())
/// }
///
/// let app = App::new()
///     .app_data(web::PayloadConfig::new(4096))
///     .route("/uploads", web::post().to(upload));
/// ```
#[doc(alias = "FromRequest")]
#[derive(Clone, Copy, Debug, Default)]
pub struct Extract<C, E>(
    /// The extracted value.
    pub E,
    /// The catalog.
    pub PhantomData<C>,
);

impl<C: Catalog, E: FromRequest + 'static> FromRequest for Extract<C, E> {
    type Error = actix_web::Error;
    type Future = Pin<Box<dyn Future<Output = Result<Self, actix_web::Error>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let extracted = E::from_request(request, payload);
        Box::pin(async {
            match extracted.await {
                Ok(extracted) => Ok(Self(extracted, PhantomData)),
                Err(error) => Err(replaced::<C>(error.into())),
            }
        })
    }
}

/// Returns the fallback for an error of actix-web.
fn replaced<C: Catalog>(error: actix_web::Error) -> actix_web::Error {
    let is_catalogs = error.as_error::<Error<C>>().is_some() || error.as_error::<Outcome<C>>().is_some();
    let status = status_of(&error, error.as_response_error().status_code());
    match Error::<C>::fallback(status.as_u16()).filter(|_| !is_catalogs) {
        Some(fallback) => fallback.with_source(Reason::from_display(&error)).into(),
        None => error,
    }
}
