//! Errors of entries that are chosen at run time, with arguments by name.

use alloc::vec::Vec;

use super::parameter_error::ParameterError;
use super::single::Error;
use crate::catalog::AsEntry;
use crate::values::Kind;

impl<C: AsEntry> Error<C> {
    /// Returns the error of an entry that is chosen at run time, with the arguments of its parameters by name.
    ///
    /// If the same name is there twice, the last argument counts. The errors of the catalog's module are checked at compile
    /// time instead: see [`Error`].
    ///
    /// ```
    /// # mod api { error_runtime::error_catalog! { pub enum Clinic = "catalogs/clinic.json"; } }
    /// # use api::Clinic;
    /// use error_runtime::Error;
    ///
    /// let error = Error::try_new(Clinic::PatientNotFound, [("patient", "p-17")])?;
    /// assert_eq!(error.message(), "No patient has the id p-17");
    ///
    /// let error = Error::try_new(Clinic::PatientNotFound, []).unwrap_err();
    /// assert_eq!(error.to_string(), "missing required parameter `patient` of `PATIENT_NOT_FOUND`");
    /// # Ok::<(), error_runtime::ParameterError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If the entry has no parameter of a name; if an argument is not of the parameter's type: a JSON integer or number (RFC
    /// 8259, section 6), `true` or `false`, a URI reference (RFC 3986), a date-time (RFC 3339), a UUID (RFC 9562), a value of an
    /// enum, JSON, or a list as a JSON array; or if a required parameter has no argument.
    pub fn try_new<'a>(
        entry: C,
        arguments: impl IntoIterator<Item = (&'a str, &'a str)>,
    ) -> Result<Self, ParameterError> {
        let mut error = Self::__from_entry(entry);
        for (name, value) in arguments {
            error.set_parameter(name, value)?;
        }
        let names: Vec<&'static str> = error.missing_parameters().map(|parameter| parameter.name).collect();
        if names.is_empty() {
            return Ok(error);
        }
        let entry = entry.as_entry().name();
        Err(ParameterError::Missing { entry, names })
    }

    /// Sets a parameter. On a failure the error is unchanged.
    pub(crate) fn set_parameter(&mut self, name: &str, value: &str) -> Result<(), ParameterError> {
        let entry = self.entry.as_entry();
        let found = entry
            .parameters()
            .iter()
            .enumerate()
            .find(|(_, parameter)| parameter.name == name);
        let Some((position, parameter)) = found else {
            return Err(ParameterError::Unknown {
                entry: entry.name(),
                name: name.into(),
            });
        };
        let Some((value, kind)) = Kind::of(value, parameter) else {
            return Err(ParameterError::Type {
                entry: entry.name(),
                name: parameter.name,
                expected: parameter.kind,
            });
        };
        self.arguments_mut().parameters.set(position, &value, kind);
        Ok(())
    }
}
