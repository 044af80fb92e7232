//! Errors in the log and in the counters.
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

mod client;
mod counters;
#[path = "../support/mod.rs"]
mod support;

use std::collections::BTreeMap;
use std::fmt;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::Router;
use axum::http::StatusCode;
use axum::routing::get;
use error_runtime::tower::CatalogLayer;
use error_runtime::tracing::Log;
use error_runtime::{Error, Outcome};
use framework_tests::{Clinic, GpConnect, PERSONAL, SECRET, clinic, post, send};
use support::{Below, Limits, serve, with_server};
use tokio::net::TcpListener;
use tracing::field::{Field, Visit};
use tracing::{Event, Level, Subscriber};
use tracing_subscriber::layer::{Context, SubscriberExt};

/// An event, as its level and its fields.
type Seen = (Level, BTreeMap<String, String>);

/// tracing remembers for the whole process who listens to an event, so the listeners of two tests would disturb each other.
static ALONE: Mutex<()> = Mutex::new(());

fn alone() -> MutexGuard<'static, ()> {
    ALONE.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Keeps the events about errors.
#[derive(Clone, Default)]
struct Events(Arc<Mutex<Vec<Seen>>>);

impl<S: Subscriber> tracing_subscriber::Layer<S> for Events {
    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        if event.metadata().target().starts_with("error_catalog") {
            let mut fields = Fields(BTreeMap::new());
            event.record(&mut fields);
            self.0.lock().unwrap().push((*event.metadata().level(), fields.0));
        }
    }
}

struct Fields(BTreeMap<String, String>);

impl Visit for Fields {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        self.0.insert(field.name().to_owned(), format!("{value:?}"));
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        self.0.insert(field.name().to_owned(), value.to_owned());
    }
}

/// The events that a server writes while a client talks to it.
fn events_of(server: impl AsyncFnOnce(TcpListener), client: impl FnOnce(SocketAddr) + Send + 'static) -> Vec<Seen> {
    let _alone = alone();
    let events = Events::default();
    let subscriber = tracing_subscriber::registry().with(events.clone());
    tracing::subscriber::with_default(subscriber, || with_server(server, client));
    let seen = events.0.lock().unwrap();
    seen.clone()
}

/// The events that a server with this layer writes while a client asks for these paths.
fn events(layer: CatalogLayer<Clinic>, paths: &'static [&'static str]) -> Vec<Seen> {
    events_within(Limits::USUAL, layer, paths)
}

/// The same, with limits on requests.
fn events_within(limits: Limits, layer: CatalogLayer<Clinic>, paths: &'static [&'static str]) -> Vec<Seen> {
    events_of(
        async |listener| serve(listener, layer, limits).await,
        move |address| {
            for path in paths {
                send(address, "GET", path, &["X-Request-Id: r-1"]);
            }
        },
    )
}

#[test]
fn an_event_has_everything_that_is_known_of_an_error() {
    let [(level, fields)] = &*events(CatalogLayer::new(), &["/patients/store"]) else {
        panic!("not one event")
    };
    assert_eq!(*level, Level::ERROR);
    let expected = [
        ("catalog", "clinic"),
        ("category", "service"),
        ("code", "INTERNAL"),
        ("entry", "INTERNAL"),
        ("message", "INTERNAL: A part failed: the record store"),
        ("method", "GET"),
        ("request_id", "r-1"),
        ("retry", "manual"),
        ("route", "/patients/{id}"),
        ("source", SECRET),
        ("status", "500"),
    ];
    assert!(
        fields
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .eq(expected),
        "{fields:?}"
    );
}

#[test]
fn an_event_has_the_reason_the_status_and_the_type_of_a_replaced_response() {
    let rejected = |address, media_type: &str, body: &str| {
        post(address, "/patients", media_type, body);
    };
    let events = events_of(
        async |listener| serve(listener, CatalogLayer::new(), Limits::USUAL).await,
        move |address| {
            rejected(address, "application/json", "{");
            rejected(address, "application/json", "{\"name\":7}");
            rejected(address, "text/plain", "{}");
            send(address, "GET", "/patients?size=many", &[]);
            send(address, "GET", "/nowhere", &[]);
        },
    );
    let fields = |event: &Seen| {
        let field = |name| event.1.get(name).cloned().unwrap_or_default();
        [
            field("replaced_status"),
            field("replaced_type"),
            field("source"),
            field("route"),
        ]
    };
    let plain = "text/plain; charset=utf-8";
    let expected = [
        [
            "400",
            plain,
            "Failed to parse the request body as JSON: EOF while parsing an object at line 1 column 1",
            "/patients",
        ],
        [
            "422",
            plain,
            "Failed to deserialize the JSON body into the target type: name: invalid type: integer `7`, expected a string at line 1 column 9",
            "/patients",
        ],
        [
            "415",
            plain,
            "Expected request with `Content-Type: application/json`",
            "/patients",
        ],
        [
            "400",
            plain,
            "Failed to deserialize query string: size: invalid digit found in string",
            "/patients",
        ],
        ["404", "", "", ""],
    ];
    assert_eq!(events.len(), expected.len(), "{events:#?}");
    for (event, expected) in events.iter().zip(expected) {
        assert_eq!(fields(event), expected);
    }
}

