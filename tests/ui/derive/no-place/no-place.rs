//! Details that the response has no place for.

use error_runtime::CatalogError;

error_runtime::error_catalog! {
    /// Errors of the clinic.
    pub enum Clinic = "derive/no-place/clinic.json";
}

#[derive(Debug, CatalogError)]
#[catalog(Clinic)]
enum Failure {
    #[code(SlotTaken)]
    Field {
        #[diagnostics]
        text: String,
    },
    #[code(SlotTaken, diagnostics = "The slot is taken.")]
    Text,
    #[code(WardFull)]
    #[diagnostics("There is a place for this.")]
    #[expression("Slot.start")]
    Expression,
}

fn main() {}
