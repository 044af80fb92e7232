//! The values of parameters of the type `enum`.

use alloc::boxed::Box;

use crate::catalog::UnknownWord;

/// The enums that are generated for parameters of the type `enum`. They have a variant for each value.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a value of an `enum` parameter",
    note = "the module of the catalog has an enum for each parameter of the type `enum`"
)]
pub trait ParameterEnum: Copy + 'static {
    /// All values, in the order of the catalog.
    const ALL: &'static [Self];

    /// Returns the text, as in responses.
    fn as_str(self) -> &'static str;
}

/// Finds the value with a text, for the `FromStr` of generated enums.
///
/// # Errors
///
/// If no value has the text.
pub fn from_str<T: ParameterEnum>(text: &str, what: &'static str) -> Result<T, UnknownWord> {
    let found = T::ALL.iter().find(|value| value.as_str() == text);
    found.copied().ok_or_else(|| UnknownWord::new(Box::from(text), what))
}

/// Implements everything of the enum of a parameter.
#[doc(hidden)]
#[macro_export]
macro_rules! __impl_parameter_enum {
    ($name:ident: $($variant:ident = $value:literal,)+) => {
        impl $name {
            /// Returns the text, as in responses.
            #[inline]
            #[must_use]
            pub const fn as_str(self) -> &'static $crate::__private::primitive::str {
                match self { $(Self::$variant => $value,)+ }
            }
        }
        #[automatically_derived]
        impl $crate::ParameterEnum for $name {
            const ALL: &'static [Self] = &[$(Self::$variant,)+];
            #[inline]
            fn as_str(self) -> &'static $crate::__private::primitive::str {
                self.as_str()
            }
        }
        #[automatically_derived]
        impl $crate::__private::fmt::Display for $name {
            fn fmt(&self, f: &mut $crate::__private::fmt::Formatter<'_>) -> $crate::__private::fmt::Result {
                f.pad(self.as_str())
            }
        }
        #[automatically_derived]
        impl $crate::__private::FromStr for $name {
            type Err = $crate::UnknownWord;
            fn from_str(text: &$crate::__private::primitive::str) -> $crate::__private::Result<Self, $crate::UnknownWord> {
                $crate::__private::parameter_from_str(
                    text,
                    $crate::__private::concat!("a value of `", $crate::__private::stringify!($name), "`"),
                )
            }
        }
        $crate::__impl_serde_of_text!($name);
    };
}
