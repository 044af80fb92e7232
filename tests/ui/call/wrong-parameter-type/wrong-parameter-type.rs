//! A value of another type does not compile.

error_runtime::error_catalog! {
    /// Errors of the clinic.
    pub enum Clinic = "clinic.json";
}

fn main() {
    let error: error_runtime::Error<Clinic> = clinic::SlotTaken { slot: 9 }.into();
    println!("{error}");
}
