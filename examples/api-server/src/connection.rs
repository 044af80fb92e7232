//! One connection, and the responses to bytes that are not a request.
//!
//! Without a request there is no route, no handler and no layer: hyper itself sends 400, 414 or 431 with an empty body, and
//! closes the connection of a client that does not send its headers in time. This module sends errors of the server's
//! catalog instead. For that, [`Guarded`] is between hyper and the socket. It holds back a response that hyper may have made
//! itself until it is certain: hyper continues to read, or it ends the connection with a parse error.
//!
//! A client that sends a large body and then reads receives the response to it, although the body is refused at once: the
//! rest of the body is read and discarded, up to a limit.

use std::fmt::Write;
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::{Duration, SystemTime};

use axum::Router;
use axum::http::StatusCode;
use error_runtime::tower::RequestId;
use error_runtime::tracing::Log;
use error_runtime::{Error, Respond};
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, ReadBuf};
use tokio::net::TcpStream;
use tokio::sync::watch;

use crate::catalogs::ApiServer;

/// The number of bytes that are read from a client whose request is refused.
///
/// If the socket is closed while bytes are unread, the connection is reset and the client may not receive the response
/// (RFC 9112, section 9.6).
const MAX_DISCARDED: u64 = 16 * 1024 * 1024;

/// The time limit for reading them.
const DISCARD_TIME: Duration = Duration::from_secs(2);

/// Serves a connection until it ends. If the server stops, only the current request is completed.
pub async fn serve(socket: TcpStream, router: Router, head: Duration, mut stopping: watch::Receiver<()>) {
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(head);
    let io = TokioIo::new(Guarded::new(socket));
    let mut connection = http.serve_connection(io, TowerToHyperService::new(router));
    let (ended, is_stopping) = tokio::select! {
        ended = &mut connection => (ended, false),
        _ = stopping.changed() => {
            Pin::new(&mut connection).graceful_shutdown();
            ((&mut connection).await, true)
        }
    };
    let guarded = connection.into_parts().io.into_inner();
    if let Err(error) = guarded.end(ended.err().as_ref(), is_stopping).await {
        tracing::debug!(%error, "the client closed the connection");
    }
}

/// A socket that holds back hyper's own response to bytes that are not a request.
struct Guarded<T> {
    socket: T,
    /// Bytes that hyper wrote and the socket has not sent. They end with a response that may be hyper's own.
    held: Vec<u8>,
    /// The position of that response.
    last: usize,
    /// Whether a request has begun and has no response yet.
    begun: bool,
}

impl<T: AsyncRead + AsyncWrite + Unpin> Guarded<T> {
    const fn new(socket: T) -> Self {
        Self {
            socket,
            held: Vec::new(),
            last: 0,
            begun: false,
        }
    }

    /// Sends the held bytes: hyper continues, so they are not its own response.
    fn poll_release(&mut self, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        while !self.held.is_empty() {
            let written = ready!(Pin::new(&mut self.socket).poll_write(context, &self.held))?;
            if written == 0 {
                return Poll::Ready(Err(io::ErrorKind::WriteZero.into()));
            }
            self.held.drain(..written);
        }
        Pin::new(&mut self.socket).poll_flush(context)
    }

    /// Ends the connection, with an error of the catalog if hyper found no request.
    async fn end(mut self, error: Option<&hyper::Error>, is_stopping: bool) -> io::Result<()> {
        let refused = match error {
            Some(error) if error.is_parse() => status(self.held.get(self.last..).unwrap_or_default()),
            Some(error) if error.is_timeout() && self.begun => Some(StatusCode::REQUEST_TIMEOUT),
            _ => None,
        };
        let response = refused.and_then(response);
        if response.is_some() && error.is_some_and(hyper::Error::is_parse) {
            self.held.truncate(self.last);
        }
        self.socket.write_all(&self.held).await?;
        self.socket.write_all(&response.unwrap_or_default()).await?;
        self.socket.shutdown().await?;
        if !is_stopping {
            let mut rest = self.socket.take(MAX_DISCARDED);
            // A time-out and an error of the client both end the connection.
            let _ = tokio::time::timeout(DISCARD_TIME, tokio::io::copy(&mut rest, &mut tokio::io::sink())).await;
        }
        Ok(())
    }
}

impl<T: AsyncRead + AsyncWrite + Unpin> AsyncRead for Guarded<T> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        if !self.held.is_empty() {
            ready!(self.poll_release(context))?;
        }
        let before = buffer.filled().len();
        ready!(Pin::new(&mut self.socket).poll_read(context, buffer))?;
        self.begun |= buffer.filled().len() > before;
        Poll::Ready(Ok(()))
    }
}

