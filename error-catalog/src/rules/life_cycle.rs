//! EC07: deprecation and replacement.

use super::Example::Catalog;
use super::rules;

rules! {
    /// `replaced_by` names an entry.
    UNKNOWN_REPLACEMENT = "EC0701" "unknown-replacement" Error,
        why: "It becomes the advice in the deprecation warning that developers read.",
        wrong: Catalog(r#""errors": { "OLD": { "status": 404, "issue": "not-found", "title": "Old", "replaced_by": "NWE" } }"#),
        right: Catalog(r#""errors": { "OLD": { "status": 404, "issue": "not-found", "title": "Old", "replaced_by": "NEW" },
  "NEW": { "status": 404, "issue": "not-found", "title": "New" } }"#);
    /// An entry is not replaced by one that is itself deprecated or replaced.
    RETIRED_REPLACEMENT = "EC0702" "retired-replacement" Error,
        why: "Following the advice would earn the next warning. Name the last of the chain.",
        wrong: Catalog(r#""errors": { "A": { "status": 404, "issue": "not-found", "title": "A", "replaced_by": "B" },
  "B": { "status": 404, "issue": "not-found", "title": "B", "deprecated": true } }"#),
        right: Catalog(r#""errors": { "A": { "status": 404, "issue": "not-found", "title": "A", "replaced_by": "C" },
  "B": { "status": 404, "issue": "not-found", "title": "B", "deprecated": true },
  "C": { "status": 404, "issue": "not-found", "title": "C" } }"#);
    /// Replacements do not go in a circle.
    REPLACEMENT_CYCLE = "EC0703" "replacement-cycle" Error,
        why: "One of them must be the one to use.",
        wrong: Catalog(r#""errors": { "A": { "status": 404, "issue": "not-found", "title": "A", "replaced_by": "B" },
  "B": { "status": 404, "issue": "not-found", "title": "B", "replaced_by": "A" } }"#),
        right: Catalog(r#""errors": { "A": { "status": 404, "issue": "not-found", "title": "A", "replaced_by": "B" },
  "B": { "status": 404, "issue": "not-found", "title": "B" } }"#);
}
