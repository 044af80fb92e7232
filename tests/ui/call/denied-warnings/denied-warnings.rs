//! All warnings can be denied in the call.

error_runtime::error_catalog! {
    /// Errors of the clinic.
    #[catalog(deny(warnings))]
    pub enum Clinic = "rules/EC0504-status-issue-mismatch/clinic.json";
}

fn main() {
    let taken = error_runtime::Error::<Clinic>::from(clinic::SlotTaken { slot: "09:30" });
    println!("{} {taken}", Clinic::PatientNotFound.status());
}
