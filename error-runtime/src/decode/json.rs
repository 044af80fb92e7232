//! A JSON reader that keeps what it has: every node that was whole when the text ended or went wrong is there.
//!
//! Readers that give all or nothing are of no use for an answer whose connection broke behind the code. It is also lenient where
//! published bodies are wrong: a comma too many or too few does not stop it.
//!
//! It goes over the text once, along the [places] of the catalog: what stands at none of them is read, and leaves nothing.

use alloc::borrow::Cow;

use super::document::{Document, Kind, MAX_DEPTH, Span, Stop};
use super::places::{self, Place, Places};
use super::unescape;
use crate::grammar;

mod pass;

/// Reads a text that should be one JSON value.
pub(super) fn parse(text: &str, places: Places) -> Document<'_> {
    let mut reader = Reader {
        document: Document::new(text, places, false),
        bytes: text.as_bytes(),
        at: 0,
    };
    if let Err(stop) = reader.value(places::BODY, 0) {
        reader.document.stop = Some(stop);
    } else {
        reader.document.sloppy |= reader.token().is_some();
    }
    reader.document
}

struct Reader<'t> {
    document: Document<'t>,
    bytes: &'t [u8],
    at: usize,
}

/// The places in an object, and which of them mostly comes next: bodies have their members in the order of the templates.
struct Members {
    first: Place,
    count: u16,
    next: u16,
}

impl<'t> Reader<'t> {
    fn rest(&self) -> &'t [u8] {
        self.bytes.get(self.at..).unwrap_or(&[])
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    /// The first byte behind white space.
    fn token(&mut self) -> Option<u8> {
        loop {
            match self.peek() {
                Some(b' ' | b'\t' | b'\n' | b'\r') => self.at += 1,
                other => return other,
            }
        }
    }

    fn span(start: usize, end: usize) -> Span {
        // The text is cut to a few megabytes.
        (
            u32::try_from(start).unwrap_or(u32::MAX),
            u32::try_from(end).unwrap_or(u32::MAX),
        )
    }

    fn slice(&self, start: usize, end: usize) -> &'t str {
        self.document.text.get(start..end).unwrap_or("")
    }

    /// Reads the value at a place.
    fn value(&mut self, place: Place, depth: u8) -> Result<(), Stop> {
        match self.token() {
            None => Err(Stop::End),
            Some(b'"') => self.text(place),
            Some(b'{' | b'[') if depth >= MAX_DEPTH => self.skip(),
            Some(b'{') => {
                let id = self
                    .document
                    .push(place, Kind::Object, Self::span(self.at, self.at + 1))?;
                self.at += 1;
                let read = self.members(place, depth);
                self.document.close(id, read.is_ok());
                read
            }
            Some(b'[') => {
                self.at += 1;
                let mut first = true;
                while self.another(b']', first)? {
                    self.value(place, depth + 1)?;
                    first = false;
                }
                Ok(())
            }
            Some(_) => {
                let start = self.at;
                let kind = self.bare()?;
                let span = Self::span(start, self.at);
                self.document.push(place, kind, span).map(|_| ())
            }
        }
    }

    /// Reads the string at a place.
    #[inline]
    fn text(&mut self, place: Place) -> Result<(), Stop> {
        let start = self.at + 1;
        let kind = if self.string()? { Kind::Escaped } else { Kind::String };
        let span = Self::span(start, self.at - 1);
        self.document.push(place, kind, span).map(|_| ())
    }

    fn members(&mut self, place: Place, depth: u8) -> Result<(), Stop> {
        let (first, count) = self.document.places.children(place);
        let mut members = Members { first, count, next: 0 };
        let mut first = true;
        while self.another(b'}', first)? {
            match (self.member(&mut members)?, self.peek()) {
                (Some(place), Some(b'"')) => self.text(place)?,
                (Some(place), _) => self.value(place, depth + 1)?,
                (None, _) => self.pass(depth + 1)?,
            }
            first = false;
        }
        Ok(())
    }

    /// Goes to the next member or element, or behind the closing bracket; gives whether there is one.
    fn another(&mut self, close: u8, first: bool) -> Result<bool, Stop> {
        // As most bodies have it.
        if !first && matches!(self.rest(), [b',', b'"', ..]) {
            self.at += 1;
            return Ok(true);
        }
        let mut commas = 0;
        loop {
            match self.token() {
                None => return Err(Stop::End),
                Some(b',') => {
                    commas += 1;
                    self.at += 1;
                }
                Some(byte) if byte == close => {
                    self.document.sloppy |= commas > 0;
                    self.at += 1;
                    return Ok(false);
                }
                Some(_) => {
                    self.document.sloppy |= commas != usize::from(!first);
                    return Ok(true);
                }
            }
        }
    }

    /// Goes behind the name and the colon of the member that begins here; gives its place, if it has one.
    #[inline]
    fn member(&mut self, members: &mut Members) -> Result<Option<Place>, Stop> {
        let expected = members.first + members.next;
        if members.next < members.count
            && let Some(len) = self.document.places.behind_key(expected, self.rest())
        {
            self.at += len;
            members.next += 1;
            return Ok(Some(expected));
        }
        self.other_member(members)
    }

    /// The same for a member that is not the one that mostly comes next.
    fn other_member(&mut self, members: &mut Members) -> Result<Option<Place>, Stop> {
        let places = self.document.places;
        let start = self.at + 1;
        let (end, escaped) = self.name()?;
        let raw = self.slice(start, end);
        let name = if escaped {
            unescape::json(raw)
        } else {
            Cow::Borrowed(raw)
        };
        let is_named = |place| places.is_named(place, &name);
        let mut all = (members.next..members.count).chain(0..members.next);
        let found = all.find(|member| is_named(members.first + member));
        members.next = found.map_or(members.next, |member| member + 1);
        Ok(found.map(|member| members.first + member))
    }

    /// Goes behind a name and its colon; gives where the name ends, and whether it has escapes.
    #[inline]
    fn name(&mut self) -> Result<(usize, bool), Stop> {
        if self.peek() != Some(b'"') {
            return Err(Stop::Syntax);
        }
        let escaped = self.string()?;
        let end = self.at - 1;
        match self.token() {
            Some(b':') => self.at += 1,
            Some(_) => return Err(Stop::Syntax),
            None => return Err(Stop::End),
        }
        Ok((end, escaped))
    }

    /// Goes behind the string that begins here; gives whether it has escapes.
    #[inline]
    fn string(&mut self) -> Result<bool, Stop> {
        match end_of_string(self.bytes, self.at + 1) {
            Some((end, escaped)) => {
                self.at = end;
                Ok(escaped)
            }
            None => {
                self.at = self.bytes.len();
                Err(Stop::End)
            }
        }
    }

    /// Goes behind the number or the word that begins here.
    fn bare(&mut self) -> Result<Kind, Stop> {
        let start = self.at;
        while let Some(b'0'..=b'9' | b'a'..=b'z' | b'A'..=b'Z' | b'+' | b'-' | b'.') = self.peek() {
            self.at += 1;
        }
        // At the end of the text more of it may be missing: 40 of 404.
        if self.peek().is_none() && start > 0 {
            return Err(Stop::End);
        }
        match self.slice(start, self.at) {
            "null" => Ok(Kind::Null),
            "true" | "false" => Ok(Kind::Bare),
            number if grammar::is_number(number) => Ok(Kind::Bare),
            _ => Err(Stop::Syntax),
        }
    }
}

