//! An option is one that the macro knows.

error_runtime::error_catalog! {
    #[catalog(exaustive)]
    pub enum Clinic = "ui/call/clinic.json";
}

fn main() {}
