//! One error that happened.

use alloc::borrow::Cow;
use alloc::boxed::Box;
use alloc::string::String;
use core::time::Duration;

use super::details::Details;
use crate::catalog::Code;
use crate::catalog::{AsEntry, Catalog};
use crate::catalog::{Entry, Parameter};
use crate::http::Header;
use crate::render::{self, Arguments, RenderContext};
use crate::values::{Value, Values};

/// An error of the catalog `C`: its entry, and the details of what happened.
///
/// The module of the catalog, which is named after the enum, has each error under the name of its entry: a struct with a
/// field for each parameter, or a value if the entry needs no arguments. Both convert with `?`, `into()` and
/// `Error::from`; a value also has the method `error()`. A required argument cannot be forgotten.
///
/// ```
/// # mod api { error_runtime::error_catalog! { pub enum Clinic = "catalogs/clinic.json"; } }
/// # use api::clinic;
/// use error_runtime::Error;
/// use std::time::Duration;
///
/// let error = Error::from(clinic::PatientNotFound { patient: "p-17" });
/// assert_eq!(error.to_string(), "PATIENT_NOT_FOUND: No patient has the id p-17");
///
/// let error = clinic::Unavailable
///     .error()
///     .with_request_id("r-1")
///     .with_retry_after(Duration::from_secs(5))
///     .with_source(std::io::Error::other("connection refused"));
/// assert_eq!(error.status(), 503);
/// ```
///
/// It has the size of a pointer and the enum (at most 16 bytes), and allocates only when details are added.
///
/// The enum of the catalog names entries, for matching and for facts. [`try_new`](Self::try_new) returns the error of an
/// entry that is chosen at run time.
///
/// The [source](core::error::Error::source) is never written to a body or a header.
#[doc(alias = "problem details")]
#[doc(alias = "ProblemDetails")]
#[doc(alias = "RFC 9457")]
#[doc(alias = "IntoResponse")]
#[doc(alias = "ResponseError")]
pub struct Error<C> {
    pub(super) entry: C,
    pub(super) details: Option<Box<Details>>,
}

impl<C: AsEntry> Error<C> {
    /// Returns an error without details. Does not allocate.
    ///
    /// The generated code calls it, for entries that need no arguments.
    #[doc(hidden)]
    pub const fn __from_entry(entry: C) -> Self {
        Self { entry, details: None }
    }

    /// Returns an error with the values of the parameters at some positions, for derived errors.
    pub(crate) fn with_values(entry: C, values: &[(u8, Value<'_>)]) -> Self {
        let details = (!values.is_empty()).then(|| {
            let mut details = Box::<Details>::default();
            details.arguments.parameters = Values::placed(values);
            details
        });
        Self { entry, details }
    }

    /// Returns a copy without the source, which cannot be cloned.
    pub(crate) fn without_source(&self) -> Self {
        Self {
            entry: self.entry,
            details: self.details().map(|details| Box::new(details.without_source())),
        }
    }

    /// Returns the entry of the catalog.
    pub fn entry(&self) -> C {
        self.entry
    }

    /// Returns the HTTP status: that of the entry, unless [`with_status`](Self::with_status) set another.
    #[doc(alias = "status code")]
    #[doc(alias = "StatusCode")]
    pub fn status(&self) -> u16 {
        self.details()
            .and_then(|details| details.status)
            .unwrap_or_else(|| self.entry.as_entry().status())
    }

    /// Returns the code that the response carries, if any.
    pub fn code(&self) -> Option<Code<'static>> {
        self.entry.as_entry().code()
    }

    /// Returns the message of the entry with the values of the parameters, for developers.
    ///
    /// Control characters in values become spaces.
    pub fn message(&self) -> String {
        render::message(&self.render_context()).into_owned()
    }

    /// Returns the `log` text of the entry, for operators; `None` if it has none.
    ///
    /// It shows the values of `internal` parameters, and `<personal>` instead of values that identify a patient. Invisible characters, such as U+202E, are
    /// written as `\u{202e}`.
    pub fn log_message(&self) -> Option<String> {
        let context = RenderContext {
            hide_personal: true,
            ..self.render_context()
        };
        render::log(&context).map(Cow::into_owned)
    }

    /// Returns the `log` text of the entry with values that identify a patient.
    ///
    /// Record it only where a policy allows that. Otherwise use [`log_message`](Self::log_message).
    pub fn log_message_with_personal_data(&self) -> Option<String> {
        render::log(&self.render_context()).map(Cow::into_owned)
    }

    /// Returns the diagnostics that the server set, otherwise those of the entry.
    pub fn diagnostics(&self) -> Option<Cow<'_, str>> {
        match self.arguments().and_then(|arguments| arguments.diagnostics.as_deref()) {
            Some(diagnostics) => Some(Cow::Borrowed(diagnostics)),
            None => render::diagnostics(&self.render_context()),
        }
    }

    /// Returns the `FHIRPath` of each invalid element that the server set.
    pub fn expressions(&self) -> impl ExactSizeIterator<Item = &str> {
        self.arguments()
            .map_or(&[][..], |arguments| &arguments.expressions)
            .iter()
            .map(AsRef::as_ref)
    }

