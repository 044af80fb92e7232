//! An error of two catalogs says for each which error it is.

use ui_tests::{ClinicV1, ClinicV2};
use error_runtime::CatalogError;

#[derive(Debug, CatalogError)]
#[catalog(ClinicV1, ClinicV2)]
enum Failure {
    #[code(ClinicV1::NotFound)]
    OnlyOne(#[param(patient)] String),
    #[code(Busy, ClinicV3::Busy)]
    Other,
    #[code(ClinicV1::Busy, ClinicV1::Internal)]
    Twice,
    #[code(Internal)]
    NotThere(#[param(patient, ClinicV3::subject)] String),
}

#[derive(Debug, CatalogError)]
#[catalog(ClinicV1, ClinicV2)]
enum Parameters {
    #[code(NotFound, ClinicV2::Missing)]
    Incomplete(#[param(patient, ClinicV2::subject)] String),
    #[code(Full)]
    NotInTheSecond,
}

fn main() {}
