//! One error as it occurred.

mod answer;
mod builder;
mod details;
mod format;

use alloc::borrow::Cow;
use alloc::boxed::Box;
use alloc::string::String;
use core::time::Duration;

use crate::catalog::{AsEntry, Catalog};
use crate::entry::Code;
use crate::header::Header;
use crate::parameter::Parameter;
use crate::render::{self, Arguments, RenderContext};
use crate::value::{Value, Values};

pub(crate) use self::answer::Report;
pub(crate) use self::details::Details;

/// One occurrence of an error of the catalog `C`: which entry it is, and what only the occurrence knows.
///
/// It is as large as a pointer and the enum of the catalog (16 bytes), allocates only when something is added to the
/// entry, and is made
///
/// - from an entry that needs nothing: `Error::from(Clinic::Gone)`;
/// - from the struct of an entry with parameters: `Error::from(clinic::PatientNotFound { id })`, which cannot forget
///   one.
///
/// An error made from the bare variant of an entry that has required parameters is without their values: they show as
/// nothing in texts and as `null` in JSON. [`missing_parameters`](Self::missing_parameters) lists them.
///
/// What is in [`source`](core::error::Error::source) never reaches a body or a header.
pub struct Error<C> {
    entry: C,
    details: Option<Box<Details>>,
}

impl<C: AsEntry> Error<C> {
    /// An error that says no more than its entry. Does not allocate.
    pub const fn new(entry: C) -> Self {
        Self { entry, details: None }
    }

    /// An error with the values of the parameters at some positions: what derived errors turn into.
    pub(crate) fn with_values(entry: C, values: &[(u8, Value<'_>)]) -> Self {
        let details = || Details {
            arguments: Arguments {
                parameters: Values::placed(values),
                ..Arguments::default()
            },
            ..Details::default()
        };
        Self {
            entry,
            details: (!values.is_empty()).then(|| Box::new(details())),
        }
    }

    /// The same occurrence, but for what caused it: that cannot be copied.
    pub(crate) fn without_source(&self) -> Self {
        Self {
            entry: self.entry,
            details: self.details().map(|details| Box::new(details.without_source())),
        }
    }

    /// Which entry of the catalog it is.
    pub fn entry(&self) -> C {
        self.entry
    }

    /// The HTTP status of this occurrence.
    pub fn status(&self) -> u16 {
        self.details()
            .and_then(|details| details.status)
            .unwrap_or_else(|| self.entry.as_entry().status())
    }

    /// What stands on the wire; `None` if the answer carries no code.
    pub fn code(&self) -> Option<Code<'static>> {
        self.entry.as_entry().code()
    }

    /// What happened, for developers: the entry's message with the values of this occurrence. Control characters in
    /// values become spaces.
    pub fn message(&self) -> String {
        render::message(&self.render_context()).into_owned()
    }

    /// The entry's text for operators' logs; `None` if it has none.
    ///
    /// It shows `internal` parameters as they are, and `<personal>` for those that identify a patient.
    pub fn log_message(&self) -> Option<String> {
        let context = RenderContext {
            hide_personal: true,
            ..self.render_context()
        };
        render::log(&context).map(Cow::into_owned)
    }

    /// The entry's text for operators' logs, with the values of parameters that identify a patient. Record it only
    /// where a policy allows that; everywhere else, [`log_message`](Self::log_message) is the right one.
    pub fn log_message_with_personal_data(&self) -> Option<String> {
        render::log(&self.render_context()).map(Cow::into_owned)
    }

    /// Details for whoever investigates: what the server set for this occurrence, otherwise the entry's text.
    pub fn diagnostics(&self) -> Option<Cow<'_, str>> {
        match self.arguments().and_then(|arguments| arguments.diagnostics.as_deref()) {
            Some(diagnostics) => Some(Cow::Borrowed(diagnostics)),
            None => render::diagnostics(&self.render_context()),
        }
    }

