//! Constant functions with which a derived error checks its arguments against the catalog.
//!
//! They run when the user's crate is compiled. A panic is a compile error at the place of the call. They accept everything of a catalog
//! with errors: its own errors are reported.

use error_layout::program::argument;

use super::message::{Message, contains, equal, fail};
use super::parts::Hidden;
use crate::catalog::Entry;
use crate::catalog::Parameter;
use crate::catalog::{ParameterType, Visibility};
use crate::render::has_place;

/// The parameter of a field's value.
#[derive(Clone, Copy, Debug)]
pub struct Slot {
    /// The position of the parameter in its entry.
    pub position: u8,
    /// The number of the parameter's type, or [`Slot::NOWHERE`].
    pub kind: u8,
    /// The values of an `enum`, one on each line.
    pub values: &'static str,
}

impl Slot {
    /// The type of a parameter that the entry does not have: any value is accepted and ignored.
    pub const NOWHERE: u8 = u8::MAX;
}

/// Returns the parameter with a name; [`require_known`] reports an unknown one.
pub const fn slot(entry: Entry<'static>, name: &str) -> Slot {
    match find(entry, name) {
        #[expect(clippy::cast_possible_truncation, reason = "there are at most 192 parameters")]
        Some((position, parameter)) => Slot {
            position: position as u8,
            kind: parameter.kind as u8,
            values: parameter.lines,
        },
        None => Slot {
            position: 0,
            kind: Slot::NOWHERE,
            values: "",
        },
    }
}

