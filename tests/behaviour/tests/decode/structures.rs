//! Values with a structure: JSON, lists, enums and UUIDs, written and read back.

use std::collections::{BTreeMap, BTreeSet};

use crate::support::headers;
use behaviour_tests::clinic_desk::{
    BookingCancelled, InvalidForm, Late, MethodNotOffered, RoomRefused, RoomRefusedWhy, SlotRefused, Why,
};
use behaviour_tests::desk_rpc::{InvalidParams, ParseError};
use behaviour_tests::recorded::Decode;
use behaviour_tests::{ClinicDesk, DeskRpc, samples};
use error_client::ReceivedResponse;
use error_runtime::{Catalog, Error, Json, Respond, Uuid};
use serde_json::{Value, json};

fn body<C: Catalog>(error: impl Into<Error<C>>) -> Value {
    serde_json::from_str(&error.into().body().unwrap()).unwrap()
}

/// What the decoder reads of an error: its entry and its parameters.
fn read<C: Decode>(error: impl Into<Error<C>>) -> (Option<C>, BTreeMap<String, String>) {
    let response = error.into().response();
    let body = response.body.clone().unwrap_or_default();
    let headers = headers(&response);
    let found = C::decode(ReceivedResponse::new(response.status, &headers, body.as_bytes()));
    let parameters = found.issue().unwrap().parameters();
    let owned = parameters.map(|(name, value)| (name.to_owned(), value.to_owned()));
    (found.entry(), owned.collect())
}

const TRACE: &str = "3f1e7d5a-9c42-4b8e-8d11-6a0c2f9b7e54";

