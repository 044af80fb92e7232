use super::*;
use crate::testing::Clinic;
use crate::{Error, Respond};
use proptest::prelude::*;
use std::string::String;

/// Returns the media type of the response to a request. The responses of the tests are R4's and STU3's.
fn answer(entry: Clinic, accept: &[&str], query: Option<&str>) -> String {
    let accept = accept.iter().map(|value| value.as_bytes());
    let representation = Representation::negotiate(entry.entry(), accept, query);
    let response = Error::__from_entry(entry).response_as(representation);
    let first = response.headers.first();
    first
        .map(|header| header.value.clone().into_owned())
        .unwrap_or_default()
}

fn accept(value: &str) -> String {
    answer(Clinic::PatientNotFound, &[value], None)
}

fn query(query: &str) -> String {
    answer(Clinic::PatientNotFound, &[], Some(query))
}

const JSON: &str = "application/fhir+json";
const XML: &str = "application/fhir+xml";

#[test]
fn without_a_preference_the_response_is_the_catalogs_own() {
    for value in ["", "*/*", "application/*", "*", ", ,", "*/*;q=0.001"] {
        assert_eq!(accept(value), JSON, "{value}");
    }
    assert_eq!(answer(Clinic::PatientNotFound, &[], None), JSON);
}

#[test]
fn the_response_has_the_media_type_that_the_request_named() {
    for form in [Syntax::Own, Syntax::Xml] {
        for name in form.names(Format::OperationOutcome).iter().copied() {
            assert_eq!(accept(name), name);
            assert_eq!(accept(&name.to_ascii_uppercase()), name);
        }
    }
}

#[test]
fn the_xml_of_dstu2_has_its_media_type_whatever_the_json_has() {
    let archived = |accept: &str| answer(Clinic::Archived, &[accept], None);
    assert_eq!(archived("*/*"), "application/json");
    assert_eq!(archived("application/xml+fhir, */*;q=0.1"), "application/xml+fhir");
    let error = Error::__from_entry(Clinic::Archived);
    assert_eq!(error.headers_as(Representation::XML)[0].value, "application/xml+fhir");
}

#[test]
fn quality_precedes_names_and_names_precede_order() {
    for (value, expected) in [
        ("application/fhir+xml;q=0.5, application/fhir+json;q=0.4", XML),
        ("application/fhir+xml;q=0.5, application/fhir+json", JSON),
        ("application/fhir+json ; Q=.2 , application/fhir+xml ; q=0.201", XML),
        ("application/fhir+xml, application/fhir+json", XML),
        ("application/fhir+json, application/fhir+xml", JSON),
        ("*/*, application/fhir+xml", XML),
        ("application/*, application/fhir+xml;q=0.9", JSON),
        ("application/fhir+json;q=0, */*", XML),
        (
            "text/html, application/xhtml+xml, application/xml;q=0.9, */*;q=0.8",
            "application/xml",
        ),
        ("application/json, text/plain, */*", "application/json"),
        ("text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2", JSON),
        ("text/*", JSON),
        ("image/*, application/fhir+xml;q=0.1", XML),
    ] {
        assert_eq!(accept(value), expected, "{value}");
    }
    assert_eq!(
        answer(Clinic::PatientNotFound, &["text/html", XML], None),
        XML,
        "two headers"
    );
}

#[test]
fn a_weight_is_in_thousandths() {
    for (text, expected) in [
        ("1", Some(1000)),
        ("1.0", Some(1000)),
        ("0", Some(0)),
        ("0.", Some(0)),
        ("0.5", Some(500)),
        (".2", Some(200)),
        ("0.2019", Some(201)),
        ("", None),
        (".", None),
        ("2", None),
        ("0.x", None),
        ("1.5.1", None),
    ] {
        assert_eq!(quality(text), expected, "{text}");
    }
}

#[test]
fn an_unavailable_version_or_charset_counts_only_if_no_other_range_matches() {
    for (value, expected) in [
        ("application/fhir+xml; fhirVersion=4.0", XML),
        ("application/fhir+xml; fhirVersion=\"3.0\"; charset=UTF-8", XML),
        (
            "application/fhir+xml; fhirVersion=5.0, application/fhir+json;q=0.1",
            JSON,
        ),
        (
            "application/fhir+xml; charset=latin1, application/fhir+json;q=0.1",
            JSON,
        ),
        (
            "application/fhir+xml; fhirVersion=4.01, application/fhir+json;q=0.1",
            JSON,
        ),
        (
            "application/fhir+xml; fhirVersion=4.0.1, application/fhir+json;q=0.1",
            XML,
        ),
        ("application/fhir+xml; fhirVersion=5.0", XML),
        (
            "application/fhir+xml; fhirVersion=4.0;q=0.1, application/fhir+xml;q=0.9, application/fhir+json;q=0.5",
            JSON,
        ),
        (
            "application/fhir+xml;fhirVersion=4.0, application/fhir+xml;fhirVersion=4.0;charset=utf-8;q=0.1, application/fhir+json;q=0.5",
            JSON,
        ),
        (
            "application/fhir+xml;q=0.1, application/fhir+xml;fhirVersion=4.0;q=0.9, application/fhir+json;q=0.5",
            XML,
        ),
        (
            "application/fhir+xml;q=0.1, application/fhir+xml;charset=utf-8;q=0.9, application/fhir+json;q=0.5",
            XML,
        ),
        (
            "application/fhir+xml; profile=\"a,b;c\\\",d\"; _x, application/fhir+json;q=0.5",
            XML,
        ),
    ] {
        assert_eq!(accept(value), expected, "{value}");
    }
}

