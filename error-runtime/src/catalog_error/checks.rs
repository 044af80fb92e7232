//! What the derive has the compiler check: it does not know the catalog, these functions do.
//!
//! They run when the user's crate is compiled, and their panics are the compiler's errors, at the place of the call. Of a catalog with errors they accept everything:
//! its own errors are reported.

use super::parts::Hidden;
use crate::entry::Entry;
use crate::parameter::Parameter;
use crate::vocabulary::{ParameterType, Visibility};

/// Where a field's value goes.
#[derive(Clone, Copy, Debug)]
pub struct Slot {
    /// The position among the entry's parameters.
    pub position: u8,
    /// The parameter's type by number, or [`Slot::NOWHERE`].
    pub kind: u8,
}

impl Slot {
    /// The type of a parameter that the entry does not have; any value is taken, and none kept.
    pub const NOWHERE: u8 = u8::MAX;
}

/// The place of a field's value in this entry. What is wrong with it, [`require_known`] says.
pub const fn slot(entry: Entry<'static>, name: &str) -> Slot {
    match find(entry, name) {
        #[expect(clippy::cast_possible_truncation, reason = "there are at most 192 parameters")]
        Some((position, parameter)) => Slot {
            position: position as u8,
            kind: parameter.kind as u8,
        },
        None => Slot {
            position: 0,
            kind: Slot::NOWHERE,
        },
    }
}

/// The parameter of a name. An entry of a catalog with errors has none.
const fn find(entry: Entry<'static>, name: &str) -> Option<(usize, Parameter<'static>)> {
    if !entry.data().is_sound() {
        return None;
    }
    let parameters = entry.parameters();
    let mut position = 0;
    while let Some(parameter) = parameters.get(position) {
        if equal(parameter.name, name) {
            return Some((position, parameter));
        }
        position += 1;
    }
    None
}

/// Asks that an entry has values for all parameters it requires.
///
/// # Panics
///
/// If a parameter is not among `given`. `unmarked` are fields that are no parameters, but might have been meant.
#[track_caller]
pub const fn require(entry: Entry<'static>, given: &[&str], unmarked: &[&str]) {
    if !entry.data().is_sound() {
        return;
    }
    let parameters = entry.parameters();
    let (mut position, mut missing) = (0, 0);
    let mut names = Message::new();
    let (mut last, mut forgotten) = ("", "");
    while let Some(parameter) = parameters.get(position) {
        if !parameter.optional && !contains(given, parameter.name) {
            if missing > 0 {
                names = names.text(", ");
            }
            names = names.quoted(parameter.name);
            missing += 1;
            last = parameter.name;
            if contains(unmarked, parameter.name) {
                forgotten = parameter.name;
            }
        }
        position += 1;
    }
    if missing == 0 {
        return;
    }
    let message = Message::new().quoted(entry.rust_name());
    let message = message
        .text(" needs the parameter")
        .text(if missing == 1 { " " } else { "s " });
    let message = message.text(names.as_str());
    let message = if !forgotten.is_empty() {
        message
            .text("; mark the field ")
            .quoted(forgotten)
            .text(" with `#[param]`")
    } else if missing == 1 {
        message
            .text("; mark the field that has it with `#[param(")
            .text(last)
            .text(")]`")
    } else {
        message.text("; mark a field for each with `#[param(name)]`")
    };
    fail(&message);
}

