//! A server for one test, and a client of it.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::sync::mpsc;
use std::thread::{self, JoinHandle};

use error_runtime::{Catalog, Error};
use serde_json::Value;
use ureq::http;

/// A server with data of its own, until it is dropped.
pub struct Server {
    pub address: SocketAddr,
    agent: ureq::Agent,
    stop: Option<tokio::sync::oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Server {
    pub fn start() -> Self {
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
                api_server::server::serve(listener, stop).await.unwrap();
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
        Reply {
            status: response.status().as_u16(),
            headers: headers
                .map(|(name, value)| (name.to_string(), value.to_str().unwrap().to_owned()))
                .collect(),
            body: response.body_mut().read_to_string().unwrap(),
        }
    }

    /// What comes back for these bytes, until the server closes the connection.
    pub fn raw(&self, request: &str) -> String {
        let mut socket = TcpStream::connect(self.address).unwrap();
        socket.write_all(request.as_bytes()).unwrap();
        let mut answer = String::new();
        socket.read_to_string(&mut answer).unwrap();
        answer
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            // The agent keeps connections open; the server closes those that are idle.
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

#[derive(Debug)]
pub struct Reply {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub body: String,
}

impl Reply {
    pub fn header(&self, name: &str) -> &str {
        let found = self.headers.iter().find(|(other, _)| other == name);
        &found.unwrap_or_else(|| panic!("no header {name}: {self:?}")).1
    }

    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }

    /// Checks that this is the answer that the error makes: status, all headers, and body.
    #[track_caller]
    pub fn is<C: Catalog>(&self, error: impl Into<Error<C>>) {
        let error = error.into();
        let expected = error.response();
        let name = error.entry();
        assert_eq!(self.status, expected.status, "{name}: {}", self.body);
        assert_eq!(self.body, expected.body.unwrap_or_default(), "{name}");
        let expected = expected
            .headers
            .iter()
            .map(|header| (header.name.to_ascii_lowercase(), header.value.clone()));
        // What HTTP itself adds.
        let framing = ["content-length", "date"];
        let sent = self
            .headers
            .iter()
            .filter(|(name, _)| !framing.contains(&name.as_str()));
        let sorted = |headers: &mut Vec<(String, String)>| headers.sort();
        let (mut sent, mut expected): (Vec<_>, Vec<_>) = (sent.cloned().collect(), expected.collect());
        sorted(&mut sent);
        sorted(&mut expected);
        assert_eq!(sent, expected, "{name}");
    }
}

/// The code of the first issue of an OperationOutcome.
pub fn code(reply: &Reply) -> String {
    let code = &reply.json()["issue"][0]["details"]["coding"][0]["code"];
    code.as_str().unwrap_or_else(|| panic!("{reply:?}")).to_owned()
}
