//! From the bytes of a file to its text.

use crate::problem::Problem;
use crate::rules;
use crate::source::Source;

/// Returns a source from a file's bytes.
///
/// # Errors
/// The bytes are not UTF-8. The problem belongs to the source that comes with it, whose text is as near to the file as possible.
pub fn source_from_bytes(path: impl Into<String>, bytes: Vec<u8>) -> Result<Source, (Source, Box<Problem>)> {
    let error = match String::from_utf8(bytes) {
        Ok(text) => return Ok(Source::new(path, text)),
        Err(error) => error,
    };
    let (text, place, found) = match error.as_bytes() {
        // Windows PowerShell writes such files.
        [0xff, 0xfe, units @ ..] => (utf_16(units, u16::from_le_bytes), 0, "UTF-16".to_owned()),
        [0xfe, 0xff, units @ ..] => (utf_16(units, u16::from_be_bytes), 0, "UTF-16".to_owned()),
        bytes => {
            let at = error.utf8_error().valid_up_to();
            let byte = bytes.get(at).copied().unwrap_or(0);
            let text = String::from_utf8_lossy(bytes).into_owned();
            (text, at, format!("the byte 0x{byte:02X}"))
        }
    };
    let len = text[place..].chars().next().map_or(0, char::len_utf8);
    let problem = Problem::new(
        &rules::ENCODING,
        place..place + len,
        format!("expected UTF-8, found {found}"),
    );
    Err((
        Source::new(path, text),
        Box::new(problem.help("save the file as UTF-8")),
    ))
}

fn utf_16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> String {
    let units = bytes.as_chunks::<2>().0.iter().map(|&bytes| unit(bytes));
    char::decode_utf16(units)
        .map(|decoded| decoded.unwrap_or(char::REPLACEMENT_CHARACTER))
        .collect()
}