/// Asks that a field is a parameter of at least one entry, one for each catalog, and not optional where the parameter is not.
///
/// # Panics
///
/// If not.
#[track_caller]
pub const fn require_known(entries: &[(Entry<'static>, &str)], field_is_optional: bool) {
    let mut known = false;
    let mut at = 0;
    while at < entries.len() {
        let (entry, name) = entries[at];
        if let Some((_, parameter)) = find(entry, name) {
            known = true;
            if field_is_optional && !parameter.optional {
                let message = Message::new().text("the parameter ").quoted(name).text(" of ");
                fail(
                    &message
                        .quoted(entry.rust_name())
                        .text(" is required, so the field cannot be an `Option`"),
                );
            }
        }
        known |= !entry.data().is_sound();
        at += 1;
    }
    if known || entries.is_empty() {
        return;
    }
    let (entry, name) = entries[0];
    let message = Message::new()
        .quoted(entry.rust_name())
        .text(" has no parameter ")
        .quoted(name);
    let message = match entry.parameters().len() {
        0 => message.text(": it has none"),
        1 => message.text("; it has "),
        _ => message.text("; it has these: "),
    };
    let mut message = message;
    let mut position = 0;
    while let Some(parameter) = entry.parameters().get(position) {
        if position > 0 {
            message = message.text(", ");
        }
        message = message.quoted(parameter.name);
        position += 1;
    }
    fail(&message);
}

/// Asks that a parameter may be shown at some other place than the catalog's texts.
///
/// # Panics
///
/// If it is personal; and if it is internal and a client reads that place.
#[track_caller]
pub const fn require_shown(entries: &[(Entry<'static>, &str)], place: &str, clients_read_it: bool) {
    let mut at = 0;
    while at < entries.len() {
        let (entry, name) = entries[at];
        if let Some((_, parameter)) = find(entry, name) {
            let forbidden = match parameter.visibility {
                Visibility::Public => false,
                Visibility::Internal => clients_read_it,
                Visibility::Personal => true,
            };
            if forbidden {
                let message = Message::new()
                    .text("the parameter ")
                    .quoted(name)
                    .text(" of ")
                    .quoted(entry.rust_name());
                let message = message.text(" is ").text(parameter.visibility.as_str());
                fail(
                    &message
                        .text(": it may stand in the catalog's `log` text only, not in ")
                        .text(place),
                );
            }
        }
        at += 1;
    }
}

/// What stands for a field's value in `Debug`, if the value is not public.
pub const fn hidden(entries: &[(Entry<'static>, &str)]) -> Option<&'static Hidden> {
    let mut found = None;
    let mut at = 0;
    while at < entries.len() {
        let (entry, name) = entries[at];
        if let Some((_, parameter)) = find(entry, name) {
            match (parameter.visibility, found) {
                (Visibility::Personal, _) => found = Some(&Hidden("<personal>")),
                (Visibility::Internal, None) => found = Some(&Hidden("<internal>")),
                _ => {}
            }
        }
        at += 1;
    }
    found
}

const fn contains(list: &[&str], name: &str) -> bool {
    let mut at = 0;
    while at < list.len() {
        if equal(list[at], name) {
            return true;
        }
        at += 1;
    }
    false
}

const fn equal(one: &str, other: &str) -> bool {
    let (one, other) = (one.as_bytes(), other.as_bytes());
    if one.len() != other.len() {
        return false;
    }
    let mut at = 0;
    while at < one.len() {
        if one[at] != other[at] {
            return false;
        }
        at += 1;
    }
    true
}

/// A text put together at compile time.
struct Message {
    bytes: [u8; Self::CAPACITY],
    len: usize,
}

impl Message {
    const CAPACITY: usize = 2_048;

    const fn new() -> Self {
        Self {
            bytes: [0; Self::CAPACITY],
            len: 0,
        }
    }

    /// Adds a text, or nothing if there is no room left.
    const fn text(mut self, text: &str) -> Self {
        let text = text.as_bytes();
        if self.len + text.len() > Self::CAPACITY {
            return self;
        }
        let mut at = 0;
        while at < text.len() {
            self.bytes[self.len + at] = text[at];
            at += 1;
        }
        self.len += text.len();
        self
    }

    const fn quoted(self, name: &str) -> Self {
        self.text("`").text(name).text("`")
    }

    const fn as_str(&self) -> &str {
        match core::str::from_utf8(self.bytes.split_at(self.len).0) {
            Ok(text) => text,
            Err(_) => "",
        }
    }
}

/// A panic at compile time is an error of the compiler.
#[track_caller]
#[expect(clippy::panic, reason = "it is how a constant reports an error")]
const fn fail(message: &Message) -> ! {
    panic!("{}", message.as_str())
}

// The derive writes the numbers of the types into the code it makes.
const _: () = assert!(ParameterType::ALL.len() == 7);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Catalog;
    use crate::testing::Clinic;

    #[test]
    fn a_value_goes_to_the_place_of_its_parameter() {
        let place = |name| {
            let found = slot(Clinic::Upstream.entry(), name);
            (found.position, found.kind)
        };
        assert_eq!(place("name"), (0, ParameterType::String as u8));
        assert_eq!(place("share"), (2, ParameterType::Decimal as u8));
        assert_eq!(place("hots").1, Slot::NOWHERE);
    }

    #[test]
    fn optional_parameters_may_be_left_out() {
        require(Clinic::Upstream.entry(), &["host", "count", "name"], &[]);
        require(Clinic::Gone.entry(), &[], &[]);
    }

    #[test]
    #[should_panic(expected = "`Upstream` needs the parameters `name`, `host`; mark the field `host` with `#[param]`")]
    fn required_ones_may_not() {
        require(Clinic::Upstream.entry(), &["count"], &["host"]);
    }

    #[test]
    #[should_panic(expected = "`Upstream` has no parameter `hots`; it has these: `name`, `count`, `share`, `host`")]
    fn a_field_must_be_a_parameter() {
        require_known(&[(Clinic::Upstream.entry(), "hots")], false);
    }

    #[test]
    fn of_several_catalogs_one_is_enough() {
        require_known(
            &[(Clinic::Gone.entry(), "share"), (Clinic::Upstream.entry(), "share")],
            true,
        );
    }

    #[test]
    #[should_panic(expected = "the parameter `count` of `Upstream` is required, so the field cannot be an `Option`")]
    fn a_required_parameter_always_has_a_value() {
        require_known(&[(Clinic::Upstream.entry(), "count")], true);
    }

    #[test]
    #[should_panic(expected = "the parameter `host` of `Upstream` is internal")]
    fn what_is_not_public_is_not_for_clients() {
        require_shown(&[(Clinic::Upstream.entry(), "host")], "diagnostics", true);
    }

    #[test]
    fn debug_hides_what_is_not_public_in_any_catalog() {
        let (upstream, patient) = (Clinic::Upstream.entry(), Clinic::PatientNotFound.entry());
        let hidden = |entries: &[_]| hidden(entries).map(|hidden| hidden.0);
        assert_eq!(hidden(&[(upstream, "name")]), None);
        assert_eq!(hidden(&[(upstream, "host")]), Some("<internal>"));
        assert_eq!(
            hidden(&[(upstream, "host"), (patient, "nhs_number")]),
            Some("<personal>")
        );
    }
}
