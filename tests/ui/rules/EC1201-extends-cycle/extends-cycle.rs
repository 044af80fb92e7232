//! A base does not extend the file that extends it.

error_runtime::error_catalog! {
    /// Errors of the clinic.
    pub enum Clinic = "rules/EC1201-extends-cycle/clinic.json";
}

fn main() {
    println!("{}", Clinic::Gone.status());
}
