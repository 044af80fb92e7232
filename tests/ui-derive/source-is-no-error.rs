//! A source that is no error.

use catalog_tests::clinic::ClinicV1;
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
