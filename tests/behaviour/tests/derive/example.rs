//! The example of the documents.

use behaviour_tests::{GpConnect, gp_connect};
use error_runtime::{CatalogError, Error};

#[derive(Debug, CatalogError)]
#[catalog(GpConnect)]
enum RecordError {
    /// The entry of the catalog that is sent to the client.
    #[code(PatientNotFound)]
    NoRecord,

    /// The entry has the parameter `details`, and this field is its argument. `element` names the element at fault.
    #[code(InvalidParameter)]
    BadParameter {
        #[param]
        details: String,
        #[expression]
        element: &'static str,
    },

    /// The argument is constant. The source is logged and never sent to the client.
    #[code(InternalServerError)]
    #[param(details = "The record store failed.")]
    Store(#[from] std::io::Error),

    /// Another error of the same catalog.
    #[code(transparent)]
    Consent(#[from] ConsentError),

    /// The method chooses the error at run time.
    #[code(with = upstream)]
    Upstream { status: u16 },
}

#[derive(Debug, CatalogError)]
#[catalog(GpConnect)]
#[code(NoPatientConsent)]
struct ConsentError;

impl RecordError {
    fn upstream(&self) -> Error<GpConnect> {
        match self {
            Self::Upstream { status: 404 } => gp_connect::NoRecordFound.error(),
            _ => gp_connect::SspTargetCommunicationError {
                target_url: "https://provider.example",
            }
            .into(),
        }
    }
}

fn record(patient: &str) -> Result<String, RecordError> {
    let path = match patient {
        "" => return Err(RecordError::NoRecord),
        "me" => return Err(ConsentError.into()),
        patient => format!("/records/{patient}"),
    };
    Ok(std::fs::read_to_string(path)?)
}

#[test]
fn the_example_works_as_the_documents_describe() {
    use error_runtime::Error;
    use std::error::Error as _;
    let error = Error::from(record("p-17").unwrap_err());
    assert_eq!((error.entry(), error.status()), (GpConnect::InternalServerError, 500));
    assert_eq!(error.diagnostics().as_deref(), Some("The record store failed."));
    assert!(error.source().is_some());
    let entry = |patient| record(patient).unwrap_err().entry();
    assert_eq!(
        (entry(""), entry("me")),
        (GpConnect::PatientNotFound, GpConnect::NoPatientConsent)
    );
    let upstream = |status| RecordError::Upstream { status }.entry();
    assert_eq!(
        (upstream(404), upstream(502)),
        (GpConnect::NoRecordFound, GpConnect::SspTargetCommunicationError)
    );
    let bad = RecordError::BadParameter {
        details: "not a date".to_owned(),
        element: "Patient.birthDate",
    };
    assert!(bad.to_error().expressions().eq(["Patient.birthDate"]));
}

#[test]
fn the_documents_have_the_example() {
    let own = include_str!("example.rs");
    let (_, example) = own
        .split_once("use behaviour_tests::{GpConnect, gp_connect};\n")
        .unwrap();
    let (example, _) = example.split_once("\n#[test]").unwrap();
    for document in [
        include_str!("../../../../docs/server.md"),
        include_str!("../../../../error-macros/src/derive/guide.md"),
    ] {
        assert!(document.contains(example), "it should have this:\n{example}");
    }
}
