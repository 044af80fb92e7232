//! Fields whose types are not those of the catalog's parameters.

use ui_tests::ClinicV1;
use error_runtime::CatalogError;

#[derive(Debug, CatalogError)]
#[catalog(ClinicV1)]
enum Failure {
    #[code(BadNumber)]
    Integer {
        #[param]
        length: String,
    },
    #[code(NotFound)]
    Text(#[param(patient)] u64),
    #[code(Full)]
    Many {
        #[param]
        share: bool,
        #[param]
        link: Vec<u8>,
        #[param]
        when: u64,
        #[param]
        urgent: &'static str,
        #[param]
        anything: (),
        #[param]
        count: Option<f64>,
    },
}

fn main() {}
