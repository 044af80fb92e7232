//! EC05: what FHIR says of an OperationOutcome.

use super::Example::{Catalog, Entry};
use super::rules;

rules! {
    /// The issue type exists in the FHIR version of the response.
    ISSUE_TYPE_VERSION = "EC0501" "issue-type-version" Error,
        why: "The binding of `issue.code` is required, and the list grew: `multiple-matches` and `deleted` came with R4, `limited-filter` and `success` with R5. \
              A validator, and many clients, reject the whole resource.",
        wrong: Entry(r#""issue": "deleted", "status": 410"#),
        right: Entry(r#""issue": "not-found", "status": 410"#);
    /// The severity exists in the FHIR version of the response.
    SEVERITY_VERSION = "EC0502" "severity-version" Error,
        why: "`success` is a severity from R5 on only.",
        wrong: Entry(r#""severity": "success", "status": 200, "issue": "informational""#),
        right: Entry(r#""severity": "information", "status": 200, "issue": "informational""#);
    /// `expression` and `location` are used where the FHIR version has them.
    ELEMENT_VERSION = "EC0503" "element-version" Error,
        why: "`issue.expression` came with STU3. A DSTU2 validator rejects it as an unknown element; use `location` (XPath) there.",
        wrong: Catalog(r#""responses": { "default": { "format": "operation-outcome", "fhir": "DSTU2" } },
"errors": { "BAD": { "status": 400, "issue": "value", "title": "Bad", "expression": ["Patient.id"] } }"#),
        right: Catalog(r#""responses": { "default": { "format": "operation-outcome", "fhir": "DSTU2" } },
"errors": { "BAD": { "status": 400, "issue": "value", "title": "Bad", "location": ["/f:Patient/f:id"] } }"#);
    /// Status and issue type do not contradict each other.
    STATUS_ISSUE_MISMATCH = "EC0504" "status-issue-mismatch" Warning,
        why: "FHIR has no normative table, but a client that looks at only one of the two must not come to another decision than one that looks at the other. \
              If the published API really does this, allow the rule in the entry.",
        wrong: Entry(r#""status": 404, "issue": "forbidden""#),
        right: Entry(r#""status": 403, "issue": "forbidden""#);
    /// What the catalog says is required has a value.
    REQUIRED_TEXT = "EC0505" "required-text" Error,
        why: "A profile can require `display`, `diagnostics` or another part (GP Connect requires both for some codes). `required` says so once, and every entry under it must \
              have a text whose placeholders the catalog or the Rust compiler can fill.",
        wrong: Entry(r#""required": ["diagnostics"]"#),
        right: Entry(r#""required": ["diagnostics"], "diagnostics": "No such record.""#);
    /// Systems and profiles are absolute URIs.
    RELATIVE_URI = "EC0506" "relative-uri" Error,
        why: "`Coding.system` and `meta.profile` identify things across all servers, so FHIR requires absolute URIs (<https://hl7.org/fhir/datatypes.html#Coding>).",
        wrong: Catalog(r#""responses": { "default": { "format": "operation-outcome", "fhir": "R4", "coding": { "system": "error-codes" } } }"#),
        right: Catalog(r#""responses": { "default": { "format": "operation-outcome", "fhir": "R4", "coding": { "system": "https://clinic.example/error-codes" } } }"#);
    /// A coding's system is a code system, not a value set.
    VALUE_SET_AS_SYSTEM = "EC0507" "value-set-as-system" Warning,
        why: "A value set selects codes, a code system defines them; `Coding.system` names the definition (<https://hl7.org/fhir/terminologies.html>). Published DSTU2 APIs do it all the same: allow the rule there.",
        wrong: Catalog(r#""responses": { "default": { "format": "operation-outcome", "fhir": "R4", "coding": { "system": "https://clinic.example/ValueSet/errors" } } }"#),
        right: Catalog(r#""responses": { "default": { "format": "operation-outcome", "fhir": "R4", "coding": { "system": "https://clinic.example/CodeSystem/errors" } } }"#);
}
