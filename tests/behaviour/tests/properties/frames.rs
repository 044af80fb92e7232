//! A body that is put together by its frame is, byte for byte, the one that its program writes.

use error_catalog::{Catalog as Model, encode};
use error_runtime::{Data, Entry, Error, Outcome, Representation};

use super::accepted::{Dynamic, value_of};

/// How many choices of values [`error`] knows.
pub(crate) const CHOICES: u32 = 1 << 11;

/// Compares the bodies of every entry for some choices of values, alone and beside other errors.
pub(crate) fn check(catalog: &Model, choices: impl Iterator<Item = u32> + Clone) {
    let [framed, plain] = [usize::MAX, 0].map(|most| {
        let encoded = encode::catalog_with_frames(catalog, most);
        Data::new(Vec::leak(encoded.index), String::leak(encoded.text))
    });
    let entries = |position| Some((framed.entry(position)?, plain.entry(position)?));
    let all = (0..framed.entries()).filter_map(entries);
    let mut before = entries(0);
    for (framed, plain) in all {
        let (beside_framed, beside_plain) = before.unwrap_or((framed, plain));
        for choice in choices.clone() {
            for representation in [Representation::OWN, Representation::XML] {
                assert_eq!(
                    error(framed, choice).body_as(representation),
                    error(plain, choice).body_as(representation),
                    "{} {choice:b}",
                    framed.name()
                );
                let together = |entry, beside| {
                    let outcome = Outcome::new(error(entry, choice)).and(error(beside, choice / 3));
                    let outcome = outcome.and(error(entry, choice / 2)).with_request_id("r");
                    (outcome.status(), outcome.body_as(representation))
                };
                assert_eq!(
                    together(framed, beside_framed),
                    together(plain, beside_plain),
                    "{} {choice:b}",
                    framed.name()
                );
            }
        }
        before = Some((framed, plain));
    }
}

/// An error that says what the bits of a choice stand for.
fn error(entry: Entry<'static>, choice: u32) -> Error<Dynamic> {
    let has = |bit: u32| choice >> bit & 1 == 1;
    let text = if has(0) { "a\"<&\\\n\u{2028}" } else { "" };
    // The clock would not say the same twice.
    let mut error = Error::new(Dynamic(entry)).with_time("2026-01-31T09:30:00Z");
    for parameter in entry.parameters().iter() {
        if has(if parameter.optional { 2 } else { 1 }) {
            let value = value_of(parameter.kind, text);
            error = error.with_parameter(parameter.name, value).unwrap();
        }
    }
    if has(3) {
        error = error.with_diagnostics(text);
    }
    if has(4) {
        error = error.with_id(text);
    }
    if has(5) {
        error = error.with_request_id(text);
    }
    if has(6) {
        error = error.with_instance(text);
    }
    for _ in 0..choice >> 7 & 3 {
        error = error.with_expression(text);
    }
    if has(9) {
        error = error.with_location("l").with_location(text).with_location("m");
    }
    if has(10) {
        let (_, highest) = entry.status_range();
        let delay = std::time::Duration::from_millis(1001);
        error = error.with_retry_after(delay).with_status(highest);
    }
    error
}
