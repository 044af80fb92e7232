//! Errors as events of [tracing](https://docs.rs/tracing) (feature `tracing`).
//!
//! Each error of a response is one event with the target `error_catalog`:
//!
//! | field | |
//! | --- | --- |
//! | `message` | code and message, as `Display` writes them |
//! | `catalog`, `entry`, `code`, `category` | the names in the catalog; `code` and `category` if the entry has them |
//! | `status` | the status of the response |
//! | `retry` | the retry class, if the entry has one |
//! | `method`, `route` | the method of the request, and the route that matched; only from the layer |
//! | `request_id` | the id of the request, if there is one |
//! | `replaced_status`, `replaced_type` | status and media type of the response that the layer replaced |
//! | `source` | the chain of sources, joined by `: `; the text of a replaced response or rejection |
//! | `unsent` | details that the response has no place for, such as `diagnostics: …`; `the whole error` if the response reports another one only |
//! | `log` | the `log` text of the entry; `personal` parameters are `<personal>` [by default](Log::with_personal_data) |
//!
//! Texts are one line: control characters are spaces, and invisible characters, such as U+202E, are written as `\u{202e}`.
//!
//! The level is `ERROR` for a status of 500 or more, otherwise `INFO`; [`Log`] sets other levels.
//!
//! The layers of the features `tower` and `actix` and the responses of axum and actix-web log by themselves. Elsewhere, call
//! [`Log::error`]:
//!
//! ```
//! # mod api { error_runtime::error_catalog! { pub enum Clinic = "catalogs/clinic.json"; } }
//! # use api::Clinic;
//! use error_runtime::{Error, HttpResponse, Respond, tracing::Log};
//!
//! fn respond(error: &Error<Clinic>) -> HttpResponse {
//!     Log::new().error(error);
//!     error.response()
//! }
//! # respond(&api::clinic::Internal.error());
//! ```

use alloc::borrow::Cow;
use alloc::string::{String, ToString};
use core::error::Error as StdError;

use ::tracing::Level;
use error_layout::escape::visible;

use crate::catalog::AsEntry;
use crate::error::{Error, unsent};
use crate::integrations::circumstances::Circumstances;
use crate::render::{self, RenderContext};
use crate::values::clean;

/// The maximum length of each source in characters, and of the chain in bytes.
const MAX_SOURCE: usize = 4_096;

/// The maximum number of sources in a chain, because a chain may be circular.
const MAX_LINKS: usize = 32;

/// The levels and contents of events.
///
/// ```
/// use error_runtime::tracing::Log;
///
/// let log = Log::new().client_errors(tracing::Level::DEBUG);
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Log {
    server: Level,
    client: Level,
    personal: bool,
}

impl Default for Log {
    fn default() -> Self {
        Self::new()
    }
}

impl Log {
    /// Logs server errors as `ERROR` and others as `INFO`, without personal data.
    pub const fn new() -> Self {
        Self {
            server: Level::ERROR,
            client: Level::INFO,
            personal: false,
        }
    }

    /// Sets the level of errors whose status is 500 or more.
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

    /// Writes the `log` text with values that identify a patient. Use it only where a policy allows that.
    #[must_use]
    pub const fn with_personal_data(mut self) -> Self {
        self.personal = true;
        self
    }

    /// Logs an error.
    ///
    /// The layers of the features `tower` and `actix` and the responses of axum and actix-web log without it.
    pub fn error<C: AsEntry>(&self, error: &Error<C>) {
        let request_id = error.request_id();
        let circumstances = Circumstances {
            request_id,
            ..Circumstances::default()
        };
        self.write(error, &circumstances, error.source());
    }

    pub(crate) fn write<C: AsEntry>(
        &self,
        error: &Error<C>,
        circumstances: &Circumstances<'_>,
        source: Option<&(dyn StdError + 'static)>,
    ) {
        let context = error.render_context_in(circumstances.request_id);
        let level = if context.status >= 500 {
            self.server
        } else {
            self.client
        };
        Event {
            catalog: context.entry.data().name(),
            context,
            circumstances,
            source,
            personal: self.personal,
        }
        .emit(level);
    }
}

/// Calls a macro with a constant level, as `tracing` requires.
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

/// One event. It is not generic, so it is compiled once.
struct Event<'e> {
    catalog: &'static str,
    context: RenderContext<'e>,
    circumstances: &'e Circumstances<'e>,
    source: Option<&'e (dyn StdError + 'static)>,
    /// Whether values that identify a patient are written.
    personal: bool,
}

impl Event<'_> {
    fn emit(&self, level: Level) {
        macro_rules! event {
            ($level:expr) => {
                if ::tracing::enabled!(target: "error_catalog", $level) {
                    let entry = self.context.entry;
                    let code = entry.code().map(|code| code.to_string());
                    let (source, log, unsent) = (self.source.map(chain), self.log(), self.unsent());
                    let message = self.context.to_string();
                    let source = source.as_deref().map(visible);
                    let unsent = unsent.as_deref().map(visible);
                    let replaced = self.circumstances.replaced;
                    ::tracing::event!(
                        target: "error_catalog",
                        $level,
                        catalog = self.catalog,
                        entry = entry.name(),
                        code = code.as_deref(),
                        status = self.context.status,
                        category = entry.category().map(|category| category.name()),
                        retry = entry.retry().map(|retry| retry.as_str()),
                        method = self.circumstances.method,
                        route = self.circumstances.route,
                        request_id = self.context.request_id,
                        replaced_status = replaced.map(|(status, _)| status),
                        replaced_type = replaced.and_then(|(_, media_type)| media_type),
                        source = source.as_deref(),
                        log = log.as_deref(),
                        unsent = unsent.as_deref(),
                        "{}",
                        visible(&message)
                    );
                }
            };
        }
        with_level!(level, event);
    }

    /// Returns what the response does not have: details that it has no place for, or the whole error.
    fn unsent(&self) -> Option<String> {
        if self.circumstances.is_unsent {
            return Some("the whole error".to_string());
        }
        let mut text = String::new();
        for (name, value) in unsent(self.context.entry, self.context.arguments) {
            if !text.is_empty() {
                text.push_str("; ");
            }
            text.push_str(name);
            text.push_str(": ");
            clean::push(&mut text, &value, MAX_SOURCE);
        }
        (!text.is_empty()).then_some(text)
    }

    /// Returns the `log` text of the entry.
    fn log(&self) -> Option<Cow<'static, str>> {
        let context = RenderContext {
            hide_personal: !self.personal,
            ..self.context
        };
        render::log(&context)
    }
}

/// Returns the texts of a chain of sources.
pub(crate) fn chain(first: &(dyn StdError + 'static)) -> String {
    let mut text = String::new();
    let mut next = Some(first);
    for _ in 0..MAX_LINKS {
        let Some(source) = next.filter(|_| text.len() < MAX_SOURCE) else {
            break;
        };
        if !text.is_empty() {
            text.push_str(": ");
        }
        // A source that cannot be written ends early.
        let _ = clean::display(&mut text, source, MAX_SOURCE);
        next = source.source();
    }
    text
}
