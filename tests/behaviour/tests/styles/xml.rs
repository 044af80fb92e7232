//! Errors in XML: S3, the query services of AWS, and faults of SOAP 1.1 and 1.2.

use behaviour_tests::recorded::{self, Decode};
use error_catalog::{Source, compile, emit};
use error_client::{Decoded, ReceivedResponse};
use error_runtime::{Catalog, Data, Error, HttpResponse, Outcome, Respond, error_catalog};
use roxmltree::{Document, Node};

error_catalog! {
    /// The errors of an object store.
    pub enum S3 = "catalogs/s3.json";
}

error_catalog! {
    /// The errors of identities and virtual machines.
    pub enum Iam = "catalogs/iam.json";
}

error_catalog! {
    /// The faults of a clinic.
    pub enum Soap = "catalogs/soap.json";
}

fn error<C: Catalog>(entry: C, values: &[(&str, &str)]) -> Error<C> {
    Error::try_new(entry, values.iter().copied()).unwrap()
}

fn body(response: &HttpResponse) -> &str {
    response.body.as_deref().unwrap_or_default()
}

fn content_type(response: &HttpResponse) -> &str {
    let mut headers = response.headers.iter();
    &headers.find(|header| header.name == "Content-Type").unwrap().value
}

/// The elements that contain none, by their names and with their texts.
fn texts<'d>(document: &'d Document<'_>) -> Vec<(&'d str, &'d str)> {
    let elements = document.descendants().filter(Node::is_element);
    let leaves = elements.filter(|node| !node.children().any(|child| child.is_element()));
    leaves
        .map(|node| (node.tag_name().name(), node.text().unwrap_or("")))
        .collect()
}

fn decode<C: Catalog>(status: u16, body: &str) -> Decoded<'_, C> {
    C::decode(ReceivedResponse::new(status, &[], body.as_bytes())).into_owned()
}

