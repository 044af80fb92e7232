//! A server that answers by a script, and misbehaves by it.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

/// The time between two bytes of a server that is slow.
const DRIP: Duration = Duration::from_millis(5);

/// The step of one request.
#[derive(Clone, Debug)]
pub enum Step {
    /// These bytes, and the end of the connection.
    Answer(Vec<u8>),
    /// The connection ends before the request was read, which resets it.
    Reset,
    /// The request is read, and the connection ends.
    Hangup,
    /// Nothing happens until the client goes away.
    Silence,
    /// These bytes, and nothing more until the client goes away.
    Stall(Vec<u8>),
    /// These bytes, and then a space at a time until the client goes away.
    Drip(Vec<u8>),
}

/// A response with a length of its own.
pub fn answer(status: u16, headers: &[(&str, &str)], body: &str) -> Step {
    let length = body.len();
    let headers: String = headers
        .iter()
        .flat_map(|(name, value)| [*name, ": ", *value, "\r\n"])
        .collect();
    let text =
        format!("HTTP/1.1 {status} Status\r\nConnection: close\r\nContent-Length: {length}\r\n{headers}\r\n{body}");
    Step::Answer(text.into_bytes())
}

/// A server on a port of its own. Each connection is the next step; when there is none left, the last one again.
pub struct Script {
    /// Where it listens.
    pub address: SocketAddr,
    seen: Arc<Mutex<Vec<String>>>,
}

impl Script {
    /// Starts it. It ends with the process.
    pub fn start(steps: impl Into<Vec<Step>>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let seen = Arc::new(Mutex::new(Vec::new()));
        let (steps, log) = (steps.into(), Arc::clone(&seen));
        thread::spawn(move || {
            for (number, socket) in listener.incoming().enumerate() {
                let step = steps.get(number).or(steps.last()).unwrap().clone();
                run(&step, socket.unwrap(), &log);
            }
        });
        Self { address, seen }
    }

    /// The URL of a path.
    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// The requests, one text for each connection.
    pub fn seen(&self) -> Vec<String> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

fn run(step: &Step, mut socket: TcpStream, log: &Mutex<Vec<String>>) {
    let keep = |request: String| log.lock().unwrap_or_else(PoisonError::into_inner).push(request);
    if let Step::Reset = step {
        // What the client has sent stays unread: so the system resets the connection when it is dropped.
        socket.set_read_timeout(Some(crate::PATIENCE)).unwrap();
        let _ = socket.peek(&mut [0]);
        return keep(String::new());
    }
    keep(request(&mut socket));
    match step {
        Step::Answer(bytes) => {
            // A client that has read enough goes away.
            let _ = socket.write_all(bytes);
        }
        Step::Silence => {
            let _ = socket.read(&mut [0]);
        }
        Step::Stall(bytes) => {
            let _ = socket.write_all(bytes);
            let _ = socket.read(&mut [0]);
        }
        Step::Drip(bytes) => {
            let _ = socket.write_all(bytes);
            while socket.write_all(b" ").is_ok() {
                thread::sleep(DRIP);
            }
        }
        Step::Reset | Step::Hangup => {}
    }
}

/// Reads a request with its body.
fn request(socket: &mut TcpStream) -> String {
    let mut text = String::new();
    let mut buffer = [0; 4096];
    loop {
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let head = head.to_ascii_lowercase();
            let length = head.split("content-length: ").nth(1);
            let length = length.and_then(|rest| rest.lines().next()?.parse().ok()).unwrap_or(0);
            let chunked = head.contains("transfer-encoding: chunked");
            if body.len() >= length && (!chunked || body.ends_with("0\r\n\r\n")) {
                return text;
            }
        }
        match socket.read(&mut buffer) {
            Ok(read @ 1..) => text.push_str(&String::from_utf8_lossy(&buffer[..read])),
            _ => return text,
        }
    }
}
