//! Long values of a body, which are converted only once, although each entry is compared with them.

use alloc::borrow::Cow;
use alloc::boxed::Box;
use alloc::string::String;
use core::cell::OnceCell;

/// The number of bytes from which a value is long.
const LONG: usize = 1_024;

/// The number of values that are kept.
const MAX_VALUES: usize = 8;

/// The long values that were converted so far. A part of the body has one conversion.
#[derive(Debug, Default)]
pub(super) struct LongValues {
    // Most bodies have none.
    values: OnceCell<Box<[OnceCell<Value>; MAX_VALUES]>>,
}

#[derive(Debug)]
struct Value {
    /// The start and the length of its text in the body.
    place: (usize, usize),
    converted: Converted,
}

#[derive(Debug)]
enum Converted {
    None,
    /// It is the text of the body.
    Same,
    Text(String),
}

impl LongValues {
    /// Converts a part of the body.
    pub(super) fn once<'t>(
        &'t self,
        text: &'t str,
        convert: impl FnOnce(&'t str) -> Option<Cow<'t, str>>,
    ) -> Option<Cow<'t, str>> {
        if text.len() < LONG {
            return convert(text);
        }
        let place = (text.as_ptr().addr(), text.len());
        let mut values = self.values.get_or_init(Box::default).iter();
        let Some(value) = values.find(|value| value.get().is_none_or(|known| known.place == place)) else {
            return convert(text);
        };
        let value = value.get_or_init(|| Value {
            place,
            converted: match convert(text) {
                None => Converted::None,
                Some(Cow::Borrowed(found)) if found.len() == text.len() => Converted::Same,
                Some(found) => Converted::Text(found.into_owned()),
            },
        });
        match &value.converted {
            Converted::None => None,
            Converted::Same => Some(Cow::Borrowed(text)),
            Converted::Text(text) => Some(Cow::Borrowed(text)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use core::cell::Cell;

    #[test]
    fn a_long_value_is_converted_once() {
        let (values, calls) = (LongValues::default(), Cell::new(0));
        let body = "a".repeat(20 * LONG);
        let upper = |text| {
            let convert = |text: &str| {
                calls.set(calls.get() + 1);
                Some(Cow::Owned(text.to_ascii_uppercase()))
            };
            values.once(text, convert).map(Cow::into_owned)
        };
        let expected = |text: &str| Some(text.to_ascii_uppercase());
        for _ in 0..3 {
            assert_eq!(upper(&body[..LONG]), expected(&body[..LONG]));
            assert_eq!(upper(&body), expected(&body));
        }
        assert_eq!(calls.get(), 2);
        // Short ones, and those after the limit, are converted each time.
        for start in (0..MAX_VALUES * LONG).step_by(LONG) {
            assert_eq!(upper(&body[start + 1..][..LONG]), expected(&body[..LONG]));
        }
        assert_eq!(upper(&body[..10]).as_deref(), Some("AAAAAAAAAA"));
        assert_eq!(calls.get(), 2 + MAX_VALUES + 1);
    }

    #[test]
    fn a_conversion_without_a_result_or_a_change_has_the_same_result_again() {
        let values = LongValues::default();
        let body = "a".repeat(2 * LONG);
        for _ in 0..2 {
            assert_eq!(values.once(&body, |_| None), None);
            let same = values.once(&body[1..], |text| Some(Cow::Borrowed(text)));
            assert!(matches!(same, Some(Cow::Borrowed(same)) if same == &body[1..]));
        }
    }
}
