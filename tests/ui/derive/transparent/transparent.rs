//! `transparent` without exactly one field.

use ui_tests::ClinicV1;
use error_runtime::CatalogError;

#[derive(Debug, CatalogError)]
#[catalog(ClinicV1)]
enum Failure {
    #[code(transparent)]
    Unit,
    #[code(transparent)]
    Two(Inside, Inside),
    #[code(transparent, diagnostics = "never seen")]
    Text(Inside),
    #[code(transparent)]
    Parameter(#[param(patient)] Inside),
}

#[derive(Debug, CatalogError)]
#[catalog(ClinicV1)]
#[code(Busy)]
struct Inside;

fn main() {}
