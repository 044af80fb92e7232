//! Texts of compile errors, built by constant functions.

/// Whether a name is in a list.
pub(super) const fn contains(list: &[&str], name: &str) -> bool {
    let mut at = 0;
    while at < list.len() {
        if equal(list[at], name) {
            return true;
        }
        at += 1;
    }
    false
}

/// Whether two texts are equal.
pub(super) const fn equal(one: &str, other: &str) -> bool {
    let (one, other) = (one.as_bytes(), other.as_bytes());
    if one.len() != other.len() {
        return false;
    }
    let mut at = 0;
    while at < one.len() {
        if one[at] != other[at] {
            return false;
        }
        at += 1;
    }
    true
}

/// A text that is built at compile time.
pub(super) struct Message {
    bytes: [u8; Self::CAPACITY],
    len: usize,
}

impl Message {
    const CAPACITY: usize = 2_048;

    /// Returns an empty message.
    pub(super) const fn new() -> Self {
        Self {
            bytes: [0; Self::CAPACITY],
            len: 0,
        }
    }

    /// Appends a text if there is space for it.
    pub(super) const fn text(mut self, text: &str) -> Self {
        let text = text.as_bytes();
        if self.len + text.len() > Self::CAPACITY {
            return self;
        }
        let mut at = 0;
        while at < text.len() {
            self.bytes[self.len + at] = text[at];
            at += 1;
        }
        self.len += text.len();
        self
    }

    /// Appends a name in backticks.
    pub(super) const fn quoted(self, name: &str) -> Self {
        self.text("`").text(name).text("`")
    }

    /// Returns the text.
    pub(super) const fn as_str(&self) -> &str {
        match core::str::from_utf8(self.bytes.split_at(self.len).0) {
            Ok(text) => text,
            Err(_) => "",
        }
    }
}

/// Panics, which is a compile error in a constant.
#[track_caller]
#[expect(clippy::panic, reason = "it is how a constant reports an error")]
pub(super) const fn fail(message: &Message) -> ! {
    panic!("{}", message.as_str())
}
