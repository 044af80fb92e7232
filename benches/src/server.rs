//! A whole server: requests per second over sockets, and what an error costs more than an answer that is always the same.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use axum::Router;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use error_runtime::Error;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use crate::render::structs;
use crate::samples::CLEAN;
use crate::table::Table;
use crate::{Clinic, measure};

/// How many connections ask, each for one answer after the other.
const CONNECTIONS: usize = 8;
/// How long one turn of a route takes, and how often each has its turn. The best turn counts.
const TURN: Duration = Duration::from_millis(250);
const TURNS: usize = 16;

async fn constant() -> Response {
    static BODY: std::sync::LazyLock<String> =
        std::sync::LazyLock::new(|| error(CLEAN.to_owned()).body().unwrap_or_default());
    (
        StatusCode::NOT_FOUND,
        [(header::CONTENT_TYPE, "application/fhir+json")],
        BODY.as_str(),
    )
        .into_response()
}

fn error(text: String) -> Error<Clinic> {
    Error::new(Clinic::PatientNotFound).with_diagnostics(text)
}

async fn ours() -> Result<&'static str, Error<Clinic>> {
    Err(error(CLEAN.to_owned()))
}

async fn with_serde() -> Response {
    let text = CLEAN.to_owned();
    match serde_json::to_vec(&structs(Clinic::PatientNotFound, Some(&text), 1)) {
        Ok(body) => (
            StatusCode::NOT_FOUND,
            [(header::CONTENT_TYPE, "application/fhir+json")],
            body,
        )
            .into_response(),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

/// Asks a route again and again until it is time to stop; counts the answers.
async fn ask(address: std::net::SocketAddr, path: &str, stop: &AtomicBool, answers: &AtomicU64) -> std::io::Result<()> {
    let mut stream = TcpStream::connect(address).await?;
    stream.set_nodelay(true)?;
    let request = format!("GET {path} HTTP/1.1\r\nHost: clinic.example\r\n\r\n");
    let mut buffer = vec![0; 16 * 1024];
    while !stop.load(Ordering::Relaxed) {
        stream.write_all(request.as_bytes()).await?;
        // The answers of all routes are as long, and end with the end of an object.
        let mut end = 0;
        while end == 0 || buffer[end - 1] != b'}' {
            let read = stream.read(&mut buffer[end..]).await?;
            if read == 0 {
                return Err(std::io::ErrorKind::UnexpectedEof.into());
            }
            end += read;
        }
        answers.fetch_add(1, Ordering::Relaxed);
    }
    Ok(())
}

/// Answers per second of a route in one turn.
async fn turn(address: std::net::SocketAddr, path: &'static str) -> std::io::Result<f64> {
    let (stop, answers) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicU64::new(0)));
    let start = Instant::now();
    let asking: Vec<_> = (0..CONNECTIONS)
        .map(|_| {
            let (stop, answers) = (stop.clone(), answers.clone());
            tokio::spawn(async move { ask(address, path, &stop, &answers).await })
        })
        .collect();
    tokio::time::sleep(TURN).await;
    stop.store(true, Ordering::Relaxed);
    for one in asking {
        one.await??;
    }
    let count = u32::try_from(answers.load(Ordering::Relaxed)).unwrap_or(u32::MAX);
    Ok(f64::from(count) / start.elapsed().as_secs_f64())
}

/// The table.
///
/// # Errors
/// A socket cannot be had.
pub fn table() -> std::io::Result<Table> {
    let mut table = Table::new(
        "Server",
        "Answers per second of axum over 8 connections on one machine, client included, best of 16 turns, and the time of the handler alone, from call to `Response`. The constant \
         answer is the limit. The error has a 98-byte text of its own.",
        &["route", "answers per second", "of the constant", "handler"],
    );
    let paths = ["/constant", "/ours", "/serde"];
    let names = ["a constant answer", "an error of the catalog", "serde structs by hand"];
    let runtime = tokio::runtime::Runtime::new()?;
    let best = runtime.block_on(async {
        let router = Router::new()
            .route("/constant", get(constant))
            .route("/ours", get(ours))
            .route("/serde", get(with_serde));
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let address = listener.local_addr()?;
        tokio::spawn(async move { axum::serve(listener, router).await });
        let mut best = [0.0_f64; 3];
        for _ in 0..TURNS {
            for (best, path) in best.iter_mut().zip(paths) {
                *best = best.max(turn(address, path).await?);
            }
        }
        std::io::Result::Ok(best)
    })?;
    let single = tokio::runtime::Builder::new_current_thread().build()?;
    let handlers = measure::race(vec![
        measure::Contender::new("constant", || single.block_on(constant())),
        measure::Contender::new("ours", || single.block_on(ours()).into_response()),
        measure::Contender::new("serde", || single.block_on(with_serde())),
    ]);
    for ((name, best_of), (_, handler)) in names.iter().zip(best).zip(handlers) {
        table.row(vec![
            (*name).to_owned(),
            format!("{best_of:.0}"),
            format!("{:.1} %", best_of / best[0] * 100.0),
            crate::table::time(handler),
        ]);
    }
    Ok(table)
}
