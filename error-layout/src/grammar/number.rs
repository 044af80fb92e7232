//! JSON numbers (RFC 8259, section 6).

use super::{split_digits, strip_digits};

/// Returns the rest after an integer at the start.
fn strip_integer(text: &str) -> Option<&str> {
    let (digits, rest) = split_digits(text.strip_prefix('-').unwrap_or(text));
    let valid = digits == "0" || !(digits.is_empty() || digits.starts_with('0'));
    valid.then_some(rest)
}

/// Whether a text is a JSON number without fraction and exponent.
#[must_use]
pub fn is_integer(text: &str) -> bool {
    strip_integer(text) == Some("")
}

/// Whether a text is a JSON number.
#[must_use]
pub fn is_number(text: &str) -> bool {
    fn rest(text: &str) -> Option<&str> {
        let mut rest = strip_integer(text)?;
        if let Some(fraction) = rest.strip_prefix('.') {
            rest = strip_digits(fraction)?;
        }
        if let Some(exponent) = rest.strip_prefix(['e', 'E']) {
            rest = strip_digits(exponent.strip_prefix(['+', '-']).unwrap_or(exponent))?;
        }
        Some(rest)
    }
    rest(text) == Some("")
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::string::String;
    use proptest::prelude::*;

    #[test]
    fn numbers_are_those_of_json() {
        for number in ["0", "-0", "10", "1.50", "-1.0e-9", "1E+400"] {
            assert!(is_number(number), "{number}");
        }
        for other in ["", "-", "+1", "01", "1.", ".5", "1e", "NaN", "inf", "0x1", "1 ", "١"] {
            assert!(!is_number(other), "{other}");
        }
        assert!(is_integer("-42") && !is_integer("42.0") && !is_integer("042"));
    }

    proptest! {
        #[test]
        fn serde_json_reads_the_same_numbers(text in "-?[0-9]{0,3}(\\.[0-9]{0,2})?([eE][+-]?[0-9]{0,2})?") {
            let read = serde_json::from_str::<serde_json::Value>(&text);
            prop_assert_eq!(is_number(&text), read.is_ok_and(|value| value.is_number()));
        }

        #[test]
        fn every_integer_is_a_number(text: String) {
            prop_assert!(!is_integer(&text) || is_number(&text));
        }
    }
}
