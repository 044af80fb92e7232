//! A call makes one enum.

error_runtime::error_catalog! {
    pub enum Clinic = "clinic.json";
    pub enum Other = "clinic.json";
}

fn main() {}
