//! The file keeps the limits of size: 16 MiB, 65,000 entries, 192 parameters for an entry, 65,535 bytes for a name or code, 1 MiB for a body.

error_runtime::error_catalog! {
    /// Errors of the clinic.
    pub enum Clinic = "rules/EC0105-too-large/clinic.json";
}

fn main() {
    println!("{}", Clinic::PatientNotFound.status());
}
