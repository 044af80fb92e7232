//! Methods that do not choose an error of the catalog.

use ui_tests::ClinicV1;
use error_runtime::CatalogError;

#[derive(Debug, CatalogError)]
#[catalog(ClinicV1)]
enum Failure {
    #[code(with = choose)]
    NoMethod,
    #[code(with = name)]
    NoError,
    #[code(with = entry)]
    Entry,
}

impl Failure {
    fn name(&self) -> &'static str {
        "busy"
    }

    fn entry(&self) -> ClinicV1 {
        ClinicV1::NotFound
    }
}

#[derive(Debug, CatalogError)]
#[catalog(ClinicV1)]
#[code(with = choose)]
struct Parameters {
    #[param]
    patient: String,
}

fn main() {}
