//! Arguments: the run-time values of placeholders.

use alloc::borrow::Cow;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::time::Duration;

use error_layout::program::{argument, escape as how};
use error_layout::{escape, grammar};

use crate::values::{self, Kind, Values};

/// The arguments that a server gives to an error.
#[derive(Clone, Default)]
pub(crate) struct Arguments {
    pub(crate) parameters: Values,
    pub(crate) diagnostics: Option<Cow<'static, str>>,
    pub(crate) expressions: Vec<Cow<'static, str>>,
    pub(crate) locations: Vec<Cow<'static, str>>,
    pub(crate) request_id: Option<Cow<'static, str>>,
    pub(crate) id: Option<Cow<'static, str>>,
    pub(crate) instance: Option<Cow<'static, str>>,
    /// RFC 3339.
    pub(crate) time: Option<String>,
    pub(crate) retry_after: Option<Duration>,
}

impl Arguments {
    /// Returns those that are given, as bits.
    pub(super) fn given(&self) -> u32 {
        let bit = |argument, given: bool| if given { argument::bit(argument) } else { 0 };
        bit(argument::DIAGNOSTICS, self.diagnostics.is_some())
            | bit(argument::REQUEST_ID, self.request_id.is_some())
            | bit(argument::ID, self.id.is_some())
            | bit(argument::INSTANCE, self.instance.is_some())
            | bit(argument::EXPRESSION, !self.expressions.is_empty())
            | bit(argument::LOCATION, !self.locations.is_empty())
            | bit(argument::PARAMETER, !self.parameters.is_empty())
    }

    /// Returns about how many bytes they take.
    pub(super) fn len(&self) -> usize {
        let len = |text: &Option<Cow<'static, str>>| text.as_ref().map_or(0, |text| text.len());
        self.parameters.len() + len(&self.diagnostics) + len(&self.id) + len(&self.instance)
    }

    /// Returns the details that describe one error, with their names and arguments.
    pub(crate) fn details(&self) -> impl Iterator<Item = (&'static str, u8, Cow<'_, str>)> {
        let texts = [
            ("diagnostics", argument::DIAGNOSTICS, &self.diagnostics),
            ("id", argument::ID, &self.id),
            ("instance", argument::INSTANCE, &self.instance),
        ];
        let texts = texts
            .into_iter()
            .filter_map(|(name, argument, text)| Some((name, argument, Cow::Borrowed(text.as_deref()?))));
        let lists = [
            ("expression", argument::EXPRESSION, &self.expressions),
            ("location", argument::LOCATION, &self.locations),
        ];
        let lists = lists
            .into_iter()
            .flat_map(|(name, argument, list)| list.iter().map(move |text| (name, argument, Cow::Borrowed(&**text))));
        let delay = self.retry_after.map(|delay| {
            let text = Cow::Owned(alloc::format!("{delay:?}"));
            ("retry_after", argument::RETRY_AFTER, text)
        });
        texts.chain(lists).chain(delay)
    }

    /// Returns the items of a list argument.
    pub(super) fn list(&self, argument: u8) -> &[Cow<'static, str>] {
        match argument {
            argument::EXPRESSION => &self.expressions,
            argument::LOCATION => &self.locations,
            _ => &[],
        }
    }
}

/// Returns whether a text has nothing but white space.
#[inline]
pub(crate) fn is_blank(text: &str) -> bool {
    // Most texts begin with a letter.
    let first = text.as_bytes().first();
    !first.is_some_and(u8::is_ascii_alphanumeric) && text.trim().is_empty()
}

/// Returns the items of a list, as a text has them.
fn joined(json: &str) -> String {
    let mut text = String::with_capacity(json.len());
    for (position, element) in grammar::json_elements(json).into_iter().flatten().enumerate() {
        text.push_str(if position == 0 { "" } else { ", " });
        match grammar::json_string_text(element) {
            Some(item) => text.push_str(&item),
            None => text.push_str(element),
        }
    }
    text
}

/// An argument.
#[derive(Clone, Copy)]
pub(super) enum Argument<'a> {
    /// A text, and how JSON writes it.
    Text(&'a str, Kind),
    Number(u64),
    /// Seconds, in decimals.
    Delay(Duration),
    /// The time at which it is written.
    Now,
}

impl Argument<'_> {
    /// Returns whether it is a text without anything but white space, or a list without items.
    pub(super) fn is_blank(self) -> bool {
        match self {
            Self::Text(text, Kind::List) => text == "[]",
            Self::Text(text, _) => is_blank(text),
            Self::Number(_) | Self::Delay(_) | Self::Now => false,
        }
    }

    pub(super) fn write(self, escape: u8, out: &mut String) {
        match self {
            // No escape changes a number or a boolean, and one of them puts quotes around it.
            Self::Text(text, Kind::Bare) if escape != how::JSON_STRING => out.push_str(text),
            Self::Text(json, Kind::Json | Kind::List) if escape == how::JSON_VALUE => out.push_str(json),
            Self::Text(json, Kind::List) => escape::write(out, &joined(json), false, escape),
            Self::Text(text, _) => escape::write(out, text, false, escape),
            Self::Number(number) => escape::write(out, &number.to_string(), true, escape),
            Self::Delay(delay) => escape::write(out, &seconds(delay), true, escape),
            Self::Now => escape::write(out, &values::now().unwrap_or_default(), false, escape),
        }
    }
}

/// Writes a delay in seconds, rounded up to milliseconds.
fn seconds(delay: Duration) -> String {
    let milliseconds = delay.subsec_nanos().div_ceil(1_000_000);
    if milliseconds == 0 {
        return delay.as_secs().to_string();
    }
    let (whole, decimals) = (
        delay.as_secs().saturating_add(u64::from(milliseconds / 1000)),
        milliseconds % 1000,
    );
    let text = alloc::format!("{whole}.{decimals:03}");
    text.trim_end_matches('0').trim_end_matches('.').to_string()
}
