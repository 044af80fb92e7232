//! Parameters that the entry requires and the variant has no field for.

use ui_tests::ClinicV1;
use error_runtime::CatalogError;

#[derive(Debug, CatalogError)]
#[catalog(ClinicV1)]
enum Failure {
    #[code(NotFound)]
    Missing,
    #[code(NoConsent)]
    Consent,
    #[code(BadNumber)]
    NotMarked { length: usize },
}

#[derive(Debug, CatalogError)]
#[catalog(ClinicV1)]
#[code(BadNumber)]
struct Length(usize);

fn main() {}
