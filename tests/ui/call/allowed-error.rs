//! An error cannot be allowed.

error_runtime::error_catalog! {
    #[catalog(allow(EC0203))]
    pub enum Clinic = "ui/call/clinic.json";
}

fn main() {}
