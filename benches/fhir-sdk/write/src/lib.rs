//! OperationOutcomes as `fhir-sdk` builds and writes them. Its model is the crate `fhir-model`.

use fhir_model::r4b::codes::IssueSeverity;
use fhir_model::r4b::resources::{OperationOutcome, OperationOutcomeIssue};
use fhir_model::r4b::types::{CodeableConcept, Coding, Meta};

pub use fhir_model::BuilderError;
pub use fhir_model::r4b::codes::IssueType;

/// The content of an issue.
#[derive(Clone, Copy)]
pub struct Issue<'t> {
    /// `code`.
    pub issue_type: IssueType,
    /// `details.coding.system`.
    pub system: &'t str,
    /// `details.coding.code`.
    pub code: &'t str,
    /// `details.coding.display`.
    pub display: &'t str,
    /// `diagnostics`.
    pub diagnostics: &'t str,
}

/// Builds an OperationOutcome with the same issue so many times, and writes it.
///
/// # Errors
/// Something that is required is missing.
pub fn write(profile: &str, issue: Issue<'_>, times: usize) -> Result<Vec<u8>, BuilderError> {
    let outcome = OperationOutcome::builder()
        .meta(Meta::builder().profile(vec![Some(profile.to_owned())]).build()?)
        .issue(
            (0..times)
                .map(|_| build(issue).map(Some))
                .collect::<Result<Vec<_>, _>>()?,
        )
        .build()?;
    Ok(serde_json::to_vec(&outcome).unwrap_or_default())
}

fn build(issue: Issue<'_>) -> Result<OperationOutcomeIssue, BuilderError> {
    let coding = Coding::builder()
        .system(issue.system.to_owned())
        .code(issue.code.to_owned())
        .display(issue.display.to_owned())
        .build()?;
    OperationOutcomeIssue::builder()
        .severity(IssueSeverity::Error)
        .code(issue.issue_type)
        .details(CodeableConcept::builder().coding(vec![Some(coding)]).build()?)
        .diagnostics(issue.diagnostics.to_owned())
        .build()
}
