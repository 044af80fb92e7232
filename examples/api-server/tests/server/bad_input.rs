//! Bad input of every kind, to every API. That each response is an entry of the API's catalog, `Server::send` checks.

use api_server::catalogs::{Bars, GpConnect, HealthGorilla, bars, gp_connect, health_gorilla};
use api_server::request::MAX_BODY;
use error_runtime::{Catalog, Error, Representation, Respond};

use crate::support::{NOT_JSON, Reply, Request, Server};

/// A route of each API that takes a request, and what has to be there for it to get so far.
fn routes() -> [Request<'static>; 6] {
    let bars = Request::new("POST", "/bars/Appointment")
        // {"value":"RX809"}
        .with("NHSD-Target-Identifier", "eyJ2YWx1ZSI6IlJYODA5In0=")
        .with("X-Request-Id", "11111111-1111-4111-8111-111111111111");
    [
        Request::new("GET", "/gp-connect/Patient"),
        Request::new("POST", "/gp-connect-dstu2/Patient/$gpc.getcarerecord"),
        bars,
        Request::new("GET", "/blue-button/v2/fhir/Patient/1"),
        Request::new("GET", "/health-gorilla/fhir/R4/Patient").with("Authorization", "Bearer sample-token"),
        Request::new("POST", "/medblocks/v1/sessions").with("Authorization", "Bearer mb_sample"),
    ]
}

fn is_refused(reply: &Reply) {
    assert!((400..500).contains(&reply.status), "{reply:?}");
}

#[test]
fn a_body_that_is_bad_in_any_way_is_refused() {
    let server = Server::start();
    let deep = "[".repeat(50_000);
    let large = format!("\"{}\"", "x".repeat(MAX_BODY));
    let bodies = [
        ("application/json", "{"),
        ("application/json", ""),
        ("application/json", "{\"resourceType\":"),
        ("application/json", "nonsense"),
        ("application/json", "\u{1}"),
        ("application/json", "{\"a\":1}{\"b\":2}"),
        ("application/json", "null"),
        (
            "application/json",
            "{\"resourceType\":[\"Appointment\"],\"patient_id\":{}}",
        ),
        ("application/json", &deep),
        ("application/json", &large),
        ("application/fhir+xml", "<Appointment/>"),
        ("text/plain", "{}"),
        ("nonsense", "{}"),
        ("", "{}"),
        ("application/json; charset=nonsense", "{"),
        ("multipart/form-data; boundary=x", "--x--"),
    ];
    for route in routes() {
        for (media_type, body) in bodies {
            is_refused(&server.send(&route.clone().with("Content-Type", media_type).body(body)));
        }
    }
}

#[test]
fn a_wrong_method_is_rejected_with_the_allowed_ones() {
    let server = Server::start();
    for route in routes() {
        for method in ["PUT", "PATCH", "DELETE", "OPTIONS", "PROPFIND", "BREW"] {
            let reply = server.send(&route.clone().method(method));
            is_refused(&reply);
            assert!(["GET,HEAD", "POST"].contains(&reply.header("allow")), "{reply:?}");
        }
    }
}

#[test]
fn a_route_that_there_is_not_is_refused() {
    let server = Server::start();
    for route in routes() {
        for behind in [
            "/x",
            "/",
            "/%00",
            "/%E9",
            "/..%2f..%2fetc%2fpasswd",
            "/%3Cscript%3E",
            "//",
        ] {
            let target = route.target().to_owned() + behind;
            is_refused(&server.send(&Request::new("PUT", &target)));
        }
    }
}

#[test]
fn a_request_without_the_headers_it_needs_is_refused() {
    let server = Server::start();
    for route in routes() {
        for missing in ["Authorization", "NHSD-Target-Identifier", "X-Request-Id"] {
            is_refused(&server.send(&route.clone().without(missing).body("{}")));
        }
        is_refused(&server.send(&route.clone().with("Authorization", "Basic eDp5").body("{}")));
    }
}

