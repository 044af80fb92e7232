error_runtime::error_catalog! {
    /// Errors of the clinic.
    pub enum Clinic = "syntax/duplicate-comma/clinic.json";
}

include!("../../uses.rs");
