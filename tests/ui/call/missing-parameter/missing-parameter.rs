//! A parameter that is missing does not compile.

error_runtime::error_catalog! {
    /// Errors of the clinic.
    pub enum Clinic = "clinic.json";
}

fn main() {
    let error: error_runtime::Error<Clinic> = clinic::SlotTaken {}.into();
    println!("{error}");
}
