//! The table of cases.

use super::case::Case;

const JSON: &str = "Content-Type: application/json";
const XML: &str = "Accept: application/fhir+xml";

fn get(target: &'static str) -> Case {
    Case::new("GET", target)
}

fn post(target: &'static str) -> Case {
    Case::new("POST", target)
}

/// The cases of a server whose limits are not reached.
pub fn usual() -> Vec<Case> {
    let mut cases = errors_of_handlers();
    cases.extend(responses_of_the_framework());
    cases.extend(responses_of_handlers());
    cases.extend(rejections());
    cases.extend(delays());
    cases.extend(representations());
    cases
}

/// Errors of the catalog, and of another one.
fn errors_of_handlers() -> Vec<Case> {
    vec![
        get("/patients/p-9")
            .both(|e| e.is(404, "PATIENT_NOT_FOUND").shows("No patient has the id p-9."))
            .both(|e| e.header("content-type", "application/fhir+json"))
            .both(|e| {
                e.logs("level", "INFO")
                    .logs("status", "404")
                    .logs("route", "/patients/{id}")
            })
            .both(|e| e.logs("message", "PATIENT_NOT_FOUND: There is no patient p-9"))
            .both(|e| e.logs("log", "Looked for p-9 with the NHS number <personal>."))
            .both(|e| e.logs("source", "-").logs("replaced_status", "-")),
        get("/patients/store")
            .both(|e| e.is(500, "INTERNAL").header("content-type", "application/problem+json"))
            .both(|e| {
                e.logs("level", "ERROR")
                    .logs("catalog", "clinic")
                    .logs("category", "service")
            })
            .both(|e| e.logs("source", framework_tests::SECRET).logs("retry", "manual")),
        get("/several")
            .both(|e| e.is(400, "PATIENT_NOT_FOUND").is(400, "UNPROCESSABLE"))
            .both(|e| e.logs("route", "/several").logs("unsent", "-")),
        get("/several-without-place")
            .both(|e| e.passes(400, "").event("GONE").event("UNPROCESSABLE"))
            .both(|e| e.logs("unsent", "the whole error")),
        get("/gone").both(|e| {
            e.passes(410, "")
                .no_header("content-type")
                .event("GONE")
                .logs("code", "-")
        }),
        get("/overridden")
            .both(|e| e.is(503, "OVERLOADED").header("retry-after", "99").header("x-own", "1"))
            .both(|e| e.logs("source", framework_tests::SECRET)),
        get("/foreign")
            .both(|e| e.is(404, "PATIENT_NOT_FOUND").shows("fhir.nhs.uk"))
            .both(|e| e.logs("catalog", "gp-connect").logs("route", "/foreign")),
        get("/panic")
            .both(|e| e.is(500, "INTERNAL").shows("A part failed: the service"))
            .both(|e| e.logs("source", "the service panicked").logs("route", "/panic")),
        get("/bomb").both(|e| e.is(500, "INTERNAL").logs("source", "the service panicked")),
    ]
}

/// Responses that no handler gives.
fn responses_of_the_framework() -> Vec<Case> {
    vec![
        get("/nowhere")
            .both(|e| e.is(404, "ROUTE_NOT_FOUND").logs("route", "-"))
            .both(|e| e.logs("replaced_status", "404").logs("source", "-")),
        Case::new("DELETE", "/patients")
            .both(|e| e.is(405, "METHOD_NOT_ALLOWED").logs("replaced_status", "405"))
            .axum(|e| e.header("allow", "POST,GET,HEAD").shows("Allowed: POST,GET,HEAD"))
            .actix(|e| e.header("allow", "GET, HEAD, POST").shows("Allowed: GET, HEAD, POST"))
            .actix(|e| e.logs("route", "/patients")),
        Case::new("BREW", "/patients").both(|e| e.is(405, "METHOD_NOT_ALLOWED")),
    ]
}

