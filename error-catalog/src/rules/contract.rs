//! EC11: the published contract.

use super::Example::Baseline;
use super::rules;

rules! {
    /// The catalog keeps the contract of its baseline.
    BREAKING_CHANGE = "EC1101" "breaking-change" Error,
        why: "Clients that are deployed with the old catalog lose an error, or code does not compile. \
              [changes.md](changes.md) has the reason for each kind of change, and the way to proceed without breaking anything. \
              `error-catalog baseline accept` records a change that is meant, with the reason. Only catalogs with `#[catalog(baseline)]` are compared.",
        wrong: Baseline(r#""errors": { "NOT_FOUND": { "status": 422, "issue": "not-found", "title": "Not found" } }"#),
        right: Baseline(r#""errors": { "NOT_FOUND": { "status": 404, "issue": "not-found", "title": "We found no record" } }"#);
    /// A retired code is not used again.
    RETIRED_CODE = "EC1102" "retired-code" Error,
        why: "Deployed clients recognize the code as that of the old error: they would take the new error for it. The baseline has the codes that were sent once.",
        wrong: Baseline(r#""errors": { "NOT_FOUND": { "status": 404, "issue": "not-found", "title": "Not found" },
  "NEW": { "code": "OLD", "status": 409, "issue": "conflict", "title": "Conflict" } }"#),
        right: Baseline(r#""errors": { "NOT_FOUND": { "status": 404, "issue": "not-found", "title": "Not found" },
  "NEW": { "status": 409, "issue": "conflict", "title": "Conflict" } }"#);
    /// The baseline of a catalog exists.
    NO_BASELINE = "EC1103" "no-baseline" Error,
        why: "`#[catalog(baseline)]` compares the catalog with the file beside it: of `clinic.json`, `clinic.baseline.json`. `error-catalog baseline init` writes it.";
    /// The file of a baseline is as the command wrote it.
    INVALID_BASELINE = "EC1104" "invalid-baseline" Error,
        why: "The file is written by `error-catalog baseline` and can be edited, for example after a merge. It has an object for the catalog, each response and each entry, the retired codes and the history.";
}
