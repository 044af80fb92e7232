//! A call makes one enum.

error_runtime::error_catalog! {
    pub enum Clinic = "ui/call/clinic.json";
    pub enum Other = "ui/call/clinic.json";
}

fn main() {}
