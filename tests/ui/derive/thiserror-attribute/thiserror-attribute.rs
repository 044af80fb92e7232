//! `#[error]` without the option `thiserror`.

use ui_tests::ClinicV1;
use error_runtime::CatalogError;

#[derive(Debug, CatalogError)]
#[catalog(ClinicV1)]
enum Failure {
    #[error("there is no such record")]
    #[code(Busy)]
    NoSuchRecord,
}

impl std::fmt::Display for Failure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("as thiserror does")
    }
}

impl std::error::Error for Failure {}

fn main() {}
