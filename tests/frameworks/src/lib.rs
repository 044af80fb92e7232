//! The catalogs of the tests, and a client that shows a response exactly as it is on the wire.
#![forbid(unsafe_code)]
#![allow(clippy::unwrap_used, clippy::panic, clippy::missing_panics_doc, reason = "tests")]

pub mod script;

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

pub use catalogs::*;
use error_runtime::error_catalog;

error_catalog! {
    /// Errors of a clinic.
    pub enum Clinic = "catalogs/clinic.json";
}

error_catalog! {
    /// Errors of a GraphQL API.
    pub enum Graphql = "catalogs/graphql.json";
}

error_catalog! {
    /// Errors of a clinic in three languages.
    pub enum Abroad = "catalogs/abroad.json";
}

error_catalog! {
    /// Errors of an API without fallbacks.
    pub enum Bare = "catalogs/bare.json";
}

/// The examples of the document are compiled and run.
#[cfg(doctest)]
#[doc = include_str!("../../../docs/client.md")]
pub struct ClientDocument;

/// The same of this one.
#[cfg(doctest)]
#[doc = include_str!("../../../docs/server.md")]
pub struct ServerDocument;

/// The same of this one.
#[cfg(doctest)]
#[doc = include_str!("../../../docs/macro.md")]
pub struct MacroDocument;

/// The examples of the macro's documentation.
#[cfg(doctest)]
#[doc = include_str!("../../../error-macros/src/guide.md")]
pub struct MacroGuide;

/// The examples of the derive's documentation.
#[cfg(doctest)]
#[doc = include_str!("../../../error-macros/src/derive/guide.md")]
pub struct DeriveGuide;

/// A secret that no response may contain.
pub const SECRET: &str = "postgres://clinic:hunter2@db-1";

/// The NHS number of the tests.
pub const PERSONAL: &str = "9434765919";

/// How long a test waits on a busy machine.
const PATIENCE: Duration = Duration::from_secs(300);

/// A response as it came over the socket.
#[derive(Debug)]
pub struct Answer {
    /// The status.
    pub status: u16,
    /// The headers in order, their names in lower case.
    pub headers: Vec<(String, String)>,
    /// Everything behind the head.
    pub body: String,
}

impl Answer {
    fn read(bytes: &[u8]) -> Self {
        let text = String::from_utf8(bytes.to_vec()).unwrap();
        let (head, body) = text
            .split_once("\r\n\r\n")
            .unwrap_or_else(|| panic!("no head: {text:?}"));
        let mut lines = head.split("\r\n");
        let status = lines.next().unwrap().split(' ').nth(1).unwrap().parse().unwrap();
        let headers = lines.map(|line| {
            let (name, value) = line.split_once(':').unwrap();
            (name.to_ascii_lowercase(), value.trim().to_owned())
        });
        Self {
            status,
            headers: headers.collect(),
            body: body.to_owned(),
        }
    }

    /// The value of the only header of a name.
    pub fn header(&self, name: &str) -> Option<&str> {
        let mut found = self.headers.iter().filter(|(known, _)| known == name);
        let first = found.next()?;
        assert!(found.next().is_none(), "{name} is there twice: {:?}", self.headers);
        Some(&first.1)
    }

    /// `Content-Length`.
    pub fn length(&self) -> usize {
        self.header("content-length").unwrap().parse().unwrap()
    }

    /// Asserts that this is an error of a catalog: its code is in the body, the length is right, an id is in header and body.
    #[track_caller]
    pub fn assert_is(&self, status: u16, code: &str) {
        assert_eq!(self.status, status, "{self:?}");
        assert!(self.body.contains(&format!("\"{code}\"")), "{code}: {self:?}");
        assert_eq!(self.length(), self.body.len(), "{self:?}");
        let id = self.header("x-request-id").unwrap();
        assert!(self.body.contains(&format!("\"{id}\"")), "{self:?}");
        assert!(!self.body.contains(SECRET) && !self.body.contains(PERSONAL), "{self:?}");
        assert!(!format!("{:?}", self.headers).contains(SECRET), "{self:?}");
    }
}

/// Sends bytes, and reads until the server closes the connection.
pub fn exchange(address: SocketAddr, request: impl AsRef<[u8]>) -> Answer {
    let mut socket = TcpStream::connect(address).unwrap();
    socket.set_read_timeout(Some(PATIENCE)).unwrap();
    socket.write_all(request.as_ref()).unwrap();
    let mut answer = Vec::new();
    // A server that closes while there is something to read resets the connection; what came before counts.
    let mut buffer = [0; 4096];
    while let Ok(read @ 1..) = socket.read(&mut buffer) {
        answer.extend(&buffer[..read]);
    }
    Answer::read(&answer)
}

/// Sends a request without a body, with further header lines.
pub fn send(address: SocketAddr, method: &str, path: &str, headers: &[&str]) -> Answer {
    let headers: String = headers.iter().flat_map(|header| [*header, "\r\n"]).collect();
    exchange(
        address,
        format!("{method} {path} HTTP/1.1\r\nHost: clinic\r\nConnection: close\r\n{headers}\r\n"),
    )
}

/// Sends a request with a body.
pub fn post(address: SocketAddr, path: &str, media_type: &str, body: &str) -> Answer {
    exchange(
        address,
        format!(
            "POST {path} HTTP/1.1\r\nHost: clinic\r\nConnection: close\r\nContent-Type: {media_type}\r\nContent-Length: {}\r\n\r\n{body}",
            body.len()
        ),
    )
}

#[cfg(test)]
mod tests {
    use error_runtime::tower::CatalogLayer;

    use super::{Clinic, clinic};

    // The only test of its process: a layer that another test makes would count.
    #[test]
    fn a_response_keeps_its_error_once_a_layer_exists() {
        let keeps = || !http::Response::from(clinic::Gone.error()).extensions().is_empty();
        assert!(!keeps());
        let _ = CatalogLayer::<Clinic>::new();
        assert!(keeps());
    }
}
