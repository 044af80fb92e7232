//! Types with parameters and lifetimes: bounds are there where a field needs them, and nowhere else.

use std::error::Error as StdError;
use std::fmt::{Debug, Display};
use std::marker::PhantomData;

use behaviour_tests::clinic::{ClinicV1, clinic_v1};
use error_runtime::{CatalogError, Error};

#[derive(Debug, CatalogError)]
#[catalog(ClinicV1)]
enum Generic<'a, Id, Cause, Inside = Error<ClinicV1>, const N: usize = 1>
where
    Id: Copy,
{
    #[code(NotFound)]
    Missing {
        #[param]
        patient: Id,
        #[param]
        shard: Option<&'a u8>,
    },
    #[code(BadNumber)]
    Number(#[param(length)] usize, [u8; N]),
    #[code(Internal)]
    Failed(#[source] Box<Cause>),
    #[code(transparent)]
    Inside(Inside),
}

#[test]
fn a_generic_error_is_one_for_every_type_that_fits() {
    fn missing<'a, Id: AsRef<str> + Copy + Debug>(patient: Id, shard: &'a u8) -> Result<(), Error<ClinicV1>> {
        let shard = Some(shard);
        let error: Generic<'a, Id, std::fmt::Error> = Generic::Missing { patient, shard };
        Err(error)?
    }
    assert_eq!(missing("p", &3).unwrap_err().message(), "No patient has the id p.");
    let failed: Generic<'_, &str, std::fmt::Error> = Generic::Failed(Box::new(std::fmt::Error));
    assert!(failed.source().is_some() && failed.into_error().source().is_some());
    let inside: Generic<'_, &str, std::fmt::Error> = Generic::Inside(clinic_v1::Busy.into());
    assert_eq!(inside.entry(), ClinicV1::Busy);
    let number: Generic<'_, &str, std::fmt::Error, Error<ClinicV1>, 2> = Generic::Number(2, [0; 2]);
    let Generic::Number(_, digits) = &number else {
        unreachable!()
    };
    assert_eq!(
        (digits.len(), number.to_string()),
        (2, "BAD_NUMBER: An NHS number has 10 digits, not 2.".to_owned())
    );
}

/// Nothing of `T` is shown, so it may be anything.
#[derive(CatalogError)]
#[catalog(ClinicV1, no_error)]
#[code(Busy)]
struct Unbounded<T>(PhantomData<T>);

struct Anything;

#[test]
fn a_parameter_that_nothing_depends_on_has_no_bounds() {
    assert_eq!(Unbounded::<Anything>(PhantomData).into_error().entry(), ClinicV1::Busy);
}

#[derive(Debug, CatalogError)]
#[catalog(ClinicV1)]
#[code(Busy, diagnostics = "{what} {how:?}")]
#[display("{how:?}")]
struct Texts<T: Display, U> {
    what: T,
    how: Option<U>,
    #[expression]
    place: T,
}

#[test]
fn a_field_in_a_text_has_the_bound_of_its_format() {
    let texts = Texts {
        what: 1,
        how: Some("x"),
        place: 2,
    };
    assert_eq!(texts.to_string(), "Some(\"x\")");
    let error = texts.into_error();
    assert_eq!(error.diagnostics().as_deref(), Some("1 Some(\"x\")"));
    assert!(error.expressions().eq(["2"]));
}

macro_rules! failure {
    ($name:ident, $field:ident, $kind:ty) => {
        #[derive(Debug, CatalogError)]
        #[catalog(ClinicV1)]
        #[code(NotFound, diagnostics = "no {patient}")]
        struct $name {
            #[param(patient)]
            $field: $kind,
            patient: u8,
        }
    };
}

failure!(FromMacro, r#type, String);

#[test]
fn a_macro_can_make_the_type() {
    let error = FromMacro {
        r#type: "t".to_owned(),
        patient: 4,
    };
    assert_eq!(error.to_error().diagnostics().as_deref(), Some("no 4"));
    assert_eq!(error.to_error().parameter("patient"), Some("t"));
}
