//! An error cannot be allowed.

error_runtime::error_catalog! {
    #[catalog(allow(EC0203))]
    pub enum Clinic = "clinic.json";
}

fn main() {}
