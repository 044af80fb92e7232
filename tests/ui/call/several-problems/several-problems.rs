//! All problems of a file show in one build, each as an error of its own.

error_runtime::error_catalog! {
    /// Errors of the clinic.
    pub enum Clinic = "call/several-problems/clinic.json";
}

fn main() {
    println!("{} {}", Clinic::PatientNotFound.status(), Clinic::SlotTaken.status());
}
