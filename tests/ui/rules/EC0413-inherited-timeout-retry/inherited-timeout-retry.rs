//! A 408 has advice of its own.
#![deny(warnings)]

error_runtime::error_catalog! {
    /// Errors of the clinic.
    pub enum Clinic = "rules/EC0413-inherited-timeout-retry/clinic.json";
}

fn main() {
    let taken = error_runtime::Error::<Clinic>::from(clinic::SlotTaken { slot: "09:30" });
    println!("{} {taken}", Clinic::Timeout.status());
}
