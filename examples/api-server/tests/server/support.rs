//! A server for one test, and a client of it.

use std::io::{Read, Write};
use std::net::{Shutdown, SocketAddr, TcpStream};
use std::sync::mpsc;
use std::thread::{self, JoinHandle};
use std::time::Duration;

use api_server::catalogs::{ApiServer, Bars, BlueButton, GpConnect, GpConnectDstu2, HealthGorilla, Medblocks};
use api_server::server::{self, Limits};
use api_server::store::Database;
use error_client::{Decode, Found, ReceivedResponse};
use error_runtime::{Catalog, Error, Representation, Respond};
use serde_json::Value;
use ureq::http;

/// A server with data of its own, until it is dropped.
pub struct Server {
    pub address: SocketAddr,
    agent: ureq::Agent,
    stop: Option<tokio::sync::oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

/// Time enough for a machine that has much else to do.
const PATIENT: Limits = Limits {
    time: Duration::from_secs(300),
    room: 4096,
    head: Duration::from_secs(300),
};

impl Server {
    pub fn start() -> Self {
        Self::with(|_| {})
    }

    /// With limits that a test can reach.
    pub fn with(change: impl FnOnce(&mut Limits)) -> Self {
        Self::of(&Database::in_memory().unwrap(), change)
    }

    pub fn of(database: &Database, change: impl FnOnce(&mut Limits)) -> Self {
        let mut limits = PATIENT;
        change(&mut limits);
        let database = database.clone();
        let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
        let (tell, told) = mpsc::channel();
        let thread = thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_multi_thread()
                .worker_threads(2)
                .enable_all()
                .build()
                .unwrap();
            runtime.block_on(async {
                let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
                tell.send(listener.local_addr().unwrap()).unwrap();
                let stop = async { stopped.await.unwrap_or(()) };
                server::serve(listener, database, limits, stop).await.unwrap();
            });
        });
        let config = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            // A connection that the server has just closed would be an error of this client.
            .max_idle_connections(0);
        Self {
            address: told.recv().unwrap(),
            agent: config.allow_non_standard_methods(true).build().into(),
            stop: Some(stop),
            thread: Some(thread),
        }
    }

    pub fn get(&self, target: &str) -> Reply {
        self.send(&Request::new("GET", target))
    }

    /// Sends a request. That its response is an error of the API's catalog, if it is one, is checked each time.
    #[track_caller]
    pub fn send(&self, request: &Request<'_>) -> Reply {
        let uri = format!("http://{}{}", self.address, request.target);
        let mut built = http::Request::builder().method(request.method).uri(uri);
        for (name, value) in &request.headers {
            built = built.header(*name, *value);
        }
        let response = match &request.body {
            Some(body) => self.agent.run(built.body(body.as_str()).unwrap()),
            None => self.agent.run(built.body(()).unwrap()),
        };
        let mut response = response.unwrap();
        let headers = response.headers().iter();
        let reply = Reply {
            status: response.status().as_u16(),
            headers: headers
                .map(|(name, value)| (name.to_string(), value.to_str().unwrap().to_owned()))
                .collect(),
            body: response.body_mut().read_to_string().unwrap(),
        };
        reply.assert_decodes(request.method, request.target);
        reply
    }

    /// The response to these bytes, until the server closes the connection.
    pub fn raw(&self, request: impl AsRef<[u8]>) -> String {
        let mut socket = self.connect();
        // A server that has seen enough need not read the rest.
        let _ = socket.write_all(request.as_ref());
        read(&mut socket)
    }

    pub fn connect(&self) -> TcpStream {
        TcpStream::connect(self.address).unwrap()
    }
}

/// All that comes, until the server closes the connection.
pub fn read(socket: &mut TcpStream) -> String {
    let mut answer = Vec::new();
    let mut buffer = [0; 4096];
    while let Ok(read @ 1..) = socket.read(&mut buffer) {
        answer.extend(&buffer[..read]);
    }
    let _ = socket.shutdown(Shutdown::Both);
    String::from_utf8(answer).unwrap()
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            let joined = thread.join();
            assert!(thread::panicking() || joined.is_ok(), "the server panicked");
        }
    }
}

#[derive(Clone)]
pub struct Request<'a> {
    method: &'a str,
    target: &'a str,
    headers: Vec<(&'a str, &'a str)>,
    body: Option<String>,
}

impl<'a> Request<'a> {
    pub fn new(method: &'a str, target: &'a str) -> Self {
        Self {
            method,
            target,
            headers: Vec::new(),
            body: None,
        }
    }

    pub fn method(self, method: &'a str) -> Self {
        Self { method, ..self }
    }

    pub const fn target(&self) -> &str {
        self.target
    }

    pub fn with(mut self, name: &'a str, value: &'a str) -> Self {
        self.headers.push((name, value));
        self
    }

    pub fn without(mut self, name: &str) -> Self {
        self.headers.retain(|(other, _)| *other != name);
        self
    }

    pub fn body(mut self, body: impl Into<String>) -> Self {
        self.body = Some(body.into());
        self
    }
}

#[derive(Clone, Debug)]
pub struct Reply {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub body: String,
}

/// Headers in which the APIs have the id of a request.
const IDS: [&str; 3] = ["x-request-id", "x-correlation-id", "x-hg-request-id"];

