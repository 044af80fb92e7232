//! The procedural macros of `error-runtime`. Depend on that crate, which re-exports them.
#![forbid(unsafe_code)]

mod call;
mod derive;
mod expand;
mod path;

/// Generates an enum with a variant for each error of a catalog.
///
/// ```ignore
/// error_catalog! {
///     /// Errors of the GP Connect provider API.
///     pub enum GpConnect = "catalogs/gp-connect.json";
/// }
/// ```
///
/// The path is relative to the folder of the package's `Cargo.toml`. Cargo rebuilds the crate when the file changes. Problems in the file are
/// compile errors and warnings that name the file, line and column.
///
/// The enum can have documentation, attributes, and `#[catalog(…)]` with these options:
///
/// | option | meaning |
/// | --- | --- |
/// | `crate = path` | The path of `error_runtime`, if it is renamed or re-exported. |
/// | `module = name` | The name of the module with the parameter structs and the categories. The default is the enum's name in snake case. |
/// | `exhaustive` | Omits `#[non_exhaustive]` from the enum. A new entry of the catalog then breaks code that matches on it. |
/// | `allow(EC0405, …)` | Allows these warnings. |
/// | `deny(warnings)` or `deny(EC0405, …)` | Turns these warnings into errors. |
#[proc_macro]
pub fn error_catalog(input: proc_macro::TokenStream) -> proc_macro::TokenStream {
    expand::error_catalog(input.into()).into()
}

#[doc = include_str!("derive/guide.md")]
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
        source
    )
)]
pub fn catalog_error(input: proc_macro::TokenStream) -> proc_macro::TokenStream {
    derive::catalog_error(input.into()).into()
}
