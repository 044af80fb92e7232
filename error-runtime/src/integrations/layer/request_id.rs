//! The id of a request: that of the client, or a new one.

use alloc::string::String;
use core::fmt;
use core::sync::atomic::{AtomicU64, Ordering};
use std::collections::hash_map::RandomState;
use std::hash::BuildHasher;
use std::sync::OnceLock;
use std::time::SystemTime;

use http::HeaderValue;

/// The maximum length of a client's id, in bytes.
const MAX_LEN: usize = 128;

/// The id of a request. The layer (`CatalogLayer`) adds it to the extensions of every request.
///
/// It is safe in headers, logs and bodies: 1 to 128 ASCII letters, digits and `-._~:+/=@`. Any other id of a client, and
/// an id that is sent twice, is replaced.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct RequestId(HeaderValue);

impl RequestId {
    /// Parses the id of a client; `None` if it is not valid.
    pub fn parse(id: &str) -> Option<Self> {
        HeaderValue::from_str(id).ok().and_then(Self::of)
    }

    /// Returns a new id: a UUID of version 4 (RFC 9562, section 5.4).
    ///
    /// It identifies a request and is not a secret. Its random bits are those of the standard library's hash maps: `SipHash`
    /// over a counter, with a key of the operating system.
    pub fn random() -> Self {
        static KEY: OnceLock<RandomState> = OnceLock::new();
        static COUNT: AtomicU64 = AtomicU64::new(0);
        let key = KEY.get_or_init(RandomState::new);
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        // Time and process id differ in programs that share a key, such as after a fork.
        let high = key.hash_one((count, SystemTime::now(), std::process::id()));
        let low = key.hash_one((high, count));
        // All bytes are ASCII.
        Self(HeaderValue::from_bytes(&uuid(high, low)).unwrap_or(HeaderValue::from_static("-")))
    }

    /// Returns the value of a header, if it is a valid id.
    pub(crate) fn of(value: HeaderValue) -> Option<Self> {
        is_harmless(value.as_bytes()).then_some(Self(value))
    }

    /// Returns the id as text.
    pub fn as_str(&self) -> &str {
        // All bytes are ASCII.
        self.0.to_str().unwrap_or_default()
    }

    /// Returns the id as the value of a header, without a copy.
    pub(crate) fn header(&self) -> HeaderValue {
        self.0.clone()
    }
}

fn is_harmless(id: &[u8]) -> bool {
    let harmless = |byte: &u8| byte.is_ascii_alphanumeric() || b"-._~:+/=@".contains(byte);
    (1..=MAX_LEN).contains(&id.len()) && id.iter().all(harmless)
}

/// Returns the digits of a UUID of version 4 with these random bits.
fn uuid(high: u64, low: u64) -> [u8; 36] {
    const DIGITS: [u8; 16] = *b"0123456789abcdef";
    let version = high & !0xf000 | 0x4000;
    let variant = low & !(0b11 << 62) | 0b10 << 62;
    let mut bits = [version, variant];
    let mut out = [b'-'; 36];
    for (position, digit) in out.iter_mut().enumerate() {
        if ![8, 13, 18, 23].contains(&position) {
            let bits = &mut bits[usize::from(position > 18)];
            *bits = bits.rotate_left(4);
            *digit = DIGITS[usize::from(bits.to_le_bytes()[0] & 0xf)];
        }
    }
    out
}

impl AsRef<str> for RequestId {
    fn as_ref(&self) -> &str {
        self.as_str()
    }
}

impl From<RequestId> for String {
    fn from(id: RequestId) -> Self {
        String::from(id.as_str())
    }
}

impl fmt::Display for RequestId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn only_valid_ids_are_accepted() {
        for id in [
            "1",
            "5f8b-…".trim_end_matches('…'),
            "a.b_c~d:e+f/g=h@i",
            &"x".repeat(128),
        ] {
            assert_eq!(RequestId::parse(id).as_ref().map(RequestId::as_str), Some(id));
        }
        let long = "x".repeat(129);
        for id in [
            "",
            " ",
            "a b",
            "a\tb",
            "a\r\nSet-Cookie: b",
            "<b>",
            "a\"b",
            "a,b",
            "é",
            "${jndi}",
            &long,
        ] {
            assert_eq!(RequestId::parse(id), None, "{id}");
        }
    }

    #[test]
    fn a_uuid_has_its_version_and_its_variant() {
        let text = |high, low| String::from_utf8(uuid(high, low).to_vec()).unwrap();
        assert_eq!(text(0, 0), "00000000-0000-4000-8000-000000000000");
        assert_eq!(text(u64::MAX, u64::MAX), "ffffffff-ffff-4fff-bfff-ffffffffffff");
        assert_eq!(
            text(0x0123_4567_89ab_cdef, 0x0123_4567_89ab_cdef),
            "01234567-89ab-4def-8123-456789abcdef"
        );
    }

    #[test]
    fn new_ids_are_uuids_and_differ() {
        let ids: HashSet<RequestId> = (0..10_000).map(|_| RequestId::random()).collect();
        assert_eq!(ids.len(), 10_000);
        for id in ids {
            let groups: std::vec::Vec<&str> = id.as_str().split('-').collect();
            assert!(groups.iter().map(|group| group.len()).eq([8, 4, 4, 4, 12]), "{id}");
            assert!(
                groups[2].starts_with('4') && groups[3].starts_with(['8', '9', 'a', 'b']),
                "{id}"
            );
            assert!(RequestId::parse(id.as_str()).is_some());
        }
    }
}
