//! Warnings that the catalog, an entry or the call allows.
#![deny(warnings)]

error_runtime::error_catalog! {
    /// Everything doubtful, allowed.
    #[catalog(allow(EC0405))]
    pub enum Allowed = "tests/good/allowed.json";
}

#[test]
fn the_allowed_warnings_are_silent() {
    assert_eq!(Allowed::Login.status(), 401);
}
