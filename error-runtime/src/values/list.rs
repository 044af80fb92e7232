//! The values of parameters whose type is a list.

use alloc::boxed::Box;
use alloc::collections::BTreeSet;
use alloc::vec::Vec;

use super::{Integer, Value};

/// Declares a trait for lists of a type.
macro_rules! lists {
    ($($(#[$meta:meta])* $name:ident, $item:path, $make:ident;)+) => {$(
        $(#[$meta])*
        pub trait $name {
            /// Calls a function with each item. Not public API.
            #[doc(hidden)]
            fn each(&self, item: &mut dyn FnMut(Value<'_>));
        }

        impl<T: $item> $name for [T] {
            fn each(&self, item: &mut dyn FnMut(Value<'_>)) {
                for one in self {
                    item(Value::$make(one));
                }
            }
        }

        impl<T: $item, const N: usize> $name for [T; N] {
            fn each(&self, item: &mut dyn FnMut(Value<'_>)) {
                $name::each(self.as_slice(), item);
            }
        }

        impl<T: $item> $name for Vec<T> {
            fn each(&self, item: &mut dyn FnMut(Value<'_>)) {
                $name::each(self.as_slice(), item);
            }
        }

        impl<T: $item> $name for BTreeSet<T> {
            fn each(&self, item: &mut dyn FnMut(Value<'_>)) {
                for one in self {
                    item(Value::$make(one));
                }
            }
        }

        impl<T: $name + ?Sized> $name for &T {
            fn each(&self, item: &mut dyn FnMut(Value<'_>)) {
                (**self).each(item);
            }
        }

        impl<T: $name + ?Sized> $name for Box<T> {
            fn each(&self, item: &mut dyn FnMut(Value<'_>)) {
                (**self).each(item);
            }
        }
    )+};
}

lists! {
    /// Values of a parameter of the type `string[]`: slices, arrays, vectors and sorted sets of strings.
    #[diagnostic::on_unimplemented(
        message = "`{Self}` is not a value of a `string[]` parameter",
        note = "a `string[]` accepts a slice, an array, a `Vec` or a `BTreeSet` of strings"
    )]
    StringList, AsRef<str>, string;
    /// Values of a parameter of the type `integer[]`: slices, arrays, vectors and sorted sets of integers.
    #[diagnostic::on_unimplemented(
        message = "`{Self}` is not a value of an `integer[]` parameter",
        note = "an `integer[]` accepts a slice, an array, a `Vec` or a `BTreeSet` of integers"
    )]
    IntegerList, Integer, integer;
}
