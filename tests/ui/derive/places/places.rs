//! Attributes where they do not belong.

use ui_tests::ClinicV1;
use error_runtime::CatalogError;

#[derive(Debug, CatalogError)]
#[catalog(ClinicV1)]
#[code(Busy)]
#[param]
enum Failure {
    #[catalog(ClinicV1)]
    #[code(Busy)]
    #[from]
    Busy {
        #[code(Busy)]
        #[display("x")]
        wait: u64,
    },
}

fn main() {}
