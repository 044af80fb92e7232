error_runtime::error_catalog! {
    /// Errors of the clinic.
    pub enum Clinic = "syntax/missing-brace/clinic.json";
}

include!("../../uses.rs");
