//! The evidence of a body that is one text, such as a page.

use error_runtime::__compiled::{Syntax, form, has_body};

use super::super::pattern::{self, Fit};
use super::super::subject::Subject;
use super::super::way::Context;
use super::{Verdict, bit};

/// Compares a body that is one text.
pub(super) fn text(subject: &Subject<'_>, context: Context<'_>, verdict: &mut Verdict) {
    let entry = context.entry;
    let Some(form) = form(entry).filter(|_| has_body(entry, Syntax::Own)) else {
        return verdict.note(bit::BODY, false, true);
    };
    match pattern::fit(context, form.body(), Some(subject.text), &mut |_| {}) {
        Fit::Yes { literal } => {
            verdict.agree |= bit::BODY;
            verdict.literal += literal;
        }
        // Many servers change the markup around a message.
        Fit::No => match quoted(subject, context) {
            Some(literal) => {
                verdict.against |= bit::BODY;
                verdict.literal += literal;
            }
            None => verdict.note(bit::BODY, false, true),
        },
        Fit::Overridden | Fit::Unknown => {}
    }
}

/// The number of bytes from which a text identifies an entry in other markup.
const TELLING: usize = 24;

/// Searches for the segments of the entry's message; returns their length in bytes.
fn quoted(subject: &Subject<'_>, context: Context<'_>) -> Option<usize> {
    let mut rest = subject.page();
    let mut literal = 0;
    pattern::constants(context, form(context.entry)?.message(), &mut |segment| {
        let found = rest.find(segment).and_then(|at| rest.get(at + segment.len()..));
        literal += segment.len();
        rest = found.unwrap_or("");
        found.is_some()
    })
    .filter(|all| *all && literal >= TELLING)
    .map(|_| literal)
}
