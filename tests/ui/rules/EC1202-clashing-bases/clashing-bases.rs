//! The bases of a catalog have the same value of a member.

error_runtime::error_catalog! {
    /// Errors of the clinic.
    pub enum Clinic = "rules/EC1202-clashing-bases/clinic.json";
}

fn main() {
    println!("{}", Clinic::Gone.status());
}
