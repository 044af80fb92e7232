//! `#[code]` with the name of an entry in the catalog instead of Rust.

use ui_tests::ClinicV1;
use error_runtime::CatalogError;

#[derive(Debug, CatalogError)]
#[catalog(ClinicV1)]
enum Failure {
    #[code(TOO_MANY_REQUESTS)]
    TooMany,
}

fn main() {}