    /// Returns the location (`XPath`) of each invalid element that the server set.
    pub fn locations(&self) -> impl ExactSizeIterator<Item = &str> {
        self.arguments()
            .map_or(&[][..], |arguments| &arguments.locations)
            .iter()
            .map(AsRef::as_ref)
    }

    /// Returns the id of the request.
    pub fn request_id(&self) -> Option<&str> {
        self.arguments()?.request_id.as_deref()
    }

    /// Returns the id of the resource, or of this error.
    pub fn id(&self) -> Option<&str> {
        self.arguments()?.id.as_deref()
    }

    /// Returns the URI reference that identifies this error (RFC 9457, section 3.1.5).
    pub fn instance(&self) -> Option<&str> {
        self.arguments()?.instance.as_deref()
    }

    /// Returns the time (RFC 3339), if the server set one.
    pub fn time(&self) -> Option<&str> {
        self.arguments()?.time.as_deref()
    }

    /// Returns the delay before a client repeats the request: the server's, otherwise the entry's.
    #[doc(alias = "Retry-After")]
    pub fn retry_after(&self) -> Option<Duration> {
        self.arguments()
            .and_then(|arguments| arguments.retry_after)
            .or_else(|| self.entry.as_entry().retry_after())
    }

    /// Returns the value of a parameter as text; `None` if it has none or does not exist.
    ///
    /// Values that are not public are returned too: check [`Parameter::visibility`] before you show one.
    pub fn parameter(&self, name: &str) -> Option<&str> {
        let position = self
            .entry
            .as_entry()
            .parameters()
            .iter()
            .position(|parameter| parameter.name == name)?;
        self.arguments()?.parameters.get(position).map(|(text, _)| text)
    }

    /// Returns the required parameters without a value.
    pub(super) fn missing_parameters(&self) -> impl Iterator<Item = Parameter<'static>> {
        let parameters = self.entry.as_entry().parameters().iter().enumerate();
        let missing = parameters.filter(|(position, parameter)| {
            let value = self
                .arguments()
                .and_then(|arguments| arguments.parameters.get(*position));
            !parameter.optional && value.is_none()
        });
        missing.map(|(_, parameter)| parameter)
    }

    /// Returns the details that were set although the response of the entry has no place for them, with their values.
    ///
    /// They are `diagnostics`, `id`, `instance`, `expression`, `location` and `retry_after`. The response is the same as without
    /// them. Logs have them in the field `unsent`. A derived error whose entry has no place for its `#[diagnostics]` or
    /// `#[expression]` does not compile.
    ///
    /// ```
    /// # mod api { error_runtime::error_catalog! { pub enum Clinic = "catalogs/clinic.json"; } }
    /// # use api::clinic;
    /// let error = clinic::Unavailable.error().with_expression("Patient.id");
    /// assert!(error.unsent().eq([("expression", "Patient.id".into())]));
    /// ```
    pub fn unsent(&self) -> impl Iterator<Item = (&'static str, Cow<'_, str>)> {
        unsent(self.entry.as_entry(), self.arguments())
    }

    pub(super) fn details(&self) -> Option<&Details> {
        self.details.as_deref()
    }

    pub(super) fn arguments(&self) -> Option<&Arguments> {
        self.details().map(|details| &details.arguments)
    }

    /// Returns the render context.
    pub(crate) fn render_context(&self) -> RenderContext<'_> {
        self.render_context_in(None)
    }

    /// Returns the render context for the request with this id.
    pub(crate) fn render_context_in<'a>(&'a self, request_id: Option<&'a str>) -> RenderContext<'a> {
        RenderContext {
            entry: self.entry.as_entry(),
            arguments: self.arguments(),
            request_id,
            status: self.status(),
            hide_personal: false,
            whole_seconds: false,
            language: None,
        }
    }

    /// Returns the headers that were added to the error.
    pub(crate) fn own_headers(&self) -> &[Header] {
        self.details().map_or(&[], |details| &details.headers)
    }
}

/// Returns the details of an error that its response has no place for. It is not generic, so it is compiled once.
pub(crate) fn unsent<'a>(
    entry: Entry<'static>,
    arguments: Option<&'a Arguments>,
) -> impl Iterator<Item = (&'static str, Cow<'a, str>)> {
    let details = arguments.into_iter().flat_map(Arguments::details);
    details
        .filter(move |(_, argument, _)| !render::has_place(entry, *argument))
        .map(|(name, _, value)| (name, value))
}

impl<C: Catalog> Error<C> {
    /// Returns an error of the entry at a position, with the values of all its parameters in order.
    ///
    /// The generated structs call it.
    #[doc(hidden)]
    pub fn __from_parameters<const ENTRY: u16>(values: &[Value<'_>]) -> Self {
        const {
            assert!(
                (ENTRY as usize) < C::DATA.entries(),
                "the catalog has no entry at this position"
            );
        }
        let mut details = Box::<Details>::default();
        details.arguments.parameters = Values::collect(values);
        Self {
            entry: C::all()[usize::from(ENTRY)],
            details: Some(details),
        }
    }
}
