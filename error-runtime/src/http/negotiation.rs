//! Content negotiation by `Accept` (RFC 9110, section 12.5.1) and FHIR's `_format`
//! (<https://hl7.org/fhir/http.html#parameters>).

use alloc::vec::Vec;
use core::cmp::Reverse;

use error_layout::grammar::{MediaType, decode_query, split_unquoted};

use crate::catalog::Entry;
use crate::catalog::Response;
use crate::catalog::{FhirVersion, Format};
use crate::http::Representation;
use crate::render::Syntax;

impl Representation {
    /// Selects the representation of an entry by the headers and query of a request.
    ///
    /// `accept` has the values of the `Accept` headers in order. `query` is the query of the URL, with or without the `?`.
    ///
    /// - Only an `OperationOutcome` and problem details have several representations. Every other entry uses [`OWN`](Self::OWN).
    /// - In FHIR, `_format` precedes `Accept`. Its values are `json`, `xml` and the media types below, also with a `+` that is not
    ///   percent-encoded. Other values, such as `html`, are ignored. After `json` and `xml`, `Accept` selects the media type.
    /// - The representation with the highest quality in `Accept` is selected. Among equals, a media type precedes a
    ///   wildcard, then the first in the header, then the catalog's own.
    /// - The parameters `fhirVersion` (a version of the response) and `charset` (UTF-8) count if they can be satisfied. Other
    ///   parameters and malformed elements are ignored.
    /// - An `OperationOutcome` has the media type that the request named: `application/fhir+json`, `application/json+fhir`,
    ///   `application/json`, `text/json`, and the same with `xml`. FHIR: "If a client provides a generic mime type in the
    ///   Accept header […], the server SHOULD respond with the requested mime type" (R4, section 3.1.0.1.9,
    ///   <https://hl7.org/fhir/R4/http.html#mime-type>). Problem details always have their own, `application/problem+json` or
    ///   `application/problem+xml`, also if the request named `application/xml`.
    /// - If the request accepts none of them, the result is [`OWN`](Self::OWN), not the status 406: a server may "disregard
    ///   the header field by treating the response as if it is not subject to content negotiation" (RFC 9110, section
    ///   12.4.1).
    ///
    /// A response that depends on `Accept` needs the header `Vary: Accept` (RFC 9110, section 12.5.5).
    pub fn negotiate<'r>(entry: Entry<'_>, accept: impl IntoIterator<Item = &'r [u8]>, query: Option<&str>) -> Self {
        let response = entry.response();
        let is_outcome = response.format() == Format::OperationOutcome;
        if !is_outcome && !entry.has_xml() {
            return Self::OWN;
        }
        let wanted = query.filter(|_| is_outcome).and_then(wanted_format);
        let syntaxes: &[Syntax] = match (wanted.map(|wanted| wanted.syntax), entry.has_xml()) {
            (Some(Syntax::Xml), true) => &[Syntax::Xml],
            (None, true) => &[Syntax::Own, Syntax::Xml],
            (Some(_), _) | (None, false) => &[Syntax::Own],
        };
        // A media type that `_format` names is that of the response, whatever `Accept` has.
        if let Some(Self {
            syntax,
            media_type: Some(name),
            ..
        }) = wanted
            && syntaxes == [syntax]
        {
            let media_type = Some(name).filter(|name| *name != syntax.usual_name(response));
            return Self {
                syntax,
                media_type,
                language: None,
            };
        }
        let own = Self {
            syntax: syntaxes.first().copied().unwrap_or_default(),
            ..Self::OWN
        };
        let ranges: Vec<Range<'_>> = accept
            .into_iter()
            .flat_map(|value| split_unquoted(value, b','))
            .filter_map(Range::read)
            .collect();
        if let [] | [Range::ANYTHING] = ranges[..] {
            return own;
        }
        let best = |strict| {
            let candidates = syntaxes
                .iter()
                .flat_map(|syntax| candidates(*syntax, response, &ranges, strict));
            candidates
                .max_by_key(|(preference, _)| *preference)
                .map(|(_, found)| found)
        };
        // A requested format in another version is preferred to another format.
        best(true).or_else(|| best(false)).unwrap_or(own)
    }
}

/// The order of preference: quality in thousandths, whether it is named, its place in the header, its place in the catalog.
type Preference = (u16, bool, Reverse<usize>, Reverse<(Syntax, usize)>);

/// Returns the media types of a syntax that a request accepts.
fn candidates(
    syntax: Syntax,
    response: Response<'_>,
    ranges: &[Range<'_>],
    strict: bool,
) -> impl Iterator<Item = (Preference, Representation)> {
    let format = response.format();
    let usual = syntax.usual_name(response);
    let others = syntax.names(format).iter().filter(move |name| **name != usual);
    let others = others.map(|name| (*name, Some(*name)));
    let names = core::iter::once((usual, None)).chain(others);
    names.enumerate().filter_map(move |(order, (name, other))| {
        let matching = ranges
            .iter()
            .enumerate()
            .filter(|(_, range)| !strict || range.fits(response))
            .map(|(position, range)| (range.specificity(name), position, range));
        // The first of the most specific ranges. A wildcard matches only the default media type of a syntax.
        let (specificity, position, range) = matching
            .filter(|(specificity, ..)| *specificity >= if other.is_none() { 1 } else { NAMED })
            .max_by_key(|(specificity, position, _)| (*specificity, Reverse(*position)))?;
        let preference = (
            range.quality,
            specificity >= NAMED,
            Reverse(position),
            Reverse((syntax, order)),
        );
        let media_type = other.filter(|_| format == Format::OperationOutcome);
        (range.quality > 0).then_some((
            preference,
            Representation {
                syntax,
                media_type,
                language: None,
            },
        ))
    })
}

/// The specificity of a range that names a media type.
const NAMED: u8 = 3;

/// One element of `Accept`.
#[derive(Debug, PartialEq, Eq)]
struct Range<'r> {
    /// `type/subtype`, `type/*` or `*/*`.
    essence: &'r str,
    fhir_version: Option<&'r str>,
    charset: Option<&'r str>,
    /// In thousandths.
    quality: u16,
}

