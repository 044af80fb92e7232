//! NHS numbers, and how they are checked.

use std::fmt;

/// A valid NHS number. It identifies a patient, so `Debug` does not show it.
#[derive(Clone, PartialEq, Eq)]
pub struct NhsNumber(String);

impl NhsNumber {
    /// The number in a text of ten digits whose last is the check digit of the others, modulo 11.
    pub fn parse(text: &str) -> Option<Self> {
        let digits = text.chars().map(|c| c.to_digit(10)).collect::<Option<Vec<u32>>>()?;
        let (check, rest) = digits.split_last()?;
        if rest.len() != 9 {
            return None;
        }
        let sum: u32 = rest
            .iter()
            .zip((2..=10).rev())
            .map(|(digit, weight)| digit * weight)
            .sum();
        // A remainder of 1 would need the check digit 10: no number has it.
        ((11 - sum % 11) % 11 == *check).then(|| Self(text.to_owned()))
    }

    /// The ten digits.
    pub fn digits(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for NhsNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("NhsNumber(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_valid_if_its_last_digit_checks_the_others() {
        let numbers = (0..10).filter(|last| NhsNumber::parse(&format!("947671993{last}")).is_some());
        assert!(numbers.eq([1]));
        // Where the remainder is 1, none of the ten is valid.
        let none = (100_000_000..100_001_000_u32)
            .filter(|first| (0..10).all(|last| NhsNumber::parse(&format!("{first}{last}")).is_none()));
        assert!(none.count() > 80, "about one in eleven has no check digit");
    }

    #[test]
    fn other_texts_are_no_numbers_and_debug_shows_none() {
        for text in [
            "",
            "947671993",
            "94767199310",
            "947 671 9931",
            "947671993x",
            "٩٤٧٦٧١٩٩٣١",
        ] {
            assert!(NhsNumber::parse(text).is_none(), "{text}");
        }
        let number = NhsNumber::parse("9476719931").unwrap();
        assert_eq!(format!("{number:?}"), "NhsNumber(…)");
    }
}
