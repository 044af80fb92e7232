//! EC03: Rust names.

use super::Example::{Catalog, Entry};
use super::rules;

rules! {
    /// No two entries, and no two categories, make the same Rust name.
    SAME_RUST_NAME = "EC0301" "same-rust-name" Error,
        why: "`ACCESS DENIED` and `ACCESS_DENIED` are different codes and the same Rust identifier. Give one of them a `rust` name.",
        wrong: Catalog(r#""errors": {
  "ACCESS DENIED": { "status": 403, "issue": "forbidden", "title": "Denied", "code": "a" },
  "ACCESS_DENIED": { "status": 403, "issue": "forbidden", "title": "Denied", "code": "b" } }"#),
        right: Catalog(r#""errors": {
  "ACCESS DENIED": { "rust": "AccessDeniedWithSpace", "status": 403, "issue": "forbidden", "title": "Denied" },
  "ACCESS_DENIED": { "status": 403, "issue": "forbidden", "title": "Denied" } }"#);
    /// A name has letters or digits to make a Rust name from.
    NO_RUST_NAME = "EC0302" "no-rust-name" Error,
        why: "Nothing of `!!!` can stand in a Rust identifier. Give the entry a `rust` name.",
        wrong: Catalog(r#""errors": { "!!!": { "status": 404, "issue": "not-found", "title": "Not found" } }"#),
        right: Catalog(r#""errors": { "!!!": { "rust": "Alarm", "status": 404, "issue": "not-found", "title": "Not found" } }"#);
    /// A Rust name is not taken by the language or by what is generated beside it.
    RESERVED_RUST_NAME = "EC0303" "reserved-rust-name" Error,
        why: "`Self` is a keyword, and the module of the catalog has an item `Category` of its own.",
        wrong: Entry(r#""rust": "Self""#),
        right: Entry(r#""rust": "Myself""#);
    /// A `rust` name is an identifier in upper camel case.
    INVALID_RUST_NAME = "EC0304" "invalid-rust-name" Error,
        why: "It becomes an enum variant, and rustc warns about variants in another case.",
        wrong: Entry(r#""rust": "not_found""#),
        right: Entry(r#""rust": "NotFound""#);
    /// A parameter's name is a Rust field name in snake case, no keyword, and no built-in placeholder.
    PARAMETER_NAME = "EC0305" "parameter-name" Error,
        why: "The parameter becomes a field of the entry's struct, and a placeholder `{status}` could not mean both the parameter and the status.",
        wrong: Entry(r#""parameters": { "status": "integer" }, "diagnostics": "{status}""#),
        right: Entry(r#""parameters": { "upstream_status": "integer" }, "diagnostics": "{upstream_status}""#);
}
