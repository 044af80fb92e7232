//! An attribute that is misspelt.

use ui_tests::ClinicV1;
use error_runtime::CatalogError;

#[derive(Debug, CatalogError)]
#[catalog(ClinicV1)]
enum Failure {
    #[code(NotFound)]
    Missing(#[parm(patient)] String),
    #[codes(Busy)]
    Busy,
}

fn main() {}
