//! Expands `#[derive(CatalogError)]`.
//!
//! The derive knows only the path of the catalog's enum. Checks that need the catalog are part of the expansion: an entry is named as a
//! variant, and its parameters are checked by constant functions of the runtime.

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
