//! Errors inside a success: `in_band` of a response in `docs/format.md`.

use alloc::vec::Vec;
use core::ops::Range;

use error_layout::decoding::{leaf_flag, role};
use error_runtime::{AsEntry, Entry, Severity};

use super::evidence;
use super::json::behind_string;
use super::pattern::{self, Fit};
use super::places;
use super::read::IssueData;
use super::shape::{Leaf, Shape};
use super::subject::{Focus, Subject};
use super::way::Context;

/// Whether a body reports errors of a response whose errors are in band.
///
/// A constant of the template that differs in the body, such as `"ok": false`, contradicts that. An entry counts by its severity. An unknown code or message
/// counts if it is inside a member of the body, such as `error` or `errors`, or if a constant agrees.
pub(super) fn reports_error<C: AsEntry>(subject: &Subject<'_>, issues: &[IssueData<C>]) -> bool {
    let shapes = subject.shapes.as_slice().iter();
    let mut shapes = shapes.filter(|(response, _)| response.is_in_band());
    shapes.any(|(_, shape)| {
        let whole = Focus::whole(subject);
        let constants = constants(whole, *shape);
        // The profile of an OperationOutcome can be another one.
        if constants == Some(false) && !subject.is_outcome {
            return false;
        }
        let has_text = has_error(whole, *shape, constants.is_some());
        issues.iter().any(|issue| {
            let mut entries = issue.entries.as_slice().iter().map(|entry| entry.as_entry());
            match entries.next() {
                None => has_text && !is_harmless(subject, issue),
                Some(first) => core::iter::once(first).chain(entries).any(is_error),
            }
        })
    })
}

/// Whether an error of an entry in band is one of the call.
pub(super) fn is_error(entry: Entry<'_>) -> bool {
    matches!(entry.severity(), Severity::Fatal | Severity::Error) && entry.response().is_in_band()
}

/// Whether the severity of an issue of an OperationOutcome is not that of an error.
fn is_harmless<C>(subject: &Subject<'_>, issue: &IssueData<C>) -> bool {
    let severity = issue.severity.filter(|_| subject.is_outcome);
    severity.is_some_and(|severity| {
        let severity = subject.with_part(severity, str::parse::<Severity>);
        severity.is_ok_and(|severity| !matches!(severity, Severity::Fatal | Severity::Error))
    })
}

/// Whether the constants of a template are those of the body; `None` if the body has none of them.
fn constants(focus: Focus<'_, '_>, shape: Shape) -> Option<bool> {
    let subject = focus.subject;
    let (entry, document) = (subject.data.entry(0)?, subject.document?);
    let context = Context::new(entry, subject.received.status(), subject.status_text.as_str());
    let is_constant = |leaf: &Leaf| {
        let plain = leaf.role == role::NONE && leaf.flags & (leaf_flag::IDENTITY | leaf_flag::REPEATED) == 0;
        plain && leaf.has(leaf_flag::SHARED)
    };
    let mut found = None;
    for leaf in shape.leaves(None).filter(is_constant) {
        let (Some(program), Some(value)) = (leaf.program, focus.text(focus.value(leaf))) else {
            continue;
        };
        let name = evidence::qualified(document, context, program.get(), &value);
        let fit = |value: &str| pattern::fit(context, program.get(), Some(value), &mut |_| {});
        let found_as = match (fit(&value), name) {
            (Fit::No, Some(name)) => fit(&name),
            (fit, _) => fit,
        };
        match found_as {
            Fit::Yes { literal } if literal > 0 => found = Some(found.unwrap_or(true)),
            Fit::No => return Some(false),
            Fit::Yes { .. } | Fit::Overridden | Fit::Unknown => {}
        }
    }
    found
}

/// Whether the body has a code or a message where the template has it.
fn has_error(focus: Focus<'_, '_>, shape: Shape, agrees: bool) -> bool {
    let Some(document) = focus.subject.document else {
        return false;
    };
    if shape.repeated().is_some() {
        return focus.subject.count > 0;
    }
    let mut leaves = [role::CODE, role::MESSAGE, role::TITLE]
        .into_iter()
        .flat_map(|role| shape.with_role(role));
    leaves.any(|leaf| {
        let is_inner = document.places.parent(leaf.place) != places::BODY;
        (agrees || is_inner) && focus.value(leaf).is_some()
    })
}

/// The objects of a list that is the whole body, such as a batch of JSON-RPC.
pub(super) fn elements(body: &str) -> Vec<Range<usize>> {
    let bytes = body.as_bytes();
    let mut found = Vec::new();
    let (mut depth, mut start, mut at) = (0_usize, 0, 0);
    while let Some(byte) = bytes.get(at) {
        at += 1;
        match byte {
            b'"' => match behind_string(bytes.get(at..).unwrap_or_default()) {
                Ok((rest, _)) => at = bytes.len() - rest.len(),
                Err(_) => break,
            },
            b'{' | b'[' => {
                if depth == 1 && *byte == b'{' {
                    start = at - 1;
                }
                depth += 1;
            }
            b'}' | b']' => {
                depth = depth.saturating_sub(1);
                if depth == 1 && *byte == b'}' {
                    found.push(start..at);
                }
            }
            _ => {}
        }
    }
    if depth > 1 && start > 0 {
        // The last one was cut off.
        found.push(start..bytes.len());
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_elements_of_a_batch_are_its_objects() {
        for (body, expected) in [
            (
                r#" [{"a":[{"b":"]}"}]}, 1, [{"c":2}],{"d":"#,
                &[r#"{"a":[{"b":"]}"}]}"#, r#"{"d":"#][..],
            ),
            ("[]", &[]),
            ("[1]]}", &[]),
            (r#"["\"#, &[]),
        ] {
            let found: Vec<_> = elements(body).into_iter().map(|span| &body[span]).collect();
            assert_eq!(found, expected, "{body}");
        }
    }
}
