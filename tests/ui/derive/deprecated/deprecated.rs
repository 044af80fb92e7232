//! An entry that is being withdrawn is a warning where it is named, unless that is allowed.

#![deny(warnings)]

use ui_tests::ClinicV1;
use error_runtime::CatalogError;

#[derive(Debug, CatalogError)]
#[catalog(ClinicV1)]
enum Failure {
    #[code(Gone)]
    Gone,
    #[allow(deprecated)]
    #[code(Gone)]
    Allowed,
}

fn main() {}
