error_runtime::error_catalog! {
    /// Errors of the clinic.
    pub enum Clinic = "syntax/unterminated-string/clinic.json";
}

include!("../../uses.rs");
