//! The advice of the catalog and of the status, before method and budget count.

use core::time::Duration;

use error_runtime::{AsEntry, Data, Retry, Severity};

use crate::decode::{Decoded, endpoint};

/// The advice of the catalog or, where it has none, of the status.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Advice {
    /// Whether, and how, the same request may be sent again.
    pub class: Retry,
    /// The delay that the catalog has.
    pub delay: Option<Duration>,
    /// It follows from the endpoint: every entry that occurs only there advises against sending again.
    pub by_endpoint: bool,
    /// It follows from the status alone: the response is not an entry of the catalog, or the entry has no advice.
    pub by_status: bool,
}

impl<C: AsEntry> Decoded<'_, C> {
    /// Returns the advice. Of several issues only the errors count, and of several advices the most cautious: never, manual, backoff, after,
    /// immediate. The same holds for entries that the response does not distinguish.
    pub fn advice(&self) -> Advice {
        let is_error = |severity| matches!(severity, Severity::Fatal | Severity::Error);
        let counts = |severity: Option<Severity>| severity.is_none_or(is_error);
        let any = self.issues().any(|issue| counts(issue.severity()));
        self.issues()
            .filter(|issue| !any || counts(issue.severity()))
            .flat_map(|issue| {
                let unknown = issue.candidates().is_empty().then(|| self.general_advice());
                let entries = issue.candidates().iter().map(|entry| self.advice_of(*entry));
                unknown.into_iter().chain(entries)
            })
            .reduce(more_cautious)
            .unwrap_or_else(|| self.general_advice())
    }

    fn advice_of(&self, entry: C) -> Advice {
        let entry = entry.as_entry();
        match entry.retry() {
            Some(class) => Advice {
                class,
                delay: entry.retry_after(),
                by_endpoint: false,
                by_status: false,
            },
            None => self.general_advice(),
        }
    }

    /// Returns the advice of endpoint and status.
    fn general_advice(&self) -> Advice {
        let by_endpoint = self
            .received()
            .path()
            .is_some_and(|path| forbids(self.data(), self.received().method().unwrap_or(""), path));
        Advice {
            class: if by_endpoint {
                Retry::Never
            } else {
                of_status(self.status())
            },
            delay: None,
            by_endpoint,
            by_status: !by_endpoint,
        }
    }
}

/// Returns the more cautious advice, with the longer delay of both.
fn more_cautious(one: Advice, other: Advice) -> Advice {
    let rank = |advice: &Advice| match advice.class {
        Retry::Never => 0,
        Retry::Backoff => 2,
        Retry::After => 3,
        Retry::Immediate => 4,
        // `Manual`, and a class that this version does not know.
        _ => 1,
    };
    let delay = one.delay.max(other.delay);
    Advice {
        delay,
        ..if rank(&other) < rank(&one) { other } else { one }
    }
}

/// Returns the retry class of a status by its definition.
const fn of_status(status: u16) -> Retry {
    match status {
        // Temporary faults of servers and gateways (RFC 9110, sections 15.5.9 and 15.6.3 to 15.6.5; RFC 8470, section 5.2).
        408 | 425 | 502..=504 => Retry::Backoff,
        // RFC 6585, section 4.
        429 => Retry::After,
        // An undocumented fault of the server: a second request may succeed, or have its effect twice.
        500 | 505..=599 => Retry::Manual,
        _ => Retry::Never,
    }
}

/// Whether entries occur only at this endpoint, and each of them advises against sending again.
pub(super) fn forbids(data: Data<'static>, method: &str, path: &str) -> bool {
    let mut any = false;
    for entry in (0..data.entries()).filter_map(|position| data.entry(position)) {
        let methods = entry.methods();
        let here = methods.is_empty() || method.is_empty() || methods.contains(method);
        if !here || endpoint::of_entry(entry, path) != Some(true) {
            continue;
        }
        match entry.retry() {
            Some(Retry::Never | Retry::Manual) => any = true,
            Some(_) => return false,
            None => {}
        }
    }
    any
}
