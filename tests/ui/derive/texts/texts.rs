//! Texts whose placeholders are no fields.

use ui_tests::ClinicV1;
use error_runtime::CatalogError;

#[derive(Debug, CatalogError)]
#[catalog(ClinicV1)]
enum Failure {
    #[code(Busy, diagnostics = "room {rom} is taken")]
    Unknown { room: u8 },
    #[code(Busy, diagnostics = "room {} is taken")]
    NoName { room: u8 },
    #[code(Busy, diagnostics = "room {room is taken")]
    Open { room: u8 },
    #[code(Busy)]
    #[expression("Slot.where(room = {0})")]
    NoFields,
    #[code(Busy)]
    #[display("room {room:width$}")]
    Width { room: u8, width: usize },
    #[code(Busy)]
    #[diagnostics(5)]
    NoText,
}

fn main() {}
