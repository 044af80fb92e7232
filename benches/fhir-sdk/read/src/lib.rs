//! OperationOutcomes as `fhir-sdk` reads them. Its model is the crate `fhir-model`.

use fhir_model::r4b::resources::OperationOutcome;

/// Reads an OperationOutcome, and gives the first code of a system.
pub fn read(body: &[u8], system: &str) -> Option<String> {
    let outcome: OperationOutcome = serde_json::from_slice(body).ok()?;
    let mut issues = outcome.0.issue;
    let details = issues.iter_mut().flatten().filter_map(|issue| issue.details.as_mut());
    let mut codings = details.flat_map(|details| details.coding.iter_mut().flatten());
    let coding = codings.find(|coding| coding.system.as_deref() == Some(system))?;
    coding.code.take()
}
