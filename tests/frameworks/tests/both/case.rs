//! One case: a request, and its response and events in each framework.

use std::collections::BTreeMap;
use std::net::SocketAddr;

use framework_tests::{Answer, PERSONAL, SECRET, exchange};

use super::observed;

/// A framework with a layer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Framework {
    Axum,
    Actix,
}

/// The fields of an event. `level` is one of them.
type Fields = BTreeMap<&'static str, &'static str>;

/// A request, and its response in each framework.
pub struct Case {
    method: &'static str,
    target: &'static str,
    headers: Vec<&'static str>,
    body: String,
    axum: Expected,
    actix: Expected,
}

/// A response and its events.
#[derive(Clone, Default)]
pub struct Expected {
    status: u16,
    /// The headers; `None` for one that is absent.
    headers: Vec<(&'static str, Option<&'static str>)>,
    /// Texts of the body.
    shows: Vec<&'static str>,
    /// The body is exactly this one.
    body: Option<&'static str>,
    /// The names of all headers.
    names: Option<&'static [&'static str]>,
    events: Vec<Fields>,
}

impl Expected {
    /// An error of the catalog with this code in its body, and its event.
    pub fn is(&mut self, status: u16, code: &'static str) -> &mut Self {
        self.status = status;
        self.shows.push(code);
        self.event(code)
    }

    /// The response of a handler, without an event.
    pub fn passes(&mut self, status: u16, body: &'static str) -> &mut Self {
        (self.status, self.body) = (status, Some(body));
        self
    }

    /// An event for an entry.
    pub fn event(&mut self, entry: &'static str) -> &mut Self {
        self.events.push(Fields::from([("entry", entry)]));
        self
    }

    /// A field of the last event; `-` if it is absent.
    pub fn logs(&mut self, field: &'static str, value: &'static str) -> &mut Self {
        self.events.last_mut().unwrap().insert(field, value);
        self
    }

    pub fn header(&mut self, name: &'static str, value: &'static str) -> &mut Self {
        self.headers.push((name, Some(value)));
        self
    }

    pub fn no_header(&mut self, name: &'static str) -> &mut Self {
        self.headers.push((name, None));
        self
    }

    pub fn names(&mut self, names: &'static [&'static str]) -> &mut Self {
        self.names = Some(names);
        self
    }

    pub fn shows(&mut self, text: &'static str) -> &mut Self {
        self.shows.push(text);
        self
    }
}

impl Case {
    pub fn new(method: &'static str, target: &'static str) -> Self {
        Self {
            method,
            target,
            headers: Vec::new(),
            body: String::new(),
            axum: Expected::default(),
            actix: Expected::default(),
        }
    }

    /// Adds a header line to the request.
    pub fn sends(mut self, header: &'static str) -> Self {
        self.headers.push(header);
        self
    }

    /// Sets the body of the request and its type.
    pub fn with(mut self, header: &'static str, body: impl Into<String>) -> Self {
        self.body = body.into();
        self.sends(header)
    }

    /// Adds what both frameworks have.
    pub fn both(self, expect: impl Fn(&mut Expected) -> &mut Expected) -> Self {
        self.axum(&expect).actix(&expect)
    }

    /// Adds what only axum has.
    pub fn axum(mut self, expect: impl Fn(&mut Expected) -> &mut Expected) -> Self {
        expect(&mut self.axum);
        self
    }

    /// Adds what only actix-web has.
    pub fn actix(mut self, expect: impl Fn(&mut Expected) -> &mut Expected) -> Self {
        expect(&mut self.actix);
        self
    }

    /// Sends the request, and compares the response, its events and their counts.
    pub fn check(&self, framework: Framework, address: SocketAddr, number: usize) {
        let id = format!("{framework:?}-{}-{number}", std::process::id());
        let what = format!("{framework:?}: {} {}", self.method, self.target);
        let expected = match framework {
            Framework::Axum => &self.axum,
            Framework::Actix => &self.actix,
        };
        let get = self.send(address, self.method, &id);
        expected.assert_response(&what, &id, &get);
        expected.assert_events(&what, self, &observed::events(&id));
        if self.method == "GET" {
            let id = format!("{id}-head");
            let head = self.send(address, "HEAD", &id);
            assert_eq!((head.status, head.body.as_str()), (get.status, ""), "HEAD, {what}");
            assert_eq!(head.header("content-type"), get.header("content-type"), "HEAD, {what}");
            // The id is longer, and may be in the body twice.
            let more = get.body.matches(id.trim_end_matches("-head")).count() * "-head".len();
            assert_eq!(head.length(), get.body.len() + more, "HEAD, {what}");
            assert_eq!(observed::events(&id).len(), expected.events.len(), "HEAD, {what}");
        }
    }

    fn send(&self, address: SocketAddr, method: &str, id: &str) -> Answer {
        let headers: String = self.headers.iter().flat_map(|header| [*header, "\r\n"]).collect();
        let (target, body) = (self.target, &self.body);
        let length = match body.len() {
            0 => String::new(),
            length => format!("Content-Length: {length}\r\n"),
        };
        let head = format!("{method} {target} HTTP/1.1\r\nHost: clinic\r\nConnection: close\r\nX-Request-Id: {id}\r\n");
        exchange(address, format!("{head}{length}{headers}\r\n{body}"))
    }
}

impl Expected {
    fn assert_response(&self, what: &str, id: &str, answer: &Answer) {
        assert_eq!(answer.status, self.status, "{what}: {answer:?}");
        assert_eq!(answer.header("x-request-id"), Some(id), "{what}: {answer:?}");
        assert_eq!(answer.length(), answer.body.len(), "{what}: {answer:?}");
        for (name, value) in &self.headers {
            assert_eq!(answer.header(name), value.as_deref(), "{name} of {what}: {answer:?}");
        }
        for text in &self.shows {
            assert!(answer.body.contains(text), "{text} of {what}: {answer:?}");
        }
        if let Some(body) = self.body {
            assert_eq!(answer.body, body, "{what}");
        }
        if let Some(names) = self.names {
            let mut sent: Vec<&str> = answer.headers.iter().map(|(name, _)| name.as_str()).collect();
            sent.sort_unstable();
            assert_eq!(sent, names, "{what}");
        }
        let all = format!("{answer:?}");
        assert!(!all.contains(SECRET) && !all.contains(PERSONAL), "{what}: {all}");
    }

    fn assert_events(&self, what: &str, case: &Case, events: &[BTreeMap<String, String>]) {
        assert_eq!(events.len(), self.events.len(), "{what}: {events:#?}");
        for (event, expected) in events.iter().zip(&self.events) {
            let field = |name: &str| event.get(name).map_or("-", String::as_str);
            assert_eq!(field("method"), case.method, "{what}");
            for (name, value) in expected {
                assert_eq!(field(name), *value, "{name} of {what}: {event:#?}");
            }
            let counted = ["catalog", "entry", "code", "status"]
                .map(field)
                .join("/")
                .replace("/-/", "//");
            assert_eq!(field("counted"), format!("{counted}*1"), "{what}");
            assert!(!format!("{event:?}").contains(PERSONAL), "{what}");
        }
    }
}
