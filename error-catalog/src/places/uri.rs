//! Scans URIs: the first placeholder may be a whole URI, others are components.

use error_layout::grammar::uri_scheme;

use super::{PLACEHOLDER, Scanner, literals, scan};
use crate::ast::place::{Place, Refusal};
use crate::ast::text::{Piece, Text};

/// Sets the places in a text that is a URI reference.
pub fn uri(text: &mut Text) {
    scan(text, &mut Uri::default());
}

/// Scans one URI reference.
#[derive(Clone, Default)]
pub(super) struct Uri {
    /// The text so far, with [`PLACEHOLDER`] for each placeholder.
    before: String,
}

impl Scanner for Uri {
    fn pass(&mut self, text: &str, _: &[Piece]) {
        self.before.push_str(text);
    }

    fn place(&mut self, rest: &[Piece]) -> Place {
        let place = match self.before.as_str() {
            "" => Place::Uri,
            before => component(before, rest),
        };
        self.before.push(PLACEHOLDER);
        place
    }
}

/// Scans a text in which all placeholders are percent-encoded, such as a form.
#[derive(Default)]
pub(super) struct Encoded {
    before: String,
}

impl Scanner for Encoded {
    fn pass(&mut self, text: &str, _: &[Piece]) {
        text.clone_into(&mut self.before);
    }

    fn place(&mut self, _: &[Piece]) -> Place {
        if ends_in_escape(&std::mem::take(&mut self.before)) {
            Place::Refused(Refusal::Escape)
        } else {
            Place::Percent
        }
    }
}

/// Whether a text ends inside of an escape `%XX` (RFC 3986, section 2.1).
pub(super) fn ends_in_escape(text: &str) -> bool {
    let without_digit = text.strip_suffix(|c: char| c.is_ascii_hexdigit());
    text.ends_with('%') || without_digit.is_some_and(|text| text.ends_with('%'))
}

/// Returns the place of a component behind the start of a URI.
///
/// Browsers treat a `\` like a `/`.
pub(super) fn component(before: &str, rest: &[Piece]) -> Place {
    const SLASHES: [char; 2] = ['/', '\\'];
    if ends_in_escape(before) {
        return Place::Refused(Refusal::Escape);
    }
    if before.contains(['?', '#']) {
        return Place::Percent;
    }
    let behind_scheme = uri_scheme(before).and_then(|scheme| before.get(scheme.len() + 1..));
    let hierarchy = behind_scheme.unwrap_or(before);
    let mut start = hierarchy.chars();
    if start.next().is_some_and(|c| SLASHES.contains(&c)) && start.next().is_some_and(|c| SLASHES.contains(&c)) {
        let authority = start.as_str();
        if !authority.contains(SLASHES) {
            return in_authority(authority, rest);
        }
    } else if before.len() == 1
        && before.starts_with(SLASHES)
        && literals(rest).next().is_some_and(|next| next.starts_with(SLASHES))
    {
        return Place::FirstSegment;
    }
    let segment = before.rsplit(SLASHES).next().unwrap_or_default();
    if segment.chars().all(|c| matches!(c, '.' | PLACEHOLDER)) {
        Place::Segment
    } else {
        Place::Percent
    }
}

/// Returns the place in an authority (RFC 3986, section 3.2), of which `before` is the start.
///
/// A value at the end of a host with constant text can make another host of it: `https://api.example{x}/` with `.evil.example`.
fn in_authority(before: &str, rest: &[Piece]) -> Place {
    let next = literals(rest).next().unwrap_or_default();
    let end = next.find(['/', '\\', '?', '#', '>', '"', '\'']).unwrap_or(next.len());
    let own = next.get(..end).unwrap_or_default();
    if own.contains('@') {
        return Place::Percent;
    }
    let host = before.rsplit('@').next().unwrap_or_default();
    let goes_on = own.starts_with(|c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '_' | '~'));
    match host {
        _ if host.contains(':') && !host.starts_with('[') => Place::Number,
        _ if !goes_on && host.contains(|c: char| c.is_ascii_alphanumeric()) => Place::Refused(Refusal::Host),
        _ => Place::Percent,
    }
}
