//! Values that cannot be shown, or are not what they are marked as.

use ui_tests::ClinicV1;
use error_runtime::CatalogError;

struct Silent;

#[derive(CatalogError)]
#[catalog(ClinicV1, no_error)]
enum Failure {
    #[code(Busy, diagnostics = "not {what}")]
    Placeholder { what: Silent },
    #[code(Busy)]
    Diagnostics(#[diagnostics] Silent),
    #[code(Busy)]
    Wait {
        #[retry_after]
        seconds: u64,
    },
}

fn main() {}
