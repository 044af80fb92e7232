//! XML bodies are well-formed, in FHIR's order, and say what the JSON bodies say.

use behaviour_tests::recorded::Decode;
use behaviour_tests::{
    Bars, BlueButton, GpConnect, GpConnectDstu2, HealthGorilla, Judged, Medblocks, Problems, judged, samples,
};
use error_client::ReceivedResponse;
use error_runtime::{Catalog, Error, FhirVersion, Format, HttpResponse, Representation, Respond};
use proptest::prelude::*;
use roxmltree::{Document, Node};
use serde_json::{Map, Value};

const FHIR: &str = "http://hl7.org/fhir";
const XHTML: &str = "http://www.w3.org/1999/xhtml";

/// Elements that are arrays in JSON.
const LISTS: [&str; 7] = [
    "profile",
    "extension",
    "modifierExtension",
    "issue",
    "coding",
    "location",
    "expression",
];

/// The elements of each type in the order of the specification (<https://hl7.org/fhir/R4/operationoutcome.html>, "XML Template").
fn order(element: &str) -> &'static [&'static str] {
    match element {
        "OperationOutcome" => &[
            "id",
            "meta",
            "implicitRules",
            "language",
            "text",
            "contained",
            "extension",
            "modifierExtension",
            "issue",
        ],
        "meta" => &["versionId", "lastUpdated", "source", "profile", "security", "tag"],
        "text" => &["status", "div"],
        "issue" => &[
            "extension",
            "severity",
            "code",
            "details",
            "diagnostics",
            "location",
            "expression",
        ],
        "details" => &["extension", "coding", "text"],
        "coding" | "valueCoding" => &["system", "version", "code", "display", "userSelected"],
        "extension" | "modifierExtension" => &["extension", "valueString", "valueCode", "valueCoding", "valueBoolean"],
        other => panic!("{other} has no elements"),
    }
}

/// The JSON of an element, by the rules of <https://hl7.org/fhir/json.html>.
fn json(node: Node<'_, '_>) -> Value {
    let name = node.tag_name().name();
    if node.tag_name().namespace() == Some(XHTML) {
        return Value::from(&node.document().input_text()[node.range()]);
    }
    assert_eq!(node.tag_name().namespace(), Some(FHIR));
    if let Some(value) = node.attribute("value") {
        assert!(!value.is_empty() && node.children().all(|child| child.has_tag_name((FHIR, "extension"))));
        return if matches!(name, "userSelected" | "valueBoolean") {
            Value::from(value.parse::<bool>().unwrap())
        } else {
            Value::from(value)
        };
    }
    let mut object = Map::new();
    for attribute in node.attributes() {
        object.insert(attribute.name().into(), attribute.value().into());
    }
    let mut reached = 0;
    for child in node.children() {
        assert!(child.is_element(), "{child:?}");
        let child_name = child.tag_name().name();
        let order = order(name);
        let place = order
            .iter()
            .position(|known| *known == child_name)
            .unwrap_or_else(|| panic!("{name}/{child_name}"));
        assert!(place >= reached, "{child_name} is out of order");
        reached = place;
        if LISTS.contains(&child_name) {
            let several = object.entry(child_name).or_insert_with(|| Value::Array(Vec::new()));
            several.as_array_mut().unwrap().push(json(child));
        } else {
            assert!(
                object.insert(child_name.into(), json(child)).is_none(),
                "{child_name} twice"
            );
            let is_extended = child.has_attribute("value") && child.has_children();
            if is_extended {
                let extensions: Vec<Value> = child.children().map(json).collect();
                object.insert(format!("_{child_name}"), serde_json::json!({ "extension": extensions }));
            }
        }
    }
    assert!(!object.is_empty(), "{name} is empty");
    Value::Object(object)
}

/// The JSON of a resource.
fn resource(xml: &str) -> Value {
    let document = Document::parse(xml).unwrap_or_else(|error| panic!("{error}: {xml}"));
    let root = document.root_element();
    let mut value = json(root);
    value["resourceType"] = root.tag_name().name().into();
    value
}

fn parsed(body: &str) -> Value {
    serde_json::from_str(body).unwrap_or_else(|error| panic!("{error}: {body}"))
}

