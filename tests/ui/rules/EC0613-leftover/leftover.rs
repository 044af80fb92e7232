//! No element of a text response consists of an optional value only.
#![deny(warnings)]

error_runtime::error_catalog! {
    /// Errors of the clinic.
    pub enum Clinic = "rules/EC0613-leftover/clinic.json";
}

fn main() {
    println!("{}", Clinic::PatientNotFound.status());
}
