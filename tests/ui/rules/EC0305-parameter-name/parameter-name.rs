//! A parameter's name is a Rust field name in snake case, no keyword, and no built-in placeholder.

error_runtime::error_catalog! {
    /// Errors of the clinic.
    pub enum Clinic = "rules/EC0305-parameter-name/clinic.json";
}

fn main() {
    let taken = error_runtime::Error::<Clinic>::from(clinic::SlotTaken {
        slot: "09:30",
        time: "2026-01-31T09:30:00Z",
    });
    println!("{} {taken}", Clinic::PatientNotFound.status());
}
