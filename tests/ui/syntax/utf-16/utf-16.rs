error_runtime::error_catalog! {
    /// Errors of the clinic.
    pub enum Clinic = "syntax/utf-16/clinic.json";
}

include!("../../uses.rs");
