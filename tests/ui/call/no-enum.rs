//! A call makes an enum.

error_runtime::error_catalog! {
    pub struct Clinic = "ui/call/clinic.json";
}

fn main() {}
