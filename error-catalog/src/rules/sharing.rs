//! EC12: catalogs that extend others.

use super::Example::Extending;
use super::rules;

rules! {
    /// A base does not extend the file that extends it.
    EXTENDS_CYCLE = "EC1201" "extends-cycle" Error,
        why: "A catalog inherits from its bases, and these from theirs. In a cycle, each file would override the others. In the example, `loop.json` extends itself.",
        wrong: Extending(r#""extends": "loop.json""#),
        right: Extending(r#""extends": "base.json""#);
    /// The bases of a catalog have the same value of a member, unless the catalog has one of its own.
    CLASHING_BASES = "EC1202" "clashing-bases" Error,
        why: "No base has precedence over another one: a clash would be decided by an order that readers do not notice. \
              In the example, `base.json` and `other.json` have different titles of `NOT_FOUND`.",
        wrong: Extending(r#""extends": ["base.json", "other.json"]"#),
        right: Extending(r#""extends": ["base.json", "other.json"],
"errors": { "NOT_FOUND": { "title": "Not found" } }"#);
    /// A `null` in a catalog with bases removes a member that a base has.
    REMOVES_NOTHING = "EC1203" "removes-nothing" Error,
        why: "The name is misspelled, or the base was changed: then the member that should be removed is still there, perhaps under another name.",
        wrong: Extending(r#""extends": "base.json",
"errors": { "NOT_FOND": null }"#),
        right: Extending(r#""extends": "base.json",
"errors": { "NOT_FOUND": null, "GONE": { "status": 410, "issue": "not-found", "title": "Gone" } }"#);
}
