//! Faults of the network: a server before the proxy that breaks connections.

use std::collections::VecDeque;
use std::io;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWriteExt, copy, copy_bidirectional};
use tokio::net::{TcpListener, TcpStream};

/// The fault of one connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// It is reset while the request is on its way.
    Reset,
    /// The response is sent a few bytes at a time.
    SlowBody,
    /// Only half of the response's body is sent.
    StalledBody,
    /// A gateway has had enough requests: 429 with `Retry-After`.
    TooMany,
    /// The reverse proxy cannot reach its server, and sends a page: 502.
    BadGateway,
}

/// The faults that are still to come, one for each connection; none when they are used up.
#[derive(Clone, Debug, Default)]
pub struct Faults(Arc<Mutex<VecDeque<Fault>>>);

impl Faults {
    /// Replaces the remaining faults by these.
    pub fn set(&self, faults: &[Fault]) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = faults.iter().copied().collect();
    }

    fn next(&self) -> Option<Fault> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).pop_front()
    }
}

/// Where requests go on to.
#[derive(Clone, Copy, Debug)]
pub struct Behind {
    /// A proxy whose server is there.
    pub whole: SocketAddr,
    /// A proxy whose server is away.
    pub broken: SocketAddr,
}

/// Accepts connections until it is dropped.
///
/// # Errors
///
/// If the socket fails.
pub async fn serve(listener: TcpListener, behind: Behind, faults: Faults) -> io::Result<()> {
    loop {
        let (client, _) = listener.accept().await?;
        let fault = faults.next();
        tokio::spawn(async move {
            // A client that has waited long enough closes the connection, so an error is expected.
            let _ = connection(client, behind, fault).await;
        });
    }
}

async fn connection(mut client: TcpStream, behind: Behind, fault: Option<Fault>) -> io::Result<()> {
    match fault {
        None => relay(client, behind.whole).await,
        Some(Fault::BadGateway) => relay(client, behind.broken).await,
        Some(Fault::Reset) => {
            // What was sent stays unread, so the system resets the connection.
            client.peek(&mut [0]).await.map(drop)
        }
        Some(Fault::TooMany) => {
            let _ = client.read(&mut [0; 8192]).await?;
            let response = "HTTP/1.1 429 Too Many Requests\r\nRetry-After: 1\r\nContent-Type: text/plain\r\n\
                            Content-Length: 9\r\nConnection: close\r\n\r\nslow down";
            client.write_all(response.as_bytes()).await
        }
        Some(Fault::SlowBody) => drip(client, behind.whole, false).await,
        Some(Fault::StalledBody) => drip(client, behind.whole, true).await,
    }
}

async fn relay(mut client: TcpStream, to: SocketAddr) -> io::Result<()> {
    let mut server = TcpStream::connect(to).await?;
    copy_bidirectional(&mut client, &mut server).await.map(drop)
}

/// Passes the head of the response at once, and its body byte by byte; with `stalls` only half of it.
async fn drip(mut client: TcpStream, to: SocketAddr, stalls: bool) -> io::Result<()> {
    const PAUSE: Duration = Duration::from_millis(20);
    const FEW: usize = 32;

    let mut server = TcpStream::connect(to).await?;
    let (mut from_client, mut to_client) = client.split();
    let (mut from_server, mut to_server) = server.split();
    let (response, begin) = tokio::select! {
        // It ends before the response only if the client closes the connection.
        closed = copy(&mut from_client, &mut to_server) => return closed.map(drop),
        response = whole(&mut from_server) => response?,
    };
    let (head, mut body) = response.split_at(begin);
    if stalls {
        body = body.get(..body.len() / 2).unwrap_or_default();
    }
    to_client.write_all(head).await?;
    for few in body.chunks(FEW) {
        to_client.write_all(few).await?;
        tokio::time::sleep(PAUSE).await;
    }
    if stalls {
        // Until the client closes the connection.
        let _ = from_client.read(&mut [0]).await?;
    }
    Ok(())
}

/// Reads a response with `Content-Length`; returns it with the position of its body.
async fn whole(server: &mut (impl AsyncRead + Unpin)) -> io::Result<(Vec<u8>, usize)> {
    let mut response = Vec::new();
    loop {
        let end = response.windows(4).position(|bytes| bytes == b"\r\n\r\n");
        if let Some(begin) = end.map(|end| end + 4) {
            let head = String::from_utf8_lossy(response.get(..begin).unwrap_or_default()).to_ascii_lowercase();
            let mut lines = head.lines();
            let length = lines.find_map(|line| line.strip_prefix("content-length:")?.trim().parse().ok());
            if response.len() - begin >= length.unwrap_or(0) {
                return Ok((response, begin));
            }
        }
        if server.read_buf(&mut response).await? == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
    }
}
