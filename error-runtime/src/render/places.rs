//! The places that a response has for the details of an error.

use error_layout::NONE_U32;
use error_layout::form_header;
use error_layout::program::{op, step};

use crate::catalog::Entry;

/// Returns whether the body of an entry in its own syntax, or one of its headers, shows an argument if that is given.
pub(crate) const fn has_place(entry: Entry<'_>, argument: u8) -> bool {
    let Some(form) = entry.form() else { return false };
    let index = entry.data().index();
    if shows(index, form.body(), argument) {
        return true;
    }
    let mut at = 0;
    while at < form.header_count() as usize {
        let Some(header) = form_header::View::at(index, form.headers() as usize + at * form_header::SIZE) else {
            return false;
        };
        if shows(index, header.value(), argument) {
            return true;
        }
        at += 1;
    }
    false
}

/// Returns whether the body of an entry in its own syntax shows an argument if that is given.
#[cfg(feature = "_layer")]
pub(crate) fn body_shows(entry: Entry<'_>, argument: u8) -> bool {
    entry
        .form()
        .is_some_and(|form| shows(entry.data().index(), form.body(), argument))
}

/// Returns whether the program at an offset shows an argument.
const fn shows(index: &[u8], program: u32, argument: u8) -> bool {
    if program == NONE_U32 {
        return false;
    }
    let mut at = program as usize;
    while let Some(step) = step::View::at(index, at) {
        match step.op() {
            op::END => return false,
            op::ARGUMENT | op::OPTIONAL | op::FILLED | op::LIST | op::ELEMENTS | op::IF | op::IF_FILLED
                if step.argument() == argument =>
            {
                return true;
            }
            _ => at += step::SIZE,
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::Clinic;
    use error_layout::program::argument;

    #[test]
    fn a_place_is_in_the_body_or_in_a_header() {
        for (entry, argument, expected) in [
            (Clinic::RecTimeout, argument::DIAGNOSTICS, true),
            (Clinic::RecTimeout, argument::EXPRESSION, true),
            (Clinic::Upstream, argument::DIAGNOSTICS, false),
            (Clinic::Upstream, argument::INSTANCE, true),
            (Clinic::ProxyTimeout, argument::RETRY_AFTER, true),
            (Clinic::Gone, argument::DIAGNOSTICS, false),
        ] {
            assert_eq!(has_place(entry.entry(), argument), expected, "{entry} {argument}");
        }
    }
}
