//! The evidence of a leaf whose value can be an array or an object.

use alloc::borrow::Cow;
use core::cell::LazyCell;

use error_layout::grammar;

use super::super::document::{Document, Kind};
use super::super::pattern::{self, Fit, Value};
use super::super::shape::Leaf;
use super::super::subject::Focus;
use super::super::way::Context;

/// Compares a leaf whose value can be an array or an object.
pub(super) fn compare<'t>(
    focus: Focus<'_, 't>,
    document: &'t Document<'t>,
    context: Context<'_>,
    one: Leaf,
    program: u32,
    values: &mut dyn FnMut(Value<'t>),
) -> Fit {
    let mut best = None;
    for id in focus.outermost(one) {
        let json = document.json(id);
        // `null` can also mean that the argument is absent.
        if let Some(json) = json.as_ref().filter(|json| *json != "null")
            && let Some(argument) = pattern::json_argument(context, program)
        {
            values((argument, Some(json.clone())));
            return Fit::Yes { literal: 0 };
        }
        let mut fit = match &json {
            Some(Cow::Borrowed(json)) => pattern::fit(context, program, Some(json), values),
            Some(Cow::Owned(json)) => pattern::fit(context, program, Some(json), &mut |(argument, text)| {
                values((argument, text.map(|text| Cow::Owned(text.into_owned()))));
            }),
            // Its end was cut off.
            None => Fit::Unknown,
        };
        if let (Fit::No, Some(json)) = (fit, &json) {
            fit = fit_sorted(context, program, json);
        }
        if matches!(fit, Fit::Yes { .. }) {
            return fit;
        }
        let is_null = document.node(id).is_some_and(|node| node.kind == Kind::Null);
        if !is_null {
            best = best.or(Some(fit));
        }
    }
    best.unwrap_or_else(|| {
        if focus.is_cut(one) {
            return Fit::Unknown;
        }
        match pattern::fit(context, program, None, &mut |_| {}) {
            // A missing member is the same as `null`.
            Fit::No => pattern::fit(context, program, Some("null"), &mut |_| {}),
            absent => absent,
        }
    })
}

/// The largest number of bytes that JSON has for one byte of a string: an escape such as `\\u0061`.
const MAX_ESCAPE: usize = 6;

/// Compares an array or an object with a constant one: the order of members has no meaning (RFC 8259, section 4).
fn fit_sorted(context: Context<'_>, program: u32, json: &str) -> Fit {
    let mut fit = Fit::No;
    // The body is sorted for the first constant that can be equal.
    let sorted = LazyCell::new(|| grammar::sorted_json(json));
    let is_container = |text: &str| text.starts_with(['{', '[']);
    if !is_container(json) {
        return fit;
    }
    pattern::each_text(context, program, &mut |own| {
        if let (Fit::No, Some(own)) = (fit, own)
            && is_container(own)
            && json.len() <= own.len().saturating_mul(MAX_ESCAPE)
            && sorted.is_some()
            && grammar::sorted_json(own) == *sorted
        {
            fit = Fit::Yes { literal: own.len() };
        }
    });
    fit
}
