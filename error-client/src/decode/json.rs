//! A JSON parser for incomplete and invalid bodies: it keeps every node that was complete.
//!
//! A response can be cut after its code, and published bodies have missing and extra commas; neither stops it.
//!
//! It parses the text once, along the [places] of the catalog; values at other places are parsed and dropped.

use alloc::borrow::Cow;

use error_layout::grammar;

use super::document::{Document, Id, Kind, MAX_DEPTH, Span, Stop};
use super::embedded;
use super::places::{self, Place, Places};
use super::unescape;

mod pass;
mod tree;

pub(super) use self::tree::tree;

/// Parses a text that should be one JSON value.
pub(super) fn parse(text: &str, places: Places) -> Document<'_> {
    parse_from(text, 0, places)
}

/// Parses the JSON value that starts at a position in a text and ends with the text.
pub(super) fn parse_from(text: &str, start: usize, places: Places) -> Document<'_> {
    let mut reader = Reader {
        document: Document::new(text, places, false),
    };
    reader.document.start = start;
    match reader.value(text.as_bytes().get(start..).unwrap_or(&[]), places::BODY, 0) {
        Ok(rest) => reader.document.sloppy |= !behind_space(rest).is_empty(),
        Err(stop) => reader.document.stop = Some(stop),
    }
    reader.document
}

struct Reader<'t> {
    document: Document<'t>,
}

/// The unread part of the text.
type Rest<'t> = &'t [u8];

