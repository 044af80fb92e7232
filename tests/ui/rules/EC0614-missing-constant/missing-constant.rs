//! An entry has the constants that its response writes.

error_runtime::error_catalog! {
    /// Errors of the clinic.
    pub enum Clinic = "rules/EC0614-missing-constant/clinic.json";
}

fn main() {
    println!("{}", Clinic::PatientNotFound.status());
}
