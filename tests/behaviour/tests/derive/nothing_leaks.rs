//! Private values do not reach clients: every field and every source has a marker, and every output is searched for it.

use std::error::Error as StdError;
use std::fmt;
use std::panic::catch_unwind;

use behaviour_tests::clinic::{ClinicV1, ClinicV2};
use error_runtime::{Catalog, CatalogError, Error, Outcome, Respond};

/// A cause that has secrets wherever an error can have them.
#[derive(Debug)]
struct Cause {
    #[expect(dead_code, reason = "it is there to be leaked by `Debug`")]
    url: &'static str,
    source: Option<Box<Self>>,
}

impl fmt::Display for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SECRET-message postgres://user:SECRET-password@db/patients")
    }
}

impl StdError for Cause {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.source.as_deref().map(|source| source as _)
    }
}

fn cause() -> Cause {
    let deeper = Cause {
        url: "SECRET-deeper",
        source: None,
    };
    Cause {
        url: "SECRET-url",
        source: Some(Box::new(deeper)),
    }
}

#[derive(CatalogError)]
#[catalog(ClinicV1, debug)]
enum Outer {
    #[code(transparent)]
    Middle(#[from] Box<Middle>),
}

#[derive(CatalogError)]
#[catalog(ClinicV1, debug)]
enum Middle {
    #[code(transparent)]
    Inner(#[from] Inner),
    #[code(Internal)]
    Cause(#[from] Cause),
    #[code(Busy)]
    Wrapped { source: Inner },
    #[code(Internal)]
    Panic { source: Box<dyn StdError + Send + Sync> },
}

#[derive(CatalogError)]
#[catalog(ClinicV1, ClinicV2, debug)]
enum Inner {
    #[code(NotFound, ClinicV2::Missing)]
    NotFound {
        #[param(patient, ClinicV2::subject)]
        id: &'static str,
        #[param]
        kind: &'static str,
        #[param]
        nhs_number: Option<String>,
        #[param]
        shard: u16,
        source: Cause,
    },
    #[code(NoConsent, ClinicV2::Internal)]
    NoConsent {
        #[param]
        nhs_number: Personal,
        #[param]
        shard: u16,
        #[source]
        cause: Option<Cause>,
    },
}

/// A number that only its owner may see.
struct Personal;

impl AsRef<str> for Personal {
    fn as_ref(&self) -> &'static str {
        "PERSONAL-number"
    }
}

impl fmt::Debug for Personal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PERSONAL-number")
    }
}

fn inner() -> [Inner; 2] {
    let not_found = Inner::NotFound {
        id: "visible",
        kind: "Patient",
        nhs_number: Some("PERSONAL-number".to_owned()),
        shard: 7_331,
        source: cause(),
    };
    let no_consent = Inner::NoConsent {
        nhs_number: Personal,
        shard: 7_331,
        cause: Some(cause()),
    };
    [not_found, no_consent]
}

fn all() -> Vec<Outer> {
    let panic = catch_unwind(|| panic!("SECRET-panic")).unwrap_err();
    let panic = panic.downcast_ref::<&str>().copied().unwrap_or_default();
    let middle = inner().into_iter().map(Middle::from);
    let middle = middle.chain([Middle::Cause(cause()), Middle::Panic { source: panic.into() }]);
    let middle = middle.chain(inner().into_iter().map(|source| Middle::Wrapped { source }));
    middle.map(|middle| Outer::from(Box::new(middle))).collect()
}

const PERSONAL: &str = "PERSONAL";
const NOT_FOR_CLIENTS: [&str; 3] = [PERSONAL, "SECRET", "7331"];

/// All that a client gets.
fn answer<C: Catalog>(error: Error<C>) -> String {
    let whole = Outcome::new(error.to_error()).and(error.to_error());
    format!(
        "{:?} {:?} {} {}",
        error.response(),
        whole.response(),
        error.message(),
        error.diagnostics().unwrap_or_default()
    )
}

#[test]
fn only_public_values_are_part_of_a_response() {
    let mut answers: Vec<String> = all().into_iter().map(|error| answer(error.into_error())).collect();
    answers.extend(inner().map(|error| answer(Error::<ClinicV2>::from(error))));
    answers.extend(all().iter().map(|error| answer(error.to_error())));
    assert_eq!(answers.len(), 14);
    for answer in &answers {
        assert!(
            NOT_FOR_CLIENTS.iter().all(|marker| !answer.contains(marker)),
            "{answer}"
        );
    }
    assert!(
        answers.iter().any(|answer| answer.contains("visible")),
        "what is public does reach it"
    );
}

#[test]
fn display_shows_no_source_and_no_personal_value() {
    for error in all() {
        let shown = format!("{error} {:?}", error.to_error());
        let told = error.into_error().to_string();
        for marker in NOT_FOR_CLIENTS {
            assert!(!shown.contains(marker) && !told.contains(marker), "{shown} {told}");
        }
    }
}

#[test]
fn logs_and_the_output_of_a_panic_show_sources_and_no_personal_value() {
    let mut sources = 0;
    for error in all() {
        let shown = format!("{error:?} {error:#?}");
        let told = error.into_error();
        let mut log = format!("{shown} {told:?} {}", told.log_message().unwrap_or_default());
        let mut source = told.source();
        while let Some(cause) = source {
            log = format!("{log} {cause} {cause:?}");
            source = cause.source();
        }
        assert!(!log.contains(PERSONAL), "{log}");
        sources += usize::from(log.contains("SECRET"));
    }
    assert_eq!(sources, all().len(), "operators see what happened");
    for error in all() {
        let output = catch_unwind(std::panic::AssertUnwindSafe(|| panic!("{:?}", error))).unwrap_err();
        let output = output.downcast_ref::<String>().unwrap();
        assert!(!output.contains(PERSONAL), "{output}");
    }
}

#[test]
fn a_personal_value_is_recorded_only_by_its_own_method() {
    let [error, _] = inner();
    let error = Error::<ClinicV1>::from(error);
    assert_eq!(
        error.log_message().as_deref(),
        Some("no record for <personal> on shard 7331")
    );
    assert_eq!(
        error.log_message_with_personal_data().as_deref(),
        Some("no record for PERSONAL-number on shard 7331")
    );
}
