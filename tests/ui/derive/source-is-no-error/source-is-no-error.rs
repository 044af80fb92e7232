//! A source that does not implement `Error`.

use ui_tests::ClinicV1;
use error_runtime::CatalogError;

#[derive(Debug)]
struct Cause;

#[derive(Debug, CatalogError)]
#[catalog(ClinicV1)]
enum Failure {
    #[code(Internal)]
    Plain(#[from] Cause),
    #[code(Internal)]
    NotSent { source: Box<dyn std::error::Error> },
}

fn main() {}
