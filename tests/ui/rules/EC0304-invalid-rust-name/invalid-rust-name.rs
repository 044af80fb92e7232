//! A `rust` name is an identifier in upper camel case.

error_runtime::error_catalog! {
    /// Errors of the clinic.
    pub enum Clinic = "rules/EC0304-invalid-rust-name/clinic.json";
}

fn main() {
    let taken = error_runtime::Error::<Clinic>::from(clinic::SlotTaken { slot: "09:30" });
    println!("{taken} {}", Clinic::PatientNotFound.status());
}
