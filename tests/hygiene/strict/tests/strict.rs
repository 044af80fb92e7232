//! Code that was compiled in hostile surroundings works.

use error_runtime::{Catalog, Code, Error, HttpResponse, InvalidValue, Number, Respond, Rfc3339};
use hygiene_strict::{Ward, from_macro, hostile, inside, no_prelude, number, prelude, shared, theatre, ward};

/// The error of an entry with one parameter of every type.
fn bed_not_found() -> Result<Error<Ward>, InvalidValue> {
    Ok(ward::BedNotFound {
        bed_id: "b7",
        ward: String::from("North"),
        floor: None,
        share: Number::try_from(0.5)?,
        clean: true,
        link: "https://ward.example/b7",
        since_when: Rfc3339::new("2026-01-31T09:30:00Z")?,
        anything: 'x',
        nhs_number: "943 476 5919",
        shard: 3_u8,
    }
    .into())
}

#[test]
fn public_and_private_enums_of_one_catalog_compile_side_by_side() {
    assert_eq!(Ward::COUNT, 7);
    let numbers: Vec<_> = Ward::all().iter().filter_map(|entry| number(entry.name())).collect();
    assert_eq!(numbers, [1, 2, 7, 3, 4, 5, 6]);
    assert!(hygiene_strict::in_use(Ward::Teapot) && !hygiene_strict::in_use(Ward::from_name("BED_GONE").unwrap()));
    assert_eq!(theatre().count(), 4);
}

#[test]
fn every_type_of_parameter_is_taken_and_only_public_ones_are_shown() {
    let error = bed_not_found().unwrap();
    let HttpResponse { status, body, .. } = error.response();
    assert_eq!(status, 404);
    let body: serde_json::Value = serde_json::from_str(&body.unwrap()).unwrap();
    assert_eq!(body["issue"][0]["details"]["coding"][0]["display"], "Bed BED_NOT_FOUND");
    let shown = format!("{error} {error:?} {body}");
    assert!(!shown.contains("943") && shown.contains("b7"), "{shown}");
    assert_eq!(error.log_message().as_deref(), Some("patient <personal> on shard 3"));
    let recorded = error.log_message_with_personal_data();
    assert_eq!(recorded.as_deref(), Some("patient 943 476 5919 on shard 3"));
}

#[test]
fn metadata_is_known_at_compile_time_as_json_and_as_text() {
    const RUNBOOK: Option<&str> = Ward::BedNotFound.metadata_text("x-runbook");
    assert_eq!(RUNBOOK, Some(r#"https://ward.example/runbook?for="beds""#));
    let runbook = r#""https://ward.example/runbook?for=\"beds\"""#;
    assert_eq!(Ward::BedNotFound.metadata("x-runbook"), Some(runbook));
    assert_eq!(Ward::BedNotFound.metadata("x-owner"), Some(r#"{"team":"beds"}"#));
    assert_eq!(Ward::BedNotFound.metadata_text("x-owner"), None);
    assert_eq!(Ward::Teapot.metadata_text("x-runbook"), None);
}

#[test]
fn entries_are_called_like_the_prelude_and_so_are_their_parameters() {
    use prelude::{Names, Prelude, Values, names, prelude as parameters, values};
    assert_eq!(Names::None.name(), "None");
    assert_eq!(Names::Err.code(), Some(Code::Text("Err")));
    assert_eq!(Names::Some.category(), Some(names::Category::Some));
    let some: Error<Names> = names::Some { value: "x" }.into();
    assert_eq!(some.message(), "x");
    let result: Error<Names> = names::Result {
        option: 1,
        result: Some(2),
    }
    .into();
    assert_eq!(result.message(), "1 2");
    let keyword: Error<Prelude> = parameters::Ok { self_: "me", ok: true }.into();
    assert_eq!(keyword.message(), "me true");
    let values: Error<Values> = values::From {
        from: "urn:x",
        values: "y",
        f: "z",
    }
    .into();
    assert_eq!(values.message(), "urn:x y z");
}

#[test]
fn a_scope_that_lies_and_one_without_a_prelude_make_the_same_enum() {
    let names = |all: &[&str]| all.join(" ");
    let expected: Vec<_> = Ward::all().iter().map(|entry| entry.name()).collect();
    let lying: Vec<_> = hostile::Ward::all().iter().map(|entry| entry.name()).collect();
    let bare: Vec<_> = no_prelude::Ward::all().iter().map(|entry| entry.name()).collect();
    assert_eq!(names(&lying), names(&expected));
    assert_eq!(names(&bare), names(&expected));
    let error: Error<hostile::Names> = hostile::names::String { string: "a", str: "b" }.into();
    assert_eq!(error.message(), "a b");
    let error: Error<no_prelude::Ward> = no_prelude::ward::BedTaken { bed: "b7" }.into();
    assert_eq!(error.status(), 409);
}

#[test]
fn a_call_works_in_a_function_in_a_block_and_in_modules() {
    assert!(inside::in_a_function("b7").unwrap().contains("b7 is taken."));
    assert_eq!(inside::in_a_block(), prelude::Names::COUNT);
    assert_eq!(inside::outer::statuses("b7"), [409, 409, 418, 418]);
}

#[test]
fn two_catalogs_of_one_module_share_entry_names_and_nothing_else() {
    let old: Error<shared::OldWard> = shared::old_ward::BedTaken { bed: "b7" }.into();
    let new: Error<shared::NewWard> = shared::new_ward::BedTaken { bed: "b7" }.into();
    assert_eq!(old.to_string(), new.to_string());
}

#[test]
fn a_macro_of_another_file_can_make_a_catalog() {
    assert_eq!(from_macro::CallerPath::all().len(), Ward::COUNT);
    assert_eq!(from_macro::MacroPath::DATA.name(), "ward");
}

#[test]
fn a_withdrawn_error_is_deprecated() {
    #[expect(deprecated, reason = "the warning is what is tested")]
    let variant: Error<Ward> = ward::Code20003.into();
    #[expect(deprecated, reason = "the warning is what is tested")]
    let made: Error<Ward> = ward::BedGone { bed: "b7" }.into();
    assert_eq!([variant.status(), made.status()], [403, 410]);
}

#[test]
fn derived_errors_work_in_hostile_surroundings() {
    use error_runtime::CatalogError;
    use hygiene_strict::derived::{BedError, NoAccess};
    let taken: BedError<'_, std::fmt::Error> = BedError::Taken { bed: "b7", by: 3 };
    assert_eq!(
        CatalogError::<Ward>::to_error(&taken).diagnostics().as_deref(),
        Some("b7 is taken by 3")
    );
    assert_eq!(NoAccess(1).into_error().status(), 403);
    let bare = no_prelude::NoPrelude::Taken {
        bed: "b7",
        other: 1,
        source: None,
    };
    assert_eq!(bare.into_error().parameter("bed"), Some("b7"));
    let lying = hostile::Hostile::Taken {
        bed: "b7",
        derive: 1,
        source: Some(std::fmt::Error),
    };
    assert_eq!(lying.into_error().diagnostics().as_deref(), Some("1"));
}
