//! The advice of a catalog, without regard to method and budget.

use core::time::Duration;

use error_runtime::{AsEntry, Data, Retry};

use crate::decode::{Decoded, Issue, endpoint, is_failure};

/// The advice about a retry, from the catalog or else from the status.
///
/// [`Decoded::decide`] combines it with the request and a [`Budget`](crate::Budget).
///
/// ```
/// # mod api { error_runtime::error_catalog! { pub enum Clinic = "src/testing/clinic.json"; } }
/// # use api::Clinic;
/// use error_client::{Advice, Decode, ReceivedResponse};
/// use error_runtime::Retry;
///
/// let advice: Advice = Clinic::decode(ReceivedResponse::new(410, &[], b"")).advice();
/// assert_eq!((advice.class, advice.by_status), (Retry::Never, false));
///
/// // No entry has this status: 503 means that a later retry can succeed (RFC 9110, section 15.6.4).
/// let advice = Clinic::decode(ReceivedResponse::new(503, &[], b"")).advice();
/// assert_eq!((advice.class, advice.by_status), (Retry::Backoff, true));
/// ```
#[doc(alias("retry", "retryable", "is_retryable"))]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Advice {
    /// Whether and how the same request may be sent again.
    pub class: Retry,
    /// The delay that the catalog documents.
    pub delay: Option<Duration>,
    /// The advice comes from the endpoint: no entry there allows a retry.
    pub by_endpoint: bool,
    /// The advice comes from the status alone: no entry matches, or it has no advice.
    pub by_status: bool,
}

impl<C: AsEntry> Decoded<'_, C> {
    /// Returns the advice about sending the same request again.
    ///
    /// Of several issues only those of severity `error` or `fatal` count, if there are any. Of several pieces of advice the most cautious one counts, in the order
    /// never, manual, backoff, after, immediate; so does it for ambiguous entries.
    pub fn advice(&self) -> Advice {
        self.decisive()
            .flat_map(|issue| {
                let general = self.general_advice(issue.status());
                let unknown = issue.candidates().is_empty().then_some(general);
                let entries = issue.candidates().iter().map(move |entry| advice_of(*entry, general));
                unknown.into_iter().chain(entries)
            })
            .reduce(more_cautious)
            .unwrap_or_else(|| self.general_advice(self.status()))
    }

    /// The issues that count: those of severity `error` or `fatal`, if there are any.
    fn decisive(&self) -> impl Iterator<Item = Issue<'_, C>> {
        let counts = |issue: &Issue<'_, C>| issue.severity().is_none_or(is_failure);
        let any = self.issues().any(|issue| counts(&issue));
        self.issues().filter(move |issue| !any || counts(issue))
    }

    /// Whether the catalog advises about exactly this status, for every entry that the response can be.
    pub(super) fn has_own_advice(&self) -> bool {
        let advises = |entry: &C, status| {
            let entry = entry.as_entry();
            entry.retry().is_some() && entry.has_status(status) && !entry.forwards_status()
        };
        self.decisive().all(|issue| {
            let mut entries = issue.candidates().iter();
            !issue.candidates().is_empty() && entries.all(|entry| advises(entry, issue.status()))
        })
    }

    /// The advice of the endpoint or of the status, where the catalog has none.
    fn general_advice(&self, status: u16) -> Advice {
        let by_endpoint = self
            .received()
            .path()
            .is_some_and(|path| forbids(self.data(), self.received().method().unwrap_or(""), path));
        Advice {
            class: if by_endpoint { Retry::Never } else { of_status(status) },
            delay: None,
            by_endpoint,
            by_status: !by_endpoint,
        }
    }
}

/// The advice of an entry, or `general` if it has none.
fn advice_of<C: AsEntry>(entry: C, general: Advice) -> Advice {
    let entry = entry.as_entry();
    entry.retry().map_or(general, |class| Advice {
        class,
        delay: entry.retry_after(),
        by_endpoint: false,
        by_status: false,
    })
}

/// The more cautious advice, with the longer of both delays.
fn more_cautious(one: Advice, other: Advice) -> Advice {
    let rank = |advice: &Advice| match advice.class {
        Retry::Never => 0,
        Retry::Backoff => 2,
        Retry::After => 3,
        Retry::Immediate => 4,
        // `Manual`, and a class that is unknown to this version.
        _ => 1,
    };
    let delay = one.delay.max(other.delay);
    Advice {
        delay,
        ..if rank(&other) < rank(&one) { other } else { one }
    }
}

/// The advice of a status by its definition.
const fn of_status(status: u16) -> Retry {
    match status {
        // Transient faults of servers and gateways (RFC 9110, sections 15.5.9 and 15.6.3 to 15.6.5; RFC 8470, section 5.2).
        408 | 425 | 502..=504 => Retry::Backoff,
        // RFC 6585, section 4.
        429 => Retry::After,
        // An undocumented fault of the server: a retry may succeed, or repeat a side effect.
        500 | 505..=599 => Retry::Manual,
        _ => Retry::Never,
    }
}

/// Whether this endpoint has entries of its own, and none of them allows a retry.
pub(super) fn forbids(data: Data<'static>, method: &str, path: &str) -> bool {
    let mut any = false;
    for entry in (0..data.entries()).filter_map(|position| data.entry(position)) {
        let methods = entry.methods();
        // `HEAD` is `GET` without a body (RFC 9110, section 9.3.2).
        let is_method = methods.contains(method) || method == "HEAD" && methods.contains("GET");
        let here = methods.is_empty() || method.is_empty() || is_method;
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

#[cfg(test)]
mod tests {
    use super::*;

    fn advice(class: Retry, delay: Option<u64>) -> Advice {
        Advice {
            class,
            delay: delay.map(Duration::from_secs),
            by_endpoint: false,
            by_status: false,
        }
    }

    #[test]
    fn the_more_cautious_of_two_counts_in_any_order() {
        let classes = [
            Retry::Never,
            Retry::Manual,
            Retry::Backoff,
            Retry::After,
            Retry::Immediate,
        ];
        for (position, cautious) in classes.into_iter().enumerate() {
            for other in classes.into_iter().skip(position) {
                let (cautious, other) = (advice(cautious, None), advice(other, None));
                assert_eq!(more_cautious(cautious, other), cautious, "{other:?}");
                assert_eq!(more_cautious(other, cautious), cautious, "{other:?}");
            }
        }
    }

    #[test]
    fn the_longer_of_two_delays_counts() {
        let [short, long] = [advice(Retry::Backoff, Some(5)), advice(Retry::After, Some(9))];
        let both = advice(Retry::Backoff, Some(9));
        assert_eq!([more_cautious(short, long), more_cautious(long, short)], [both; 2]);
    }
}
