//! An entry that the catalog does not have: rustc says which it might be.

use ui_tests::ClinicV1;
use error_runtime::CatalogError;

#[derive(Debug, CatalogError)]
#[catalog(ClinicV1)]
enum Failure {
    #[code(NotFuond)]
    Missing,
    #[code(ClinicV1::Bussy)]
    Busy,
    #[code(Teapot)]
    Teapot,
}

fn main() {}
