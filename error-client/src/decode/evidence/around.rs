//! The evidence around the body: the request and the headers.

use error_layout::form_header;
use error_layout::grammar::has_challenges;
use error_runtime::__compiled::form_headers;
use error_runtime::Entry;

use super::super::challenge::{self, Match};
use super::super::endpoint;
use super::super::pattern::{self, Fit};
use super::super::received::ReceivedResponse;
use super::super::subject::Subject;
use super::super::way::Context;
use super::{Verdict, bit};

/// Compares method and endpoint. An entry without them agrees with all.
pub(super) fn request(subject: &Subject<'_>, entry: Entry<'static>, verdict: &mut Verdict) {
    if let Some(method) = subject.received.method() {
        let mut methods = entry.methods().iter();
        // `HEAD` is `GET` without a body (RFC 9110, section 9.3.2).
        let is_method = |known: &str| known == method || method == "HEAD" && known == "GET";
        let agrees = entry.methods().is_empty() || methods.any(is_method);
        verdict.note(bit::METHOD, agrees, true);
    }
    if let Some(path) = subject.received.path() {
        verdict.note(bit::ENDPOINT, endpoint::of_entry(entry, path).unwrap_or(true), true);
    }
}

/// Compares the entry's headers. Proxies add and remove headers, so they never identify an entry that has a body.
pub(super) fn headers(subject: &Subject<'_>, context: Context<'_>, verdict: &mut Verdict) {
    let headers = || form_headers(context.entry).iter().map(form_header::View::new);
    let name_of = |header: &form_header::View<'_>| header.name().of(subject.data.text());
    for (position, header) in headers().enumerate() {
        let name = name_of(&header);
        let bit = 1
            << (bit::HEADERS
                + name
                    .bytes()
                    .fold(0, |sum, byte| sum ^ u32::from(byte.to_ascii_lowercase()))
                    % 8);
        if has_challenges(name) {
            let is_same = |other: &form_header::View<'_>| name_of(other).eq_ignore_ascii_case(name);
            if headers().take(position).any(|other| is_same(&other)) {
                continue;
            }
            let programs = headers().filter(is_same).map(error_layout::form_header::View::value);
            match challenge::compare(context, programs, subject.received, name) {
                Match::Same => verdict.note(bit | bit::CHALLENGES, true, false),
                Match::Among => verdict.note(bit, true, false),
                Match::Similar => {}
                Match::Missing => verdict.note(bit, false, false),
                // The body is better evidence, if there is one.
                Match::Other => verdict.note(bit | bit::CHALLENGES, false, subject.received.is_head()),
            }
            continue;
        }
        // The error of a redirect is its `Location`.
        if name.eq_ignore_ascii_case("location") && context.entry.response().is_in_band() {
            continue;
        }
        match any_fit(context, header.value(), subject.received, name) {
            Fit::Yes { .. } if subject.received.header(name).is_some() => verdict.note(bit, true, false),
            // Without a body, a header that a proxy removed must not be the only evidence.
            Fit::No if subject.received.is_head() && subject.received.header(name).is_none() => {}
            Fit::No => verdict.note(bit, false, false),
            // An optional header that is absent says as little as one that the entry does not have.
            Fit::Yes { .. } | Fit::Overridden | Fit::Unknown => {}
        }
    }
}

/// Compares a header with each of its name that was received; one is enough.
fn any_fit(context: Context<'_>, program: u32, received: ReceivedResponse<'_>, name: &str) -> Fit {
    let mut values = received.all(name);
    let mut fit = pattern::fit(context, program, values.next(), &mut |_| {});
    while !matches!(fit, Fit::Yes { .. })
        && let Some(value) = values.next()
    {
        fit = pattern::fit(context, program, Some(value), &mut |_| {});
    }
    fit
}
