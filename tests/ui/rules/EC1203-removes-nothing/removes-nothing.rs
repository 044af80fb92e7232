//! A `null` removes a member that a base has.

error_runtime::error_catalog! {
    /// Errors of the clinic.
    pub enum Clinic = "rules/EC1203-removes-nothing/clinic.json";
}

fn main() {
    println!("{}", Clinic::Gone.status());
}
