//! Fields with a structure: JSON, lists, enums and UUIDs.

use std::collections::{BTreeMap, BTreeSet};

use behaviour_tests::ClinicDesk;
use behaviour_tests::clinic_desk::{RoomRefusedWhy, Why};
use error_runtime::{CatalogError, Json, Uuid};

#[derive(Debug, CatalogError)]
#[catalog(ClinicDesk)]
enum Desk {
    #[code(InvalidForm)]
    #[param(trace = "3f1e7d5a-9c42-4b8e-8d11-6a0c2f9b7e54")]
    Form {
        #[param(errors)]
        fields: BTreeMap<&'static str, Vec<String>>,
    },
    #[code(BookingCancelled)]
    Cancelled {
        #[param]
        reasons: Json,
        #[param]
        failed: Vec<u32>,
    },
    #[code(SlotRefused)]
    Refused {
        #[param]
        why: Why,
        #[param]
        allowed: Option<BTreeSet<String>>,
        #[param]
        weekdays: Option<[i8; 2]>,
    },
    #[code(SlotRefused)]
    #[param(why = "closed")]
    Closed,
    #[code(MethodNotOffered)]
    Method {
        #[param]
        offered: &'static [&'static str],
        #[param]
        trace: Option<Uuid>,
    },
    /// An enum of another parameter, whose values this one does not have.
    #[code(SlotRefused)]
    Mistaken(#[param(why)] RoomRefusedWhy),
}

#[test]
fn a_field_is_written_as_the_parameter_of_its_name() {
    let form = Desk::Form {
        fields: BTreeMap::from([("born", vec!["late".to_owned()])]),
    }
    .into_error();
    assert_eq!(form.parameter("errors"), Some(r#"{"born":["late"]}"#));
    assert_eq!(form.parameter("trace"), Some("3f1e7d5a-9c42-4b8e-8d11-6a0c2f9b7e54"));
    let cancelled = Desk::Cancelled {
        reasons: Json::new("[null]").unwrap(),
        failed: vec![1, 2],
    }
    .into_error();
    assert_eq!(
        (cancelled.parameter("reasons"), cancelled.parameter("failed")),
        (Some("[null]"), Some("[1,2]"))
    );
    let allowed = Some(BTreeSet::from(["b".to_owned(), "a".to_owned()]));
    let refused = Desk::Refused {
        why: Why::FullyBooked,
        allowed,
        weekdays: Some([1, -1]),
    }
    .into_error();
    assert_eq!(refused.message(), "Refused: fully-booked.");
    let lists = (refused.parameter("allowed"), refused.parameter("weekdays"));
    assert_eq!(lists, (Some(r#"["a","b"]"#), Some("[1,-1]")));
    assert_eq!(Desk::Closed.into_error().message(), "Refused: closed.");
    let method = Desk::Method {
        offered: &["GET"],
        trace: None,
    }
    .into_error();
    assert_eq!(
        (method.message().as_str(), method.parameter("trace")),
        ("Offered: GET.", None)
    );
}

#[test]
fn a_value_of_another_enum_counts_as_missing() {
    let mistaken = Desk::Mistaken(RoomRefusedWhy::Repair).into_error();
    assert_eq!(mistaken.parameter("why"), None);
}
