//! The path is a string.

error_runtime::error_catalog! {
    pub enum Clinic = clinic.json;
}

fn main() {}
