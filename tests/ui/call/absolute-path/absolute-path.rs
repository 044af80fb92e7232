//! A path is relative, so that the crate builds wherever it is.

error_runtime::error_catalog! {
    pub enum Clinic = "/srv/clinic/clinic.json";
}

fn main() {}
