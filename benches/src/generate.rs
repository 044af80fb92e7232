//! Catalogs of any size: names of three words, a third of the entries with two of fifteen parameters.

use std::fmt::Write as _;

const WORDS: [&str; 20] = [
    "patient",
    "record",
    "consent",
    "session",
    "slot",
    "practitioner",
    "organisation",
    "bundle",
    "medication",
    "allergy",
    "document",
    "referral",
    "endpoint",
    "token",
    "header",
    "resource",
    "interaction",
    "version",
    "provider",
    "consumer",
];

const STRINGS: [&str; 10] = [
    "identifier",
    "resource",
    "system",
    "channel",
    "revision",
    "profile",
    "interaction",
    "element",
    "parameter",
    "reference",
];

const INTEGERS: [&str; 5] = ["count", "limit", "length", "offset", "line"];

/// Statuses with an issue type that suits each.
const KINDS: [(u16, &str); 8] = [
    (404, "not-found"),
    (400, "invalid"),
    (403, "forbidden"),
    (500, "processing"),
    (409, "conflict"),
    (503, "timeout"),
    (422, "business-rule"),
    (410, "deleted"),
];

fn words(position: usize) -> (&'static str, &'static str) {
    (WORDS[position % 20], WORDS[position / 20 % 20])
}

/// The name of an entry.
pub fn name(position: usize) -> String {
    let (one, two) = words(position);
    format!("{one}_{two}_{position:05}").to_uppercase()
}

/// One entry, in the words of the catalog.
pub struct Entry {
    /// Its name.
    pub name: String,
    /// Its name in Rust.
    pub rust_name: String,
    /// HTTP status.
    pub status: u16,
    /// FHIR issue type.
    pub issue: &'static str,
    /// Title.
    pub title: String,
    /// Message, with placeholders for the parameters.
    pub message: Option<String>,
    /// Name of a string and of an integer.
    pub parameters: Option<(&'static str, &'static str)>,
    /// The advice to the developer of a client.
    pub action: String,
}

/// The entry at a position.
pub fn entry(position: usize) -> Entry {
    let (one, two) = words(position);
    let (status, issue) = KINDS[position % 8];
    let name = name(position);
    let rust_name = name.split('_').fold(String::new(), |mut out, word| {
        out.push_str(&word[..1]);
        out.push_str(&word[1..].to_lowercase());
        out
    });
    let parameters = position
        .is_multiple_of(3)
        .then(|| (STRINGS[position / 3 % 10], INTEGERS[position / 30 % 5]));
    Entry {
        name,
        rust_name,
        status,
        issue,
        title: format!("The {one} of the {two} number {position} cannot be used"),
        message: parameters.map(|(a, b)| format!("The {one} {{{a}}} was refused by {two} for {{{b}}}.")),
        parameters,
        action: format!("Check the {one} with the {two} and send the request again."),
    }
}

/// A catalog.
pub fn catalog(entries: usize) -> String {
    let mut out = String::from(
        r#"{
  "name": "bench",
  "version": "1.0",
  "title": "Bench API",
  "responses": {
    "default": {
      "format": "operation-outcome",
      "fhir": "R4",
      "coding": { "system": "https://fhir.example.org/CodeSystem/error-code", "code": "{code}", "display": "{title}" },
      "details_text": "{message}"
    }
  },
  "errors": {
"#,
    );
    for position in 0..entries {
        let one = entry(position);
        let _ = write!(
            out,
            "    \"{}\": {{\n      \"status\": {},\n      \"issue\": \"{}\",\n      \"title\": \"{}\",\n",
            one.name, one.status, one.issue, one.title
        );
        if let (Some(message), Some((a, b))) = (&one.message, one.parameters) {
            let _ = write!(
                out,
                "      \"message\": \"{message}\",\n      \"parameters\": {{ \"{a}\": \"string\", \"{b}\": \"integer\" }},\n"
            );
        }
        let comma = if position + 1 == entries { "" } else { "," };
        let _ = write!(
            out,
            "      \"retry\": \"never\",\n      \"action\": \"{}\"\n    }}{comma}\n",
            one.action
        );
    }
    out.push_str("  }\n}\n");
    out
}
