//! A large nested error with a marker in every field and every source, answered over a socket, logged, counted and thrown in a panic: which
//! marker is seen where.
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

mod errors;
#[path = "../support/mod.rs"]
mod support;

use std::collections::BTreeSet;
use std::error::Error as _;
use std::io::{self, Write};
use std::panic;
use std::sync::{Arc, Mutex, PoisonError};

use axum::Router;
use axum::extract::Path;
use axum::routing::get;
use error_runtime::CatalogError;
use error_runtime::tower::CatalogLayer;
use errors::{ERRORS, INTERNAL, Inner, Leaks, Outer, PERSONAL, PUBLIC, SHARD, SOURCE, UNMARKED, error, not_found};
use framework_tests::{exchange, send};
use support::with_server;
use tracing_subscriber::filter::{LevelFilter, Targets};
use tracing_subscriber::layer::{Layer, SubscriberExt};

async fn fail(Path(number): Path<usize>) -> Result<(), Outer> {
    Err(error(number))
}

/// `unwrap` writes the error into the message of the panic.
async fn panics(Path(number): Path<usize>) {
    let failed: Result<(), Outer> = fail(Path(number)).await;
    failed.unwrap();
}

async fn echo(Path(patient): Path<String>) -> Result<(), Inner> {
    Err(not_found(patient))
}

/// Keeps what is written to it.
#[derive(Clone, Default)]
struct Kept(Arc<Mutex<Vec<u8>>>);

impl Kept {
    fn take(&self) -> String {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        String::from_utf8(std::mem::take(&mut kept)).unwrap()
    }
}

impl Write for Kept {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Which of the markers a text has.
fn markers(text: &str) -> BTreeSet<&'static str> {
    let mut found: BTreeSet<_> = [PUBLIC, PERSONAL, INTERNAL, SOURCE, UNMARKED]
        .into_iter()
        .filter(|marker| text.contains(marker))
        .collect();
    if text.contains(&SHARD.to_string()) {
        found.insert("SHARD");
    }
    found
}

#[track_caller]
fn assert_only(allowed: &[&'static str], text: &str) {
    let found = markers(text);
    assert!(
        found.iter().all(|marker| allowed.contains(marker)),
        "{found:?} in {text}"
    );
}

/// Serves, and gives all that a client got, the log, and what panics printed.
fn everything<T: Send + 'static>(
    client: impl FnOnce(std::net::SocketAddr) -> T + Send + 'static,
) -> (T, String, String) {
    /// The panic hook is the process's, so one test at a time.
    static ALONE: Mutex<()> = Mutex::new(());
    let _alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
    let (log, panicked) = (Kept::default(), Kept::default());
    let hook = panic::take_hook();
    let output = panicked.clone();
    panic::set_hook(Box::new(move |info| {
        let _ = writeln!(output.clone(), "{info}");
    }));
    let writer = log.clone();
    // All that is ours; of the server's own lines only those that it would write in production.
    let lines = Targets::new()
        .with_default(LevelFilter::INFO)
        .with_target("error_catalog", LevelFilter::TRACE)
        .with_target("error_runtime", LevelFilter::TRACE);
    let layer = tracing_subscriber::fmt::layer().with_writer(move || writer.clone());
    let subscriber = tracing_subscriber::registry().with(layer.with_filter(lines));
    let got = tracing::subscriber::with_default(subscriber, || {
        with_server(
            async |listener| {
                let app = Router::new()
                    .route("/fail/{number}", get(fail))
                    .route("/panic/{number}", get(panics))
                    .route("/echo/{patient}", get(echo))
                    .layer(CatalogLayer::<Leaks>::new());
                axum::serve(listener, app).await.unwrap();
            },
            client,
        )
    });
    panic::set_hook(hook);
    (got, log.take(), panicked.take())
}

#[test]
fn a_client_gets_public_values_and_the_log_no_personal_ones() {
    let (answers, log, _) = everything(|address| {
        let accepts = [
            "",
            "Accept: application/fhir+xml",
            "Accept: text/html",
            "Accept: application/problem+json",
            "Accept: */*;q=",
        ];
        let mut answers = Vec::new();
        for number in 0..ERRORS {
            for accept in accepts {
                for method in ["GET", "HEAD"] {
                    let headers: &[&str] = if accept.is_empty() { &[] } else { &[accept] };
                    answers.push(send(address, method, &format!("/fail/{number}"), headers));
                }
            }
        }
        answers
    });
    assert_eq!(answers.len(), ERRORS * 10);
    for answer in &answers {
        assert!([403, 404, 500].contains(&answer.status), "{answer:?}");
        assert_only(&[PUBLIC], &format!("{answer:?}"));
        assert_eq!(answer.header("x-patient"), Some(PUBLIC));
        let hidden = answer.body.is_empty() || answer.body.contains(PUBLIC);
        assert!(hidden, "what is public is shown: {answer:?}");
    }
    // The catalog's `log` text has all parameters, and the causes follow it.
    let lines: Vec<&str> = log.lines().collect();
    assert_eq!(
        lines.len(),
        answers.len(),
        "a line for each answer, and no forged one: {log}"
    );
    for line in lines {
        assert_only(&[PUBLIC, INTERNAL, SOURCE, "SHARD"], line);
        assert!(line.contains("<personal>") && line.contains(INTERNAL), "{line}");
        assert!(!line.contains('\u{1b}') || !line.contains("\u{1b}[31mforged"), "{line}");
    }
    assert!(log.contains(SOURCE), "operators see what happened");
}

