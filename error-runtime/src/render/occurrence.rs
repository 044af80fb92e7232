//! What the placeholders of a program are filled with.

use alloc::borrow::Cow;
use alloc::string::{String, ToString};

use error_layout::program::{escape as how, slot};
use error_layout::{escape, vocabulary};

use crate::date_time;
use crate::entry::Entry;
use crate::error::Details;
use crate::value::Kind;
use crate::vocabulary::Visibility;

/// One error of an answer. Not generic over the catalog, so that writing it is compiled once.
#[derive(Clone, Copy)]
pub(crate) struct Occurrence<'r> {
    pub(crate) entry: Entry<'static>,
    pub(crate) details: Option<&'r Details>,
    /// The id of the request that the whole answer is for; it counts before the error's own.
    pub(crate) request_id: Option<&'r str>,
    pub(crate) status: u16,
    /// Whether parameters that identify a patient show as `<personal>`. In what a client gets there are none.
    pub(crate) hide_personal: bool,
}

/// A value.
#[derive(Clone, Copy)]
pub(super) enum Found<'v> {
    /// A text, and how JSON writes it.
    Text(&'v str, Kind),
    Number(u64),
    /// What the clock says when it is written.
    Now,
}

impl Found<'_> {
    pub(super) fn is_empty(self) -> bool {
        matches!(self, Self::Text("", _))
    }

    pub(super) fn write(self, escape: u8, out: &mut String) {
        match self {
            // No escape changes a number or a boolean, and one of them puts quotes around it.
            Self::Text(text, Kind::Bare) if escape != how::JSON_STRING => out.push_str(text),
            Self::Text(text, _) => escape::write(out, text, false, escape),
            Self::Number(number) => escape::write(out, &number.to_string(), true, escape),
            Self::Now => escape::write(out, &date_time::now().unwrap_or_default(), false, escape),
        }
    }
}

impl<'r> Occurrence<'r> {
    /// How many bytes its values take, more or less.
    pub(super) fn len_of_values(&self) -> usize {
        let len = |text: &Option<Cow<'static, str>>| text.as_ref().map_or(0, |text| text.len());
        self.details.map_or(0, |details| {
            details.parameters.len() + len(&details.diagnostics) + len(&details.id) + len(&details.instance)
        })
    }

    /// The slots that may have a value, as bits.
    pub(super) fn slots(&self) -> u32 {
        let given = |slot, given: bool| if given { slot::bit(slot) } else { 0 };
        let of_answer = slot::UNASKED | given(slot::REQUEST_ID, self.request_id.is_some());
        self.details.map_or(of_answer, |details| {
            of_answer
                | given(slot::DIAGNOSTICS, details.diagnostics.is_some())
                | given(slot::REQUEST_ID, details.request_id.is_some())
                | given(slot::ID, details.id.is_some())
                | given(slot::INSTANCE, details.instance.is_some())
                | given(slot::EXPRESSION, !details.expressions.is_empty())
                | given(slot::LOCATION, !details.locations.is_empty())
                | given(slot::PARAMETER, !details.parameters.is_empty())
        })
    }

    /// Whether the slot has a value.
    pub(super) fn has(&self, slot: u8) -> bool {
        match slot {
            slot::EXPRESSION | slot::LOCATION => !self.list(slot).is_empty(),
            _ => self.value(slot).is_some(),
        }
    }

    /// The values of a list slot.
    pub(super) fn list(&self, slot: u8) -> &'r [Cow<'static, str>] {
        match (slot, self.details) {
            (slot::EXPRESSION, Some(details)) => &details.expressions,
            (slot::LOCATION, Some(details)) => &details.locations,
            _ => &[],
        }
    }

    /// Writes the value of a slot, or what stands for "no value".
    pub(super) fn write(&self, slot: u8, escape: u8, out: &mut String) {
        match self.value(slot) {
            Some(value) => value.write(escape, out),
            // A whole JSON value cannot be nothing.
            None if matches!(escape, how::JSON_VALUE | how::JSON_STRING) => out.push_str("null"),
            None => {}
        }
    }

    /// The value of a slot.
    pub(super) fn value(&self, slot: u8) -> Option<Found<'r>> {
        let details = self.details;
        let quoted = |text: Option<&'r str>| Some(Found::Text(text?, Kind::Quoted));
        match slot {
            slot::DIAGNOSTICS => quoted(details?.diagnostics.as_deref()),
            slot::REQUEST_ID => quoted(self.request_id.or_else(|| details?.request_id.as_deref())),
            slot::ID => quoted(details?.id.as_deref()),
            slot::INSTANCE => quoted(details?.instance.as_deref()),
            slot::TIME => match details.and_then(|details| details.time.as_deref()) {
                Some(time) => quoted(Some(time)),
                None => cfg!(feature = "std").then_some(Found::Now),
            },
            slot::RETRY_AFTER => Some(Found::Number(self.retry_after()?)),
            slot::STATUS => Some(Found::Number(self.status.into())),
            slot::REASON => quoted(Some(vocabulary::reason(self.status))),
            _ => {
                let position = usize::from(slot.checked_sub(slot::PARAMETER)?);
                let (text, kind) = details?.parameters.get(position)?;
                if self.hide_personal && self.is_personal(position) {
                    return quoted(Some("<personal>"));
                }
                Some(Found::Text(text, kind))
            }
        }
    }

    fn is_personal(&self, position: usize) -> bool {
        let parameter = self.entry.parameters().get(position);
        parameter.is_none_or(|parameter| parameter.visibility == Visibility::Personal)
    }

    /// Seconds to wait. What the server set for a part of a second is a second: a client must not come too early.
    fn retry_after(&self) -> Option<u64> {
        let delay = self
            .details
            .and_then(|details| details.retry_after)
            .or_else(|| self.entry.retry_after())?;
        Some(delay.as_secs().saturating_add(u64::from(delay.subsec_nanos() != 0)))
    }
}
