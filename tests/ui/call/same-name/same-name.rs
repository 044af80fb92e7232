// Two catalogs have one name.

use error_runtime::error_catalog;

error_catalog! {
    #[catalog(exhaustive)]
    pub enum Clinic = "clinic.json";
}

error_catalog! {
    #[catalog(exhaustive)]
    pub enum Clinic = "call/same-name/clinic.json";
}

fn main() {}
