//! A misspelt `#[param]`: the parameter is not reported as missing.

use ui_tests::ClinicV1;
use error_runtime::CatalogError;

#[derive(Debug, CatalogError)]
#[catalog(ClinicV1)]
enum Failure {
    #[code(BadNumber)]
    Misspelt {
        #[parm]
        length: usize,
    },
}

fn main() {}
