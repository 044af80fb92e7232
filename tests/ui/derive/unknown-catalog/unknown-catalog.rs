//! A catalog that does not exist is one message.

use ui_tests::ClinicV1;
use error_runtime::CatalogError;

#[derive(Debug, CatalogError)]
#[catalog(ClinicV7)]
enum Failure {
    #[code(Busy)]
    Busy,
    #[code(NotFound)]
    Missing(#[param(patient)] String),
    #[code(Internal)]
    Io(#[from] std::io::Error),
}

fn main() {}
