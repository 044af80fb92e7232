//! The text of a framework's rejection.

use alloc::string::String;
use core::fmt;
#[cfg(feature = "_responses")]
use core::fmt::Write;

use error_layout::escape::cut;

/// The maximum length of a reason in bytes.
pub(crate) const MAX_REASON: usize = 4_096;

/// The text of a rejection, which is the source of the error that replaces it.
#[derive(Debug)]
pub(crate) struct Reason(String);

impl Reason {
    /// Returns a text, cut to [`MAX_REASON`].
    pub(crate) fn of(mut text: String) -> Self {
        text.truncate(cut(&text, MAX_REASON).len());
        Self(text)
    }

    /// Returns the text of a rejection.
    #[cfg(feature = "_responses")]
    pub(crate) fn from_display(rejection: &dyn fmt::Display) -> Self {
        let mut text = String::new();
        // A text that cannot be written ends early.
        let _ = write!(text, "{rejection}");
        Self::of(text)
    }

    /// Returns the text.
    #[cfg_attr(
        not(any(feature = "axum", feature = "tower")),
        allow(dead_code, reason = "not for actix-web")
    )]
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl core::error::Error for Reason {}