impl Reply {
    /// Takes a response apart as it came over a socket.
    pub fn parse(answer: &str) -> Self {
        let (head, body) = answer
            .split_once("\r\n\r\n")
            .unwrap_or_else(|| panic!("no head: {answer:?}"));
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

    pub fn header(&self, name: &str) -> &str {
        self.find(name).unwrap_or_else(|| panic!("no header {name}: {self:?}"))
    }

    pub fn find(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(other, _)| other == name);
        found.map(|(_, value)| value.as_str())
    }

    /// The id of the request.
    pub fn id(&self) -> &str {
        let id = IDS.iter().find_map(|name| self.find(name));
        id.unwrap_or_else(|| panic!("no id: {self:?}"))
    }

    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }

    /// Checks that this is the response that the error makes, for the request with the response's id: status, all headers, and
    /// body.
    #[track_caller]
    pub fn is<C: Catalog>(&self, error: impl Into<Error<C>>) {
        self.is_as(error, Representation::OWN);
    }

    /// The same, in a representation.
    #[track_caller]
    pub fn is_as<C: Catalog>(&self, error: impl Into<Error<C>>, representation: Representation) {
        let error = error.into().with_request_id(self.id().to_owned());
        let expected = error.response_as(representation);
        let name = error.entry();
        assert_eq!(self.status, expected.status, "{name}: {}", self.body);
        assert_eq!(self.body, expected.body.unwrap_or_default(), "{name}");
        let expected = expected
            .headers
            .iter()
            .map(|header| (header.name.to_ascii_lowercase(), header.value.clone().into_owned()));
        // What HTTP itself adds, and the layer.
        let added =
            |name: &str| ["connection", "content-length", "date", "vary"].contains(&name) || IDS.contains(&name);
        let sorted = |headers: &mut Vec<(String, String)>| {
            headers.retain(|(name, _)| !added(name));
            headers.sort();
        };
        let (mut sent, mut expected): (Vec<_>, Vec<_>) = (self.headers.clone(), expected.collect());
        sorted(&mut sent);
        sorted(&mut expected);
        assert_eq!(sent, expected, "{name}");
    }

    /// Checks that this is an error of the API's catalog, if it is not a success, and that the client's side knows which.
    #[track_caller]
    pub fn assert_decodes(&self, method: &str, target: &str) {
        if (200..300).contains(&self.status) {
            return;
        }
        let mut segments = target.splitn(3, '/').skip(1);
        let (api, rest) = (segments.next().unwrap_or_default(), segments.next().unwrap_or_default());
        // What the entry is asked for by name at does not tell where the API has it.
        let of_any_endpoint = rest.starts_with("errors/") || rest.starts_with("drills/");
        let target = format!("/{rest}");
        let (method, target) = if of_any_endpoint { ("", "") } else { (method, &*target) };
        // A HEAD has no body to decode.
        let is = match api {
            _ if self.body.is_empty() && method == "HEAD" => true,
            "gp-connect" => self.is_of::<GpConnect>(method, target),
            "gp-connect-dstu2" => self.is_of::<GpConnectDstu2>(method, target),
            "bars" => self.is_of::<Bars>(method, target),
            // Its texts and its codes can be at the same place of a body: only the endpoint distinguishes them.
            "blue-button" if rest.starts_with("errors/") => true,
            "blue-button" => {
                // A path that is none of the API's is no endpoint.
                let beside = self.status == 404 && self.is_of::<BlueButton>("", "");
                self.is_of::<BlueButton>(method, target) || beside
            }
            "health-gorilla" => self.is_of::<HealthGorilla>(method, target),
            "medblocks" => self.is_of::<Medblocks>(method, target),
            _ => self.is_of::<ApiServer>(method, target),
        };
        // An entry without a code can be known by its own diagnostics, which a query replaces.
        let is = is || rest.starts_with("errors/") && rest.contains("diagnostics=");
        // The server itself answers for a name that no entry has.
        let is = is || rest.starts_with("errors/") && self.is_of::<ApiServer>("", "");
        assert!(is, "{method} /{api}{target} is not an entry: {self:?}");
        assert!(!self.id().is_empty(), "{self:?}");
    }

    fn is_of<C: Catalog>(&self, method: &str, target: &str) -> bool {
        let headers: Vec<_> = self
            .headers
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect();
        let answer = ReceivedResponse::new(self.status, &headers, self.body.as_bytes());
        let decoded = C::decode(if method.is_empty() {
            answer
        } else {
            answer.to(method, target)
        });
        let has_the_status = |entry: &C| {
            let (lowest, highest) = entry.entry().status_range();
            (lowest..=highest).contains(&self.status)
        };
        match decoded.issue().map(error_client::Issue::found) {
            Some(Found::Known(entry)) => has_the_status(&entry),
            // A text of the error can replace the catalog's text that distinguishes two entries.
            Some(Found::Ambiguous(several)) => several.iter().all(has_the_status),
            _ => false,
        }
    }
}

/// The diagnostics of an error about a client that accepts no JSON.
pub const NOT_JSON: &str = "resources are JSON: ask for application/fhir+json in `_format` or `Accept`";

/// The code of the first issue of an OperationOutcome.
pub fn code(reply: &Reply) -> String {
    let code = &reply.json()["issue"][0]["details"]["coding"][0]["code"];
    code.as_str().unwrap_or_else(|| panic!("{reply:?}")).to_owned()
}
