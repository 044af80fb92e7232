//! Fields that fill parameters that the entry does not have.

use ui_tests::ClinicV1;
use error_runtime::CatalogError;

#[derive(Debug, CatalogError)]
#[catalog(ClinicV1)]
enum Failure {
    #[code(BadNumber)]
    Misspelt {
        #[param]
        length: usize,
        #[param]
        lenght: usize,
    },
    #[code(BadNumber)]
    OnlyMisspelt {
        #[param]
        lenth: usize,
    },
    #[code(NotFound)]
    Renamed {
        #[param]
        patient: String,
        #[param(shrad)]
        database: u8,
    },
    #[code(Busy)]
    Without(#[param(patient)] String),
}

fn main() {}