#[test]
fn the_reason_of_a_replaced_response_is_one_line_and_bounded() {
    let hostile = "a\r\nforged=1 \u{1b}[31m\u{202e}drow";
    let long = format!("{hostile}{}", "é".repeat(100_000));
    let events = events_of(
        async move |listener| {
            let text = long.clone();
            let app = Router::new()
                .route("/", get(async move || (StatusCode::BAD_REQUEST, text)))
                .layer(CatalogLayer::<Clinic>::new());
            axum::serve(listener, app).await.unwrap();
        },
        |address| {
            send(address, "GET", "/", &[]);
        },
    );
    let source = &events[0].1["source"];
    assert!(source.starts_with("a  forged=1  [31m\\u{202e}drow"), "{source}");
    assert!(!source.contains(char::is_control) && source.len() < 8_192, "{source}");
}

#[test]
fn an_extractor_that_rejects_keeps_the_whole_message() {
    let events = events_of(
        async |listener| serve(listener, CatalogLayer::new(), Limits::USUAL).await,
        |address| {
            post(address, "/checked", "text/plain", "{}");
            post(address, "/checked", "application/json", "{");
        },
    );
    let sources: Vec<&str> = events.iter().map(|(_, fields)| fields["source"].as_str()).collect();
    let expected = [
        "Expected request with `Content-Type: application/json`",
        "Failed to parse the request body as JSON: EOF while parsing an object at line 1 column 1",
    ];
    assert_eq!(sources, expected);
}

#[test]
fn axum_without_the_layer_writes_one_event_for_each_error() {
    let events = events_of(
        async |listener| axum::serve(listener, support::router()).await.unwrap(),
        |address| {
            for path in ["/patients/store", "/several", "/foreign", "/patients/p-1", "/teapot"] {
                send(address, "GET", path, &[]);
            }
            post(address, "/checked", "application/json", "{\"name\":1}");
        },
    );
    let entries: Vec<_> = events.iter().map(|(_, fields)| fields["entry"].as_str()).collect();
    let expected = [
        "INTERNAL",
        "PATIENT_NOT_FOUND",
        "UNPROCESSABLE",
        "PATIENT_NOT_FOUND",
        "UNPROCESSABLE",
    ];
    assert_eq!(entries, expected);
    assert_eq!(events[0].1["source"], SECRET);
}

#[test]
fn an_error_of_another_catalog_is_one_event_with_the_request() {
    let [(_, fields)] = &*events(CatalogLayer::new(), &["/foreign"]) else {
        panic!("not one event")
    };
    assert_eq!(
        (
            fields["catalog"].as_str(),
            fields["route"].as_str(),
            fields["request_id"].as_str()
        ),
        ("gp-connect", "/foreign", "r-1")
    );
}

#[test]
fn an_error_in_nested_layers_is_one_event() {
    let nested = async |listener| {
        let inner = support::router().layer(CatalogLayer::<GpConnect>::new());
        let app = Router::new()
            .nest("/clinic", inner)
            .layer(CatalogLayer::<Clinic>::new());
        axum::serve(listener, app).await.unwrap();
    };
    let events = events_of(nested, |address| {
        for path in [
            "/clinic/patients/store",
            "/clinic/foreign",
            "/clinic/teapot",
            "/nowhere",
        ] {
            send(address, "GET", path, &[]);
        }
    });
    let entries: Vec<_> = events
        .iter()
        .map(|(_, fields)| (fields["catalog"].as_str(), fields.get("route").map(String::as_str)))
        .collect();
    let expected = [
        ("clinic", Some("/clinic/patients/{id}")),
        ("gp-connect", Some("/clinic/foreign")),
        ("gp-connect", Some("/clinic/teapot")),
        ("clinic", None),
    ];
    assert_eq!(entries, expected);
}