#[test]
fn malformed_and_unavailable_ranges_are_ignored() {
    for value in [
        "application/problem+json, text/html",
        "*/*;q=0",
        "application",
        "/, a/, /b, */json, a/b/c, é/ü",
        "application/fhir+xml;q=x",
        "application/fhir+xml;q=1.5.1",
        "application/fhir+xml;q=2",
        "application/fhir+xml;q=-1",
        "application/fhir+xml;q=",
        "application/fhir+xml;q=0.000",
        "application/fhir xml",
    ] {
        assert_eq!(accept(value), JSON, "{value}");
    }
    assert_eq!(accept("application, application/fhir+xml;q=0.1, ;;"), XML);
    let bytes = [&b"\xff/\xff, application/fhir+xml"[..]];
    assert!(Representation::negotiate(Clinic::RecTimeout.entry(), bytes, None).is_xml());
    assert!(!Representation::negotiate(Clinic::RecTimeout.entry(), [], None).is_xml());
}

#[test]
fn the_format_parameter_precedes_the_header() {
    for (value, expected) in [
        ("_format=xml", XML),
        ("?a=b&_format=json", JSON),
        ("_format=application/fhir+xml", XML),
        ("_format=application%2Ffhir%2bxml%3B%20fhirVersion=4.0&x", XML),
        ("%5fformat=text/XML", "text/xml"),
        ("_format=application/xml+fhir", "application/xml+fhir"),
        ("_format=application/json", "application/json"),
        ("_format=APPLICATION/JSON;charset=utf-8", "application/json"),
        ("_format=application/json+fhir", "application/json+fhir"),
        ("_format=text/json", "text/json"),
        ("_format=application/xml", "application/xml"),
        ("_format=html&_format=xml", XML),
        ("_format=html", JSON),
        ("_format=%zz&_format&=&%", JSON),
        ("_formatted=xml", JSON),
    ] {
        assert_eq!(query(value), expected, "{value}");
    }
    let both = |accept: &str, query| answer(Clinic::PatientNotFound, &[accept], Some(query));
    assert_eq!(both("application/fhir+xml", "_format=json"), JSON);
    assert_eq!(both("application/fhir+json;q=0", "_format=json"), JSON);
    assert_eq!(
        both("text/html, application/xml;q=0.9, */*;q=0.8", "_format=xml"),
        "application/xml"
    );
    assert_eq!(both("application/fhir+xml", "_format=html"), XML);
    for accept in [
        "application/fhir+xml",
        "application/fhir+json",
        "*/*",
        "text/json;q=1, application/json;q=0",
    ] {
        assert_eq!(both(accept, "_format=application/json"), "application/json", "{accept}");
    }
}

#[test]
fn an_entry_without_xml_uses_its_own_format() {
    assert_eq!(answer(Clinic::ProxyTimeout, &[XML], Some("_format=xml")), JSON);
    assert_eq!(
        answer(Clinic::ProxyTimeout, &["application/json"], None),
        "application/json"
    );
    assert_eq!(
        answer(Clinic::Upstream, &[XML, "text/json"], Some("_format=xml")),
        "application/json"
    );
    assert_eq!(answer(Clinic::Gone, &[XML], None), "");
    let chosen = Representation::negotiate(Clinic::PatientNotFound.entry(), [&b"text/json"[..]], None);
    assert_eq!(
        Error::__from_entry(Clinic::Upstream).headers_as(chosen)[0].value,
        "application/json"
    );
}

proptest! {
    #[test]
    fn any_bytes_can_be_negotiated(accept: Vec<Vec<u8>>, query: Option<String>) {
        let accept = accept.iter().map(Vec::as_slice);
        for entry in Clinic::all() {
            let representation = Representation::negotiate(entry.entry(), accept.clone(), query.as_deref());
            let _ = Error::__from_entry(*entry).response_as(representation);
        }
    }

    #[test]
    fn likely_headers_can_be_negotiated(
        accept in r#"((application|text|\*)/(fhir\+xml|xml|json|\*)(;(q=[01]?\.?[0-9]{0,4}|charset="?[a-z\\",;8-]{0,9}|fhirVersion=[345].0))?[,; "]{0,2}){0,6}"#,
        query in "(_format=|xml|json|text/|%|[0-9a-f]{2}|&|\\+){0,8}",
    ) {
        let media_type = answer(Clinic::PatientNotFound, &[&accept], Some(&query));
        let names = [Syntax::Own, Syntax::Xml].map(|syntax| syntax.names(Format::OperationOutcome));
        let names = names.into_iter().flatten().copied();
        prop_assert!(names.into_iter().any(|name| name == media_type), "{}", media_type);
    }
}
