//! EC07: deprecation and replacement.

use super::Example::Catalog;
use super::rules;

rules! {
    /// `replaced_by` names an entry.
    UNKNOWN_REPLACEMENT = "EC0701" "unknown-replacement" Error,
        why: "The name appears in the deprecation warning of the compiler.",
        wrong: Catalog(r#""errors": { "OLD": { "status": 404, "issue": "not-found", "title": "Old", "replaced_by": "NWE" } }"#),
        right: Catalog(r#""errors": { "OLD": { "status": 404, "issue": "not-found", "title": "Old", "replaced_by": "NEW" },
  "NEW": { "status": 404, "issue": "not-found", "title": "New" } }"#);
    /// The replacement of an entry is not itself deprecated or replaced.
    RETIRED_REPLACEMENT = "EC0702" "retired-replacement" Error,
        why: "Code that follows the advice would get another deprecation warning. Name the last entry of the chain.",
        wrong: Catalog(r#""errors": { "A": { "status": 404, "issue": "not-found", "title": "A", "replaced_by": "B" },
  "B": { "status": 404, "issue": "not-found", "title": "B", "deprecated": true } }"#),
        right: Catalog(r#""errors": { "A": { "status": 404, "issue": "not-found", "title": "A", "replaced_by": "C" },
  "B": { "status": 404, "issue": "not-found", "title": "B", "deprecated": true },
  "C": { "status": 404, "issue": "not-found", "title": "C" } }"#);
    /// Replacements form no cycle.
    REPLACEMENT_CYCLE = "EC0703" "replacement-cycle" Error,
        why: "One of the entries must be the one to use.",
        wrong: Catalog(r#""errors": { "A": { "status": 404, "issue": "not-found", "title": "A", "replaced_by": "B" },
  "B": { "status": 404, "issue": "not-found", "title": "B", "replaced_by": "A" } }"#),
        right: Catalog(r#""errors": { "A": { "status": 404, "issue": "not-found", "title": "A", "replaced_by": "B" },
  "B": { "status": 404, "issue": "not-found", "title": "B" } }"#);
}