    /// `FHIRPath` of the elements at fault, as the server set them.
    pub fn expressions(&self) -> impl ExactSizeIterator<Item = &str> {
        self.arguments()
            .map_or(&[][..], |arguments| &arguments.expressions)
            .iter()
            .map(AsRef::as_ref)
    }

    /// Locations of the elements at fault, as the server set them.
    pub fn locations(&self) -> impl ExactSizeIterator<Item = &str> {
        self.arguments()
            .map_or(&[][..], |arguments| &arguments.locations)
            .iter()
            .map(AsRef::as_ref)
    }

    /// The id of the request.
    pub fn request_id(&self) -> Option<&str> {
        self.arguments()?.request_id.as_deref()
    }

    /// The id of the resource or occurrence.
    pub fn id(&self) -> Option<&str> {
        self.arguments()?.id.as_deref()
    }

    /// URI reference of the occurrence (RFC 9457, section 3.1.5).
    pub fn instance(&self) -> Option<&str> {
        self.arguments()?.instance.as_deref()
    }

    /// When it happened (RFC 3339), if the server set it.
    pub fn time(&self) -> Option<&str> {
        self.arguments()?.time.as_deref()
    }

    /// How long a client should wait: what the server set, otherwise the entry's delay.
    pub fn retry_after(&self) -> Option<Duration> {
        self.arguments()
            .and_then(|arguments| arguments.retry_after)
            .or_else(|| self.entry.as_entry().retry_after())
    }

    /// The value of a parameter as text; `None` if it has none, or the entry has no such parameter.
    ///
    /// Whatever its visibility: look at that before showing the value to anybody.
    pub fn parameter(&self, name: &str) -> Option<&str> {
        let position = self
            .entry
            .as_entry()
            .parameters()
            .iter()
            .position(|parameter| parameter.name == name)?;
        self.arguments()?.parameters.get(position).map(|(text, _)| text)
    }

    /// The parameters that the entry requires and this error has no value for.
    pub fn missing_parameters(&self) -> impl Iterator<Item = Parameter<'static>> {
        let parameters = self.entry.as_entry().parameters().iter().enumerate();
        let missing = parameters.filter(|(position, parameter)| {
            let value = self
                .arguments()
                .and_then(|arguments| arguments.parameters.get(*position));
            !parameter.optional && value.is_none()
        });
        missing.map(|(_, parameter)| parameter)
    }

    fn details(&self) -> Option<&Details> {
        self.details.as_deref()
    }

    fn arguments(&self) -> Option<&Arguments> {
        self.details().map(|details| &details.arguments)
    }

    /// Returns everything that rendering takes.
    pub(crate) fn render_context(&self) -> RenderContext<'_> {
        self.render_context_in(None)
    }

    /// The same, in a response to the request with this id, if it is known.
    pub(crate) fn render_context_in<'a>(&'a self, request_id: Option<&'a str>) -> RenderContext<'a> {
        RenderContext {
            entry: self.entry.as_entry(),
            arguments: self.arguments(),
            request_id,
            status: self.status(),
            hide_personal: false,
        }
    }

    /// Returns the headers that the error adds.
    pub(crate) fn own_headers(&self) -> &[Header] {
        self.details().map_or(&[], |details| &details.headers)
    }
}

impl<C: Catalog> Error<C> {
    /// An error of the entry at a position, with the values of all its parameters in their order: what the generated structs turn into.
    #[doc(hidden)]
    pub fn __from_parameters<const ENTRY: u16>(values: &[Value<'_>]) -> Self {
        const {
            assert!(
                (ENTRY as usize) < C::DATA.entries(),
                "the catalog has no entry at this position"
            );
        }
        let details = Details {
            arguments: Arguments {
                parameters: Values::collect(values),
                ..Arguments::default()
            },
            ..Details::default()
        };
        Self {
            entry: C::all()[usize::from(ENTRY)],
            details: Some(Box::new(details)),
        }
    }
}

impl<C: AsEntry> From<C> for Error<C> {
    fn from(entry: C) -> Self {
        Self::new(entry)
    }
}

#[cfg(test)]
mod tests;
