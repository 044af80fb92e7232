//! `internal` and `personal` parameters stand in `log` only.

error_runtime::error_catalog! {
    /// Errors of the clinic.
    pub enum Clinic = "rules/EC0604-leak/clinic.json";
}

fn main() {
    let taken = error_runtime::Error::<Clinic>::from(clinic::SlotTaken {
        slot: "09:30",
        patient: "p-17",
    });
    println!("{} {taken}", Clinic::PatientNotFound.status());
}
