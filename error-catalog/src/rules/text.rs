//! EC06: texts, placeholders and parameters.

use super::Example::{Catalog, Entry};
use super::rules;

rules! {
    /// A placeholder names a built-in value or a parameter.
    UNKNOWN_PLACEHOLDER = "EC0601" "unknown-placeholder" Error,
        why: "Nothing could ever be put there. Declare the parameter in the entry, or in the catalog if several entries use it. A literal brace is written twice.",
        wrong: Entry(r#""parameters": { "patient_id": "string" }, "diagnostics": "No patient {patinet_id}, not {patient_id}.""#),
        right: Entry(r#""parameters": { "patient_id": "string" }, "diagnostics": "No patient {patient_id}.""#);
    /// A parameter that an entry declares is used by it, and one that the catalog declares by some entry.
    UNUSED_PARAMETER = "EC0602" "unused-parameter" Warning,
        why: "Code would have to supply a value that goes nowhere.",
        wrong: Entry(r#""parameters": { "patient": "string" }, "diagnostics": "No such patient.""#),
        right: Entry(r#""parameters": { "patient": "string" }, "diagnostics": "No patient {patient}.""#);
    /// Every brace opens or closes a placeholder, or is written twice.
    UNBALANCED_BRACE = "EC0603" "unbalanced-brace" Error,
        why: "As in Rust's format strings, `{{` and `}}` stand for the braces themselves.",
        wrong: Entry(r#""diagnostics": "Use {id""#),
        right: Entry(r#""diagnostics": "Use {{id}}""#);
    /// `internal` and `personal` parameters stand in `log` only.
    LEAK = "EC0604" "leak" Error,
        why: "Whatever is in a body or a header is seen by clients, proxies and their logs. A text that identifies a patient must not get there; \
              BaRS, for one, forbids it for diagnostics at any time.",
        wrong: Entry(r#""parameters": { "nhs_number": { "visibility": "personal" } }, "diagnostics": "No patient {nhs_number}.""#),
        right: Entry(r#""parameters": { "nhs_number": { "visibility": "personal" } }, "diagnostics": "No such patient.", "log": "no patient {nhs_number}""#);
    /// Texts have no control characters.
    CONTROL_CHARACTER = "EC0605" "control-character" Error,
        why: "They are invisible in an editor, break log lines and terminals, and FHIR forbids them in strings but for tab, line feed and carriage return.",
        wrong: Entry(r#""title": "Not\u0007found""#),
        right: Entry(r#""title": "Not found""#);
    /// Texts have no double spaces and none at their ends.
    UNTIDY_SPACE = "EC0606" "untidy-space" Warning,
        why: "It is nearly always left over from editing, and clients that compare texts notice. If the published text really has it, allow the rule in the entry.",
        wrong: Entry(r#""title": "Not  found ""#),
        right: Entry(r#""title": "Not found""#);
    /// A placeholder is spelt in a way that can work where it stands.
    PLACEHOLDER_MISUSE = "EC0607" "placeholder-misuse" Error,
        why: "`title` and `user_message` are fixed; `docs` and `display` can hold what the catalog knows, not what only an occurrence does. `{x?null}` and `{x*}` are whole JSON values. \
              An optional parameter needs `?` or `?null`, so that its absence has a meaning.",
        wrong: Entry(r#""title": "Not found: {code}""#),
        right: Entry(r#""title": "Not found", "message": "Not found: {code}""#);
    /// A parameter's example is a value of its type.
    EXAMPLE_TYPE = "EC0608" "example-type" Error,
        why: "Documents and tests use the example as a value.",
        wrong: Catalog(r#""parameters": { "count": { "type": "integer", "example": "many" } }, "errors": { "FULL": { "status": 409, "issue": "conflict", "title": "Full", "diagnostics": "{count} booked." } }"#),
        right: Catalog(r#""parameters": { "count": { "type": "integer", "example": 3 } }, "errors": { "FULL": { "status": 409, "issue": "conflict", "title": "Full", "diagnostics": "{count} booked." } }"#);
    /// Texts do not use each other in a circle.
    CIRCULAR_TEXT = "EC0609" "circular-text" Error,
        why: "A message that holds the message has no end.",
        wrong: Entry(r#""message": "{display}", "display": "{message}""#),
        right: Entry(r#""message": "Not found here", "display": "{message}""#);
}
