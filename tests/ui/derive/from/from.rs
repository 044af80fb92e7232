//! `#[from]` where `?` could not know what to do.

use ui_tests::ClinicV1;
use error_runtime::CatalogError;

#[derive(Debug, CatalogError)]
#[catalog(ClinicV1)]
enum Failure {
    #[code(Internal)]
    TwoFields {
        #[from]
        source: std::io::Error,
        path: String,
    },
    #[code(Internal)]
    First(#[from] std::fmt::Error),
    #[code(Busy)]
    Second(#[from] std::fmt::Error),
}

fn main() {}
