//! A translation has only texts that its catalog has.

error_runtime::error_catalog! {
    /// Errors of the clinic.
    pub enum Clinic = "rules/EC1003-no-original/clinic.json";
}

fn main() {
    println!("{}", Clinic::Gone.status());
}