/// The known entry of an issue, and its parameters.
type Read<C> = (Option<C>, Vec<(&'static str, String)>);

/// The known entry of each issue, with its parameters.
fn read<C: Catalog>(status: u16, body: &str) -> Vec<Read<C>> {
    let decoded = decode::<C>(status, body);
    let issues = decoded.issues().map(|issue| {
        let parameters = issue.parameters().map(|(name, value)| (name, value.to_owned()));
        (issue.known(), parameters.collect())
    });
    issues.collect()
}

fn one<C>(entry: C, values: &[(&'static str, &str)]) -> Vec<Read<C>> {
    let values = values.iter().map(|(name, value)| (*name, (*value).to_owned()));
    vec![(Some(entry), values.collect())]
}

#[test]
fn an_error_of_s3_has_the_elements_that_have_values() {
    let error = error(S3::NoSuchKey, &[("key", "a/b & <c>")]).with_request_id("4442587FB7D0A2F9");
    let response = error.response();
    assert_eq!((response.status, content_type(&response)), (404, "application/xml"));
    assert_eq!(
        body(&response),
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Error><Code>NoSuchKey</Code><Message>The specified key does not exist.</Message>\
         <Key>a/b &amp; &lt;c&gt;</Key><RequestId>4442587FB7D0A2F9</RequestId></Error>"
    );
    let document = Document::parse(body(&response)).unwrap();
    assert_eq!(texts(&document)[2], ("Key", "a/b & <c>"));
    assert_eq!(read(404, body(&response)), one(S3::NoSuchKey, &[("key", "a/b & <c>")]));
    let decoded = decode::<S3>(404, body(&response));
    let issue = decoded.issue().unwrap();
    assert_eq!(decoded.request_id(), Some("4442587FB7D0A2F9"));
    assert_eq!(
        (issue.code(), issue.text()),
        (Some("NoSuchKey"), Some("The specified key does not exist."))
    );
    assert!(issue.drift().is_none());
}

#[test]
fn bodies_of_s3_with_more_elements_in_another_order_are_decoded() {
    // With the elements that the service sends and the catalog does not have.
    let body = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error>\n  <HostId>Uuag1LuByRx9e6j5Onimru9pO4ZVKnJ2Qz7/C1NPcfTWAtRPfTaOFg==</HostId>\n  \
                <RequestId>656c76696e6727732072657175657374</RequestId>\n  <ArgumentValue><![CDATA[a<b]]></ArgumentValue>\n  <Code>InvalidArgument</Code>\n  \
                <ArgumentName>\n    max-keys\n  </ArgumentName>\n  <Message>Invalid argument: not a <!-- small -->number</Message>\n</Error>\n";
    let values = [
        ("reason_text", "not a number"),
        ("argument", "max-keys"),
        ("argument_value", "a<b"),
    ];
    let mut found = read(400, body);
    found[0].1.sort();
    let mut expected = one(S3::InvalidArgument, &values);
    expected[0].1.sort();
    assert_eq!(found, expected);
    let too_large = "<Error><Code>EntityTooLarge</Code><Message>Your proposed upload exceeds the maximum allowed size</Message>\
                     <ProposedSize>5242881</ProposedSize><MaxSizeAllowed>5242880</MaxSizeAllowed></Error>";
    let values = [("proposed_size", "5242881"), ("max_size", "5242880")];
    assert_eq!(read(400, too_large), one(S3::EntityTooLarge, &values));
}

#[test]
fn an_error_of_iam_is_known_with_its_type() {
    let response = error(Iam::NoSuchEntity, &[("user", "Bob")]).response();
    assert_eq!(content_type(&response), "text/xml");
    let document = Document::parse(body(&response)).unwrap();
    let namespace = document.root_element().tag_name().namespace();
    assert_eq!(namespace, Some("https://iam.amazonaws.com/doc/2010-05-08/"));
    let expected = [
        ("Type", "Sender"),
        ("Code", "NoSuchEntity"),
        ("Message", "The user with name Bob cannot be found."),
    ];
    assert_eq!(texts(&document), expected);
    assert_eq!(read(404, body(&response)), one(Iam::NoSuchEntity, &[("user", "Bob")]));
    let failure = error(Iam::ServiceFailure, &[]).response();
    assert_eq!(read(500, body(&failure)), one(Iam::ServiceFailure, &[]));
}

#[test]
fn each_error_of_a_response_has_an_element() {
    let outcome = Outcome::new(error(Iam::InvalidInstanceId, &[("instance_id", "i-1\"")]))
        .and(error(Iam::InvalidVolume, &[("volume", "vol-2")]))
        .and(error(Iam::InvalidInstanceId, &[("instance_id", "i-3")]));
    let response = outcome.response();
    let document = Document::parse(body(&response)).unwrap();
    let errors = document.descendants().filter(|node| node.has_tag_name("Error"));
    assert_eq!(errors.count(), 3);
    assert_eq!(
        texts(&document)[1],
        ("Message", "The instance ID 'i-1\"' does not exist")
    );
    let expected = [
        one(Iam::InvalidInstanceId, &[("instance_id", "i-1\"")]),
        one(Iam::InvalidVolume, &[("volume", "vol-2")]),
        one(Iam::InvalidInstanceId, &[("instance_id", "i-3")]),
    ];
    assert_eq!(read(400, body(&response)), expected.concat());
    let decoded = decode::<Iam>(400, body(&response));
    let starts = decoded.issues().map(|issue| issue.offset());
    assert!(
        starts
            .into_iter()
            .all(|at| body(&response)[at..].starts_with("<Error>"))
    );
}

#[test]
fn a_fault_of_soap_11_is_found_under_200_and_with_other_prefixes() {
    let response = error(Soap::WardClosed, &[("ward", "5 & \"6\"")]).response();
    assert_eq!(
        (response.status, content_type(&response)),
        (200, "text/xml; charset=utf-8")
    );
    let document = Document::parse(body(&response)).unwrap();
    let detail = document
        .descendants()
        .find(|node| node.has_tag_name(("urn:example:clinic", "error")))
        .unwrap();
    assert_eq!(
        (detail.attribute("code"), detail.attribute("ward")),
        (Some("WardClosed"), Some("5 & \"6\""))
    );
    assert_eq!(texts(&document)[0], ("faultcode", "soap:Server"));
    let decoded = decode::<Soap>(200, body(&response));
    assert!(decoded.is_error() && decoded.issue().unwrap().drift().is_none());
    // A constant attribute says nothing about the error, and is not compared.
    let unread = [("/Body/Fault/faultstring/lang".to_owned(), "en".to_owned())];
    assert_eq!(decoded.unread(), unread);
    let expected = one(Soap::WardClosed, &[("ward", "5 & \"6\"")]);
    assert_eq!(read(200, body(&response)), expected);
    let other = "<SOAP-ENV:Envelope xmlns:SOAP-ENV='http://schemas.xmlsoap.org/soap/envelope/' xmlns:n0='urn:example:clinic'><SOAP-ENV:Header/><SOAP-ENV:Body>\
                 <SOAP-ENV:Fault><detail><n0:error n0:ward='5 &amp; &quot;6&quot;' since='1' code='WardClosed'><n0:more/></n0:error></detail>\
                 <faultstring>The ward is closed</faultstring><faultactor/><faultcode>SOAP-ENV:Server</faultcode></SOAP-ENV:Fault></SOAP-ENV:Body></SOAP-ENV:Envelope>";
    assert_eq!(read(200, other), expected);
    assert!(decode::<Soap>(200, other).issue().unwrap().drift().is_none());
    let success = "<soap:Envelope xmlns:soap=\"http://schemas.xmlsoap.org/soap/envelope/\"><soap:Body><c:ward xmlns:c=\"urn:example:clinic\">5</c:ward></soap:Body></soap:Envelope>";
    assert!(!decode::<Soap>(200, success).is_error());
}

#[test]
fn a_fault_of_soap_12_omits_the_details_that_it_has_no_values_for() {
    let response = error(Soap::SlotTaken, &[("slot", "7"), ("slot_note", "")]).response();
    assert_eq!(content_type(&response), "application/soap+xml; charset=utf-8");
    let document = Document::parse(body(&response)).unwrap();
    let expected = [
        ("Value", "env:Sender"),
        ("Value", "c:SlotTaken"),
        ("Text", "The slot is taken"),
        ("slot", ""),
    ];
    assert_eq!(texts(&document), expected);
    assert_eq!(read(400, body(&response)), one(Soap::SlotTaken, &[("slot", "7")]));
    let response = error(Soap::Overloaded, &[]).response();
    let document = Document::parse(body(&response)).unwrap();
    assert!(!document.descendants().any(|node| node.tag_name().name() == "Detail"));
    let other = body(&response).replace("env:", "s:").replace("xmlns:env", "xmlns:s");
    let other = other
        .replace("c:Overloaded", "clinic:Overloaded")
        .replace("xmlns:c=", "xmlns:clinic=");
    for body in [body(&response), &other] {
        assert_eq!(read(500, body), one(Soap::Overloaded, &[]), "{body}");
    }
}

#[test]
fn values_are_read_as_they_were_written() {
    for value in [
        " ",
        " a ",
        "]]>",
        "<!-- a -->",
        "&amp;amp;",
        "é\u{1f600}",
        "soap:Client",
        "%20",
    ] {
        let response = error(Soap::UnknownPatient, &[("number", value), ("ward", value)]).response();
        let expected = one(Soap::UnknownPatient, &[("ward", value), ("number", value)]);
        let mut found = read(500, body(&response));
        found[0].1.sort_by_key(|(name, _)| *name != "ward");
        assert_eq!(found, expected, "{value:?}");
        let response = error(S3::NoSuchKey, &[("key", value)]).response();
        assert_eq!(
            read(404, body(&response)),
            one(S3::NoSuchKey, &[("key", value)]),
            "{value:?}"
        );
    }
    // XML has no such characters.
    let response = error(S3::NoSuchKey, &[("key", "a\u{1}\u{ffff}")]).response();
    assert!(Document::parse(body(&response)).is_ok());
}

#[test]
fn texts_of_one_place_distinguish_entries_in_any_order() {
    // A reason in two languages (SOAP 1.2, section 5.4.2). The last two entries have the same texts.
    let reasons = [
        ("A", "Timeout 1", "Prekroceni"),
        ("B", "Timeout 2", "Prekroceni"),
        ("C", "Timeout 1", "Chyba"),
        ("D", "x", "y"),
        ("E", "y", "x"),
    ];
    let entries = reasons.map(|(name, en, cs)| {
        format!(r#""{name}": {{ "status": 500, "code": null, "retry": "never", "title": "{en}", "x-cs": "{cs}" }}"#)
    });
    let catalog = format!(
        r#"{{ "name": "a", "title": "A", "responses": {{ "default": {{ "format": "xml",
            "body": "<Fault><Reason><Text lang='en'>{{title}}</Text><Text lang='cs'>{{x-cs}}</Text></Reason></Fault>" }} }}, "errors": {{ {} }} }}"#,
        entries.join(",")
    );
    let compiled = compile(&Source::new("a.json", &catalog));
    let problems: Vec<&str> = compiled
        .problems
        .iter()
        .map(|problem| problem.message.as_str())
        .collect();
    assert_eq!(
        problems,
        ["clients cannot distinguish `E` from `D`: some of their responses are the same"]
    );
    let constants = emit::catalog(&compiled.catalog);
    let data = Data::new(constants.index.leak(), constants.text.leak());
    for (name, en, cs) in reasons {
        let body = format!("<Fault><Reason><Text lang='cs'>{cs}</Text><Text lang='en'>{en}</Text></Reason></Fault>");
        let decoded = recorded::decode(data, ReceivedResponse::new(500, &[], body.as_bytes()));
        let candidates: Vec<&str> = decoded
            .issues()
            .flat_map(|issue| issue.candidates())
            .map(|entry| entry.name())
            .collect();
        let expected = match name {
            "D" | "E" => vec!["D", "E"],
            only => vec![only],
        };
        assert_eq!(candidates, expected, "{body}");
    }
}