impl<T: AsyncRead + AsyncWrite + Unpin> AsyncWrite for Guarded<T> {
    fn poll_write(mut self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        if !self.held.is_empty() {
            ready!(self.poll_release(context))?;
        }
        self.begun = false;
        if let Some(last) = own_response(bytes) {
            self.held = bytes.to_vec();
            self.last = last;
            return Poll::Ready(Ok(bytes.len()));
        }
        Pin::new(&mut self.socket).poll_write(context, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        // The held bytes are flushed when they are sent.
        Pin::new(&mut self.socket).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        // Hyper shuts down before it returns its error. `end` shuts down after it.
        Pin::new(&mut self.socket).poll_flush(context)
    }
}

/// Returns the position of the response at the end of these bytes, if hyper may have made it.
///
/// Such a response is a head without a body that has only the headers of every response of hyper.
fn own_response(bytes: &[u8]) -> Option<usize> {
    /// Hyper's own heads are shorter.
    const LONGEST: usize = 200;
    const START: &[u8] = b"HTTP/1.";
    let head = bytes.strip_suffix(b"\r\n\r\n")?;
    let from = head.len().saturating_sub(LONGEST);
    let found = head
        .get(from..)?
        .windows(START.len())
        .rposition(|window| window == START)?;
    let last = from + found;
    status(head.get(last..)?)?;
    let mut headers = std::str::from_utf8(head.get(last..)?).ok()?.split("\r\n").skip(1);
    let is_own = |header: &str| {
        let name = header.split(':').next().unwrap_or_default();
        header == "content-length: 0" || ["connection", "date"].contains(&name)
    };
    headers.all(is_own).then_some(last)
}

/// Returns the status of a head, if hyper sends it without a request.
fn status(head: &[u8]) -> Option<StatusCode> {
    let status = StatusCode::from_bytes(head.get(9..12)?).ok()?;
    let own = [
        StatusCode::BAD_REQUEST,
        StatusCode::URI_TOO_LONG,
        StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE,
    ];
    own.contains(&status).then_some(status)
}

/// Returns the bytes of the error for this status in the server's own catalog, and logs it.
fn response(status: StatusCode) -> Option<Vec<u8>> {
    let id = RequestId::random();
    let error = Error::<ApiServer>::fallback(status.as_u16())?.with_request_id(id.to_string());
    Log::new().error(&error);
    let sent = error.response();
    let body = sent.body.unwrap_or_default();
    let status = StatusCode::from_u16(sent.status).ok()?;
    let mut head = format!(
        "HTTP/1.1 {} {}\r\n",
        status.as_u16(),
        status.canonical_reason().unwrap_or_default()
    );
    for header in &sent.headers {
        write!(head, "{}: {}\r\n", header.name.to_ascii_lowercase(), header.value).ok()?;
    }
    let (length, date) = (body.len(), httpdate::fmt_http_date(SystemTime::now()));
    write!(
        head,
        "x-request-id: {id}\r\ncontent-length: {length}\r\nconnection: close\r\ndate: {date}\r\n\r\n{body}"
    )
    .ok()?;
    Some(head.into_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    const OWN: &str = "HTTP/1.1 400 Bad Request\r\nconnection: close\r\ncontent-length: 0\r\ndate: Sun, 22 Nov 2026 00:11:00 GMT\r\n\r\n";

    #[test]
    fn a_response_of_hyper_itself_is_recognised() {
        assert_eq!(own_response(OWN.as_bytes()), Some(0));
        let behind = format!("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{{}}{OWN}");
        assert_eq!(own_response(behind.as_bytes()), Some(behind.len() - OWN.len()));
        for other in [
            "HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n",
            "HTTP/1.1 400 Bad Request\r\nx-request-id: 1\r\ncontent-length: 0\r\n\r\n",
            "HTTP/1.1 400 Bad Request\r\ncontent-length: 4\r\n\r\n",
            "HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\n\r\n",
            "\r\n\r\n",
            "",
        ] {
            assert_eq!(own_response(other.as_bytes()), None, "{other}");
        }
    }

    #[tokio::test]
    async fn a_response_that_only_looks_like_one_of_hyper_is_unchanged() {
        let (mut client, socket) = tokio::io::duplex(1024);
        let mut guarded = Guarded::new(socket);
        guarded.write_all(OWN.as_bytes()).await.unwrap();
        guarded.flush().await.unwrap();
        client.write_all(b"next").await.unwrap();
        let mut next = [0; 4];
        guarded.read_exact(&mut next).await.unwrap();
        guarded.write_all(b"more").await.unwrap();
        guarded.write_all(OWN.as_bytes()).await.unwrap();
        guarded.end(None, true).await.unwrap();
        let mut all = String::new();
        client.read_to_string(&mut all).await.unwrap();
        assert_eq!((&next, all), (b"next", format!("{OWN}more{OWN}")));
    }
}
