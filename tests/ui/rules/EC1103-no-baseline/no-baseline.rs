//! The baseline of a catalog exists.

error_runtime::error_catalog! {
    /// Errors of the clinic.
    #[catalog(baseline)]
    pub enum Clinic = "rules/EC1103-no-baseline/clinic.json";
}

fn main() {
    let taken = error_runtime::Error::<Clinic>::from(clinic::SlotTaken { slot: "09:30" });
    println!("{} {taken}", Clinic::PatientNotFound.status());
}
