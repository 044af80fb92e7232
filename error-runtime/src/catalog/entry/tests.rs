use super::*;
use crate::testing::Clinic;
use crate::{Catalog, Format};

#[test]
fn every_fact_of_an_entry_is_read() {
    let entry = Clinic::PatientNotFound.entry();
    assert_eq!(
        (entry.name(), entry.rust_name()),
        ("PATIENT_NOT_FOUND", "PatientNotFound")
    );
    assert_eq!(entry.code(), Some(Code::Text("PATIENT_NOT_FOUND")));
    assert_eq!(
        (entry.status(), entry.status_range(), entry.reason()),
        (404, (404, 404), "Not Found")
    );
    assert_eq!(
        (entry.severity(), entry.issue_type()),
        (Severity::Error, Some(IssueType::NotFound))
    );
    assert_eq!((entry.retry(), entry.retry_after()), (Some(Retry::Never), None));
    assert_eq!(entry.title(), "Patient not found");
    assert_eq!(entry.category().map(Category::name), Some("REC"));
    assert_eq!(entry.response().format(), Format::OperationOutcome);
    assert_eq!((entry.action(), entry.deprecated()), (None, None));
    let moved = Clinic::DATA.entry_by_name("MOVED").unwrap();
    assert_eq!(moved.deprecated(), Some(""));
    assert_eq!(moved.replaced_by().map(Entry::name), Some("GONE"));
}

#[test]
fn a_code_is_a_string_an_integer_or_absent() {
    assert_eq!(Clinic::Upstream.entry().code(), Some(Code::Integer(20003)));
    assert_eq!(Clinic::Upstream.entry().status_range(), (500, 599));
    assert_eq!(Clinic::Gone.entry().code(), None);
    assert_eq!(
        Clinic::ProxyTimeout.entry().retry_after(),
        Some(Duration::from_secs(30))
    );
}

#[test]
fn facts_are_available_at_compile_time() {
    const STATUS: u16 = Entry::at(Clinic::DATA, 0).status();
    const TITLE: &str = Entry::at(Clinic::DATA, 0).title();
    assert_eq!((STATUS, TITLE), (404, "Patient not found"));
}

#[test]
fn a_missing_entry_has_status_500_and_no_texts() {
    let entry = Entry::at(Data::new(&[], ""), 3);
    assert_eq!(
        (entry.status(), entry.name(), entry.title(), entry.code()),
        (500, "", "", None)
    );
    assert_eq!(entry.response().format(), Format::Empty);
    assert_eq!((entry.category().is_none(), entry.parameters().len()), (true, 0));
}
