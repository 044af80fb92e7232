//! Variants and structs as entries: parameters, and what else an error is made with.

use std::time::Duration;

use behaviour_tests::clinic::{ClinicV1, clinic_v1};
use behaviour_tests::{Bars, GpConnect, bars};
use error_runtime::{CatalogError, Error, IssueType, Number, Respond, Rfc3339};
use serde_json::{Value, json};

#[derive(Debug, CatalogError)]
#[catalog(ClinicV1)]
enum Failure {
    #[code(NotFound)]
    NoRecord {
        #[param]
        patient: String,
        #[param(shard)]
        database: Option<u8>,
        attempts: usize,
    },
    #[code(ClinicV1::BadNumber)]
    Number(&'static str, #[param(length)] usize),
    #[code(Busy)]
    Busy {
        #[retry_after]
        wait: Option<Duration>,
        #[request_id]
        request: u64,
    },
    #[code(Internal)]
    Unit,
    #[code(Internal)]
    Empty {},
}

#[test]
fn a_variant_is_its_entry_and_fills_its_parameters() {
    let error = Failure::NoRecord {
        patient: "p-17".to_owned(),
        database: Some(3),
        attempts: 2,
    };
    assert_eq!(error.entry(), ClinicV1::NotFound);
    let Failure::NoRecord { attempts, .. } = &error else {
        unreachable!()
    };
    assert_eq!(*attempts, 2);
    let told = error.into_error();
    assert_eq!(
        (told.status(), told.message()),
        (404, "No patient has the id p-17.".to_owned())
    );
    assert_eq!(
        (told.parameter("shard"), told.parameter("nhs_number")),
        (Some("3"), None)
    );
    assert_eq!(Failure::Unit.entry(), Failure::Empty {}.entry());
}

#[test]
fn the_fields_of_a_tuple_name_their_parameters() {
    let error = Failure::Number("943", 3);
    let Failure::Number(given, _) = &error else {
        unreachable!()
    };
    assert_eq!(given.len(), 3);
    assert_eq!(error.to_string(), "BAD_NUMBER: An NHS number has 10 digits, not 3.");
}

#[test]
fn an_error_can_be_looked_at_before_it_is_given_away() {
    let error = Failure::Busy {
        wait: Some(Duration::from_millis(1_500)),
        request: 7,
    };
    let seen = error.to_error();
    assert_eq!((seen.status(), seen.request_id()), (503, Some("7")));
    let response = Error::from(error).response();
    assert!(
        response
            .headers
            .iter()
            .any(|header| header.name == "Retry-After" && header.value == "2")
    );
    let usual = Failure::Busy { wait: None, request: 7 };
    assert_eq!(usual.to_error().retry_after(), Some(Duration::from_secs(5)));
}

/// One field for every type of parameter, and for what may be given for it.
#[derive(Debug, CatalogError)]
#[catalog(ClinicV1)]
#[code(Full)]
struct Full<'a> {
    #[param]
    share: Number,
    #[param]
    link: std::fmt::Arguments<'a>,
    #[param]
    when: Rfc3339,
    #[param]
    urgent: bool,
    #[param]
    anything: char,
    #[param]
    note: Option<std::borrow::Cow<'a, str>>,
    #[param]
    count: std::num::NonZero<u16>,
    #[param]
    free: Option<Number>,
    #[param]
    open: Option<&'a bool>,
    #[param]
    begun: Option<std::time::SystemTime>,
}

#[test]
fn every_type_of_parameter_takes_the_values_of_its_struct_and_options() {
    let full = Full {
        share: Number::try_from(0.5_f32).unwrap(),
        link: format_args!("/slots/{}", 1),
        when: Rfc3339::new("2026-01-31T09:30:00Z").unwrap(),
        urgent: true,
        anything: 'x',
        note: Some("n".into()),
        count: std::num::NonZero::<u16>::MIN,
        free: None,
        open: Some(&false),
        begun: None,
    };
    let error = full.into_error();
    assert_eq!(
        error.message(),
        "0.5 of the slot /slots/1 at 2026-01-31T09:30:00Z is taken: urgent true, x."
    );
    let values = ["note", "count", "free", "open", "begun"].map(|name| error.parameter(name));
    assert_eq!(values, [Some("n"), Some("1"), None, Some("false"), None]);
}

#[derive(Debug, CatalogError)]
#[catalog(GpConnect)]
enum Resource {
    #[code(InvalidResource)]
    #[expression("Patient.identifier[{position}]")]
    #[expression("Patient")]
    Invalid {
        position: usize,
        #[param]
        details: String,
    },
    #[code(InternalServerError, diagnostics = "{0} of {1:?}: {{{0:03}}}")]
    Broken(u8, &'static str, #[param(details)] &'static str),
    #[code(PatientNotFound)]
    Missing {
        #[diagnostics]
        why: &'static str,
        #[expression]
        place: Option<String>,
    },
}

