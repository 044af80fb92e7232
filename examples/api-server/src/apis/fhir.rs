//! FHIR resources that several APIs send.

use serde_json::{Value, json};

use crate::store::Patient;

/// A patient, with the NHS number under this identifier system.
pub(super) fn patient(patient: &Patient, system: &str) -> Value {
    json!({
        "resourceType": "Patient",
        "id": patient.id,
        "identifier": [{ "system": system, "value": patient.nhs_number }],
        "name": [{ "use": "official", "family": patient.family, "given": [patient.given] }],
        "gender": patient.gender,
        "birthDate": patient.birth_date,
    })
}

/// The result of a search.
pub(super) fn searchset(resources: Vec<Value>) -> Value {
    let total = resources.len();
    let entries: Vec<Value> = resources
        .into_iter()
        .map(|resource| json!({ "resource": resource }))
        .collect();
    json!({ "resourceType": "Bundle", "type": "searchset", "total": total, "entry": entries })
}
