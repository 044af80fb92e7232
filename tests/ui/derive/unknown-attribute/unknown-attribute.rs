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
    #[cod(BadNumber)]
    Misspelt {
        #[param]
        length: usize,
    },
}

#[derive(Debug, CatalogError)]
#[catalogue(ClinicV1)]
enum Other {
    #[code(Busy)]
    Busy,
}

fn main() {}
