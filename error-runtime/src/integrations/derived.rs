//! The implementations of framework traits for derived errors, called by `__impl_catalog_error!`.
//!
//! `cfg` in an expanded macro tests the features of the calling crate, so each macro is defined for both states of a
//! feature.

/// Implements axum's `IntoResponse`.
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

/// Implements actix-web's `ResponseError`.
#[cfg(feature = "actix")]
#[doc(hidden)]
#[macro_export]
macro_rules! __impl_actix {
    ([$($generics:tt)*] [$error:ty] [$($bounds:tt)*] $catalog:ty) => {
        #[automatically_derived]
        impl $($generics)* $crate::__private::actix_web::ResponseError for $error
        where
            $($bounds)*
            // `ResponseError` requires both. An error that lacks one still compiles, without `ResponseError`: another crate may have
            // enabled the feature. The compiler checks a bound with its own lifetime only when the implementation is used.
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

/// Implements utoipa's `IntoResponses`.
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
