//! `transparent` with an error that is none of the catalog.

use ui_tests::{ClinicV1, ClinicV2};
use error_runtime::CatalogError;

#[derive(Debug, CatalogError)]
#[catalog(ClinicV1)]
enum Failure {
    #[code(transparent)]
    Io(#[from] std::io::Error),
    #[code(transparent)]
    Other(#[from] Other),
}

#[derive(Debug, CatalogError)]
#[catalog(ClinicV2)]
#[code(Busy)]
struct Other;

fn main() {}
