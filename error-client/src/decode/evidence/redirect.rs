//! The error in the URI of a redirect, as in OAuth 2.0 (RFC 6749, section 4.1.2.1).
//!
//! The pairs of its query or fragment are compared by name: their order does not matter, and neither do others, such as `iss` (RFC 9207).

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;

use error_layout::form_header;
use error_layout::grammar::{decode_percent, decode_query};
use error_runtime::__compiled::form_headers;
use error_runtime::{Code, Data, Entry, Format};

use super::super::pattern::Value;
use super::super::received::ReceivedResponse;
use super::super::way::{Context, Piece, Step, Way};
use super::{Verdict, bit};

/// The URI of the redirect that the entry is, and that was received.
pub(super) struct Redirect<'p, 't> {
    context: Context<'p>,
    program: u32,
    location: &'t str,
}

/// A URI in parts: what is before the query, and its pairs.
#[derive(Default)]
struct Parts<'p> {
    base: Vec<Piece<'p>>,
    pairs: Vec<(Cow<'p, str>, Vec<Piece<'p>>)>,
}

impl<'p, 't> Redirect<'p, 't> {
    /// Returns the redirect, if the entry is one and the response has a `Location`.
    pub(super) fn of(context: Context<'p>, received: ReceivedResponse<'t>) -> Option<Self> {
        let program = program(context.entry)?;
        let location = received.header("location")?;
        Some(Self {
            context,
            program,
            location,
        })
    }

    /// Adds the evidence of the URI.
    pub(super) fn judge(&self, verdict: &mut Verdict) {
        let mut agrees = true;
        for (name, value) in self.template().pairs {
            let Some(found) = pair(self.location, &name) else {
                continue;
            };
            match compare(&value, &found, &mut |_| {}) {
                Some(literal) => {
                    verdict.literal += literal;
                    if literal > 0 && is_code(self.context.entry, &found) {
                        verdict.strong = Some(true);
                    }
                }
                None => agrees = false,
            }
        }
        verdict.note(bit::BODY, agrees && verdict.literal > 0, true);
    }

    /// Passes the values of its placeholders to `give`.
    pub(super) fn values(&self, give: &mut dyn FnMut(Value<'t>)) {
        let template = self.template();
        if let Some(base) = base(self.location, &template) {
            compare(&template.base, base, give);
        }
        for (name, value) in template.pairs {
            if let Some(found) = pair(self.location, &name) {
                compare(&value, &found, &mut |(argument, value)| {
                    give((argument, value.map(|value| Cow::Owned(value.into_owned()))));
                });
            }
        }
    }

    /// Returns the URI as the entry writes it.
    fn template(&self) -> Parts<'p> {
        let mut parts = Parts::default();
        // With "yes" for every decision, all pieces are on the way.
        let mut way = Way::new(self.context, self.program, u32::MAX);
        while let Some(Step::Piece(piece)) = way.step() {
            match piece {
                Piece::Segment(text) => parts.add(text),
                placeholder @ Piece::Placeholder { .. } => parts.last().push(placeholder),
            }
        }
        parts
    }
}

impl<'p> Parts<'p> {
    fn last(&mut self) -> &mut Vec<Piece<'p>> {
        match self.pairs.last_mut() {
            Some((_, value)) => value,
            None => &mut self.base,
        }
    }

    /// Adds constant text, which can start pairs.
    fn add(&mut self, text: &'p str) {
        let starts = |c: char| matches!(c, '?' | '#' | '&');
        let mut parts = text.split(starts);
        if let Some(first) = parts.next() {
            self.last().push(Piece::Segment(first));
        }
        for part in parts {
            let (name, value) = part.split_once('=').unwrap_or((part, ""));
            self.pairs.push((decode_query(name), [Piece::Segment(value)].into()));
        }
    }
}

/// Returns the URI before the pairs of the template, with a query of its own (RFC 6749, section 3.1.2). `None` if it has two.
fn base<'t>(location: &'t str, template: &Parts<'_>) -> Option<&'t str> {
    let is_own = |(at, _): &(usize, &str)| {
        let rest = location.get(at + 1..).unwrap_or_default();
        let name = rest.split(['=', '&', '#']).next().unwrap_or_default();
        template.pairs.iter().any(|(known, _)| *known == decode_query(name))
    };
    let mut separators = location.match_indices(['?', '&', '#']);
    let end = separators.find(is_own).map(|(at, _)| at);
    let end = end.or_else(|| location.find(['?', '#'])).unwrap_or(location.len());
    location.get(..end).filter(|base| base.matches('?').count() < 2)
}

