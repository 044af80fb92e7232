//! A call makes an enum.

error_runtime::error_catalog! {
    pub struct Clinic = "clinic.json";
}

fn main() {}
