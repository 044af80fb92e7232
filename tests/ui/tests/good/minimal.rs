//! The least that is a catalog, and the least that is a call.
#![deny(warnings)]

error_runtime::error_catalog!(enum Minimal = "tests/good/minimal.json");

#[test]
fn a_minimal_catalog_compiles() {
    assert_eq!(Minimal::Gone.status(), 410);
}
