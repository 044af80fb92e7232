//! Codes that only repeat the status of the response, as the Spine Secure Proxy sends them.

use error_layout::decoding::{role, usual};
use error_runtime::Entry;

use super::super::pattern::{self, Fit};
use super::super::places::Place;
use super::super::shape::{Leaf, Offset, Shape};
use super::super::subject::Focus;
use super::super::way::Context;

/// The places of a code that only repeats the status, its system and its display.
///
/// Such codes identify no entry. They matter only to an entry without a code.
pub(super) fn places(focus: Focus<'_, '_>, shape: Shape, entry: Entry<'static>) -> Option<[Place; 3]> {
    let document = focus.subject.document.filter(|_| entry.code().is_none())?;
    let leaf = shape.with_role(role::CODE).next()?;
    let mut codes = focus.nodes(leaf).filter_map(|id| document.value(id)).peekable();
    codes.peek()?;
    let repeats = codes.all(|code| *code == *focus.subject.status_text.as_str());
    let [system, display] = leaf.beside;
    repeats.then_some([leaf.place, system, display])
}

/// Compares the display of a code that only repeats the status, in place of absent diagnostics.
///
/// The Spine Secure Proxy has one text for both, and leaves out the diagnostics of some responses.
pub(super) fn display(focus: Focus<'_, '_>, context: Context<'_>, one: Leaf, program: Offset) -> Fit {
    let status = focus.subject.status_text;
    if !focus.subject.is_outcome || focus.value(one).is_some() {
        return Fit::No;
    }
    let [code, display] = focus.usual_values([usual::CODE, usual::DISPLAY]);
    match (focus.text(code), focus.text(display)) {
        (Some(code), Some(display)) if *code == *status.as_str() => {
            pattern::fit(context, program.get(), Some(&display), &mut |_| {})
        }
        _ => Fit::No,
    }
}