/// The JSON of an element of problem details, with all values as strings (RFC 9457, appendix B).
fn problem(node: Node<'_, '_>) -> Value {
    let (tag, children) = (node.tag_name(), node.children().filter(Node::is_element));
    assert_eq!(tag.namespace(), Some("urn:ietf:rfc:7807"));
    if children.clone().next().is_none() {
        return node.text().unwrap_or("").into();
    }
    if children
        .clone()
        .all(|child| child.has_tag_name(("urn:ietf:rfc:7807", "i")))
    {
        return children.map(problem).collect();
    }
    let members = children.map(|child| (child.tag_name().name().to_owned(), problem(child)));
    Value::Object(members.collect())
}

/// A value without `null`, and with all others as strings.
fn strings(value: Value) -> Value {
    match value {
        Value::Object(members) => {
            let members = members.into_iter().filter(|(_, member)| !member.is_null());
            Value::Object(members.map(|(name, member)| (name, strings(member))).collect())
        }
        Value::Array(elements) => elements.into_iter().map(strings).collect(),
        Value::String(text) => text.into(),
        other => other.to_string().into(),
    }
}

/// Checks that problem details as XML have the content of the JSON, and are decoded alike.
fn same_problem<C: Catalog>(own: &HttpResponse, xml: &HttpResponse) {
    let (json, text) = (own.body.as_deref().unwrap(), xml.body.as_deref().unwrap());
    let document = Document::parse(text).unwrap_or_else(|error| panic!("{error}: {text}"));
    assert!(document.root_element().has_tag_name(("urn:ietf:rfc:7807", "problem")));
    assert_eq!(problem(document.root_element()), strings(parsed(json)));
    assert_eq!(xml.headers[0].value, "application/problem+xml");
    let issues = |body: &str, response: &HttpResponse| {
        let headers = [("content-type", &*response.headers[0].value)];
        let decoded = C::decode(ReceivedResponse::new(response.status, &headers, body.as_bytes()));
        assert!(decoded.notes().next().is_none(), "{body}");
        let issues = decoded.issues().map(|issue| format!("{issue:?} {:?}", issue.drift()));
        let unread: Vec<String> = decoded.unread().into_iter().map(|(_, value)| value).collect();
        (
            issues.collect::<Vec<_>>(),
            decoded.request_id().map(str::to_owned),
            unread,
        )
    };
    assert_eq!(issues(text, xml), issues(json, own));
}

/// Every body of the catalog; gives how many have XML.
fn every_body<C: Catalog>() -> usize {
    let mut count = 0;
    for entry in C::all() {
        if entry.entry().response().format() == Format::Problem {
            assert!(entry.entry().has_xml(), "{entry:?}");
            for (_, error) in samples::of(*entry) {
                same_problem::<C>(&error.response(), &error.response_as(Representation::XML));
                count += 1;
            }
            let all = samples::together(*entry);
            same_problem::<C>(&all.response(), &all.response_as(Representation::XML));
            continue;
        }
        let is_outcome = entry.entry().response().format() == Format::OperationOutcome;
        assert_eq!(entry.entry().has_xml(), is_outcome, "{entry:?}");
        for (name, error) in samples::of(*entry) {
            let (own, xml) = (error.response(), error.response_as(Representation::XML));
            if !is_outcome {
                assert_eq!(own, xml);
                continue;
            }
            assert_eq!(
                resource(&xml.body.unwrap()),
                parsed(&own.body.unwrap()),
                "{entry:?} {name}"
            );
            let versions = entry.entry().response().fhir_versions();
            let media_type = if versions.contains(FhirVersion::Dstu2) {
                "application/xml+fhir"
            } else {
                "application/fhir+xml"
            };
            assert_eq!((xml.headers[0].value.as_ref(), xml.status), (media_type, own.status));
            count += 1;
        }
        if is_outcome {
            let all = samples::together(*entry);
            let xml = resource(&all.body_as(Representation::XML).unwrap());
            assert!(xml["issue"].as_array().unwrap().len() > 1);
            assert!(xml == parsed(&all.body().unwrap()), "{entry:?}");
        }
    }
    count
}

