//! The file can be read.

error_runtime::error_catalog! {
    /// Errors of the clinic.
    pub enum Clinic = "catalogs/clinic.json";
}

/// The name of the enum is there, so that its uses are no errors too.
pub fn answer(error: error_runtime::Error<Clinic>) -> Option<std::borrow::Cow<'static, str>> {
    error_runtime::Respond::body(&error)
}
