//! `#[derive(CatalogError)]`: from a service's own error to its implementation.
//!
//! The derive does not know the catalog, only its name in Rust. What needs the catalog (is there such an entry, has it this parameter, of
//! which type) it leaves to the compiler: an entry is named as a variant, and the rest is asked of constant functions of the runtime.

mod attributes;
mod check;
mod expand;
mod fallback;
mod fields;
mod model;
mod options;
mod problems;
mod template;

use proc_macro2::TokenStream;
use syn::DeriveInput;

use self::model::Model;
use self::problems::Problems;

/// Expands `#[derive(CatalogError)]`.
pub(crate) fn catalog_error(input: TokenStream) -> TokenStream {
    let input = match syn::parse2::<DeriveInput>(input) {
        Ok(input) => input,
        Err(error) => return error.into_compile_error(),
    };
    let mut problems = Problems::default();
    let model = Model::read(&input, &mut problems);
    check::check(&model, &mut problems);
    match problems.finish() {
        Ok(()) => expand::expand(&model),
        Err(error) => fallback::expand(&model, error),
    }
}
