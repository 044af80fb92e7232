//! Variants and structs that do not say which error of the catalog they are. Uses of the type are no errors besides.

use ui_tests::ClinicV1;
use error_runtime::CatalogError;

#[derive(Debug, CatalogError)]
#[catalog(ClinicV1)]
enum Failure {
    #[code(Busy)]
    Busy,
    Forgotten,
    AlsoForgotten(#[from] std::io::Error),
}

#[derive(Debug, CatalogError)]
#[catalog(ClinicV1)]
struct Whole;

fn read() -> Result<Vec<u8>, Failure> {
    Ok(std::fs::read("record")?)
}

fn answer() -> Result<(), error_runtime::Error<ClinicV1>> {
    let _record = read().inspect_err(|error| println!("{error} {:?}", error.entry()))?;
    Err(Whole)?
}

fn main() {}