#[test]
fn a_map_of_fields_is_any_value_that_serde_serialises() {
    let fields = BTreeMap::from([("born", vec!["The date is \"late\""]), ("name", vec![])]);
    let error = || InvalidForm {
        errors: &fields,
        trace: Some(Uuid::new(TRACE).unwrap()),
    };
    let written = body::<ClinicDesk>(error());
    assert_eq!(
        written["errors"],
        json!({ "born": ["The date is \"late\""], "name": [] })
    );
    assert_eq!(written["trace"], TRACE);
    let (entry, parameters) = read::<ClinicDesk>(error());
    assert_eq!(entry, Some(ClinicDesk::InvalidForm));
    assert_eq!(parameters["errors"], r#"{"born":["The date is \"late\""],"name":[]}"#);
    assert_eq!(parameters["trace"], TRACE);
}

#[test]
fn what_is_inside_of_a_parameter_is_read() {
    let fields = BTreeMap::from([("message", ["a"]), ("code", ["b"])]);
    let response = Error::<ClinicDesk>::from(InvalidForm {
        errors: &fields,
        trace: None,
    })
    .response();
    let body = response.body.clone().unwrap();
    let found = ClinicDesk::decode(ReceivedResponse::new(response.status, &[], body.as_bytes()));
    assert_eq!(
        (found.entry(), found.unread()),
        (Some(ClinicDesk::InvalidForm), Vec::new())
    );
    assert_eq!(found.issue().unwrap().code(), Some("INVALID_FORM"));
}

#[test]
fn checked_json_is_written_as_it_is() {
    let reasons = Json::new(r#" [ { "Code" : "None" }, null ] "#).unwrap();
    let error = || BookingCancelled {
        reasons: &reasons,
        failed: Some(&[1, 2]),
    };
    let written = body::<ClinicDesk>(error());
    assert_eq!(written["CancellationReasons"], json!([{ "Code": "None" }, null]));
    assert_eq!(
        written["Message"],
        "Transaction cancelled, please refer to the reasons for 1, 2."
    );
    let response = Error::<ClinicDesk>::from(error()).response();
    assert!(
        response
            .headers
            .iter()
            .any(|header| header.name == "X-Failed" && header.value == "1, 2")
    );
    let (_, parameters) = read::<ClinicDesk>(error());
    assert_eq!(parameters["reasons"], r#"[{"Code":"None"},null]"#);
    assert_eq!(parameters["failed"], "[1,2]", "read from the message");
}

#[test]
fn the_id_of_a_call_is_an_integer_a_string_or_null() {
    let ids: [(Json, &str); 4] = [
        (Json::from(7), "7"),
        (Json::string("7"), "\"7\""),
        (Json::NULL, "null"),
        (Json::from(u64::MAX), "18446744073709551615"),
    ];
    for (call, expected) in ids {
        let (entry, parameters) = read::<DeskRpc>(ParseError {
            call: &call,
            data: None,
        });
        assert_eq!((entry, &*parameters["call"]), (Some(DeskRpc::ParseError), expected));
        assert!(!parameters.contains_key("data"));
    }
    let data = ["a"];
    let error = body::<DeskRpc>(InvalidParams {
        call: "a-1",
        data: Some(&data),
    });
    assert_eq!((&error["id"], &error["error"]["data"]), (&json!("a-1"), &json!(["a"])));
}

#[test]
fn an_enum_is_a_type_of_the_module() {
    let refused = |why| SlotRefused {
        why,
        allowed: None,
        metadata: None,
        weekdays: None,
    };
    assert_eq!(
        body::<ClinicDesk>(refused(Why::PatientTooYoung))["why"],
        "patient-too-young"
    );
    let response = Error::<ClinicDesk>::from(refused(Why::Closed)).response();
    assert!(
        response
            .headers
            .iter()
            .any(|header| header.value == "Desk reason=closed")
    );
    assert_eq!("closed".parse(), Ok(Why::Closed));
    assert_eq!(
        "open".parse::<Why>().unwrap_err().to_string(),
        "`open` is not a value of `Why`"
    );
    assert_eq!(serde_json::to_value(Why::FullyBooked).unwrap(), "fully-booked");
    assert_eq!(serde_json::from_value::<Why>("closed".into()).unwrap(), Why::Closed);
    let error = Error::try_new(ClinicDesk::SlotRefused, [("why", "open")]).unwrap_err();
    assert!(error.to_string().contains("`why`"), "{error}");
}

#[test]
fn the_values_of_an_enum_are_evidence() {
    let room = RoomRefused {
        why: RoomRefusedWhy::Repair,
        allowed: None,
        metadata: None,
        weekdays: None,
    };
    assert_eq!(read::<ClinicDesk>(room).0, Some(ClinicDesk::RoomRefused));
    let slot = SlotRefused {
        why: Why::Closed,
        allowed: None,
        metadata: None,
        weekdays: None,
    };
    assert_eq!(read::<ClinicDesk>(slot).0, Some(ClinicDesk::SlotRefused));
}

#[test]
fn a_list_is_an_array_in_json_and_joined_in_a_text() {
    let weekdays = BTreeSet::from([5, 1]);
    let error = || SlotRefused {
        why: Why::Closed,
        allowed: Some(&["a, b", "c\n\"d\""]),
        metadata: Some(&1.5),
        weekdays: Some(&weekdays),
    };
    let written = body::<ClinicDesk>(error());
    assert_eq!(
        written["allowed"],
        json!(["a, b", "c \"d\""]),
        "without control characters"
    );
    assert_eq!(written["more"], json!({ "metadata": 1.5, "weekdays": [1, 5] }));
    let (_, parameters) = read::<ClinicDesk>(error());
    assert_eq!(parameters["allowed"], r#"["a, b","c \"d\""]"#);
    assert_eq!((&*parameters["metadata"], &*parameters["weekdays"]), ("1.5", "[1,5]"));
    let offered = ["GET", "HEAD"];
    let error = Error::<ClinicDesk>::from(MethodNotOffered { offered, trace: None });
    assert_eq!(error.message(), "Offered: GET, HEAD.");
    assert!(
        error
            .response()
            .headers
            .iter()
            .any(|header| header.value == "GET, HEAD")
    );
    // One item with a comma would be the same text.
    assert!(!read::<ClinicDesk>(error).1.contains_key("offered"));
    let one = MethodNotOffered {
        offered: ["GET"],
        trace: None,
    };
    assert_eq!(read::<ClinicDesk>(one).1["offered"], r#"["GET"]"#);
}

#[test]
fn an_empty_list_is_not_a_missing_one() {
    let none: [&str; 0] = [];
    let error = |allowed| SlotRefused {
        why: Why::Closed,
        allowed,
        metadata: None,
        weekdays: None,
    };
    assert_eq!(body::<ClinicDesk>(error(Some(&none)))["allowed"], json!([]));
    assert_eq!(read::<ClinicDesk>(error(Some(&none))).1["allowed"], "[]");
    let missing = body::<ClinicDesk>(error(None));
    assert_eq!(
        (missing.get("allowed"), &missing["more"]["weekdays"]),
        (None, &Value::Null)
    );
    assert!(!read::<ClinicDesk>(error(None)).1.contains_key("weekdays"));
}

#[test]
fn an_optional_string_is_a_reference() {
    let name = String::from(" again");
    assert_eq!(
        Error::<ClinicDesk>::from(Late {
            note: Some(""),
            trace: None
        })
        .message(),
        "Too late"
    );
    assert_eq!(
        Error::<ClinicDesk>::from(Late {
            note: Some(&name),
            trace: None
        })
        .message(),
        "Too late again"
    );
    assert_eq!(
        Error::<ClinicDesk>::from(Late {
            note: None,
            trace: None
        })
        .message(),
        "Too late"
    );
}

#[test]
fn every_sample_is_read_back() {
    fn check<C: Decode>() {
        for entry in C::all() {
            let error = samples::sample(*entry);
            let expected: BTreeMap<String, String> = entry
                .entry()
                .parameters()
                .iter()
                .map(|parameter| {
                    (
                        parameter.name.to_owned(),
                        error.parameter(parameter.name).unwrap().to_owned(),
                    )
                })
                .collect();
            let (found, parameters) = read::<C>(error);
            assert_eq!(found, Some(*entry));
            for (name, value) in parameters {
                assert_eq!(Some(&value), expected.get(&name), "{entry} {name}");
            }
        }
    }
    check::<ClinicDesk>();
    check::<DeskRpc>();
}
