//! What a client got, as events: see [`crate::tracing`].

use alloc::string::{String, ToString};
use core::fmt;

use ::tracing::Level;

use crate::catalog::{AsEntry, Catalog};
use crate::clean;
use crate::decide::{Decision, Fault};
use crate::decode::Decoded;
use crate::frameworks::tracing::with_level;
use crate::tracing::Log;

/// How many characters of an id or a code are kept.
const MAX_ID: usize = 128;

impl Log {
    /// Logs an error that a client got; `sent` is how often the request was sent so far. The retries of the features `reqwest` and
    /// `reqwest-middleware` do it of their own accord.
    pub fn answer<C: AsEntry>(&self, decoded: &Decoded<'_, C>, decision: Decision, sent: u32) {
        let issue = decoded.issue();
        let drift = issue.map(crate::Issue::drift).filter(|drift| !drift.is_none());
        Event {
            catalog: decoded.data().name(),
            entry: decoded.entry().map(|entry| entry.as_entry().name()),
            code: issue.and_then(crate::Issue::code),
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

    /// Logs that there was no answer.
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
            message: &"there was no answer",
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

/// A word from outside, fit for a log.
fn word(text: &str) -> String {
    let mut out = String::new();
    clean::push(&mut out, text, MAX_ID);
    out
}

#[cfg(feature = "reqwest")]
impl Log {
    /// Logs why a call failed, with or without an answer.
    pub fn call<C: Catalog>(&self, error: &crate::reqwest::CallError<C>, decision: Decision, sent: u32) {
        match error.decoded() {
            Some(decoded) => self.answer(decoded, decision, sent),
            None => self.silence::<C>(error.fault(), decision, sent),
        }
    }
}