/// The parameter of a name. An entry of a catalog with errors has none.
pub(super) const fn find(entry: Entry<'static>, name: &str) -> Option<(usize, Parameter<'static>)> {
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

/// Checks that all required parameters of an entry have an argument.
///
/// `unmarked` are the names of fields without an attribute, for a suggestion. For a type with only one catalog, an argument without a parameter is reported by
/// [`require_known`] alone: its name is probably that of the missing parameter, misspelt.
///
/// # Panics
///
/// If a required parameter is not among `arguments`.
#[track_caller]
pub const fn require(entry: Entry<'static>, arguments: &[&str], unmarked: &[&str], is_only_catalog: bool) {
    if !entry.data().is_sound() {
        return;
    }
    let parameters = entry.parameters();
    let (mut position, mut missing) = (0, 0);
    let mut names = Message::new();
    let (mut last, mut forgotten) = ("", "");
    while let Some(parameter) = parameters.get(position) {
        if !parameter.optional && !contains(arguments, parameter.name) {
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
    let (mut at, mut unknown) = (0, 0);
    while is_only_catalog && at < arguments.len() {
        if find(entry, arguments[at]).is_none() {
            unknown += 1;
        }
        at += 1;
    }
    if missing <= unknown {
        return;
    }
    let message = Message::new().text("missing required parameter");
    let message = message
        .text(if missing == 1 { " " } else { "s " })
        .text(names.as_str())
        .text(" of ")
        .quoted(entry.rust_name());
    let message = if !forgotten.is_empty() {
        message
            .text("; mark the field ")
            .quoted(forgotten)
            .text(" with `#[param]`")
    } else if missing == 1 {
        message.text("; mark its field with `#[param(").text(last).text(")]`")
    } else {
        message.text("; mark the field of each with `#[param(name)]`")
    };
    fail(&message);
}

/// Checks that a field is a parameter of at least one entry, and not an `Option` if the parameter is required.
///
/// `entries` has the entry of each catalog with the name of the parameter in it.
///
/// # Panics
///
/// If a check fails.
#[track_caller]
pub const fn require_known(entries: &[(Entry<'static>, &str)], field_is_optional: bool) {
    let mut known = false;
    let mut at = 0;
    while at < entries.len() {
        let (entry, name) = entries[at];
        if let Some((_, parameter)) = find(entry, name) {
            known = true;
            if field_is_optional && !parameter.optional {
                let message = Message::new().text("parameter ").quoted(name).text(" of ");
                fail(
                    &message
                        .quoted(entry.rust_name())
                        .text(" is required, but its field is an `Option`"),
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
        0 => message.text("; it has no parameters"),
        1 => message.text("; expected "),
        _ => message.text("; expected one of "),
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

/// Checks that a parameter can be used outside of the catalog's texts.
///
/// # Panics
///
/// If it is personal, or internal and clients see the place.
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
                    .text(parameter.visibility.as_str())
                    .text(" parameter ")
                    .quoted(name)
                    .text(" of ")
                    .quoted(entry.rust_name());
                fail(
                    &message
                        .text(" cannot be used in ")
                        .text(place)
                        .text(", only in the catalog's `log`"),
                );
            }
        }
        at += 1;
    }
}

/// Checks that the response of an entry has a place for a detail, in at least one catalog.
///
/// # Panics
///
/// If it has none, so that the detail would not be sent.
#[track_caller]
pub const fn require_place(entries: &[Entry<'static>], detail: Detail) {
    let mut at = 0;
    while at < entries.len() {
        let entry = entries[at];
        if !entry.data().is_sound() || has_place(entry, detail.argument()) {
            return;
        }
        at += 1;
    }
    if entries.is_empty() {
        return;
    }
    let message = Message::new().text("the response of ").quoted(entries[0].rust_name());
    let message = message.text(" has no place for ").text(detail.plural());
    let message = message.text(", so clients would not see this; add ");
    fail(&message.quoted(detail.placeholder()).text(" to its template"));
}

/// A detail of an error that a derive can set.
#[derive(Clone, Copy, Debug)]
pub enum Detail {
    /// `#[diagnostics]`.
    Diagnostics,
    /// `#[expression]`.
    Expression,
}

impl Detail {
    const fn argument(self) -> u8 {
        match self {
            Self::Diagnostics => argument::DIAGNOSTICS,
            Self::Expression => argument::EXPRESSION,
        }
    }

    const fn plural(self) -> &'static str {
        match self {
            Self::Diagnostics => "diagnostics",
            Self::Expression => "expressions",
        }
    }

    const fn placeholder(self) -> &'static str {
        match self {
            Self::Diagnostics => "{diagnostics?}",
            Self::Expression => "{expression*}",
        }
    }
}

/// Returns the substitute for a field's value in `Debug`; `None` if the value is public.
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

// The derive uses the numbers of the types in generated code.
const _: () = assert!(ParameterType::ALL.len() == 13);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::Clinic;

    #[test]
    fn a_slot_has_the_position_and_type_of_its_parameter() {
        let place = |name| {
            let found = slot(Clinic::Upstream.entry(), name);
            (found.position, found.kind)
        };
        assert_eq!(place("peer"), (0, ParameterType::String as u8));
        assert_eq!(place("share"), (2, ParameterType::Decimal as u8));
        assert_eq!(place("hots").1, Slot::NOWHERE);
    }

    #[test]
    fn optional_parameters_can_be_omitted() {
        require(Clinic::Upstream.entry(), &["host", "count", "peer"], &[], false);
        require(Clinic::Gone.entry(), &[], &[], true);
    }

    #[test]
    #[should_panic(
        expected = "missing required parameters `peer`, `host` of `Upstream`; mark the field `host` with `#[param]`"
    )]
    fn required_parameters_cannot_be_omitted() {
        require(Clinic::Upstream.entry(), &["count"], &["host"], true);
    }

    #[test]
    fn a_misspelt_parameter_is_not_reported_as_missing_too() {
        require(Clinic::Upstream.entry(), &["hots", "count", "peer"], &[], true);
    }

    #[test]
    #[should_panic(expected = "missing required parameter `host` of `Upstream`")]
    fn a_parameter_of_another_catalog_does_not_replace_a_missing_one() {
        require(Clinic::Upstream.entry(), &["hots", "count", "peer"], &[], false);
    }

    #[test]
    #[should_panic(expected = "missing required parameters `peer`, `host` of `Upstream`")]
    fn one_misspelt_parameter_does_not_replace_two_missing_ones() {
        require(Clinic::Upstream.entry(), &["hots", "count"], &[], true);
    }

    #[test]
    #[should_panic(expected = "`Upstream` has no parameter `hots`; expected one of `peer`, `count`, `share`, `host`")]
    fn a_field_must_be_a_parameter() {
        require_known(&[(Clinic::Upstream.entry(), "hots")], false);
    }

    #[test]
    fn a_field_can_be_a_parameter_in_only_one_of_several_catalogs() {
        require_known(
            &[(Clinic::Gone.entry(), "share"), (Clinic::Upstream.entry(), "share")],
            true,
        );
    }

    #[test]
    #[should_panic(expected = "parameter `count` of `Upstream` is required, but its field is an `Option`")]
    fn a_required_parameter_always_has_a_value() {
        require_known(&[(Clinic::Upstream.entry(), "count")], true);
    }

    #[test]
    #[should_panic(expected = "internal parameter `host` of `Upstream` cannot be used in diagnostics")]
    fn an_internal_parameter_is_rejected_where_clients_see_it() {
        require_shown(&[(Clinic::Upstream.entry(), "host")], "diagnostics", true);
    }

    #[test]
    fn a_detail_has_a_place_in_the_response_of_at_least_one_catalog() {
        let entries = [Clinic::Upstream.entry(), Clinic::RecTimeout.entry()];
        require_place(&entries, Detail::Diagnostics);
        require_place(&entries, Detail::Expression);
    }

    #[test]
    #[should_panic(expected = "the response of `Upstream` has no place for diagnostics")]
    fn a_detail_without_a_place_is_rejected() {
        require_place(&[Clinic::Upstream.entry()], Detail::Diagnostics);
    }

    #[test]
    fn debug_hides_a_value_that_is_not_public_in_one_of_the_catalogs() {
        let (upstream, patient) = (Clinic::Upstream.entry(), Clinic::PatientNotFound.entry());
        let hidden = |entries: &[_]| hidden(entries).map(|hidden| hidden.0);
        assert_eq!(hidden(&[(upstream, "peer")]), None);
        assert_eq!(hidden(&[(upstream, "host")]), Some("<internal>"));
        assert_eq!(
            hidden(&[(upstream, "host"), (patient, "nhs_number")]),
            Some("<personal>")
        );
    }
}
