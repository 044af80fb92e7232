//! A rule that is allowed exists.

error_runtime::error_catalog! {
    #[catalog(allow(EC0405, EC9999))]
    pub enum Clinic = "clinic.json";
}

fn main() {}