impl<'r> Range<'r> {
    /// `*/*`, as most clients send it.
    const ANYTHING: Self = Self {
        essence: "*/*",
        fhir_version: None,
        charset: None,
        quality: 1000,
    };

    /// Parses an element; `None` if it is not text or has a malformed weight. A malformed media range matches no media type.
    fn read(element: &'r [u8]) -> Option<Self> {
        let mut media_type = MediaType::split(core::str::from_utf8(element).ok()?);
        if media_type.essence == "*" {
            // Java's `HttpURLConnection` sends it.
            media_type.essence = "*/*";
        }
        let mut range = Self {
            essence: media_type.essence,
            fhir_version: None,
            charset: None,
            quality: 1000,
        };
        for (name, value) in media_type.parameters() {
            match name {
                name if name.eq_ignore_ascii_case("q") => range.quality = quality(value)?,
                name if name.eq_ignore_ascii_case("fhirVersion") => range.fhir_version = Some(value),
                name if name.eq_ignore_ascii_case("charset") => range.charset = Some(value),
                _ => {}
            }
        }
        Some(range)
    }

    /// Returns how specific the range is for a media type: 0 if it does not match.
    fn specificity(&self, name: &str) -> u8 {
        let parameters = u8::from(self.fhir_version.is_some()) + u8::from(self.charset.is_some());
        let (kind, _) = name.split_once('/').unwrap_or((name, ""));
        match self.essence.split_once('/') {
            _ if self.essence.eq_ignore_ascii_case(name) => NAMED + parameters,
            Some(("*", "*")) => 1,
            Some((range, "*")) if range.eq_ignore_ascii_case(kind) => 2,
            _ => 0,
        }
    }

    /// Whether its parameters can be satisfied.
    fn fits(&self, response: Response<'_>) -> bool {
        let is_version = |asked: &str| {
            let mut versions = response.fhir_versions().iter();
            versions.any(|version| {
                let rest = asked.strip_prefix(number(version));
                rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
            })
        };
        self.fhir_version.is_none_or(is_version)
            && self.charset.is_none_or(|charset| charset.eq_ignore_ascii_case("utf-8"))
    }
}

/// Returns the value of `fhirVersion` for a version (<https://hl7.org/fhir/R5/http.html#version-parameter>).
fn number(version: FhirVersion) -> &'static str {
    match version {
        FhirVersion::Dstu2 => "1.0",
        FhirVersion::Stu3 => "3.0",
        FhirVersion::R4 => "4.0",
        FhirVersion::R4b => "4.3",
        FhirVersion::R5 => "5.0",
    }
}

/// Parses a weight (RFC 9110, section 12.4.2) into thousandths. A missing leading zero is accepted, as in `q=.2`.
pub(super) fn quality(text: &str) -> Option<u16> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let digits = fraction.bytes().chain(core::iter::repeat(b'0')).take(3);
    let thousandths = digits.fold(0, |sum, digit| sum * 10 + u16::from(digit.wrapping_sub(b'0')));
    match whole {
        _ if !fraction.bytes().all(|byte| byte.is_ascii_digit()) => None,
        "" if fraction.is_empty() => None,
        "" | "0" => Some(thousandths),
        "1" => Some(1000),
        _ => None,
    }
}

/// Returns the representation of the first `_format` of a query with a valid value. `json` and `xml` name no media type.
fn wanted_format(query: &str) -> Option<Representation> {
    let pairs = query.strip_prefix('?').unwrap_or(query).split('&');
    let mut values = pairs
        .filter_map(|pair| pair.split_once('='))
        .filter(|(name, _)| decode_query(name) == "_format")
        .map(|(_, value)| decode_query(value));
    values.find_map(|value| {
        // A plus of `application/fhir+xml` that is not encoded decodes to a space.
        let name = MediaType::split(&value).essence.replace(' ', "+");
        let find = |syntax: Syntax, short: &str| {
            let mut names = syntax.names(Format::OperationOutcome).iter().copied();
            let media_type = names.find(|known| known.eq_ignore_ascii_case(&name));
            let is_known = media_type.is_some() || short.eq_ignore_ascii_case(&name);
            is_known.then_some(Representation {
                syntax,
                media_type,
                language: None,
            })
        };
        find(Syntax::Xml, "xml").or_else(|| find(Syntax::Own, "json"))
    })
}

#[cfg(test)]
mod tests;
