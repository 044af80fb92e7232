//! Errors inside a success: `in_band` of a response in `docs/format.md`.

use alloc::vec::Vec;
use core::ops::Range;

use error_layout::decoding::{leaf_flag, role};
use error_runtime::__compiled::responses;
use error_runtime::{AsEntry, Entry, Severity};

use super::document::Kind;
use super::evidence;
use super::issue::is_failure;
use super::json::behind_string;
use super::pattern::Fit;
use super::places;
use super::read::IssueData;
use super::shape::{Leaf, Shape};
use super::subject::{Focus, Subject};
use super::way::Context;

/// Whether a body reports errors of a response whose errors are in band.
///
/// A constant of the template that differs in the body, such as `"ok": true`, contradicts that. An entry counts by its severity. An unknown error counts if it
/// is in a member of its own, such as `error` or `errors`, if a constant agrees with its code or message, or if that constant is `false`.
pub(super) fn reports_error<C: AsEntry>(subject: &Subject<'_>, issues: &[IssueData<C>]) -> bool {
    let is_known = |issue: &IssueData<C>| issue.entries.as_slice().iter().any(|entry| is_error(entry.as_entry()));
    if subject.document.is_none() {
        // A text; an empty body says nothing.
        return !subject.text.trim_ascii().is_empty() && issues.iter().any(is_known);
    }
    let in_band = responses(subject.data).filter(|response| response.is_in_band());
    let mut shapes = in_band.filter_map(|response| Shape::of(subject.data, response));
    shapes.any(|shape| {
        let whole = Focus::whole(subject);
        let constants = constants(whole, shape);
        // The profile of an OperationOutcome can be another one.
        if constants == Constants::Differ && !subject.is_outcome {
            return false;
        }
        let has_error = || constants == Constants::SayNo || has_error(whole, shape, constants == Constants::Agree);
        issues
            .iter()
            .any(|issue| is_known(issue) || issue.entries.is_empty() && has_error() && !is_harmless(subject, issue))
    })
}

/// How the constants of a template are in a body.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Constants {
    Absent,
    Agree,
    /// They agree, and one of them is `false`.
    SayNo,
    Differ,
}

/// Whether an error of an entry in band is one of the call.
pub(super) fn is_error(entry: Entry<'_>) -> bool {
    is_failure(entry.severity()) && entry.response().is_in_band()
}

/// Whether the severity of an issue of an OperationOutcome is not that of an error.
fn is_harmless<C>(subject: &Subject<'_>, issue: &IssueData<C>) -> bool {
    let severity = issue.severity.filter(|_| subject.is_outcome);
    severity.is_some_and(|severity| {
        let severity = subject.with_part(severity, str::parse::<Severity>);
        severity.is_ok_and(|severity| !is_failure(severity))
    })
}

/// Compares the constants of a template with those of the body.
fn constants(focus: Focus<'_, '_>, shape: Shape) -> Constants {
    let subject = focus.subject;
    let Some(entry) = subject.data.entry(0) else {
        return Constants::Absent;
    };
    let context = Context::new(entry, subject.received.status(), subject.status_text.as_str());
    let is_constant = |leaf: &Leaf| {
        let plain = leaf.role == role::NONE && leaf.flags & (leaf_flag::IDENTITY | leaf_flag::REPEATED) == 0;
        plain && leaf.has(leaf_flag::SHARED)
    };
    let mut found = Constants::Absent;
    for leaf in shape.leaves(None).filter(is_constant) {
        let (Some(program), Some(value)) = (leaf.program, focus.text(focus.value(leaf))) else {
            continue;
        };
        match evidence::compare(focus, context, leaf, program, &mut |_| {}) {
            Fit::Yes { .. } if value == "false" => found = Constants::SayNo,
            Fit::Yes { literal } if literal > 0 && found == Constants::Absent => found = Constants::Agree,
            Fit::No => return Constants::Differ,
            Fit::Yes { .. } | Fit::Overridden | Fit::Unknown => {}
        }
    }
    found
}

/// Whether the body has an error where the template has it.
fn has_error(focus: Focus<'_, '_>, shape: Shape, agrees: bool) -> bool {
    let subject = focus.subject;
    let Some(document) = subject.document else {
        return false;
    };
    let says_something = |id| {
        document.node(id).is_some_and(|node| match node.kind {
            Kind::Null => false,
            Kind::Object => true,
            _ => document
                .value(id)
                .is_none_or(|value| !matches!(&*value, "" | "false" | "0")),
        })
    };
    if let Some(region) = shape.repeated() {
        return document
            .at(document.all(), region.place(subject.data))
            .any(says_something);
    }
    let mut leaves = [role::CODE, role::MESSAGE, role::TITLE]
        .into_iter()
        .flat_map(|role| shape.with_role(role));
    leaves.any(|leaf| {
        let parent = document.places.parent(leaf.place);
        let is_inner = parent != places::BODY && document.at(document.all(), parent).any(says_something);
        is_inner || agrees && focus.value(leaf).is_some_and(says_something)
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
