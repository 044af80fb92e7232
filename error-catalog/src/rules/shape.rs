//! EC02: members, their types and their words.

use super::Example::{Catalog, Entry, File};
use super::rules;

rules! {
    /// Every member is one the format knows, or begins with `x-`.
    UNKNOWN_MEMBER = "EC0201" "unknown-member" Error,
        why: "A misspelt member would otherwise be a fact that nobody uses. What the team wants to keep for itself goes under a name \
              that begins with `x-`; Rust code can read it.",
        wrong: Entry(r#""retyr": "never""#),
        right: Entry(r#""retry": "never", "x-owner": "records""#);
    /// Every required member is there.
    MISSING_MEMBER = "EC0202" "missing-member" Error,
        why: "Without it the entry cannot be answered or explained. `status`, and what else the table of defaults in the format lists, may come from \
              the category or from `defaults`.",
        wrong: File(r#"{ "name": "clinic", "title": "Clinic", "responses": { "default": { "format": "empty" } },
  "errors": { "GONE": { "title": "Gone" } } }"#),
        right: File(r#"{ "name": "clinic", "title": "Clinic", "responses": { "default": { "format": "empty" } },
  "errors": { "GONE": { "status": 410, "title": "Gone" } } }"#);
    /// A word out of a closed list is on that list.
    UNKNOWN_WORD = "EC0203" "unknown-word" Error,
        why: "Issue types, severities, retry classes, formats, FHIR versions, parameter types and visibilities are closed lists: a client \
              decides by them, so a word that is nearly right is wrong.",
        wrong: Entry(r#""issue": "not_found""#),
        right: Entry(r#""issue": "not-found""#);
    /// A value has the type the format asks for.
    WRONG_TYPE = "EC0204" "wrong-type" Error,
        why: "`\"404\"` and `404` are different JSON values, and on the wire the difference decides whether a client can read them.",
        wrong: Entry(r#""status": "404""#),
        right: Entry(r#""status": 404"#);
    /// What is there is not empty.
    EMPTY = "EC0205" "empty" Error,
        why: "An empty title or an empty list says nothing; FHIR forbids empty strings (<https://hl7.org/fhir/datatypes.html#string>) and empty arrays. Leave the member out instead.",
        wrong: Entry(r#""title": """#),
        right: Entry(r#""title": "Patient not found""#);
    /// A value has the form the format asks for.
    MALFORMED = "EC0206" "malformed-value" Error,
        why: "Names of catalogs, HTTP methods, media types and status ranges have a fixed form.",
        wrong: Catalog(r#""name": "GP Connect""#),
        right: Catalog(r#""name": "gp-connect""#);
    /// A name that refers to something refers to something that exists.
    UNKNOWN_REFERENCE = "EC0207" "unknown-reference" Error,
        why: "`category`, `response` and `allow` name a category, a response of the same file, or a rule.",
        wrong: Entry(r#""category": "security""#),
        right: Catalog(r#""categories": { "security": {} }, "errors": { "DENIED": { "category": "security", "status": 403, "issue": "forbidden", "title": "Denied" } }"#);
}
