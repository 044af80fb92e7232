//! Parameters that always have the same value.

use ui_tests::ClinicV1;
use error_runtime::CatalogError;

#[derive(Debug, CatalogError)]
#[catalog(ClinicV1)]
enum Failure {
    #[code(BadNumber)]
    #[param(lenght = 9)]
    Unknown(#[param(length)] u8),
    #[code(BadNumber)]
    #[param(length = "nine")]
    Type,
    #[code(BadNumber)]
    #[param(length = 9.5)]
    Fraction,
}

#[derive(Debug, CatalogError)]
#[catalog(ClinicV1)]
enum Written {
    #[code(BadNumber)]
    #[param(length = 9)]
    Twice(#[param(length)] u8),
    #[code(BadNumber)]
    #[param(length)]
    NoValue,
    #[code(BadNumber)]
    #[param("length" = 9)]
    Quoted,
    #[code(BadNumber)]
    #[param(length = nine)]
    NoLiteral,
    #[code(with = choose)]
    #[param(length = 9)]
    Chosen,
}

fn main() {}