#[test]
fn a_representation_that_does_not_exist_is_rejected() {
    let server = Server::start();
    let ask = |target: &str, accept: &str| server.send(&Request::new("GET", target).with("Accept", accept));
    for accept in [
        "image/png",
        "text/html;q=1",
        "nonsense",
        "*/*;q=0",
        "application/fhir+json;q=0",
        "application/fhir+xml;q=0.5, application/json;q=0",
    ] {
        for target in ["/gp-connect/Patient/2", "/bars/Slot"] {
            let reply = ask(target, accept);
            is_refused(&reply);
            let xml = reply.header("content-type") == "application/fhir+xml";
            assert_eq!(xml, accept.contains("xml"), "{reply:?}");
        }
    }
    let not_bars = || bars::SendNotAcceptable.error().with_diagnostics(NOT_JSON);
    let not_gp_connect = || gp_connect::BadRequest.error().with_diagnostics(NOT_JSON);
    ask("/bars/Slot", "image/png").is(not_bars());
    ask("/gp-connect/Patient/2", "image/png").is(not_gp_connect());
    ask("/bars/Slot", "application/fhir+xml").is_as(not_bars(), Representation::XML);
    // The response gives the reason, in the format that the client can read.
    let reply = server.get("/gp-connect/Patient/2?_format=xml");
    reply.is_as(not_gp_connect(), Representation::XML);
    let search = Request::new("GET", "/health-gorilla/fhir/R4/Patient?name=Rivera&_format=xml")
        .with("Authorization", "Bearer sample-token");
    let reply = server.send(&search);
    assert!(
        reply.status == 400 && reply.body.contains("resources are JSON"),
        "{reply:?}"
    );
    for silent in ["image/png, */*;q=0.1", ",", ";;;q="] {
        assert_eq!(ask("/gp-connect/Patient/2", silent).status, 200, "{silent}");
    }
}

#[test]
fn errors_are_json_or_xml_as_the_client_asks() {
    let server = Server::start();
    let unknown = "/gp-connect/Patient?identifier=https://fhir.nhs.uk/Id/nhs-number|9476719932";
    let accepts = [
        (
            "application/fhir+xml, application/fhir+json;q=0.9",
            "application/fhir+xml",
        ),
        (
            "application/fhir+xml;q=0.5, application/fhir+json",
            "application/fhir+json",
        ),
        ("application/json+fhir", "application/json+fhir"),
        ("text/xml;q=0.1, */*;q=0.2", "application/fhir+json"),
    ];
    for (accept, media_type) in accepts {
        let reply = server.send(&Request::new("GET", unknown).with("Accept", accept));
        assert_eq!(
            (reply.status, reply.header("content-type")),
            (400, media_type),
            "{accept}"
        );
        assert_eq!(reply.header("vary"), "accept");
        let xml = reply.body.starts_with("<OperationOutcome");
        assert_eq!(xml, media_type.contains("xml"), "{reply:?}");
    }
    let reply = server.send(&Request::new("GET", "/health-gorilla/nothing").with("Accept", "application/fhir+xml"));
    reply.is_as(health_gorilla::NotFound, Representation::XML);
}

#[test]
fn a_value_of_a_client_is_shortened_and_escaped() {
    let server = Server::start();
    let name = format!("%3Cb%3E%22%0D%0A%00%1B[31m{}", "x".repeat(3000));
    let reply = server.get(&format!("/gp-connect/Patient?{name}=1"));
    let shown = reply.json()["issue"][0]["diagnostics"].as_str().unwrap().to_owned();
    assert!(shown.starts_with("the search parameter `<b>\"    [31mxxx"), "{shown}");
    assert!(
        shown.chars().count() < 150 && !shown.chars().any(char::is_control),
        "{shown}"
    );
    let reply = server.get(&format!("/gp-connect/Patient?_format=xml&{name}=1"));
    assert!(!reply.body.contains("<b>") && reply.status == 400, "{reply:?}");
}

#[test]
fn every_fallback_is_an_entry_that_a_client_decodes() {
    fn all<C: Catalog>() {
        for status in 400..600 {
            let error = Error::<C>::fallback(status).unwrap();
            let response = error.response();
            let reply = Reply {
                status: response.status,
                headers: [
                    ("content-type".into(), response.headers[0].value.clone().into_owned()),
                    ("x-request-id".into(), "1".into()),
                ]
                .into(),
                body: response.body.unwrap().into_owned(),
            };
            reply.assert_decodes("GET", &format!("/{}/errors/x", C::DATA.name()));
        }
    }
    all::<GpConnect>();
    all::<api_server::catalogs::GpConnectDstu2>();
    all::<Bars>();
    all::<api_server::catalogs::BlueButton>();
    all::<HealthGorilla>();
    all::<api_server::catalogs::Medblocks>();
    all::<api_server::catalogs::ApiServer>();
}
