//! Typed errors and retries for [reqwest](https://docs.rs/reqwest) (feature `reqwest`).
//!
//! ```
//! # mod api { error_runtime::error_catalog! { pub enum Clinic = "src/testing/clinic.json"; } }
//! # use api::Clinic;
//! use error_client::reqwest::{CallError, RequestBuilderExt};
//!
//! # async fn example(client: reqwest::Client, url: &str) -> Result<(), CallError<Clinic>> {
//! // One attempt:
//! let response = client.get(url).send_for::<Clinic>().await?;
//! // Retries as the catalog, the method and the budget allow (feature `backon`):
//! # #[cfg(feature = "backon")]
//! let response = client.get(url).send_with_retries::<Clinic>(&error_client::reqwest::Retries::new()).await?;
//! # Ok(())
//! # }
//! ```
//!
//! A success is returned unchanged, byte for byte. Where the errors of the catalog are in band ([`Decoded::is_error`](crate::Decoded::is_error)), JSON and XML of
//! any status is read up to 4 MiB to look for them.
//!
//! The body of an error is read for at most 10 seconds (`Retries::body_time` sets another limit). The part that was received before is decoded. Set
//! `ClientBuilder::read_timeout` to bound the wait for the response itself.

mod body;
mod error;
mod replay;
#[cfg(feature = "backon")]
mod retries;

use core::future::Future;

use ::reqwest::{Method, RequestBuilder, Response};
use error_runtime::Catalog;

use crate::decode::path_of;

use self::body::BODY_TIME;
#[cfg(feature = "reqwest-middleware")]
pub(crate) use self::body::examine;
pub use self::error::CallError;
#[cfg(feature = "reqwest-middleware")]
pub(crate) use self::error::fault;
#[cfg(feature = "backon")]
pub use self::retries::Retries;
#[cfg(feature = "reqwest-middleware")]
pub(crate) use self::retries::first_attempt;

/// Methods for a [`RequestBuilder`]: send a request and get a typed error.
///
/// ```
/// # mod api { error_runtime::error_catalog! { pub enum Clinic = "src/testing/clinic.json"; } }
/// # use api::Clinic;
/// use error_client::reqwest::RequestBuilderExt;
///
/// # async fn example(client: reqwest::Client) {
/// match client.get("https://api.example/wards/7").send_for::<Clinic>().await {
///     Ok(response) => println!("{}", response.status()),
///     Err(error) if error.entry() == Some(Clinic::Gone) => println!("the ward was closed"),
///     Err(error) => println!("{error}: {}", error.decision()),
/// }
/// # }
/// ```
#[doc(alias("send", "retry", "error_for_status"))]
pub trait RequestBuilderExt: sealed::Sealed {
    /// Sends the request once.
    ///
    /// # Errors
    ///
    /// Returns an error if [the response is one](crate::Decoded::is_error), or there is none.
    fn send_for<C: Catalog>(self) -> impl Future<Output = Result<Response, CallError<C>>> + Send;

    /// Sends the request, and repeats it as the catalog, the method and the budget allow.
    ///
    /// A request whose body is a stream is sent once: [`NeverReason::Streamed`](crate::NeverReason::Streamed). With the feature `tracing`, each failure is an event.
    ///
    /// # Errors
    ///
    /// Returns the last failure; its [decision](CallError::decision) ended the retries.
    #[cfg(feature = "backon")]
    fn send_with_retries<C: Catalog>(
        self,
        retries: &Retries,
    ) -> impl Future<Output = Result<Response, CallError<C>>> + Send;
}

/// A method for a [`Response`]: turn an error response into a typed error.
///
/// ```
/// # mod api { error_runtime::error_catalog! { pub enum Clinic = "src/testing/clinic.json"; } }
/// # use api::Clinic;
/// use error_client::reqwest::{CallError, ResponseExt};
///
/// # async fn example(response: reqwest::Response) -> Result<(), CallError<Clinic>> {
/// let response = response.error_for_catalog::<Clinic>(&reqwest::Method::GET).await?;
/// # Ok(())
/// # }
/// ```
#[doc(alias("error_for_status", "decode"))]
pub trait ResponseExt: sealed::Sealed {
    /// Returns a success unchanged; decodes any other response.
    ///
    /// `method` is the method of the request. At most 4 MiB of the body are read, for at most 10 seconds.
    ///
    /// # Errors
    ///
    /// Returns an error if [the response is one](crate::Decoded::is_error).
    fn error_for_catalog<C: Catalog>(
        self,
        method: &Method,
    ) -> impl Future<Output = Result<Response, CallError<C>>> + Send;
}

mod sealed {
    pub trait Sealed {}
    impl Sealed for ::reqwest::RequestBuilder {}
    impl Sealed for ::reqwest::Response {}
}

impl RequestBuilderExt for RequestBuilder {
    async fn send_for<C: Catalog>(self) -> Result<Response, CallError<C>> {
        let (client, request) = self.build_split();
        let request = request.map_err(|error| CallError::without_response(&Method::GET, "", error))?;
        error::send(&client, request, "", BODY_TIME).await
    }

    #[cfg(feature = "backon")]
    async fn send_with_retries<C: Catalog>(self, retries: &Retries) -> Result<Response, CallError<C>> {
        let (client, request) = self.build_split();
        let request = request.map_err(|error| CallError::without_response(&Method::GET, "", error))?;
        retries.send(&client, request).await
    }
}

impl ResponseExt for Response {
    async fn error_for_catalog<C: Catalog>(self, method: &Method) -> Result<Response, CallError<C>> {
        error::check(self, method, "", BODY_TIME).await
    }
}

/// The path of a URL below `base`, as in the endpoints of a catalog.
pub(crate) fn path_below<'u>(url: &'u str, base: &str) -> &'u str {
    let path = path_of(url);
    let below = path.strip_prefix(base.trim_end_matches('/'));
    below
        .filter(|rest| rest.is_empty() || rest.starts_with('/'))
        .unwrap_or(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_base_is_cut_off_where_a_segment_ends() {
        for (url, base, path) in [
            ("https://gateway.example/bb/v2/o/token?x", "/bb", "/v2/o/token"),
            ("https://gateway.example/bb/v2", "/bb/", "/v2"),
            ("https://gateway.example/bbb/v2", "/bb", "/bbb/v2"),
            ("https://gateway.example/v2", "", "/v2"),
            ("/v2", "/v2", ""),
        ] {
            assert_eq!(path_below(url, base), path);
        }
    }
}
