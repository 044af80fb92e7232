//! The file lies inside the package that compiles it.
#![deny(warnings)]

error_runtime::error_catalog! {
    /// Errors of the clinic.
    pub enum Clinic = "../clinic.json";
}

/// The body of a response.
pub fn answer() -> Option<std::borrow::Cow<'static, str>> {
    error_runtime::Respond::body(&clinic::PatientNotFound.error())
}
