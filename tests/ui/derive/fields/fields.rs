//! Marks on fields that say nothing, or say it twice.

use ui_tests::ClinicV1;
use error_runtime::CatalogError;

#[derive(Debug, CatalogError)]
#[catalog(ClinicV1)]
enum Failure {
    #[code(NotFound)]
    NoName(#[param] String),
    #[code(NotFound)]
    Twice {
        #[param]
        patient: String,
        #[param(patient)]
        person: String,
    },
    #[code(NotFound)]
    TwoMarks {
        #[param]
        #[param]
        patient: String,
    },
    #[code(Busy, diagnostics = "one")]
    Diagnostics(#[diagnostics] String),
    #[code(Busy)]
    Text(#[diagnostics("two")] String),
    #[code(NotFound)]
    Quoted(#[param("patient")] String),
}

fn main() {}
