//! `#[code(…)]` that says too much, too little, or what it cannot say.

use ui_tests::ClinicV1;
use error_runtime::CatalogError;

#[derive(Debug, CatalogError)]
#[catalog(ClinicV1)]
enum Failure {
    #[code(Busy)]
    #[code(Gone)]
    Two,
    #[code(Busy, Internal)]
    TwoInOne,
    #[code()]
    Empty,
    #[code]
    Bare,
    #[code(transprent)]
    Misspelt(std::io::Error),
    #[code(Busy, diagnostic = "later")]
    Option,
    #[code(Busy, with = choose)]
    Both,
    #[code = "Busy"]
    Assigned,
    #[code("Busy")]
    Quoted,
}

fn main() {}
