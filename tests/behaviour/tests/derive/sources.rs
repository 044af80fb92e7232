//! The causes of an error: `#[from]`, `#[source]`, and errors in errors.

use std::error::Error as StdError;
use std::sync::Arc;

use behaviour_tests::clinic::{ClinicV1, clinic_v1};
use error_runtime::{CatalogError, Error, Respond};

type BoxError = Box<dyn StdError + Send + Sync>;

#[derive(Debug, CatalogError)]
#[catalog(ClinicV1)]
enum Storage {
    #[code(Internal)]
    Io(#[from] std::io::Error),
    #[code(Busy)]
    Named { source: std::fmt::Error },
    #[code(Busy)]
    Marked {
        #[source]
        cause: BoxError,
        attempts: u8,
    },
    #[code(Internal)]
    Shared(#[source] Arc<std::fmt::Error>),
    #[code(Internal)]
    Perhaps {
        #[from]
        source: Option<std::num::ParseIntError>,
    },
    #[code(Internal)]
    None,
}

#[derive(Debug, CatalogError)]
#[catalog(ClinicV1)]
enum Service {
    #[code(transparent)]
    Storage(#[from] Storage),
    #[code(transparent)]
    Boxed { source: Box<Service> },
    #[code(transparent)]
    Ready(#[from] Error<ClinicV1>),
}

#[derive(Debug, CatalogError)]
#[catalog(ClinicV1)]
#[code(transparent)]
struct Whole(#[from] Service);

fn io() -> std::io::Error {
    std::io::Error::other("postgres://user:password@db-1")
}

fn sources() -> [(Storage, Option<&'static str>); 7] {
    [
        (io().into(), Some("postgres://user:password@db-1")),
        (
            Storage::Named {
                source: std::fmt::Error,
            },
            Some("an error occurred when formatting an argument"),
        ),
        (
            Storage::Marked {
                cause: "the cause".into(),
                attempts: 1,
            },
            Some("the cause"),
        ),
        (
            Storage::Shared(Arc::new(std::fmt::Error)),
            Some("an error occurred when formatting an argument"),
        ),
        (
            "".parse::<u8>().unwrap_err().into(),
            Some("cannot parse integer from empty string"),
        ),
        (Storage::Perhaps { source: None }, None),
        (Storage::None, None),
    ]
}

#[test]
fn a_source_is_part_of_the_error_and_not_of_the_response() {
    for (error, expected) in sources() {
        assert_eq!(error.source().map(ToString::to_string).as_deref(), expected);
        let error = Error::from(error);
        assert_eq!(error.source().map(ToString::to_string).as_deref(), expected);
        let answer = format!("{:?} {error}", error.response());
        assert!(expected.is_none_or(|text| !answer.contains(text)), "{answer}");
    }
}

#[test]
fn a_copy_for_the_client_is_without_the_source() {
    let error = Storage::from(io());
    assert!(error.to_error().source().is_none() && error.origin().is_some());
    let Storage::Marked { attempts, .. } = (Storage::Marked {
        cause: "x".into(),
        attempts: 1,
    }) else {
        unreachable!()
    };
    assert_eq!(attempts, 1);
}

#[test]
fn a_transparent_error_is_the_one_inside_however_deep() {
    for ((error, expected), (inside, _)) in sources().into_iter().zip(sources()) {
        let entry = inside.entry();
        let error = Whole::from(Service::Boxed {
            source: Box::new(error.into()),
        });
        assert_eq!((error.entry(), error.to_string()), (entry, inside.to_string()));
        assert_eq!(error.source().map(ToString::to_string).as_deref(), expected);
        assert_eq!(
            error.into_error().source().map(ToString::to_string).as_deref(),
            expected
        );
    }
    let ready = Whole(clinic_v1::Busy.error().with_diagnostics("d").with_source("s").into());
    assert_eq!(ready.to_error().diagnostics().as_deref(), Some("d"));
    assert_eq!(ready.into_error().source().unwrap().to_string(), "s");
}

#[test]
fn the_question_mark_goes_all_the_way() {
    fn storage() -> Result<u8, Storage> {
        Ok("256".parse()?)
    }
    fn service() -> Result<u8, Service> {
        Ok(storage()?)
    }
    fn handler() -> Result<u8, Error<ClinicV1>> {
        Ok(service()?)
    }
    assert_eq!(handler().unwrap_err().entry(), ClinicV1::Internal);
}
