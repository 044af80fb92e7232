//! Every member of the format that a catalog can have.
#![deny(warnings, missing_docs, missing_debug_implementations, unreachable_pub)]

use error_runtime::{Error, error_catalog};

error_catalog! {
    /// Everything.
    #[catalog(exhaustive, module = values, deny(warnings))]
    enum Everything = "tests/good/everything.json";
}

#[test]
fn every_member_of_the_format_compiles() {
    let taken: Error<Everything> = values::BedTaken { bed: "b7" }.into();
    assert_eq!(taken.status(), 409);
    assert_eq!(Everything::NoAccess.name(), "ACCESS DENIED");
}