#[test]
fn every_body_of_every_catalog_is_the_same_in_xml_and_json() {
    assert_eq!(every_body::<GpConnect>(), 54);
    assert_eq!(every_body::<GpConnectDstu2>(), 50);
    assert_eq!(every_body::<Bars>(), 150);
    assert!(every_body::<BlueButton>() > 0);
    assert!(every_body::<HealthGorilla>() > 0);
    assert_eq!(every_body::<Medblocks>(), 0);
    assert_eq!(every_body::<Judged>(), 2 * Judged::all().len());
    assert_eq!(every_body::<Problems>(), 2 * Problems::all().len());
}

#[test]
fn members_are_put_in_the_order_of_fhir() {
    let body = judged::StoppedR4.error().body_as(Representation::XML).unwrap();
    let expected = concat!(
        r#"<OperationOutcome xmlns="http://hl7.org/fhir"><meta><profile value="https://fhir.example/StructureDefinition/outcome"/>"#,
        r#"<profile value="https://fhir.example/StructureDefinition/second"/></meta><implicitRules value="https://fhir.example/rules"/>"#,
        r#"<language value="en-GB"/><text><status value="generated"/>"#,
        r#"<div xmlns="http://www.w3.org/1999/xhtml"><p title="a > b">Stopped<br/>café &amp; more</p></div></text>"#,
        r#"<extension url="https://fhir.example/StructureDefinition/place"><extension url="ward"><valueCoding>"#,
        r#"<system value="https://fhir.example/CodeSystem/wards"/><code value="w"/><display value="A &quot;ward&quot;"/></valueCoding></extension>"#,
        r#"<extension url="hot"><valueBoolean value="false"/></extension></extension>"#,
        r#"<issue><extension id="known" url="https://fhir.example/StructureDefinition/known"><valueBoolean value="true"/></extension>"#,
        r#"<severity value="fatal"/><code value="exception"/><details><text value="Stopped &amp; &lt;&gt;">"#,
        r#"<extension url="http://hl7.org/fhir/StructureDefinition/translation"><extension url="lang"><valueCode value="pt-BR"/></extension>"#,
        r#"<extension url="content"><valueString value="&lt;Stopped&gt;"/></extension></extension></text></details></issue></OperationOutcome>"#,
    );
    assert_eq!(body, expected);
}

#[test]
fn an_extension_without_a_value_is_left_out_of_json_too() {
    for entry in [
        Judged::StoppedDstu2,
        Judged::StoppedStu3,
        Judged::StoppedR4,
        Judged::StoppedR5,
    ] {
        let bare = || Error::try_new(entry, []).unwrap();
        let both = || bare().with_request_id("r").with_id("i");
        for (error, extensions) in [
            (bare(), 1),
            (bare().with_id("i"), 2),
            (bare().with_request_id("r"), 3),
            (both(), 3),
        ] {
            let body = parsed(&error.body().unwrap());
            assert_eq!(body["extension"].as_array().unwrap().len(), extensions, "{body}");
            assert_eq!(body, resource(&error.body_as(Representation::XML).unwrap()));
        }
        let body = parsed(&both().body().unwrap());
        assert_eq!(body["extension"][1]["extension"].as_array().unwrap().len(), 2, "{body}");
    }
}

proptest! {
    #[test]
    fn whatever_a_value_is_the_xml_is_well_formed_and_in_place(text: String, id: String) {
        let arguments = [("patient", text.as_str()), ("position", "2")];
        let error = Error::try_new(Judged::FullR4, arguments)
            .unwrap()
            .with_id(id.clone())
            .with_request_id(text.clone())
            .with_expression(text.clone());
        let other = Error::try_new(Judged::FullR4, [("patient", "p"), ("position", "2")]).unwrap();
        for error in [error, other.with_diagnostics(text).with_location(id)] {
            let body = error.body_as(Representation::XML).unwrap();
            let document = Document::parse(&body).unwrap_or_else(|error| panic!("{error}: {body}"));
            let issue = document.descendants().find(|node| node.has_tag_name("issue")).unwrap();
            let children = issue.children().map(|node| node.tag_name().name());
            prop_assert!(children.map(|name| order("issue").iter().position(|known| *known == name)).is_sorted());
        }
    }
}
