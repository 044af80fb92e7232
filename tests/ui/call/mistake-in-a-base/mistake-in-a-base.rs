//! A message about a base points into its file.

error_runtime::error_catalog! {
    /// Errors of the clinic.
    pub enum Clinic = "call/mistake-in-a-base/clinic.json";
}

fn main() {
    println!("{}", Clinic::Gone.status());
}
