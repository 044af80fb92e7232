//! Converts names of a catalog to Rust names.

use unicode_ident::{is_xid_continue, is_xid_start};

use crate::ast::text::{self, is_among};

/// Returns the upper camel case name of a key, or `None` if it has no characters valid in an identifier.
///
/// A word ends before an uppercase letter that follows a lowercase letter, before the last of several uppercase letters that is followed by a
/// lowercase letter (`HTTPError` is `HttpError`), and at every character that is neither a letter nor a digit. Digits are part of the word before
/// them (`EC2AccessDenied` is `Ec2AccessDenied`).
pub fn upper_camel(key: &str) -> Option<String> {
    if let Some(name) = from_screaming_snake(key) {
        return Some(name);
    }
    let mut name = String::with_capacity(key.len());
    let chars: Vec<char> = key.chars().collect();
    let mut word_starts = true;
    // The letter before, in the same word.
    let mut before: Option<char> = None;
    for (position, &c) in chars.iter().enumerate() {
        if !c.is_alphanumeric() || !is_xid_continue(c) {
            (word_starts, before) = (true, None);
            continue;
        }
        let after = chars.get(position + 1);
        let boundary = c.is_uppercase()
            && before.is_some_and(|before| {
                before.is_lowercase() || (before.is_uppercase() && after.is_some_and(|after| after.is_lowercase()))
            });
        if !c.is_numeric() {
            before = Some(c);
        }
        if word_starts || boundary {
            name.extend(c.to_uppercase());
        } else {
            name.extend(c.to_lowercase());
        }
        word_starts = false;
    }
    let first = name.chars().next()?;
    Some(if is_xid_start(first) {
        name
    } else {
        format!("Code{name}")
    })
}

/// Returns the name of the variant for a value of an enum, or `None` if it has no characters valid in an identifier.
pub fn variant(value: &str) -> Option<String> {
    let name = upper_camel(value)?;
    Some(if name == "Self" { "SelfValue".to_owned() } else { name })
}

/// Returns the name of a key in screaming snake case, the most common case; `None` for other keys.
///
/// Works on bytes, as macros run without optimization.
fn from_screaming_snake(key: &str) -> Option<String> {
    let bytes = key.as_bytes();
    let mut name = Vec::with_capacity(bytes.len());
    let mut word_starts = true;
    let mut at = 0;
    while at < bytes.len() {
        match bytes[at] {
            b'_' => word_starts = true,
            byte @ b'A'..=b'Z' if word_starts => {
                name.push(byte);
                word_starts = false;
            }
            byte @ b'A'..=b'Z' => name.push(byte | 0x20),
            byte @ b'0'..=b'9' if !name.is_empty() => {
                name.push(byte);
                word_starts = false;
            }
            _ => return None,
        }
        at += 1;
    }
    String::from_utf8(name).ok().filter(|name| !name.is_empty())
}

/// Whether a name is a valid `rust` name: an identifier that rustc accepts as upper camel case.
pub fn is_upper_camel(name: &str) -> bool {
    let mut chars = name.chars();
    chars
        .next()
        .is_some_and(|first| is_xid_start(first) && !first.is_lowercase())
        && chars.all(|c| is_xid_continue(c) && c != '_')
}

/// Converts upper camel case to snake case: `GpConnect` is `gp_connect`.
pub fn snake(name: &str) -> String {
    let mut out = String::with_capacity(name.len() + 4);
    for (position, c) in name.chars().enumerate() {
        if c.is_uppercase() && position > 0 && !out.ends_with('_') {
            out.push('_');
        }
        out.extend(c.to_lowercase());
    }
    out
}

/// Returns the most likely field name for a word of another spelling or language: `user_id` for `userId`.
pub fn field(word: &str) -> Option<String> {
    let name = if word.bytes().all(|byte| byte.is_ascii_digit()) {
        format!("value_{word}")
    } else {
        snake(&upper_camel(word)?)
    };
    let name = if is_keyword(&name) || text::is_built_in(&name) {
        format!("{name}_value")
    } else {
        name
    };
    is_field(&name).then_some(name)
}

/// Whether a name is valid for a catalog: lowercase letters, digits and single hyphens between them.
pub fn is_catalog_name(name: &str) -> bool {
    let is_part = |part: &str| {
        let mut bytes = part.bytes();
        !part.is_empty() && bytes.all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
    };
    name.split('-').all(is_part)
}

/// Whether a name is a valid field name: snake case and not a keyword.
pub fn is_field(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_lowercase())
        && name
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
        && !is_keyword(name)
}

/// Whether a name is a keyword of any edition.
pub fn is_keyword(name: &str) -> bool {
    is_among(&KEYWORDS, name)
}

/// The strict and reserved keywords of the 2024 edition in lower case.
static KEYWORDS: [&str; 52] = [
    "as", "abstract", "async", "await", "become", "box", "break", "const", "continue", "crate", "do", "dyn", "else",
    "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let", "loop", "macro", "match", "mod",
    "move", "mut", "override", "priv", "pub", "ref", "return", "self", "static", "struct", "super", "trait", "true",
    "try", "type", "typeof", "unsafe", "unsized", "use", "virtual", "where", "while", "yield", "union",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_become_upper_camel_case() {
        for (key, name) in [
            ("PATIENT_NOT_FOUND", "PatientNotFound"),
            ("ACCESS DENIED", "AccessDenied"),
            ("KMS.NotFoundException", "KmsNotFoundException"),
            ("2FA_REQUIRED", "Code2faRequired"),
            ("01000", "Code01000"),
            ("urn:ietf:error", "UrnIetfError"),
            ("HTTPError", "HttpError"),
            ("EC2AccessDenied", "Ec2AccessDenied"),
            ("OAuth2Error", "OAuth2Error"),
            ("v2APIError", "V2ApiError"),
            ("SHA256SUM-bad", "Sha256sumBad"),
            ("échec_réseau", "ÉchecRéseau"),
            ("a-b", "AB"),
        ] {
            assert_eq!(upper_camel(key).as_deref(), Some(name), "{key}");
        }
        assert_eq!(upper_camel("!!!"), None);
    }

    #[test]
    fn module_and_field_names_are_snake_case() {
        assert_eq!(snake("GpConnect"), "gp_connect");
        let field = |word| field(word);
        assert_eq!(field("userId").as_deref(), Some("user_id"));
        assert_eq!(field("Patient ID").as_deref(), Some("patient_id"));
        assert_eq!(field("0").as_deref(), Some("value_0"));
        assert_eq!(field("Type").as_deref(), Some("type_value"));
        assert_eq!(field("é"), None);
        assert!(is_field("receiver_ods") && !is_field("type") && !is_field("Receiver") && !is_field("2x"));
        assert!(is_upper_camel("NotFound") && !is_upper_camel("not_found") && !is_upper_camel("Not_Found"));
    }
}
