//! Literals of the derive, which the macro checked: constant arguments of any type that has such texts.

use core::fmt;

use crate::values::{AsToken, AsUuid, DateTime, Decimal};

macro_rules! literals {
    ($($(#[$doc:meta])* $name:ident)+) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug)]
        pub struct $name(pub &'static str);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.0)
            }
        }
    )+};
}

literals! {
    /// A date and time.
    Time
    /// A token.
    Word
    /// A number with a fraction or an exponent.
    Fraction
}

impl AsRef<str> for Time {
    fn as_ref(&self) -> &str {
        self.0
    }
}

impl AsRef<str> for Word {
    fn as_ref(&self) -> &str {
        self.0
    }
}

impl crate::values::sealed::DateTime for Time {}

impl DateTime for Time {
    fn write_date_time(&self, out: &mut dyn fmt::Write) -> fmt::Result {
        out.write_str(self.0)
    }
}

impl AsToken for Word {
    fn as_token(&self) -> &str {
        self.0
    }
}

/// A UUID, which is a token too.
#[derive(Clone, Copy, Debug)]
pub struct Identifier(pub &'static str);

impl fmt::Display for Identifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl AsRef<str> for Identifier {
    fn as_ref(&self) -> &str {
        self.0
    }
}

impl AsToken for Identifier {
    fn as_token(&self) -> &str {
        self.0
    }
}

impl crate::values::sealed::Uuid for Identifier {}
impl AsUuid for Identifier {}

impl crate::values::sealed::Number for Fraction {}

impl Decimal for Fraction {
    fn write_decimal(&self, out: &mut dyn fmt::Write) -> fmt::Result {
        out.write_str(self.0)
    }
}
