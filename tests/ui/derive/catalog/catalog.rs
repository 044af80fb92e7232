//! `#[catalog(…)]` that is missing, or says what it cannot say.

use ui_tests::ClinicV1;
use error_runtime::CatalogError;

#[derive(Debug, CatalogError)]
enum Missing {
    #[code(Busy)]
    Busy,
}

#[derive(Debug, CatalogError)]
#[catalog()]
#[code(Busy)]
struct Empty;

#[derive(Debug, CatalogError)]
#[catalog(no_display)]
#[code(Busy)]
struct OnlyOptions;

#[derive(Debug, CatalogError)]
#[catalog(ClinicV1, no_dispaly)]
#[code(Busy)]
struct Misspelt;

#[derive(Debug, CatalogError)]
#[catalog(ClinicV1, ClinicV1)]
#[code(Busy)]
struct Twice;

fn main() {}