/// Responses of handlers that know nothing of the catalog.
fn responses_of_handlers() -> Vec<Case> {
    vec![
        get("/patients/p-1").both(|e| e.passes(200, "Jane")),
        get("/moved").both(|e| e.passes(302, "").header("location", "/")),
        get("/kept").both(|e| e.passes(418, "short and stout")),
        get("/teapot")
            .both(|e| e.is(400, "BAD_REQUEST").logs("replaced_status", "418"))
            .both(|e| e.logs("replaced_type", "text/plain; charset=utf-8"))
            .both(|e| e.logs("source", framework_tests::SECRET)),
        get("/bad-gateway")
            .both(|e| e.is(502, "INTERNAL").shows(":502").shows("A part failed: the service"))
            .both(|e| e.logs("status", "502").logs("source", framework_tests::SECRET)),
        get("/login").both(|e| e.is(401, "LOGIN").header("www-authenticate", "Basic")),
        get("/described").both(|e| e.is(400, "BAD_REQUEST")).both(|e| {
            e.names(&[
                "cache-control",
                "connection",
                "content-length",
                "content-type",
                "date",
                "vary",
                "x-own",
                "x-request-id",
            ])
        }),
    ]
}

/// Requests that an extractor rejects. The texts, and some statuses, are the framework's.
fn rejections() -> Vec<Case> {
    let long = format!("{{\"name\":\"{}\"}}", "x".repeat(100));
    vec![
        post("/patients")
            .with(JSON, r#"{"name":"Jane"}"#)
            .both(|e| e.passes(200, "Jane")),
        post("/patients")
            .with(JSON, "{")
            .both(|e| e.is(400, "BAD_REQUEST").logs("route", "/patients"))
            .both(|e| {
                e.logs("replaced_status", "400")
                    .logs("replaced_type", "text/plain; charset=utf-8")
            })
            .axum(|e| {
                e.logs(
                    "source",
                    "Failed to parse the request body as JSON: EOF while parsing an object at line 1 column 1",
                )
            })
            .actix(|e| {
                e.logs(
                    "source",
                    "Json deserialize error: EOF while parsing an object at line 1 column 1",
                )
            }),
        post("/patients")
            .with(JSON, r#"{"name":7}"#)
            .axum(|e| e.is(422, "UNPROCESSABLE"))
            .actix(|e| e.is(400, "BAD_REQUEST"))
            .actix(|e| {
                e.logs(
                    "source",
                    "Json deserialize error: invalid type: integer `7`, expected a string at line 1 column 9",
                )
            }),
        post("/patients")
            .with(JSON, long)
            .both(|e| e.is(413, "TOO_LARGE").logs("replaced_status", "413")),
        post("/patients")
            .with("Content-Type: text/plain", "{}")
            .both(|e| e.is(415, "UNSUPPORTED_MEDIA_TYPE"))
            .axum(|e| e.logs("source", "Expected request with `Content-Type: application/json`"))
            .actix(|e| e.logs("source", "Content type error")),
        get("/patients?size=many")
            .both(|e| e.is(400, "BAD_REQUEST").logs("route", "/patients"))
            .axum(|e| {
                e.logs(
                    "source",
                    "Failed to deserialize query string: size: invalid digit found in string",
                )
            })
            .actix(|e| e.logs("source", "Query deserialize error: invalid digit found in string")),
        get("/patients/%ff")
            .axum(|e| e.is(400, "BAD_REQUEST"))
            .actix(|e| e.is(404, "PATIENT_NOT_FOUND")),
        post("/uploads")
            .with("Content-Type: text/plain", "x".repeat(100))
            .both(|e| e.is(413, "TOO_LARGE")),
        // By the extractor of the catalog, which needs no layer.
        post("/checked")
            .with(JSON, "{")
            .both(|e| {
                e.is(400, "BAD_REQUEST")
                    .logs("route", "/checked")
                    .logs("replaced_status", "-")
            })
            .axum(|e| {
                e.logs(
                    "source",
                    "Failed to parse the request body as JSON: EOF while parsing an object at line 1 column 1",
                )
            })
            .actix(|e| {
                e.logs(
                    "source",
                    "Json deserialize error: EOF while parsing an object at line 1 column 1",
                )
            }),
        post("/checked")
            .with("Content-Type: text/plain", "{}")
            .both(|e| e.is(415, "UNSUPPORTED_MEDIA_TYPE")),
        get("/numbers/7").both(|e| e.passes(200, "7")),
        get("/numbers/seven")
            .axum(|e| e.is(400, "BAD_REQUEST"))
            // There is no resource at such a path.
            .actix(|e| e.is(404, "ROUTE_NOT_FOUND"))
            .both(|e| e.logs("route", "/numbers/{number}")),
    ]
}

/// Delays, which are in the header and in the body.
fn delays() -> Vec<Case> {
    let throttled = |target, seconds, reset, shown| {
        get(target)
            .both(move |e| e.is(429, "TOO_MANY_REQUESTS").shows(shown))
            .both(move |e| e.header("retry-after", seconds).header("x-reset", reset))
    };
    let (in_5, in_60, in_99) = (
        "Come back in 5 seconds.",
        "Come back in 60 seconds.",
        "Come back in 99 seconds.",
    );
    vec![
        throttled("/throttled/60", "60", "in 60 s", in_60),
        throttled("/throttled/60%7C5", "60", "in 60 s", in_60),
        throttled(
            "/throttled/Sun,%2006%20Nov%201994%2008:49:37%20GMT",
            "0",
            "in 0 s",
            "Come back in 0 seconds.",
        ),
        // A value that cannot be read counts as none.
        throttled("/throttled/soon", "5", "in 5 s", in_5),
        // On an error of the catalog.
        throttled("/waiting/99", "99", "in 99 s", in_99),
        throttled("/waiting/5", "5", "in 5 s", in_5),
        throttled("/waiting/soon", "5", "in 5 s", in_5),
    ]
}

/// JSON or XML, as the request asks for it.
fn representations() -> Vec<Case> {
    let xml = |case: Case, code| {
        case.both(move |e| {
            e.header("content-type", "application/fhir+xml")
                .header("vary", "accept")
                .is(404, code)
        })
        .both(|e| e.shows("<OperationOutcome"))
    };
    let json = |accept| {
        let case = get("/patients/p-9").sends(accept);
        case.both(|e| {
            e.header("content-type", "application/fhir+json")
                .is(404, "PATIENT_NOT_FOUND")
        })
    };
    vec![
        xml(get("/patients/p-9").sends(XML), "PATIENT_NOT_FOUND"),
        xml(
            get("/patients/p-9?_format=xml").sends("Accept: application/fhir+json"),
            "PATIENT_NOT_FOUND",
        ),
        xml(
            get("/nowhere").sends("Accept: application/fhir+json;q=0.5, application/fhir+xml"),
            "ROUTE_NOT_FOUND",
        ),
        json("Accept: */*"),
        json("Accept: ;;;q="),
        json("Accept: image/png"),
        json("Accept: application/fhir+xml;q=0"),
        get("/patients/store")
            .sends(XML)
            .both(|e| e.header("content-type", "application/problem+json").is(500, "INTERNAL")),
    ]
}

/// The cases of a server with a short time limit.
pub fn slow() -> Vec<Case> {
    vec![
        get("/slow")
            .both(|e| e.is(504, "TIMED_OUT").logs("level", "ERROR").logs("route", "/slow"))
            .both(|e| e.logs("source", "request timed out").logs("replaced_status", "-")),
    ]
}

/// The cases of a server that sends the reasons of rejections.
pub fn with_reasons() -> Vec<Case> {
    vec![
        post("/patients")
            .with(JSON, "{")
            .both(|e| e.is(400, "BAD_REQUEST"))
            .axum(|e| e.shows("Rejected: Failed to parse the request body as JSON: EOF while parsing"))
            .actix(|e| e.shows("Rejected: Json deserialize error: EOF while parsing")),
        // The entry has no such parameter.
        post("/patients")
            .with("Content-Type: text/plain", "{}")
            .both(|e| e.is(415, "UNSUPPORTED_MEDIA_TYPE")),
        // The service may have put anything into the text of its own failure.
        get("/bad-gateway").both(|e| e.is(502, "INTERNAL")),
    ]
}
