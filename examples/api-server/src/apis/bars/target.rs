//! The header NHSD-Target-Identifier: JSON in Base64 with the receiver of the request.

use serde_json::Value;

/// Returns the receiver's identifier; `None` if the header is not valid.
pub(super) fn receiver(header: &str) -> Option<String> {
    let identifier: Value = serde_json::from_slice(&base64(header)?).ok()?;
    identifier["value"].as_str().map(str::to_owned)
}

/// The bytes of a text in Base64 (RFC 4648, section 4), padded or not.
fn base64(text: &str) -> Option<Vec<u8>> {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut bytes = Vec::with_capacity(text.len() / 4 * 3);
    for group in text.trim_end_matches('=').as_bytes().chunks(4) {
        let mut bits = 0_u32;
        for byte in group {
            let value = ALPHABET.iter().position(|letter| letter == byte)?;
            bits = (bits << 6) | u32::try_from(value).ok()?;
        }
        // A group of four letters is three bytes; of three, two; of two, one. One letter alone is not valid.
        let whole = match group.len() {
            1 => return None,
            letters => letters - 1,
        };
        bits <<= 6 * (4 - group.len());
        bytes.extend(bits.to_be_bytes().into_iter().skip(1).take(whole));
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_is_decoded_as_in_the_test_vectors_of_rfc_4648() {
        for (encoded, decoded) in [
            ("", ""),
            ("Zg==", "f"),
            ("Zm8=", "fo"),
            ("Zm9v", "foo"),
            ("Zm9vYg==", "foob"),
            ("Zm9vYmFy", "foobar"),
            ("Zm9vYg", "foob"),
        ] {
            assert_eq!(base64(encoded).as_deref(), Some(decoded.as_bytes()), "{encoded}");
        }
        assert_eq!((base64("Z"), base64("Zm9v!Q==")), (None, None));
    }

    #[test]
    fn the_receiver_is_the_value_of_the_identifier() {
        // {"system":"https://fhir.nhs.uk/Id/ods-organization-code","value":"RX809"}
        let header =
            "eyJzeXN0ZW0iOiJodHRwczovL2ZoaXIubmhzLnVrL0lkL29kcy1vcmdhbml6YXRpb24tY29kZSIsInZhbHVlIjoiUlg4MDkifQ==";
        assert_eq!(receiver(header).as_deref(), Some("RX809"));
        assert_eq!(
            (receiver("UlgwOQ=="), receiver("RX809"), receiver("W10=")),
            (None, None, None)
        );
    }
}
