//! A translation has the placeholders of the original text.

error_runtime::error_catalog! {
    /// Errors of the clinic.
    pub enum Clinic = "rules/EC1002-translated-placeholder/clinic.json";
}

fn main() {
    println!("{}", Clinic::Gone.status());
}
