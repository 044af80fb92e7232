//! Several catalogs: in one service, and for one error.

use behaviour_tests::clinic::{ClinicV1, ClinicV2};
use behaviour_tests::{Bars, GpConnect};
use error_runtime::{Catalog, CatalogError, Error};

mod inner {
    pub use behaviour_tests::clinic;
}

/// The errors of the domain, whatever the API calls them.
#[derive(Debug, CatalogError)]
#[catalog(ClinicV1, inner::clinic::ClinicV2)]
enum Domain {
    #[code(NotFound, ClinicV2::Missing)]
    #[param(ClinicV2::kind = "Patient")]
    NoPatient {
        #[param(patient, ClinicV2::subject)]
        id: &'static str,
    },
    #[code(NotFound, ClinicV2::Missing)]
    #[param(ClinicV2::kind = "Slot")]
    NoSlot(#[param(patient, ClinicV2::subject)] &'static str),
    #[code(ClinicV2::Busy, clinic::ClinicV1::Busy)]
    Busy,
    /// The same name in both.
    #[code(Internal)]
    Io(#[from] std::io::Error),
    #[code(transparent)]
    Below(#[from] Below),
    #[code(with = choose)]
    Chosen,
}

#[derive(Debug, CatalogError)]
#[catalog(ClinicV1, ClinicV2)]
#[code(Busy)]
struct Below;

impl Domain {
    /// An error of both catalogs can be chosen for both.
    fn choose(&self) -> Below {
        Below
    }
}

#[test]
fn one_error_is_an_error_of_two_versions_of_an_api() {
    let error = || Domain::NoPatient { id: "p-17" };
    let (one, two): (Error<ClinicV1>, Error<ClinicV2>) = (error().into(), error().into());
    assert_eq!(one.to_string(), "NOT_FOUND: No patient has the id p-17.");
    assert_eq!(two.to_string(), "MISSING: Patient p-17 does not exist.");
    let slot = CatalogError::<ClinicV2>::to_error(&Domain::NoSlot("s-1"));
    assert_eq!(slot.message(), "Slot s-1 does not exist.");
    assert_eq!(
        error().to_string(),
        one.to_string(),
        "the first catalog speaks for the error itself"
    );
    assert_eq!(CatalogError::<ClinicV1>::entry(&Domain::Busy).status(), 503);
    assert_eq!(CatalogError::<ClinicV2>::entry(&Domain::Busy).status(), 429);
    assert_eq!(CatalogError::<ClinicV2>::entry(&Domain::Below(Below)), ClinicV2::Busy);
    assert_eq!(CatalogError::<ClinicV2>::entry(&Domain::Chosen), ClinicV2::Busy);
}

#[test]
fn a_source_is_kept_for_either() {
    use std::error::Error as _;
    let error = || Domain::from(std::io::Error::other("disk"));
    assert_eq!(Error::<ClinicV1>::from(error()).source().unwrap().to_string(), "disk");
    assert_eq!(Error::<ClinicV2>::from(error()).source().unwrap().to_string(), "disk");
    assert_eq!(error().source().unwrap().to_string(), "disk");
    assert!(CatalogError::<ClinicV2>::origin(&error()).is_some());
}

#[derive(Debug, CatalogError)]
#[catalog(GpConnect)]
#[code(PatientNotFound)]
struct NoPatient;

#[derive(Debug, CatalogError)]
#[catalog(Bars)]
#[code(Conflict)]
struct Taken;

#[test]
fn a_service_has_errors_of_several_catalogs() {
    fn statuses<C: Catalog, D: Catalog>(one: impl CatalogError<C>, other: impl CatalogError<D>) -> [u16; 2] {
        [one.into_error().status(), other.into_error().status()]
    }
    assert_eq!(statuses(NoPatient, Taken), [404, 409]);
}

#[test]
fn documents_can_ask_which_entries_an_error_can_be() {
    assert_eq!(
        <NoPatient as CatalogError<GpConnect>>::entries(),
        [GpConnect::PatientNotFound]
    );
}
