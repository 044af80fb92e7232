//! A personal value cannot be used where the catalog does not allow it, and an internal value cannot reach a client.

use ui_tests::ClinicV1;
use error_runtime::CatalogError;

#[derive(Debug, CatalogError)]
#[catalog(ClinicV1)]
enum Failure {
    #[code(NoConsent, diagnostics = "{nhs_number} has not consented")]
    Diagnostics {
        #[param]
        nhs_number: String,
        #[param]
        shard: u8,
    },
    #[code(NoConsent)]
    Field {
        #[param]
        #[diagnostics]
        nhs_number: String,
        #[param]
        shard: u8,
    },
    #[code(NoConsent)]
    #[expression("Patient.where(shard = {shard})")]
    Internal {
        #[param]
        nhs_number: String,
        #[param]
        shard: u8,
    },
    #[code(NoConsent)]
    #[display("{nhs_number} on shard {shard} has not consented")]
    Display {
        #[param]
        nhs_number: String,
        #[param]
        shard: u8,
    },
}

fn main() {}