#[test]
fn the_message_of_a_panic_has_no_personal_value_and_is_not_sent() {
    let (answers, log, panicked) = everything(|address| {
        (0..ERRORS)
            .map(|number| send(address, "GET", &format!("/panic/{number}"), &[]))
            .collect::<Vec<_>>()
    });
    for answer in answers {
        assert_eq!((answer.status, answer.header("x-patient")), (500, Some("none")));
        assert_only(&[], &format!("{answer:?}"));
    }
    assert_only(&[], &log);
    assert_eq!(log.matches("the service panicked").count(), ERRORS, "{log}");
    assert_only(&[PUBLIC, SOURCE, UNMARKED], &panicked);
    assert!(
        panicked.contains("<personal>") && panicked.contains("<internal>"),
        "{panicked}"
    );
    assert_eq!(panicked.matches("panicked at").count(), ERRORS, "{panicked}");
}

#[test]
fn debug_and_display_of_the_derived_error_and_of_the_catalogs_have_no_personal_value() {
    for number in 0..ERRORS {
        let derived = error(number);
        assert_only(&[PUBLIC], &format!("{derived} {derived:#}"));
        assert_only(&[PUBLIC, SOURCE, UNMARKED], &format!("{derived:?} {derived:#?}"));
        let told = derived.to_error();
        assert_only(&[PUBLIC], &told.to_string());
        // An error that a method chooses brings its own cause.
        assert_only(&[PUBLIC, SOURCE], &format!("{told:?} {told:#?}"));
        let whole = derived.into_error();
        assert_only(&[PUBLIC], &whole.to_string());
        assert_only(&[PUBLIC, SOURCE, UNMARKED], &format!("{whole:?} {whole:#?}"));
        // Its chain, as any logger walks it.
        let mut source = whole.source();
        let mut chain = String::new();
        while let Some(cause) = source {
            chain.extend([cause.to_string(), format!("{cause:?}")]);
            source = cause.source();
        }
        assert_only(&[PUBLIC, SOURCE, UNMARKED], &chain);
    }
}

#[test]
fn a_value_of_a_client_is_shortened_and_escaped_everywhere() {
    // Line ends, an escape sequence, quotes, tags, a format's braces, a Unicode control character, and far too much of it.
    let sent = format!(
        "%0D%0AX-Forged:%201%1B[31m%22%27%3Cb%3E{{host}}%C2%85{}",
        "x".repeat(5_000)
    );
    let shown = format!("  X-Forged: 1 [31m\"'<b>{{host}} {}", "x".repeat(5_000));
    let kept: String = shown.chars().take(1_023).chain(['…']).collect();
    let (answers, log, _) = everything(move |address| {
        let target = format!("/echo/{sent}");
        let close = "Host: clinic\r\nConnection: close\r\n";
        let json = exchange(address, format!("GET {target} HTTP/1.1\r\n{close}\r\n"));
        let xml = exchange(
            address,
            format!("GET {target} HTTP/1.1\r\nAccept: application/fhir+xml\r\n{close}\r\n"),
        );
        [json, xml]
    });
    let [json, xml] = answers;
    let body: serde_json::Value = serde_json::from_str(&json.body).unwrap();
    let issue = &body["issue"][0];
    assert_eq!(issue["diagnostics"], format!("There is no patient {kept}"));
    assert_eq!(
        issue["expression"][0],
        format!("Patient.where(id = '{kept}')")
            .chars()
            .take(1_023)
            .collect::<String>()
            + "…"
    );
    assert!(
        !xml.body.contains("<b>") && xml.body.contains("&lt;b&gt;{host} xxx"),
        "{xml:?}"
    );
    for answer in [&json, &xml] {
        assert_eq!(answer.header("x-forged"), None, "{answer:?}");
        assert!(
            answer.header("x-patient").unwrap().starts_with("X-Forged: 1"),
            "{answer:?}"
        );
        assert!(!answer.body.contains(|c: char| c.is_control()), "{answer:?}");
        assert!(answer.body.len() < 4_000 && answer.headers.iter().all(|(_, value)| value.len() < 4_000));
        assert_only(&[], &format!("{answer:?}"));
    }
    assert_eq!(log.lines().count(), 2, "{log}");
    assert!(
        log.lines()
            .all(|line| line.len() < 20_000 && !line.contains("\u{1b}[31m\"")),
        "{log}"
    );
}
