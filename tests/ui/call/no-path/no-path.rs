//! A call says where the catalog is.

error_runtime::error_catalog! {
    pub enum Clinic;
}

fn main() {}
