//! The values of an enum have different names in Rust.

error_runtime::error_catalog! {
    /// Errors of the clinic.
    pub enum Clinic = "rules/EC0306-enum-value/clinic.json";
}

fn main() {
    println!("{}", Clinic::SlotTaken.status());
}
