//! A response without a body has no media type.
#![deny(warnings)]

error_runtime::error_catalog! {
    /// Errors of the clinic.
    pub enum Clinic = "rules/EC0412-content-type-without-body/clinic.json";
}

fn main() {
    println!("{}", Clinic::PatientNotFound.status());
}
