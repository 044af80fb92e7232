//! Events of [tracing](https://docs.rs/tracing) for the errors of a client (feature `tracing`).
//!
//! One event for each error, with the target `error_catalog::client`:
//!
//! | field | |
//! | --- | --- |
//! | `message` | the [`LogRecord`](crate::LogRecord): all issues and ids, no text of the response |
//! | `catalog` | the name of the catalog |
//! | `entry`, `code` | of the [most severe issue](Decoded::issue); `entry` if it is known, `code` as the server sent it |
//! | `status`, `request_id`, `id`, `instance` | of the response, if there is one |
//! | `drift` | the [differences](crate::Drift) between the response and the catalog |
//! | `fault` | `not-sent` or `lost`, if there is no response |
//! | `decision` | the next step of the client |
//! | `sent` | the number of attempts so far |
//!
//! The URL is left out, because it can identify a person. The level is `ERROR` if the status is at least 500 and the request is not sent
//! again, otherwise `INFO`; [`Log`] sets other levels.

use alloc::string::{String, ToString};
use core::fmt;

use ::tracing::Level;
use error_layout::escape::visible;
use error_runtime::__compiled::push_clean;
use error_runtime::{AsEntry, Catalog};

use crate::decode::{Decoded, Issue};
use crate::retry::{Decision, Fault};

/// The number of characters of an id or a code.
const MAX_ID: usize = 128;

/// The levels of the events.
///
/// ```
/// use error_client::tracing::Log;
///
/// let log = Log::new().client_errors(tracing::Level::DEBUG);
/// ```
///
/// The retries of the features `reqwest` and `reqwest-middleware` write the events themselves; other clients call the methods:
///
/// ```
/// # mod api { error_runtime::error_catalog! { pub enum Clinic = "src/testing/clinic.json"; } }
/// # use api::Clinic;
/// use error_client::tracing::Log;
/// use error_client::{Attempt, Budget, Decode, ReceivedResponse};
///
/// let decoded = Clinic::decode(ReceivedResponse::new(410, &[], b""));
/// let decision = decoded.decide(&Attempt::new("GET"), &Budget::default());
/// Log::new().response(&decoded, decision, 1);
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Log {
    server: Level,
    client: Level,
}

impl Default for Log {
    fn default() -> Self {
        Self::new()
    }
}

impl Log {
    /// Uses `ERROR` for server errors that end a request, `INFO` for all others.
    pub const fn new() -> Self {
        Self {
            server: Level::ERROR,
            client: Level::INFO,
        }
    }

    /// Sets the level of errors of status 500 or more that end a request.
    #[must_use]
    pub const fn server_errors(mut self, level: Level) -> Self {
        self.server = level;
        self
    }

    /// Sets the level of all other errors.
    #[must_use]
    pub const fn client_errors(mut self, level: Level) -> Self {
        self.client = level;
        self
    }

    /// Writes the event of an error response; `sent` is the number of attempts so far.
    ///
    /// The retries of the features `reqwest` and `reqwest-middleware` call it themselves.
    pub fn response<C: AsEntry>(&self, decoded: &Decoded<'_, C>, decision: Decision, sent: u32) {
        let issue = decoded.issue();
        let drift = issue.map(Issue::drift).filter(|drift| !drift.is_none());
        Event {
            catalog: decoded.data().name(),
            entry: decoded.entry().map(|entry| entry.as_entry().name()),
            code: issue.and_then(Issue::code),
            status: Some(decoded.status()),
            request_id: decoded.request_id(),
            id: decoded.id(),
            instance: decoded.instance(),
            drift: drift.as_ref().map(|drift| drift as &dyn fmt::Display),
            fault: None,
            decision,
            sent,
            message: &decoded.log_record(),
        }
        .emit(self.level(decision, decoded.status()));
    }

    /// Writes the event of a request without a response.
    pub fn fault<C: Catalog>(&self, fault: Fault, decision: Decision, sent: u32) {
        self.silence::<C>(Some(fault), decision, sent);
    }

    pub(crate) fn silence<C: Catalog>(&self, fault: Option<Fault>, decision: Decision, sent: u32) {
        let text = fault.map(|fault| fault.to_string());
        Event {
            catalog: C::DATA.name(),
            entry: None,
            code: None,
            status: None,
            request_id: None,
            id: None,
            instance: None,
            drift: None,
            fault: text.as_deref(),
            decision,
            sent,
            message: &"there is no response",
        }
        .emit(self.level(decision, 500));
    }

    fn level(&self, decision: Decision, status: u16) -> Level {
        if status >= 500 && decision.delay().is_none() {
            self.server
        } else {
            self.client
        }
    }
}

struct Event<'e> {
    catalog: &'static str,
    entry: Option<&'static str>,
    code: Option<&'e str>,
    status: Option<u16>,
    request_id: Option<&'e str>,
    id: Option<&'e str>,
    instance: Option<&'e str>,
    drift: Option<&'e dyn fmt::Display>,
    fault: Option<&'e str>,
    decision: Decision,
    sent: u32,
    message: &'e dyn fmt::Display,
}

/// Calls a macro with a constant level, as `tracing::event!` requires.
macro_rules! with_level {
    ($level:expr, $event:ident) => {
        match $level {
            Level::ERROR => $event!(Level::ERROR),
            Level::WARN => $event!(Level::WARN),
            Level::INFO => $event!(Level::INFO),
            Level::DEBUG => $event!(Level::DEBUG),
            Level::TRACE => $event!(Level::TRACE),
        }
    };
}

impl Event<'_> {
    fn emit(&self, level: Level) {
        macro_rules! event {
            ($level:expr) => {
                if ::tracing::enabled!(target: "error_catalog::client", $level) {
                    let (code, request_id) = (self.code.map(word), self.request_id.map(word));
                    let (id, instance) = (self.id.map(word), self.instance.map(word));
                    let drift = self.drift.map(|drift| drift.to_string());
                    ::tracing::event!(
                        target: "error_catalog::client",
                        $level,
                        catalog = self.catalog,
                        entry = self.entry,
                        code = code.as_deref(),
                        status = self.status,
                        request_id = request_id.as_deref(),
                        id = id.as_deref(),
                        instance = instance.as_deref(),
                        drift = drift.as_deref(),
                        fault = self.fault,
                        decision = %self.decision,
                        sent = self.sent,
                        "{}",
                        self.message
                    );
                }
            };
        }
        with_level!(level, event);
    }
}

/// A received word, cleaned and cut for a log.
fn word(text: &str) -> String {
    let mut out = String::new();
    push_clean(&mut out, text, MAX_ID);
    visible(&out).into_owned()
}

#[cfg(feature = "reqwest")]
impl Log {
    /// Writes the event of a failed call, with or without a response.
    pub fn call<C: Catalog>(&self, error: &crate::reqwest::CallError<C>, decision: Decision, sent: u32) {
        match error.decoded() {
            Some(decoded) => self.response(decoded, decision, sent),
            None => self.silence::<C>(error.fault(), decision, sent),
        }
    }
}
