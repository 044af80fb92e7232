//! `Serialize` and `Deserialize` of generated enums, by name (feature `serde`).
//!
//! Generated code always calls the macro, because it cannot test the features of this crate. Without the feature the
//! macro expands to nothing.

/// Implements `Serialize` and `Deserialize` for the enum of a catalog.
#[cfg(feature = "serde")]
#[doc(hidden)]
#[macro_export]
macro_rules! __impl_serde {
    ($catalog:ty) => {
        impl $crate::__private::serde::Serialize for $catalog {
            fn serialize<S>(&self, serializer: S) -> $crate::__private::Result<S::Ok, S::Error>
            where
                S: $crate::__private::serde::Serializer,
            {
                $crate::__private::serialize(*self, serializer)
            }
        }

        impl<'de> $crate::__private::serde::Deserialize<'de> for $catalog {
            fn deserialize<D>(deserializer: D) -> $crate::__private::Result<Self, D::Error>
            where
                D: $crate::__private::serde::Deserializer<'de>,
            {
                $crate::__private::deserialize(deserializer)
            }
        }
    };
}

/// Expands to nothing, because the feature `serde` is off.
#[cfg(not(feature = "serde"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __impl_serde {
    ($catalog:ty) => {};
}

/// Implements `Serialize` and `Deserialize` for the enum of a parameter: its text.
#[cfg(feature = "serde")]
#[doc(hidden)]
#[macro_export]
macro_rules! __impl_serde_of_text {
    ($name:ty) => {
        impl $crate::__private::serde::Serialize for $name {
            fn serialize<S>(&self, serializer: S) -> $crate::__private::Result<S::Ok, S::Error>
            where
                S: $crate::__private::serde::Serializer,
            {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> $crate::__private::serde::Deserialize<'de> for $name {
            fn deserialize<D>(deserializer: D) -> $crate::__private::Result<Self, D::Error>
            where
                D: $crate::__private::serde::Deserializer<'de>,
            {
                $crate::__private::deserialize_text(deserializer)
            }
        }
    };
}

/// Expands to nothing, because the feature `serde` is off.
#[cfg(not(feature = "serde"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __impl_serde_of_text {
    ($name:ty) => {};
}

#[cfg(feature = "serde")]
pub use by_name::deserialize_text;
#[cfg(feature = "serde")]
pub use by_name::{deserialize, serialize};

#[cfg(feature = "serde")]
mod by_name {
    use core::fmt;
    use core::marker::PhantomData;
    use core::str::FromStr;

    use serde::{Deserializer, Serializer, de};

    use crate::catalog::{Catalog, UnknownName, UnknownWord};

    /// Serialises the name of an entry.
    ///
    /// # Errors
    ///
    /// Those of the serialiser.
    pub fn serialize<C: Catalog, S: Serializer>(entry: C, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(entry.entry().name())
    }

    /// Deserialises an entry from its name.
    ///
    /// # Errors
    ///
    /// If no entry has the name, and those of the deserialiser.
    pub fn deserialize<'de, C: Catalog, D: Deserializer<'de>>(deserializer: D) -> Result<C, D::Error> {
        deserializer.deserialize_str(Name(PhantomData))
    }

    /// Deserialises a value from its text.
    ///
    /// # Errors
    ///
    /// If the text is not that of a value, and those of the deserialiser.
    pub fn deserialize_text<'de, T: FromStr<Err = UnknownWord>, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<T, D::Error> {
        deserializer.deserialize_str(Text(PhantomData))
    }

    struct Text<T>(PhantomData<T>);

    impl<T: FromStr<Err = UnknownWord>> de::Visitor<'_> for Text<T> {
        type Value = T;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a value of a parameter")
        }

        fn visit_str<E: de::Error>(self, text: &str) -> Result<T, E> {
            text.parse().map_err(E::custom)
        }
    }

    struct Name<C>(PhantomData<C>);

    impl<C: Catalog> de::Visitor<'_> for Name<C> {
        type Value = C;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            write!(f, "the name of an error of the catalog `{}`", C::DATA.name())
        }

        fn visit_str<E: de::Error>(self, name: &str) -> Result<C, E> {
            C::from_name(name).ok_or_else(|| E::custom(UnknownName::new::<C>(name)))
        }
    }
}

#[cfg(all(test, feature = "serde"))]
mod tests {
    use crate::testing::Clinic;
    use std::string::ToString;

    #[test]
    fn an_entry_is_serialised_as_its_name() {
        assert_eq!(
            serde_json::to_string(&Clinic::ProxyTimeout).unwrap(),
            r#""PROXY_TIMEOUT""#
        );
        assert_eq!(serde_json::from_str::<Clinic>(r#""GONE""#).unwrap(), Clinic::Gone);
        let error = serde_json::from_str::<Clinic>(r#""gone""#).unwrap_err();
        assert!(
            error
                .to_string()
                .starts_with("`gone` is not an error of the catalog `clinic`"),
            "{error}"
        );
    }
}
