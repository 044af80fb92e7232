//! A union cannot be an error.

use ui_tests::ClinicV1;
use error_runtime::CatalogError;

#[derive(CatalogError)]
#[catalog(ClinicV1)]
#[code(Busy)]
union Failure {
    number: u32,
    float: f32,
}

fn main() {}
