//! A catalog that forwards errors of its base has all entries of the base.

error_runtime::error_catalog! {
    /// Errors of the clinic.
    pub enum Clinic = "call/removed-entry-of-a-base/base.json";
}

error_runtime::error_catalog! {
    /// Errors of the desk.
    #[catalog(extends = Clinic)]
    pub enum Desk = "call/removed-entry-of-a-base/desk.json";
}

fn main() {}
