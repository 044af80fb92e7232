//! Constant text does not look like a placeholder.
#![deny(warnings)]

error_runtime::error_catalog! {
    /// Errors of the clinic.
    pub enum Clinic = "rules/EC0611-literal-placeholder/clinic.json";
}

fn main() {
    let taken = error_runtime::Error::<Clinic>::from(clinic::SlotTaken { slot: "09:30" });
    println!("{} {taken}", Clinic::PatientNotFound.status());
}
