//! A retired code is not used again.

error_runtime::error_catalog! {
    /// Errors of the clinic.
    #[catalog(baseline)]
    pub enum Clinic = "rules/EC1102-retired-code/clinic.json";
}

fn main() {
    let taken = error_runtime::Error::<Clinic>::from(clinic::SlotTaken { slot: "09:30" });
    println!("{} {taken}", Clinic::PatientNotFound.status());
}
