//! The texts of an entry do not depend on the entries with which it shares a form: alone in a catalog, it writes the same.

use error_catalog::{Catalog as Model, emit};
use error_runtime::{Data, Entry, Error, Outcome, Representation, Respond};

use super::accepted::{Dynamic, value_of};

/// How many choices of values [`error`] knows.
pub(crate) const CHOICES: u32 = 1 << 11;

/// Compares the texts of every entry for some choices of values, alone and beside other errors.
pub(crate) fn check(mut catalog: Model, choices: impl Iterator<Item = u32> + Clone) {
    let all = data(&catalog);
    catalog.fallbacks.clear();
    let mut before = None;
    for (position, mut entry) in std::mem::take(&mut catalog.entries).into_iter().enumerate() {
        let shared = all.entry(position).unwrap();
        entry.replaced_by = None;
        catalog.entries = vec![entry];
        let own = data(&catalog).entry(0).unwrap();
        let (beside_shared, beside_own) = before.unwrap_or((shared, own));
        for choice in choices.clone() {
            assert_eq!(
                texts(shared, beside_shared, choice),
                texts(own, beside_own, choice),
                "{} {choice:b}",
                shared.name()
            );
        }
        before = Some((shared, own));
    }
}

fn data(catalog: &Model) -> Data<'static> {
    let constants = emit::catalog(catalog);
    Data::new(Vec::leak(constants.index), String::leak(constants.text))
}

/// Everything that an error writes, alone and with others.
fn texts(entry: Entry<'static>, beside: Entry<'static>, choice: u32) -> Vec<String> {
    let one = error(entry, choice);
    let mut texts = vec![
        one.message(),
        format!("{:?} {:?}", one.log_message(), one.diagnostics()),
    ];
    let outcome = Outcome::new(error(entry, choice)).and(error(beside, choice / 3));
    let outcome = outcome.and(error(entry, choice / 2)).with_request_id("r");
    for representation in [Representation::OWN, Representation::XML] {
        texts.push(format!("{:?}", one.response_as(representation)));
        texts.push(format!("{:?}", outcome.response_as(representation)));
    }
    texts
}

/// An error that says what the bits of a choice stand for.
fn error(entry: Entry<'static>, choice: u32) -> Error<Dynamic> {
    let has = |bit: u32| choice >> bit & 1 == 1;
    let text = if has(0) { "a\"<&\\\n\u{2028}" } else { "" };
    // The clock would not say the same twice.
    let parameters = entry.parameters().iter();
    let parameters = parameters.filter(|parameter| !parameter.optional || has(2));
    let arguments = parameters.map(|parameter| (parameter.name, value_of(parameter, text)));
    let error = Error::try_new(Dynamic(entry), arguments).unwrap();
    let mut error = error.with_time(error_runtime::Rfc3339::new("2026-01-31T09:30:00Z").unwrap());
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