/// Where a string ends, behind its quotation mark, and whether it has escapes. Eight bytes are looked at in one step, of a long one 32.
#[expect(
    clippy::inline_always,
    reason = "most strings are shorter than the call: a quarter of the instructions for a large body"
)]
#[inline(always)]
fn end_of_string(bytes: &[u8], mut at: usize) -> Option<(usize, bool)> {
    let mut escaped = false;
    let mut long = at + LONG;
    while let Some(word) = bytes.get(at..).and_then(<[u8]>::first_chunk) {
        let word = u64::from_le_bytes(*word);
        let (quote, backslash) = (marks(word, b'"'), marks(word, b'\\'));
        let found = (quote | backslash) & HIGH;
        if found == 0 {
            at += 8;
            if at >= long {
                at = behind_plain(bytes, at);
                long = at + LONG;
            }
            continue;
        }
        let place = found.trailing_zeros();
        at += place as usize / 8 + 1;
        if quote >> place & 1 == 1 {
            return Some((at, escaped));
        }
        // What stands behind a backslash is no end. It may be the first byte of a longer character, none of which ends a string.
        escaped = true;
        at += 1;
    }
    // The last bytes of the text.
    loop {
        let byte = bytes.get(at)?;
        at += 1;
        match byte {
            b'"' => return Some((at, escaped)),
            b'\\' => {
                escaped = true;
                at += 1;
            }
            _ => {}
        }
    }
}

/// How many bytes without anything are the beginning of a long string.
const LONG: usize = 32;

/// Goes on as long as 32 bytes have neither a quotation mark nor a backslash, which are compared all at once.
#[inline(never)]
fn behind_plain(bytes: &[u8], mut at: usize) -> usize {
    let is_plain = |part: &[u8; 32]| {
        !part
            .iter()
            .fold(false, |found, byte| found | matches!(byte, b'"' | b'\\'))
    };
    while bytes.get(at..).and_then(<[u8]>::first_chunk).is_some_and(is_plain) {
        at += 32;
    }
    at
}

/// The high bit of each byte of a word.
const HIGH: u64 = u64::from_le_bytes([0x80; 8]);

/// A word in which, of the high bits, the lowest that is set is that of the first byte that is `byte`.
const fn marks(word: u64, byte: u8) -> u64 {
    let word = word ^ u64::from_le_bytes([byte; 8]);
    word.wrapping_sub(u64::from_le_bytes([1; 8])) & !word
}

#[cfg(test)]
mod tests;
