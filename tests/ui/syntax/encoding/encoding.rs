error_runtime::error_catalog! {
    /// Errors of the clinic.
    pub enum Clinic = "syntax/encoding/clinic.json";
}

include!("../../uses.rs");
