//! The procedural macros of `error-runtime`, which re-exports them; use that crate.
#![forbid(unsafe_code)]

mod call;
mod derive;
mod expand;
mod path;

/// Makes an enum of the errors in a catalog.
///
/// ```ignore
/// error_catalog! {
///     /// Errors of the GP Connect provider API.
///     pub enum GpConnect = "catalogs/gp-connect.json";
/// }
/// ```
///
/// The path counts from the folder with the package's `Cargo.toml`. Cargo rebuilds when the file changes. What is wrong with the file is
/// a compile error that says where; what is doubtful is a warning.
///
/// Before the enum may stand documentation, other attributes for it, and `#[catalog(…)]` with any of these options:
///
/// | option | meaning |
/// | --- | --- |
/// | `crate = path` | Where `error_runtime` is, if it was renamed or re-exported. |
/// | `module = name` | Name of the module with the parameter structs and the categories; by default the enum's name in snake case. |
/// | `exhaustive` | The enum is not `#[non_exhaustive]`: a new entry in the catalog breaks code that matches on it. |
/// | `allow(EC0405, …)` | These warnings are accepted in this call. |
/// | `deny(warnings)` or `deny(EC0405, …)` | These warnings are errors. |
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
