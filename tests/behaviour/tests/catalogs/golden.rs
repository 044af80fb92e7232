//! The expansion of one small catalog, to be read: what every user's build pays for.
//!
//! After a change of the generated code, `UPDATE_GOLDEN=1 cargo test -p behaviour-tests --test catalogs golden` writes the new one; review it in the diff.

use std::{env, fs};

use behaviour_tests::folder;
use error_catalog::{Source, compile, rust};
use quote::{format_ident, quote};

#[test]
fn the_expansion_of_a_catalog_is_the_reviewed_one() {
    let source = Source::new("clinic.json", fs::read_to_string(folder("golden/clinic.json")).unwrap());
    let compiled = compile(&source);
    assert!(compiled.problems.is_empty(), "{:?}", compiled.problems);
    let request = rust::Request {
        attributes: quote! { #[doc = " Errors of the clinic."] },
        visibility: quote! { pub },
        name: format_ident!("Clinic"),
        module: None,
        path: "clinic.json".to_owned(),
        runtime: quote! { ::error_runtime },
        runtime_inside: quote! { ::error_runtime },
        exhaustive: false,
        tracked_paths: vec![quote! { "clinic.json" }],
        is_broken: false,
    };
    let file = syn::parse2(rust::expand(&compiled.catalog, &request)).unwrap();
    let actual = prettyplease::unparse(&file);

    let path = folder("golden/clinic.rs");
    if env::var_os("UPDATE_GOLDEN").is_some() {
        fs::write(&path, &actual).unwrap();
    }
    let expected = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        actual == expected,
        "the expansion is not tests/behaviour/golden/clinic.rs; UPDATE_GOLDEN=1 writes it:\n{actual}"
    );
}
