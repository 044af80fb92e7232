//! Methods that add details to an error.

use alloc::borrow::Cow;
use alloc::string::String;
use core::time::Duration;

use super::details::{Details, Source};
use super::single::Error;
use crate::catalog::AsEntry;
use crate::http::{Header, InvalidHeader};
use crate::render::{Arguments, is_blank};
use crate::values::DateTime;

impl<C: AsEntry> Error<C> {
    fn details_mut(&mut self) -> &mut Details {
        self.details.get_or_insert_default()
    }

    pub(super) fn arguments_mut(&mut self) -> &mut Arguments {
        &mut self.details_mut().arguments
    }

    /// Sets the diagnostics, which replace the text of the entry. They are sent to the client.
    ///
    /// A response whose template does not show them is sent without: see [`unsent`](Self::unsent).
    #[must_use]
    pub fn with_diagnostics(mut self, diagnostics: impl Into<Cow<'static, str>>) -> Self {
        self.arguments_mut().diagnostics = Some(diagnostics.into());
        self
    }

    /// Adds the `FHIRPath` of an invalid element. The first one replaces those of the entry. A blank one is ignored.
    #[must_use]
    pub fn with_expression(mut self, expression: impl Into<Cow<'static, str>>) -> Self {
        let expression = expression.into();
        if !is_blank(&expression) {
            self.arguments_mut().expressions.push(expression);
        }
        self
    }

    /// Adds the location (`XPath`) of an invalid element. The first one replaces those of the entry. A blank one is ignored.
    #[must_use]
    pub fn with_location(mut self, location: impl Into<Cow<'static, str>>) -> Self {
        let location = location.into();
        if !is_blank(&location) {
            self.arguments_mut().locations.push(location);
        }
        self
    }

    /// Sets the id of the request.
    #[must_use]
    pub fn with_request_id(mut self, request_id: impl Into<Cow<'static, str>>) -> Self {
        self.arguments_mut().request_id = Some(request_id.into());
        self
    }

    /// Sets the id of the resource, or of this error.
    #[must_use]
    pub fn with_id(mut self, id: impl Into<Cow<'static, str>>) -> Self {
        self.arguments_mut().id = Some(id.into());
        self
    }

    /// Sets the URI reference that identifies this error (RFC 9457, section 3.1.5).
    #[must_use]
    pub fn with_instance(mut self, instance: impl Into<Cow<'static, str>>) -> Self {
        self.arguments_mut().instance = Some(instance.into());
        self
    }

    /// Sets the time of the error. By default a body that shows a time shows the current one (feature `std`).
    ///
    /// A time that is not a date-time of RFC 3339 is ignored.
    #[must_use]
    pub fn with_time(mut self, time: impl DateTime) -> Self {
        let mut written = String::new();
        // Writing into a string cannot fail.
        let _ = time.write_date_time(&mut written);
        self.arguments_mut().time = Some(written);
        self
    }

    /// Sets the delay before a client repeats the request. Fractions of a second are rounded up when written.
    #[doc(alias = "Retry-After")]
    #[must_use]
    pub fn with_retry_after(mut self, delay: Duration) -> Self {
        self.set_retry_after(delay);
        self
    }

    pub(super) fn set_retry_after(&mut self, delay: Duration) {
        self.arguments_mut().retry_after = Some(delay);
    }

    /// Adds a header, which replaces the catalog's header of the same name.
    ///
    /// Two headers of one name that are both added here are both sent (RFC 9110, section 5.3). `Retry-After` in seconds also
    /// sets [`retry_after`](Self::retry_after), so that body and header have the same delay.
    ///
    /// # Errors
    ///
    /// If `name` is not a field name, or describes the body, such as `Content-Type` and `Transfer-Encoding`; or if `value` has other characters than
    /// visible ASCII, spaces and tabs, or white space at an end. The error is dropped; [`set_header`](Self::set_header) keeps
    /// it.
    pub fn with_header(
        mut self,
        name: impl Into<Cow<'static, str>>,
        value: impl Into<String>,
    ) -> Result<Self, InvalidHeader> {
        self.set_header(name, value)?;
        Ok(self)
    }

    /// Adds a header in place, as [`with_header`](Self::with_header) does.
    ///
    /// # Errors
    ///
    /// The same errors. The error is then unchanged.
    pub fn set_header(
        &mut self,
        name: impl Into<Cow<'static, str>>,
        value: impl Into<String>,
    ) -> Result<(), InvalidHeader> {
        let header = Header::checked(name.into(), value.into())?;
        if header.is("Retry-After")
            && header.value.bytes().all(|byte| byte.is_ascii_digit())
            && let Ok(seconds) = header.value.parse()
        {
            // The body has the same delay.
            self.set_retry_after(Duration::from_secs(seconds));
        }
        self.details_mut().headers.push(header);
        Ok(())
    }

    /// Sets the source. It is logged and never sent.
    #[must_use]
    pub fn with_source(mut self, source: impl Into<Source>) -> Self {
        self.details_mut().source = Some(source.into());
        self
    }

    /// Sets the status, if it is one of the entry's [`statuses`](crate::Entry::statuses).
    ///
    /// Any other status is ignored.
    #[must_use]
    pub fn with_status(mut self, status: u16) -> Self {
        if self.entry.as_entry().has_status(status) {
            self.details_mut().status = Some(status);
        }
        self
    }
}
