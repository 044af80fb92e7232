//! The XML of a response is well-formed; a message has the place in the string.

error_runtime::error_catalog! {
    /// Errors of the clinic.
    pub enum Clinic = "rules/EC0615-malformed-xml/clinic.json";
}

fn main() {
    println!("{}", Clinic::PatientNotFound.status());
}
