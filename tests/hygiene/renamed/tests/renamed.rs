//! Everything an enum can do, where the runtime is not called `error_runtime`.

use hygiene_renamed::{Closed, Desk, Failure, desk, through_framework};
use runtime::{Error, Respond};

#[test]
fn a_renamed_runtime_is_found_by_its_path() {
    let error: Error<Desk> = desk::RoomTaken {
        room: Some(3),
        patient: "p-17",
    }
    .into();
    assert_eq!(error.body().as_deref(), Some(r#"{"code":"ROOM_TAKEN","room":3}"#));
    assert_eq!(Desk::RoomTaken.category(), Some(desk::Category::Visit));
    assert_eq!(serde_json::to_string(&Desk::Closed).unwrap(), r#""CLOSED""#);
}

#[test]
fn a_runtime_behind_a_re_export_is_found_by_its_path() {
    let error: Error<through_framework::Desk> = through_framework::desk::RoomTaken {
        room: None,
        patient: "p-17",
    }
    .into();
    assert_eq!(error.body().as_deref(), Some(r#"{"code":"ROOM_TAKEN"}"#));
    assert_eq!("CLOSED".parse(), Ok(through_framework::Desk::Closed));
}

#[test]
fn errors_are_derived_by_either_path() {
    let taken = Failure::Taken {
        room: Some(3),
        patient: "p-17".to_owned(),
    };
    assert_eq!(
        Error::from(taken).body().as_deref(),
        Some(r#"{"code":"ROOM_TAKEN","room":3}"#)
    );
    assert_eq!(
        Error::from(Failure::from(std::io::Error::other("x"))).entry(),
        Desk::Closed
    );
    assert_eq!(Error::from(Closed).entry(), through_framework::Desk::Closed);
}

#[test]
fn values_with_a_structure_are_found_by_either_path() {
    let error = Error::<Desk>::from(desk::Locked {
        cause: desk::Cause::Repair,
        beds: Some(&[1, 2]),
    });
    let body = r#"{"cause":"repair","beds":[1,2],"sign":{"colour":"red"}}"#;
    assert_eq!(error.body().as_deref(), Some(body));
    assert_eq!(serde_json::to_string(&desk::Cause::Visit).unwrap(), r#""visit""#);
    let cause = through_framework::desk::Cause::Repair;
    let error = Error::<through_framework::Desk>::from(through_framework::desk::Locked { cause, beds: None });
    assert_eq!(
        error.body().as_deref(),
        Some(r#"{"cause":"repair","sign":{"colour":"red"}}"#)
    );
}
