//! A translation has every text of its catalog.
#![deny(warnings)]

error_runtime::error_catalog! {
    /// Errors of the clinic.
    pub enum Clinic = "rules/EC1001-missing-translation/clinic.json";
}

fn main() {
    println!("{}", Clinic::Gone.status());
}
