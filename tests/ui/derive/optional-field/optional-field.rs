//! A field that may have no value, for a parameter that must have one.

use ui_tests::ClinicV1;
use error_runtime::CatalogError;

#[derive(Debug, CatalogError)]
#[catalog(ClinicV1)]
enum Failure {
    #[code(NotFound)]
    Missing {
        #[param]
        patient: Option<String>,
    },
}

fn main() {}
