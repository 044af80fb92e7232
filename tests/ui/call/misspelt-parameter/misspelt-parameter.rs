//! A parameter that is misspelt does not compile.

error_runtime::error_catalog! {
    /// Errors of the clinic.
    pub enum Clinic = "clinic.json";
}

fn main() {
    let error: error_runtime::Error<Clinic> = clinic::SlotTaken { solt: "09:30" }.into();
    println!("{error}");
}
