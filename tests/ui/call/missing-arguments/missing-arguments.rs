//! The name of an error with parameters is not a value: the arguments are missing.

error_runtime::error_catalog! {
    /// Errors of the clinic.
    pub enum Clinic = "clinic.json";
}

fn main() {
    let error: error_runtime::Error<Clinic> = clinic::SlotTaken.into();
    println!("{error}");
}
