//! What the features implement for derived errors, called by `__impl_catalog_error!`.
//!
//! A macro that another crate expands sees that crate's features, so each is defined once for each state of ours.

/// The error is the answer of a handler, and the rejection of an extractor.
#[cfg(feature = "axum")]
#[doc(hidden)]
#[macro_export]
macro_rules! __impl_axum {
    ([$($generics:tt)*] [$error:ty] [$($bounds:tt)*] $catalog:ty) => {
        #[automatically_derived]
        impl $($generics)* $crate::__private::axum_core::response::IntoResponse for $error
        where
            $($bounds)*
        {
            fn into_response(self) -> $crate::__private::axum_core::response::Response {
                $crate::__private::axum_core::response::IntoResponse::into_response(
                    <Self as $crate::CatalogError<$catalog>>::into_error(self),
                )
            }
        }
    };
}

#[cfg(not(feature = "axum"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __impl_axum {
    ($($ignored:tt)*) => {};
}

/// The error is the answer of a handler.
#[cfg(feature = "actix")]
#[doc(hidden)]
#[macro_export]
macro_rules! __impl_actix {
    ([$($generics:tt)*] [$error:ty] [$($bounds:tt)*] $catalog:ty) => {
        #[automatically_derived]
        impl $($generics)* $crate::__private::actix_web::ResponseError for $error
        where
            $($bounds)*
            // `ResponseError` asks for both. An error that lacks one is no `ResponseError`, and otherwise as it was: the feature may be there
            // for another crate's sake. For a bound with a lifetime of its own the compiler looks when the implementation is used, not here.
            for<'__error> $error: $crate::__private::fmt::Debug + $crate::__private::fmt::Display,
        {
            fn status_code(&self) -> $crate::__private::actix_web::http::StatusCode {
                $crate::actix::derived_status::<$catalog>(self)
            }
            fn error_response(&self) -> $crate::__private::actix_web::HttpResponse {
                $crate::actix::derived_response::<$catalog>(self)
            }
        }
    };
}

#[cfg(not(feature = "actix"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __impl_actix {
    ($($ignored:tt)*) => {};
}

/// The error's entries are the responses of a handler.
#[cfg(feature = "utoipa")]
#[doc(hidden)]
#[macro_export]
macro_rules! __impl_utoipa {
    ([$($generics:tt)*] [$error:ty] [$($bounds:tt)*] $catalog:ty) => {
        #[automatically_derived]
        impl $($generics)* $crate::__private::utoipa::IntoResponses for $error
        where
            $($bounds)*
        {
            fn responses() -> $crate::utoipa::Responses {
                $crate::utoipa::responses(<Self as $crate::CatalogError<$catalog>>::entries())
            }
        }
    };
}

#[cfg(not(feature = "utoipa"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __impl_utoipa {
    ($($ignored:tt)*) => {};
}
