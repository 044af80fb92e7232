//! A fallback's entry has the status of its key, or one of its class.

error_runtime::error_catalog! {
    /// Errors of the clinic.
    pub enum Clinic = "rules/EC0410-fallback-status/clinic.json";
}

fn main() {
    println!("{}", Clinic::PatientNotFound.status());
}
