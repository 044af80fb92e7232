//! A message uses a rare built-in placeholder on purpose.
#![deny(warnings)]

error_runtime::error_catalog! {
    /// Errors of the clinic.
    pub enum Clinic = "rules/EC0612-rare-built-in/clinic.json";
}

fn main() {
    let taken = error_runtime::Error::<Clinic>::from(clinic::SlotTaken { slot: "09:30" });
    println!("{} {taken}", Clinic::PatientNotFound.status());
}