/// Compares a part of a URI; returns the number of its constant bytes, or `None` if it differs.
fn compare<'t>(pieces: &[Piece<'_>], found: &'t str, give: &mut dyn FnMut(Value<'t>)) -> Option<usize> {
    let segment = |piece: &Piece<'_>| match piece {
        Piece::Segment(text) => decode_query(text).into_owned(),
        Piece::Placeholder { .. } => String::new(),
    };
    let is_placeholder = |piece: &Piece<'_>| matches!(piece, Piece::Placeholder { .. });
    let first = pieces.iter().position(is_placeholder);
    let Some(first) = first else {
        let whole: String = pieces.iter().map(segment).collect();
        return (whole == found).then_some(whole.len());
    };
    let last = pieces.iter().rposition(is_placeholder).unwrap_or(first);
    let before: String = pieces.iter().take(first).map(segment).collect();
    let after: String = pieces.iter().skip(last + 1).map(segment).collect();
    let value = found.strip_prefix(before.as_str())?.strip_suffix(after.as_str())?;
    if first == last
        && let Some(Piece::Placeholder { argument, .. }) = pieces.get(first)
    {
        give((*argument, Some(Cow::Borrowed(value))));
    }
    Some(before.len() + after.len())
}

/// Returns the decoded value of the first pair with a name, in the query or the fragment.
fn pair<'t>(location: &'t str, name: &str) -> Option<Cow<'t, str>> {
    pairs(location).find(|(found, _)| found == name).map(|(_, value)| value)
}

/// Returns the pairs of the query and of the fragment (RFC 3986, section 3).
fn pairs(location: &str) -> impl Iterator<Item = (Cow<'_, str>, Cow<'_, str>)> {
    let (before, fragment) = location.split_once('#').unwrap_or((location, ""));
    let query = before.split_once('?').map_or("", |(_, query)| query);
    let pairs = query.split('&').chain(fragment.split('&'));
    pairs.filter_map(|pair| {
        let (name, value) = pair.split_once('=')?;
        Some((decode_query(name), decode_query(value)))
    })
}

/// Returns the program of the header `Location` of an entry whose error is in it.
fn program(entry: Entry<'static>) -> Option<u32> {
    let response = entry.response();
    if response.format() != Format::Empty || !response.is_in_band() {
        return None;
    }
    let mut headers = form_headers(entry).iter().map(form_header::View::new);
    let text = entry.data().text();
    let location = headers.find(|header| header.name().of(text).eq_ignore_ascii_case("location"));
    location.map(form_header::View::value)
}

fn is_code(entry: Entry<'_>, found: &str) -> bool {
    matches!(entry.code(), Some(Code::Text(code)) if code == found)
}

/// Returns the code that a redirect has where an entry of the catalog has its own, and the texts beside it.
pub(in crate::decode) fn error<'t>(
    data: Data<'static>,
    location: &'t str,
) -> Option<(Cow<'t, str>, Option<Cow<'t, str>>)> {
    let found = (0..data.entries())
        .filter_map(|position| data.entry(position))
        .find_map(|entry| {
            let program = program(entry)?;
            let redirect = Redirect {
                context: Context::new(entry, entry.status(), ""),
                program,
                location,
            };
            let whole = |value: &[Piece<'_>]| {
                let pieces = value.iter().map(|piece| match piece {
                    Piece::Segment(text) => Some(*text),
                    Piece::Placeholder { .. } => None,
                });
                pieces.collect::<Option<String>>()
            };
            let mut pairs = redirect.template().pairs.into_iter();
            let (name, _) =
                pairs.find(|(_, value)| whole(value).is_some_and(|value| is_code(entry, &decode_percent(&value))))?;
            pair(location, &name).filter(|code| !code.is_empty())
        })?;
    Some((found, pair(location, "error_description")))
}