fn issue(error: impl CatalogError<GpConnect>) -> Value {
    let body: Value = serde_json::from_str(&error.into_error().body().unwrap()).unwrap();
    body["issue"][0].clone()
}

#[test]
fn texts_that_the_developer_sets_are_written_at_their_places_in_the_catalog() {
    let invalid = issue(Resource::Invalid {
        position: 1,
        details: "no system".to_owned(),
    });
    assert_eq!(invalid["diagnostics"], "no system");
    assert_eq!(invalid["expression"], json!(["Patient.identifier[1]", "Patient"]));
    let broken = issue(Resource::Broken(7, "x", "unseen"));
    assert_eq!(broken["diagnostics"], "7 of \"x\": {007}");
    let missing = issue(Resource::Missing {
        why: "not in this practice",
        place: None,
    });
    assert_eq!(missing["diagnostics"], "not in this practice");
    assert_eq!(missing.get("expression"), None);
}

#[test]
fn a_value_of_a_client_is_escaped_shortened_and_without_control_characters() {
    let sent = format!("\"\r\n\u{1b}[2J{}", "é".repeat(2_000));
    let shown = |issue: &Value| issue["diagnostics"].as_str().unwrap().to_owned();
    let parameter = issue(Resource::Invalid {
        position: 0,
        details: sent.clone(),
    });
    assert_eq!(shown(&parameter).chars().count(), 1_024);
    assert!(shown(&parameter).starts_with("\"   [2Jé") && shown(&parameter).ends_with("é…"));
    let sent: &'static str = sent.repeat(3).leak();
    let diagnostics = issue(Resource::Missing { why: sent, place: None });
    assert_eq!(shown(&diagnostics).chars().count(), 4_096);
    assert!(!shown(&diagnostics).contains(char::is_control));
}

#[derive(Debug, CatalogError)]
#[catalog(Bars)]
#[code(with = choose)]
struct Booking {
    status: u16,
    #[diagnostics]
    text: Option<&'static str>,
}

impl Booking {
    fn choose(&self) -> Error<Bars> {
        match self.status {
            409 => bars::Conflict.error(),
            _ => bars::ServerErrorException.error(),
        }
    }
}

#[derive(Debug, CatalogError)]
#[catalog(ClinicV1)]
enum Chosen {
    #[code(with = whole_error)]
    Method { patient: &'static str },
    #[code(with = self::any_function)]
    Function,
}

impl Chosen {
    fn whole_error(&self) -> Error<ClinicV1> {
        match self {
            Self::Method { patient } => behaviour_tests::clinic::clinic_v1::NotFound {
                patient,
                shard: None,
                nhs_number: None,
            }
            .into(),
            Self::Function => clinic_v1::Internal.into(),
        }
    }
}

fn any_function(_: &Chosen) -> clinic_v1::NoArguments_ {
    clinic_v1::Busy
}

#[test]
fn a_method_chooses_the_error_at_run_time() {
    let booking = |status| Booking {
        status,
        text: Some("full"),
    };
    assert_eq!(booking(409).entry(), Bars::Conflict);
    assert_eq!(
        booking(500).entry().issue_type(),
        Bars::ServerErrorException.issue_type()
    );
    assert_eq!(booking(409).into_error().diagnostics().as_deref(), Some("full"));
    assert_ne!(Bars::Conflict.issue_type(), Some(IssueType::Exception));
    assert_eq!(
        Chosen::Method { patient: "p" }.into_error().parameter("patient"),
        Some("p")
    );
    assert_eq!(
        (Chosen::Method { patient: "p" }.entry(), Chosen::Function.entry()),
        (ClinicV1::NotFound, ClinicV1::Busy)
    );
}

/// No error at all can be made of it.
#[derive(CatalogError)]
#[catalog(ClinicV1, debug)]
enum Nothing {}

#[test]
fn an_enum_without_variants_is_an_error_that_never_happens() {
    let result: Result<u8, Nothing> = Ok(1);
    assert_eq!(result.map_err(Error::<ClinicV1>::from).ok(), Some(1));
}

#[test]
fn a_result_is_no_larger_than_the_error_itself() {
    assert!(size_of::<Result<(), Error<ClinicV1>>>() <= 16);
    assert_eq!(size_of::<Result<(), Failure>>(), size_of::<Failure>());
}

#[derive(Debug, CatalogError)]
#[catalog(ClinicV1)]
#[code(Full)]
#[param(share = 1, link = "/slots", when = "2026-01-31T09:30:00Z")]
#[param(urgent = false, anything = 'x', count = -3, free = 0.25)]
struct Constants;

#[test]
fn parameters_may_always_have_the_same_value() {
    let error = Constants.into_error();
    let values =
        ["share", "link", "when", "urgent", "anything", "count", "free", "open"].map(|name| error.parameter(name));
    let expected = [
        Some("1"),
        Some("/slots"),
        Some("2026-01-31T09:30:00Z"),
        Some("false"),
        Some("x"),
        Some("-3"),
        Some("0.25"),
        None,
    ];
    assert_eq!(values, expected);
}
