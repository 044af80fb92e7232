//! The procedural macros of `error-runtime`. Depend on that crate, which re-exports them.
#![forbid(unsafe_code)]

mod call;
mod derive;
mod expand;
mod path;

// The examples need `error-runtime` and a catalog: `tests/frameworks` compiles them.
#[cfg_attr(not(doctest), doc = include_str!("guide.md"))]
#[proc_macro]
pub fn error_catalog(input: proc_macro::TokenStream) -> proc_macro::TokenStream {
    expand::error_catalog(input.into()).into()
}

#[cfg_attr(not(doctest), doc = include_str!("derive/guide.md"))]
#[proc_macro_derive(
    CatalogError,
    attributes(
        catalog,
        code,
        param,
        diagnostics,
        expression,
        request_id,
        retry_after,
        display,
        from,
        source,
        error
    )
)]
pub fn catalog_error(input: proc_macro::TokenStream) -> proc_macro::TokenStream {
    derive::catalog_error(input.into()).into()
}
