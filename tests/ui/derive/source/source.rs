//! Sources that are no errors, more than one, or meant for clients.

use ui_tests::ClinicV1;
use error_runtime::CatalogError;

#[derive(Debug, CatalogError)]
#[catalog(ClinicV1)]
enum Failure {
    #[code(Internal)]
    Two {
        source: std::fmt::Error,
        #[source]
        other: std::fmt::Error,
    },
    #[code(NotFound)]
    Told(
        #[source]
        #[param(patient)]
        std::fmt::Error,
    ),
    #[code(Internal, diagnostics = "because of {source}")]
    Text { source: std::fmt::Error },
}

fn main() {}
