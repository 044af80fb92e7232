//! Codes that are not Rust names, are integers, are shared, or are absent.
#![deny(warnings)]

use error_runtime::{Code, error_catalog};

error_catalog! {
    /// Codes of every kind.
    pub enum Codes = "tests/good/codes.json";
}

#[test]
fn codes_of_every_kind_have_a_variant() {
    use Codes::{
        AccessDenied, Code2faRequired, Code01000, KmsNotFoundException, Oneself, Teapot, Timeout408, Timeout504,
        Twilio20003, UrnClinicÉchec,
    };
    let texts = [
        AccessDenied,
        KmsNotFoundException,
        Code2faRequired,
        Code01000,
        UrnClinicÉchec,
        Oneself,
    ];
    assert!(texts.iter().all(|entry| entry.code() == Some(Code::Text(entry.name()))));
    assert_eq!(Twilio20003.code(), Some(Code::Integer(20003)));
    assert_eq!(Teapot.code(), None);
    assert!(Codes::by_code("TIMEOUT").eq([Timeout408, Timeout504]));
}
