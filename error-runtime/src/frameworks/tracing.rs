//! Errors as events of [tracing](https://docs.rs/tracing) (feature `tracing`).
//!
//! One event for each error that is answered, with the target `error_catalog`:
//!
//! | field | |
//! | --- | --- |
//! | `message` | code and message, as `Display` has them |
//! | `catalog`, `entry`, `code`, `category` | as the catalog names them; `code` and `category` where there is one |
//! | `status` | of the answer |
//! | `retry` | the retry class, if the catalog has advice |
//! | `request_id` | if it is known |
//! | `source` | what caused it, and what caused that, joined by `: ` |
//! | `log` | the entry's `log` text; `personal` parameters show as `<personal>` unless [told otherwise](Log::with_personal_data) |
//!
//! Its level is `ERROR` where the status is 500 or more, otherwise `INFO`; [`Log`] says otherwise.

use alloc::borrow::Cow;
use alloc::string::{String, ToString};
use core::error::Error as StdError;

use ::tracing::Level;

use crate::catalog::Catalog;
use crate::clean;
use crate::error::Error;
use crate::render::{self, RenderContext};

/// How many characters of each error in a source chain are kept, and how many bytes end the chain.
const MAX_SOURCE: usize = 4_096;

/// How many links of a source chain are followed: one that leads back to itself must end.
const MAX_LINKS: usize = 32;

/// How errors are logged.
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
    /// `ERROR` for server errors, `INFO` for the others, nothing personal.
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

    /// Writes the `log` text with parameters that identify a patient. Only where a policy allows it.
    #[must_use]
    pub const fn with_personal_data(mut self) -> Self {
        self.personal = true;
        self
    }

    /// Logs an error. The layer of the feature `tower` and actix-web's answers do it of their own accord; everybody else calls this where an
    /// error is answered.
    pub fn error<C: Catalog>(&self, error: &Error<C>) {
        self.write(error, error.request_id(), error.source());
    }

    pub(crate) fn write<C: Catalog>(
        &self,
        error: &Error<C>,
        request_id: Option<&str>,
        source: Option<&(dyn StdError + 'static)>,
    ) {
        let context = error.render_context_in(request_id);
        let level = if context.status >= 500 {
            self.server
        } else {
            self.client
        };
        Event {
            catalog: C::DATA.name(),
            context,
            source,
            personal: self.personal,
        }
        .emit(level);
    }
}

/// Calls a macro with a level that is known to the compiler: an event has its level before the program runs.
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

/// What is logged of an error, whatever its catalog, so that logging is compiled once.
struct Event<'e> {
    catalog: &'static str,
    context: RenderContext<'e>,
    source: Option<&'e (dyn StdError + 'static)>,
    /// Whether parameters that identify a patient are written.
    personal: bool,
}

impl Event<'_> {
    fn emit(&self, level: Level) {
        macro_rules! event {
            ($level:expr) => {
                if ::tracing::enabled!(target: "error_catalog", $level) {
                    let entry = self.context.entry;
                    let code = entry.code().map(|code| code.to_string());
                    let (source, log) = (self.source.map(chain), self.log());
                    ::tracing::event!(
                        target: "error_catalog",
                        $level,
                        catalog = self.catalog,
                        entry = entry.name(),
                        code = code.as_deref(),
                        status = self.context.status,
                        category = entry.category().map(|category| category.name()),
                        retry = entry.retry().map(|retry| retry.as_str()),
                        request_id = self.context.request_id,
                        source = source.as_deref(),
                        log = log.as_deref(),
                        "{}",
                        self.context
                    );
                }
            };
        }
        with_level!(level, event);
    }

    /// The entry's `log` text.
    fn log(&self) -> Option<Cow<'static, str>> {
        let context = RenderContext {
            hide_personal: !self.personal,
            ..self.context
        };
        render::log(&context)
    }
}

/// What caused an error, and what caused that.
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
        clean::push(&mut text, &source.to_string(), MAX_SOURCE);
        next = source.source();
    }
    text
}
