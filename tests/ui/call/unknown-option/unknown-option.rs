//! An option is one that the macro knows.

error_runtime::error_catalog! {
    #[catalog(exaustive)]
    pub enum Clinic = "clinic.json";
}

fn main() {}