#[test]
fn personal_values_are_hidden_unless_a_policy_allows_them() {
    let [(level, fields)] = &*events(CatalogLayer::new(), &["/patients/p-9"]) else {
        panic!("not one event")
    };
    assert_eq!(*level, Level::INFO);
    assert_eq!(fields["log"], "Looked for p-9 with the NHS number <personal>.");
    assert!(!format!("{fields:?}").contains(PERSONAL));
    let layer = CatalogLayer::new().log(Log::new().client_errors(Level::WARN).with_personal_data());
    let [(level, fields)] = &*events(layer, &["/patients/p-9"]) else {
        panic!("not one event")
    };
    assert_eq!(*level, Level::WARN);
    assert!(fields["log"].contains(PERSONAL), "{fields:?}");
}

#[test]
fn each_error_is_one_event_in_every_framework() {
    let mut events = events(
        CatalogLayer::new(),
        &[
            "/nowhere",
            "/panic",
            "/several",
            "/teapot",
            "/checked",
            "/patients/p-1",
            "/kept",
            "/moved",
        ],
    );
    events.extend(events_within(Limits::HURRIED, CatalogLayer::new(), &["/slow"]));
    let entries: Vec<&str> = events.iter().map(|(_, fields)| fields["entry"].as_str()).collect();
    let expected = [
        "ROUTE_NOT_FOUND",
        "INTERNAL",
        "PATIENT_NOT_FOUND",
        "UNPROCESSABLE",
        "BAD_REQUEST",
        "METHOD_NOT_ALLOWED",
        "TIMED_OUT",
    ];
    assert_eq!(entries, expected);
    assert!(events.iter().all(|(_, fields)| fields["request_id"] == "r-1"));
    assert_eq!(
        events[1].1["source"], "the service panicked",
        "the message is the panic hook's to show"
    );
    assert_eq!(events[6].1["source"], "request timed out");
}

#[test]
fn the_event_has_what_the_response_does_not() {
    let unsent = |error: &Error<Clinic>| {
        let events = Events::default();
        tracing::subscriber::with_default(tracing_subscriber::registry().with(events.clone()), || {
            Log::new().error(error);
        });
        let seen = events.0.lock().unwrap();
        seen[0].1.get("unsent").cloned()
    };
    let _alone = alone();
    let gone = clinic::Gone.error().with_diagnostics("Moved\nto B").with_id("e-1");
    assert_eq!(unsent(&gone).as_deref(), Some("diagnostics: Moved to B; id: e-1"));
    assert!(
        gone.unsent()
            .eq([("diagnostics", "Moved\nto B".into()), ("id", "e-1".into())])
    );
    let sent = clinic::Overloaded.error().with_diagnostics("Queue full");
    assert_eq!(unsent(&sent), None);
}

#[test]
fn an_error_that_the_response_leaves_out_is_logged_as_unsent() {
    let events = events(CatalogLayer::new(), &["/several", "/several-without-place"]);
    let unsent: Vec<_> = events
        .iter()
        .map(|(_, fields)| fields.get("unsent").map(String::as_str))
        .collect();
    assert_eq!(unsent, [None, None, None, Some("the whole error")]);
}

#[test]
fn a_chain_of_sources_is_one_line_and_ends() {
    #[derive(Debug)]
    struct Endless;
    impl fmt::Display for Endless {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("again\nand again")
        }
    }
    impl std::error::Error for Endless {
        fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
            Some(self)
        }
    }
    let _alone = alone();
    let events = Events::default();
    tracing::subscriber::with_default(tracing_subscriber::registry().with(events.clone()), || {
        Log::new().error(&clinic::Overloaded.error().with_source(Endless));
    });
    let seen = events.0.lock().unwrap();
    let source = &seen[0].1["source"];
    assert!(
        source.starts_with("again and again: again") && !source.contains('\n'),
        "{source}"
    );
    assert!(source.len() < 1000, "{source}");
}

#[test]
fn a_response_has_no_secret() {
    let error = Error::from(clinic::PatientNotFound {
        patient: "p-1",
        nhs_number: PERSONAL,
    });
    let outcome = Outcome::new(error.with_source(Below(SECRET))).and(clinic::Internal { part: "the store" });
    let response = http::Response::from(outcome);
    let text = format!("{response:?}");
    assert!(!text.contains(SECRET) && !text.contains(PERSONAL), "{text}");
}
