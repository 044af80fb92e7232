//! A text or an `f64` is checked before it is a value of a type with a syntax.

error_runtime::error_catalog! {
    /// Errors of the clinic.
    pub enum Clinic = "call/unchecked-value/clinic.json";
}

fn main() {
    let _: error_runtime::Error<Clinic> = clinic::SlotTaken {
        share: f64::NAN,
        when: "banana",
        scope: "a, Basic",
    }
    .into();
}
