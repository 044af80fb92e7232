//! EC02: members, their types and their values.

use super::Example::{Catalog, Entry, File};
use super::rules;

rules! {
    /// Every member is defined by the format, is a comment, or has a name that starts with `x-`.
    UNKNOWN_MEMBER = "EC0201" "unknown-member" Error,
        why: "A misspelled member would otherwise be ignored silently. A comment is the member `$comment`, in any object. For data of your own, use a name that starts with `x-` \
              in the catalog, a category, a response or an entry; Rust code can read it as metadata.",
        wrong: Entry(r#""retyr": "never""#),
        right: Entry(r#""retry": "never", "x-owner": "records""#);
    /// Every required member is present.
    MISSING_MEMBER = "EC0202" "missing-member" Error,
        why: "Rendering and documentation depend on it. Inherited members, such as `status`, may also be set in \
              the category or in `defaults`.",
        wrong: File(r#"{ "name": "clinic", "title": "Clinic", "responses": { "default": { "format": "empty" } },
  "errors": { "GONE": { "title": "Gone" } } }"#),
        right: File(r#"{ "name": "clinic", "title": "Clinic", "responses": { "default": { "format": "empty" } },
  "errors": { "GONE": { "status": 410, "title": "Gone" } } }"#),
        depends_on: ["status", "title", "issue", "response"];
    /// A value of a closed list is on that list.
    UNKNOWN_WORD = "EC0203" "unknown-word" Error,
        why: "Issue types, severities, retry classes, formats, FHIR versions, parameter types and visibilities are closed lists. Clients \
              compare these values exactly, so a misspelled one is never recognized.",
        wrong: Entry(r#""issue": "not_found""#),
        right: Entry(r#""issue": "not-found""#);
    /// A value has the type that the format defines.
    WRONG_TYPE = "EC0204" "wrong-type" Error,
        why: "`\"404\"` and `404` are different JSON values, and a client that expects one often cannot parse the other.",
        wrong: Entry(r#""status": "404""#),
        right: Entry(r#""status": 404"#);
    /// Strings, arrays and objects are not empty.
    EMPTY = "EC0205" "empty" Error,
        why: "An empty title or list has no meaning, and FHIR forbids empty strings (<https://hl7.org/fhir/datatypes.html#string>) and empty arrays. Omit the member instead.",
        wrong: Entry(r#""title": """#),
        right: Entry(r#""title": "Patient not found""#);
    /// A value has the syntax that the format defines.
    MALFORMED = "EC0206" "malformed-value" Error,
        why: "Catalog names, HTTP methods, media types and status ranges have a fixed syntax.",
        wrong: Catalog(r#""name": "GP Connect""#),
        right: Catalog(r#""name": "gp-connect""#);
    /// Every reference names something that exists.
    UNKNOWN_REFERENCE = "EC0207" "unknown-reference" Error,
        why: "`category` names a category and `response` a response of the same file; `allow` names rules; `omitted_prefix` is the start of an entry's name.",
        wrong: Entry(r#""category": "security""#),
        right: Catalog(r#""categories": { "security": {} }, "errors": { "DENIED": { "category": "security", "status": 403, "issue": "forbidden", "title": "Denied" } }"#),
        // An argument of a fallback, whose entry may be broken as a whole.
        depends_on: [];
}
