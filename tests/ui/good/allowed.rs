//! Warnings that the catalog, an entry or the call allows.
#![deny(warnings)]

error_runtime::error_catalog! {
    /// Everything doubtful, allowed.
    #[catalog(allow(EC0405))]
    pub enum Allowed = "ui/good/allowed.json";
}

fn main() {
    assert_eq!(Allowed::Login.status(), 401);
}
