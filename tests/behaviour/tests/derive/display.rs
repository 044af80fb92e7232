//! `Display`, `Error` and `Debug`: derived, left to the user, or left to `thiserror`.

use std::error::Error as _;
use std::fmt;

use behaviour_tests::clinic::ClinicV1;
use error_runtime::CatalogError;

#[derive(Debug, CatalogError)]
#[catalog(ClinicV1)]
enum Own {
    #[code(Busy)]
    Default,
    #[code(NotFound)]
    #[display("no record of {patient:?} ({source})")]
    Text {
        #[param]
        patient: &'static str,
        source: fmt::Error,
    },
    #[code(Internal)]
    #[display("{{{0:>3}}} and {1}")]
    Tuple(u8, char),
}

#[test]
fn an_error_shows_the_text_of_the_catalog_unless_it_has_its_own() {
    assert_eq!(Own::Default.to_string(), "BUSY: The clinic is busy");
    let text = Own::Text {
        patient: "p",
        source: fmt::Error,
    };
    assert_eq!(
        text.to_string(),
        "no record of \"p\" (an error occurred when formatting an argument)"
    );
    assert_eq!(Own::Tuple(7, 'x').to_string(), "{  7} and x");
    assert_eq!(text.to_error().to_string(), "NOT_FOUND: No patient has the id p.");
}

/// Both derives read the same `#[from]` and `#[source]`.
#[derive(Debug, thiserror::Error, CatalogError)]
#[catalog(ClinicV1, thiserror)]
enum Beside {
    #[error("the disk failed")]
    #[code(Internal)]
    Io(#[from] std::io::Error),
    #[error("{patient} is not there")]
    #[code(NotFound)]
    Missing {
        #[param]
        patient: String,
        #[source]
        cause: fmt::Error,
    },
    #[error(transparent)]
    #[code(transparent)]
    Own(#[from] Own),
}

#[test]
fn thiserror_can_be_derived_for_the_same_type() {
    let io = Beside::from(std::io::Error::other("x"));
    assert_eq!(
        (io.to_string(), io.entry()),
        ("the disk failed".to_owned(), ClinicV1::Internal)
    );
    assert_eq!(io.into_error().source().unwrap().to_string(), "x");
    let missing = Beside::Missing {
        patient: "p".to_owned(),
        cause: fmt::Error,
    };
    assert_eq!(missing.to_string(), "p is not there");
    assert!(missing.into_error().source().is_some());
    assert_eq!(Beside::from(Own::Default).to_string(), "BUSY: The clinic is busy");
}

#[derive(Debug, CatalogError)]
#[catalog(ClinicV1, no_display)]
#[code(Internal)]
struct ByHand(#[from] fmt::Error);

impl fmt::Display for ByHand {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("by hand")
    }
}

#[derive(Debug, CatalogError)]
#[catalog(ClinicV1, no_error)]
#[code(Busy)]
struct NoError;

impl std::error::Error for NoError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&fmt::Error)
    }
}

#[test]
fn display_and_error_can_be_written_by_hand() {
    let error = ByHand::from(fmt::Error);
    assert_eq!(error.to_string(), "by hand");
    assert!(error.source().is_some());
    assert!(NoError.source().is_some() && NoError.origin().is_none());
}

#[derive(CatalogError)]
#[catalog(ClinicV1, debug)]
enum Quiet {
    #[code(NoConsent)]
    Named {
        #[param]
        nhs_number: &'static str,
        #[param]
        shard: u8,
        attempts: u8,
    },
    #[code(BadNumber)]
    Tuple(#[param(length)] usize, &'static str),
    #[code(Internal)]
    Unit,
}

#[test]
fn a_derived_debug_shows_no_personal_value() {
    let named = Quiet::Named {
        nhs_number: "943 476 5919",
        shard: 3,
        attempts: 2,
    };
    assert_eq!(
        format!("{named:?}"),
        "Named { nhs_number: <personal>, shard: <internal>, attempts: 2 }"
    );
    let (tuple, unit) = (Quiet::Tuple(9, "x"), Quiet::Unit);
    assert_eq!(format!("{tuple:?} {unit:?}"), "Tuple(9, \"x\") Unit");
    let (Quiet::Named { attempts, .. }, Quiet::Tuple(_, text)) = (&named, &tuple) else {
        unreachable!()
    };
    assert_eq!((*attempts, *text), (2, "x"));
}
