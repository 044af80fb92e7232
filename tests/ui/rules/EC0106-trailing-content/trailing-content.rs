//! Text after the object of the catalog.

error_runtime::error_catalog! {
    /// Errors of the clinic.
    pub enum Clinic = "rules/EC0106-trailing-content/clinic.json";
}

/// The name of the enum is there, so that its uses are no errors too.
fn answer(error: error_runtime::Error<Clinic>) -> (u16, Option<std::borrow::Cow<'static, str>>) {
    println!("{:?} {}", error.entry(), Clinic::COUNT);
    (error.status(), error_runtime::Respond::body(&error))
}

fn main() {
    println!(
        "{:?}",
        "PATIENT_NOT_FOUND"
            .parse::<Clinic>()
            .ok()
            .map(|entry| answer(error_runtime::Error::try_new(entry, []).unwrap()))
    );
}
