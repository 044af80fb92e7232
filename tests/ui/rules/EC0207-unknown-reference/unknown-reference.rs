//! A name that refers to something refers to something that exists.

error_runtime::error_catalog! {
    /// Errors of the clinic.
    pub enum Clinic = "rules/EC0207-unknown-reference/clinic.json";
}

fn main() {
    let taken = error_runtime::Error::<Clinic>::from(clinic::SlotTaken { slot: "09:30" });
    println!("{} {taken}", Clinic::PatientNotFound.status());
    println!(
        "{:?}",
        Clinic::PatientNotFound
            .category()
            .map(|category| category == clinic::Category::Patient)
    );
}
