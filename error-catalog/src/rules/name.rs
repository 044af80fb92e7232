//! EC03: Rust names.

use super::Example::{Catalog, Entry};
use super::rules;

rules! {
    /// Every entry, and every category, has a Rust name of its own.
    SAME_RUST_NAME = "EC0301" "same-rust-name" Error,
        why: "`ACCESS DENIED` and `ACCESS_DENIED` are different codes, but both become the identifier `AccessDenied`. Set `rust` on one of them.",
        wrong: Catalog(r#""errors": {
  "ACCESS DENIED": { "status": 403, "issue": "forbidden", "title": "Denied", "code": "a" },
  "ACCESS_DENIED": { "status": 403, "issue": "forbidden", "title": "Denied", "code": "b" } }"#),
        right: Catalog(r#""errors": {
  "ACCESS DENIED": { "rust": "AccessDeniedWithSpace", "status": 403, "issue": "forbidden", "title": "Denied" },
  "ACCESS_DENIED": { "status": 403, "issue": "forbidden", "title": "Denied" } }"#),
        depends_on: ["rust"];
    /// A name has characters that are valid in a Rust identifier.
    NO_RUST_NAME = "EC0302" "no-rust-name" Error,
        why: "`!!!` has no characters that are valid in an identifier. Set `rust` on the entry.",
        wrong: Catalog(r#""errors": { "!!!": { "status": 404, "issue": "not-found", "title": "Not found" } }"#),
        right: Catalog(r#""errors": { "!!!": { "rust": "Alarm", "status": 404, "issue": "not-found", "title": "Not found" } }"#),
        depends_on: ["rust"];
    /// A Rust name is neither a keyword nor the name of a generated item.
    RESERVED_RUST_NAME = "EC0303" "reserved-rust-name" Error,
        why: "`Self` is a keyword, and the generated module has an item named `Category`.",
        wrong: Entry(r#""rust": "Self""#),
        right: Entry(r#""rust": "Myself""#);
    /// A `rust` name is an identifier in upper camel case.
    INVALID_RUST_NAME = "EC0304" "invalid-rust-name" Error,
        why: "It becomes an enum variant, and rustc warns about variants that are not in upper camel case.",
        wrong: Entry(r#""rust": "not_found""#),
        right: Entry(r#""rust": "NotFound""#);
    /// A parameter name is a snake case identifier, and neither a keyword nor a built-in placeholder.
    PARAMETER_NAME = "EC0305" "parameter-name" Error,
        why: "A parameter becomes a field of the entry's struct, and a placeholder such as `{status}` must have one meaning.",
        wrong: Entry(r#""parameters": { "status": "integer" }, "diagnostics": "{status}""#),
        right: Entry(r#""parameters": { "upstream_status": "integer" }, "diagnostics": "{upstream_status}""#);
    /// The values of an enum have different Rust names.
    ENUM_VALUE = "EC0306" "enum-value" Error,
        why: "Each value is a variant of a Rust enum: `not-found` is `NotFound`, and so is `NOT_FOUND`.",
        wrong: Entry(r#""parameters": { "cause": { "type": "enum", "values": ["not-found", "NOT_FOUND"] } }, "diagnostics": "{cause}""#),
        right: Entry(r#""parameters": { "cause": { "type": "enum", "values": ["not-found", "gone"] } }, "diagnostics": "{cause}""#);
}