/// The next item of a container.
enum Next<'t> {
    /// The start of a member or an element.
    One(Rest<'t>),
    /// The text after the closing bracket.
    End(Rest<'t>),
}

/// The places in an object and the expected next one.
///
/// Most bodies have their members in the order of the template.
struct Members {
    first: Place,
    count: u16,
    next: u16,
    /// A bit for each of the first 64 places that was found.
    seen: u64,
}

impl Members {
    /// Whether a member at this place was found before.
    #[inline]
    fn is_second(&mut self, place: Place) -> bool {
        let bit = 1_u64.checked_shl(place.wrapping_sub(self.first).into()).unwrap_or(0);
        let before = self.seen & bit != 0;
        self.seen |= bit;
        before
    }
}

impl<'t> Reader<'t> {
    /// The position in the text at which a rest starts.
    #[inline]
    fn offset(&self, rest: Rest<'t>) -> usize {
        self.document.text.len().wrapping_sub(rest.len())
    }

    /// The part of the text between the starts of two rests.
    #[inline]
    fn span(&self, from: Rest<'t>, to: Rest<'t>) -> Span {
        // The text has at most 4 MiB, so positions fit.
        let number = |rest| u32::try_from(self.offset(rest)).unwrap_or(u32::MAX);
        (number(from), number(to))
    }

    fn slice(&self, from: Rest<'t>, to: Rest<'t>) -> &'t str {
        self.document.text.get(self.offset(from)..self.offset(to)).unwrap_or("")
    }

    /// Parses the value at a place.
    fn value(&mut self, rest: Rest<'t>, place: Place, depth: u8) -> Result<Rest<'t>, Stop> {
        let start = behind_space(rest);
        match start {
            [] => Err(Stop::End),
            [b'"', content @ ..] => {
                self.document.inner_outcome |= depth > 1 && content.starts_with(embedded::TYPE);
                self.text(content, place)
            }
            [b'{' | b'[', ..] if depth >= MAX_DEPTH => self.skip(start),
            [b'{', behind @ ..] => {
                let id = self.document.push(place, Kind::Object, self.span(start, behind))?;
                let read = self.members(behind, place, depth);
                self.close(id, start, read.ok());
                read
            }
            [b'[', behind @ ..] if self.document.places.is_whole(place) => {
                let id = self.document.push(place, Kind::Array, self.span(start, behind))?;
                let read = self.elements(behind, place, depth);
                self.close(id, start, read.ok());
                read
            }
            [b'[', behind @ ..] => self.elements(behind, place, depth),
            _ => {
                let (kind, rest) = self.bare(start)?;
                self.document.push(place, kind, self.span(start, rest))?;
                Ok(rest)
            }
        }
    }

    /// Closes the container at a start, which ends before a rest.
    fn close(&mut self, id: Id, start: Rest<'t>, rest: Option<Rest<'t>>) {
        let end = rest.map(|rest| self.span(start, rest).1);
        self.document.close_at(id, end);
    }

    fn elements(&mut self, mut rest: Rest<'t>, place: Place, depth: u8) -> Result<Rest<'t>, Stop> {
        let mut first = true;
        loop {
            match self.next(rest, b']', first)? {
                Next::One(element) => rest = self.value(element, place, depth + 1)?,
                Next::End(rest) => return Ok(rest),
            }
            first = false;
        }
    }

    /// Parses the string at a place, after its opening quote.
    #[expect(
        clippy::inline_always,
        reason = "most strings are short: see benches/instructions.sh"
    )]
    #[inline(always)]
    fn text(&mut self, content: Rest<'t>, place: Place) -> Result<Rest<'t>, Stop> {
        let (rest, escaped) = behind_string(content)?;
        let kind = if escaped { Kind::Escaped } else { Kind::String };
        let (start, end) = self.span(content, rest);
        self.document.push(place, kind, (start, end.saturating_sub(1)))?;
        Ok(rest)
    }

    fn members(&mut self, mut rest: Rest<'t>, place: Place, depth: u8) -> Result<Rest<'t>, Stop> {
        let (first, count) = self.document.places.children(place);
        let mut members = Members {
            first,
            count,
            next: 0,
            seen: 0,
        };
        let mut first = true;
        loop {
            rest = match self.next(rest, b'}', first)? {
                Next::End(rest) => return Ok(rest),
                Next::One(name) => match self.member(name, &mut members)? {
                    (Some(place), rest) if members.is_second(place) => {
                        self.document.duplicates = true;
                        self.value(rest, place, depth + 1)?
                    }
                    (Some(place), [b'"', content @ ..]) => {
                        self.document.inner_outcome |= depth > 0 && content.starts_with(embedded::TYPE);
                        self.text(content, place)?
                    }
                    (Some(place), rest) => self.value(rest, place, depth + 1)?,
                    (None, rest) => self.pass(rest, depth + 1)?,
                },
            };
            first = false;
        }
    }

    /// Finds the next member or element, or the end of the container.
    #[inline]
    fn next(&mut self, rest: Rest<'t>, close: u8, first: bool) -> Result<Next<'t>, Stop> {
        // The usual form, without white space.
        match rest {
            [byte, behind @ ..] if *byte == close => Ok(Next::End(behind)),
            [b'"' | b'{', ..] if first => Ok(Next::One(rest)),
            [b',', one @ ..] if !first && matches!(one, [b'"' | b'{', ..]) => Ok(Next::One(one)),
            _ => self.another(rest, close, first),
        }
    }

    /// Does the same with white space and with missing or extra commas.
    #[inline(never)]
    fn another(&mut self, mut rest: Rest<'t>, close: u8, first: bool) -> Result<Next<'t>, Stop> {
        let mut commas = 0;
        loop {
            rest = behind_space(rest);
            match rest {
                [] => return Err(Stop::End),
                [b',', behind @ ..] => {
                    commas += 1;
                    rest = behind;
                }
                [byte, behind @ ..] if *byte == close => {
                    self.document.sloppy |= commas > 0;
                    return Ok(Next::End(behind));
                }
                _ => {
                    self.document.sloppy |= commas != usize::from(!first);
                    return Ok(Next::One(rest));
                }
            }
        }
    }

    /// Parses the name and colon of a member; returns its place, if it has one.
    #[inline]
    fn member(&mut self, rest: Rest<'t>, members: &mut Members) -> Result<(Option<Place>, Rest<'t>), Stop> {
        let places = self.document.places;
        // One of two adjacent places may be optional.
        for expected in (members.next..members.count).take(2) {
            let place = members.first.wrapping_add(expected);
            if let Some(behind) = places.behind_key(place, rest) {
                members.next = expected + 1;
                return Ok((Some(place), behind));
            }
        }
        self.other_member(rest, members)
    }

    /// Does the same for a member that is not the expected one.
    #[inline(never)]
    fn other_member(&mut self, rest: Rest<'t>, members: &mut Members) -> Result<(Option<Place>, Rest<'t>), Stop> {
        let name = behind_name(rest)?;
        let places = self.document.places;
        let raw = self.slice(rest, name.end);
        let raw = raw.get(1..raw.len().saturating_sub(1)).unwrap_or("");
        let text = if name.escaped {
            unescape::json(raw)
        } else {
            Cow::Borrowed(raw)
        };
        let mut all = (members.next..members.count).chain(0..members.next);
        let found = all.find(|member| places.is_named(members.first + member, &text));
        members.next = found.map_or(members.next, |member| member + 1);
        Ok((found.map(|member| members.first + member), name.rest))
    }

    /// Parses a number, `true`, `false` or `null`.
    fn bare(&self, start: Rest<'t>) -> Result<(Kind, Rest<'t>), Stop> {
        let mut rest = start;
        while let [
            b'0'..=b'9' | b'a'..=b'z' | b'A'..=b'Z' | b'+' | b'-' | b'.',
            behind @ ..,
        ] = rest
        {
            rest = behind;
        }
        // At the end of the text it may be incomplete: 40 of 404.
        if rest.is_empty() && self.offset(start) > 0 {
            return Err(Stop::End);
        }
        match self.slice(start, rest) {
            "null" => Ok((Kind::Null, rest)),
            "true" | "false" => Ok((Kind::Bare, rest)),
            number if grammar::is_number(number) => Ok((Kind::Bare, rest)),
            _ => Err(Stop::Syntax),
        }
    }
}

/// The rest after white space.
#[inline]
fn behind_space(mut rest: Rest<'_>) -> Rest<'_> {
    while let [b' ' | b'\t' | b'\n' | b'\r', behind @ ..] = rest {
        rest = behind;
    }
    rest
}

/// The name of a member.
struct Name<'t> {
    /// The text after its closing quote.
    end: Rest<'t>,
    escaped: bool,
    /// The text after the colon.
    rest: Rest<'t>,
}

/// Parses a name and its colon.
fn behind_name(rest: Rest<'_>) -> Result<Name<'_>, Stop> {
    let [b'"', content @ ..] = rest else {
        return Err(Stop::Syntax);
    };
    let (end, escaped) = behind_string(content)?;
    match behind_space(end) {
        [b':', rest @ ..] => Ok(Name { end, escaped, rest }),
        [] => Err(Stop::End),
        _ => Err(Stop::Syntax),
    }
}

/// Parses the content of a string; returns the rest and whether it has escapes.
///
/// A step compares 8 bytes, in a long string 32.
#[expect(
    clippy::inline_always,
    reason = "most strings are short: see benches/instructions.sh"
)]
#[inline(always)]
pub(super) fn behind_string(mut rest: Rest<'_>) -> Result<(Rest<'_>, bool), Stop> {
    let mut escaped = false;
    let mut plain = 0;
    while let Some((word, behind)) = rest.split_first_chunk() {
        let word = u64::from_le_bytes(*word);
        let (quote, backslash) = (marks(word, b'"'), marks(word, b'\\'));
        let found = (quote | backslash) & HIGH;
        if found == 0 {
            rest = behind;
            plain += 1;
            if plain == LONG {
                rest = behind_plain(rest);
                plain = 0;
            }
            continue;
        }
        let place = found.trailing_zeros();
        let mark = place as usize / 8;
        if quote >> place & 1 == 1 {
            return Ok((rest.get(mark + 1..).unwrap_or(&[]), escaped));
        }
        // The byte after a backslash does not end the string. If it starts a longer character, none of that character's bytes does.
        escaped = true;
        rest = rest.get(mark + 2..).ok_or(Stop::End)?;
    }
    // The last bytes of the text.
    loop {
        match rest {
            [b'"', behind @ ..] => return Ok((behind, escaped)),
            [b'\\', _, behind @ ..] => {
                escaped = true;
                rest = behind;
            }
            [_, behind @ ..] => rest = behind,
            [] => return Err(Stop::End),
        }
    }
}

/// The number of words without quote and backslash that start a long string.
const LONG: u8 = 4;

/// Skips blocks of 32 bytes without quote and backslash.
#[inline(never)]
fn behind_plain(mut rest: Rest<'_>) -> Rest<'_> {
    let is_plain = |part: &[u8; 32]| {
        !part
            .iter()
            .fold(false, |found, byte| found | matches!(byte, b'"' | b'\\'))
    };
    while rest.first_chunk().is_some_and(is_plain) {
        rest = rest.get(32..).unwrap_or(&[]);
    }
    rest
}

/// The high bit of each byte of a word.
const HIGH: u64 = u64::from_le_bytes([0x80; 8]);

/// Marks the bytes of a word that equal `byte`. The lowest set high bit is exact.
const fn marks(word: u64, byte: u8) -> u64 {
    let word = word ^ u64::from_le_bytes([byte; 8]);
    word.wrapping_sub(u64::from_le_bytes([1; 8])) & !word
}

#[cfg(test)]
mod tests;
