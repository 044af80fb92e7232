//! Which entries of a catalog a server uses: named in its sources, and answered in its log.
//!
//! [`Sources`] reads Rust files and finds the entries that they name, [`Log`] reads the events of the feature `tracing` of `error-runtime`, and
//! [`Coverage`] is what both say about each entry and each documented endpoint.

mod aliases;
mod endpoints;
mod log;
mod names;
mod report;
mod sources;
mod tests_only;
mod tokens;

use error_catalog::Catalog;
use error_catalog::model::Entry;

pub use endpoints::Endpoint;
pub use log::Log;
pub use names::Names;
pub use sources::{Place, Sources, Unparsed};

/// What sources and log say about each entry.
#[derive(Debug)]
pub struct Coverage<'c> {
    catalog: &'c Catalog,
    entries: Vec<Covered<'c>>,
    endpoints: Vec<Endpoint<'c>>,
    unparsed: Vec<Unparsed>,
    files: usize,
    events: Option<usize>,
}

/// An entry and its uses.
#[derive(Debug)]
pub struct Covered<'c> {
    /// The entry.
    pub entry: &'c Entry,
    /// The places in server code.
    pub server: Vec<Place>,
    /// The places in tests.
    pub tests: Vec<Place>,
    /// Whether it is a fallback: the layer sends it without any code that names it.
    pub is_fallback: bool,
    /// The number of events of the log.
    pub answers: usize,
}

/// The state of an entry, from the best to the worst.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// Server code names it, or the log has an answer with it.
    Reached,
    /// It is a fallback of the catalog, which the layer sends.
    Fallback,
    /// Only tests name it.
    OnlyTests,
    /// Nothing names it.
    Unused,
}

impl State {
    /// Returns the word of reports.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Reached => "reached",
            Self::Fallback => "fallback",
            Self::OnlyTests => "only-tests",
            Self::Unused => "unused",
        }
    }

    /// Whether the entry counts as reached.
    pub const fn is_reached(self) -> bool {
        matches!(self, Self::Reached | Self::Fallback)
    }
}

impl Covered<'_> {
    /// Returns the state of the entry.
    pub fn state(&self) -> State {
        if !self.server.is_empty() || self.answers > 0 {
            State::Reached
        } else if self.is_fallback {
            State::Fallback
        } else if !self.tests.is_empty() {
            State::OnlyTests
        } else {
            State::Unused
        }
    }

    /// Whether the entry counts: one that is deprecated need not be reached.
    pub fn counts(&self) -> bool {
        self.entry.deprecated.is_none()
    }
}

impl<'c> Coverage<'c> {
    /// Combines the uses in sources with the events of a log, if there is one.
    pub fn new(catalog: &'c Catalog, sources: Sources<'c>, log: Option<Log<'c>>) -> Self {
        let (mut uses, unparsed, files) = sources.finish();
        let answers = |position| log.as_ref().map_or(0, |log| log.answers(position));
        let entries = catalog.entries.iter().enumerate().map(|(position, entry)| {
            let (tests, server) = uses
                .remove(&position)
                .unwrap_or_default()
                .into_iter()
                .partition(|place| place.is_test);
            Covered {
                entry,
                server,
                tests,
                is_fallback: catalog.fallbacks.iter().any(|fallback| fallback.entry == position),
                answers: answers(position),
            }
        });
        Self {
            catalog,
            entries: entries.collect(),
            unparsed,
            files,
            events: log.as_ref().map(Log::events),
            endpoints: log.map(Log::finish).unwrap_or_default(),
        }
    }

    /// Returns the entries in the order of the catalog.
    pub fn entries(&self) -> &[Covered<'c>] {
        &self.entries
    }

    /// Returns the documented endpoints in the order of the catalog; none without a log.
    pub fn endpoints(&self) -> &[Endpoint<'c>] {
        &self.endpoints
    }

    /// Returns the sources that are not Rust. The names that could be read in them count.
    pub fn unparsed(&self) -> &[Unparsed] {
        &self.unparsed
    }

    /// Returns the number of reached entries and of all entries, both without deprecated ones.
    pub fn counts(&self) -> (usize, usize) {
        let counted = self.entries.iter().filter(|entry| entry.counts());
        let reached = counted.clone().filter(|entry| entry.state().is_reached());
        (reached.count(), counted.count())
    }

    /// Returns the share of reached entries in percent; 100 for a catalog without entries that count.
    ///
    /// It has one decimal and is rounded down, so that 100 means all.
    pub fn percent(&self) -> f64 {
        match self.counts() {
            (_, 0) => 100.0,
            #[allow(clippy::cast_precision_loss, reason = "a catalog has at most 2^24 bytes")]
            (reached, all) => (1000 * reached / all) as f64 / 10.0,
        }
    }
}
