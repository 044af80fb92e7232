//! EC05: requirements of FHIR on an OperationOutcome.

use super::Example::{Catalog, Entry};
use super::{ALL, rules};

rules! {
    /// The issue type exists in the FHIR version of the response.
    ISSUE_TYPE_VERSION = "EC0501" "issue-type-version" Error,
        why: "The binding of `issue.code` is required, and later versions added codes: `multiple-matches` and `deleted` in R4, `limited-filter` and `success` in R5. \
              Validators and many clients reject the whole resource because of an unknown code.",
        wrong: Entry(r#""issue": "deleted", "status": 410"#),
        right: Entry(r#""issue": "not-found", "status": 410"#),
        depends_on: ["issue", "response"];
    /// The severity exists in the FHIR version of the response.
    SEVERITY_VERSION = "EC0502" "severity-version" Error,
        why: "The severity `success` was added in R5.",
        wrong: Entry(r#""severity": "success", "status": 200, "issue": "informational""#),
        right: Entry(r#""severity": "information", "status": 200, "issue": "informational""#),
        depends_on: ["severity", "response"];
    /// `expression` is used only with FHIR versions that have it.
    ELEMENT_VERSION = "EC0503" "element-version" Error,
        why: "`issue.expression` was added in STU3. A DSTU2 validator rejects it as an unknown element. Use `location` (XPath) with DSTU2.",
        wrong: Catalog(r#""responses": { "default": { "format": "operation-outcome", "fhir": "DSTU2" } },
"errors": { "BAD": { "status": 400, "issue": "value", "title": "Bad", "expression": ["Patient.id"] } }"#),
        right: Catalog(r#""responses": { "default": { "format": "operation-outcome", "fhir": "DSTU2" } },
"errors": { "BAD": { "status": 400, "issue": "value", "title": "Bad", "location": ["/f:Patient/f:id"] } }"#);
    /// The status and the issue type agree.
    STATUS_ISSUE_MISMATCH = "EC0504" "status-issue-mismatch" Warning,
        why: "FHIR has no normative table, but a client that reads only the status and one that reads only the issue type should reach the same decision. \
              If the published API really has this combination, allow the rule in the entry.",
        wrong: Entry(r#""status": 404, "issue": "forbidden""#),
        right: Entry(r#""status": 403, "issue": "forbidden""#),
        depends_on: ["status", "status_range", "issue", "response"];
    /// Every part that the catalog lists in `required` has a value.
    REQUIRED_TEXT = "EC0505" "required-text" Error,
        why: "A profile can require `display`, `diagnostics` or another part (GP Connect requires both for some codes). `required` states this once. Every entry it applies to must \
              have such a text, and its placeholders must always have a value.",
        wrong: Entry(r#""required": ["diagnostics"]"#),
        right: Entry(r#""required": ["diagnostics"], "diagnostics": "No such record.""#),
        depends_on: [ALL];
    /// Systems and profiles are absolute URIs.
    RELATIVE_URI = "EC0506" "relative-uri" Error,
        why: "`Coding.system` and `meta.profile` are global identifiers, so FHIR requires absolute URIs (<https://hl7.org/fhir/datatypes.html#Coding>).",
        wrong: Catalog(r#""responses": { "default": { "format": "operation-outcome", "fhir": "R4", "coding": { "system": "error-codes" } } }"#),
        right: Catalog(r#""responses": { "default": { "format": "operation-outcome", "fhir": "R4", "coding": { "system": "https://clinic.example/error-codes" } } }"#);
    /// The system of a coding is a code system, not a value set.
    VALUE_SET_AS_SYSTEM = "EC0507" "value-set-as-system" Warning,
        why: "A code system defines codes and a value set selects some of them; `Coding.system` names the code system (<https://hl7.org/fhir/terminologies.html>). Some published DSTU2 APIs use a value set: allow the rule for those.",
        wrong: Catalog(r#""responses": { "default": { "format": "operation-outcome", "fhir": "R4", "coding": { "system": "https://clinic.example/ValueSet/errors" } } }"#),
        right: Catalog(r#""responses": { "default": { "format": "operation-outcome", "fhir": "R4", "coding": { "system": "https://clinic.example/CodeSystem/errors" } } }"#);
}
