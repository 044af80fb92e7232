//! A client of the clinic.

use std::time::Duration;

use error_client::Budget;
use error_client::reqwest::{CallError, RequestBuilderExt, Retries};
use error_runtime::error_catalog;

error_catalog! {
    /// Errors of the Clinic API.
    pub enum Clinic = "catalogs/clinic.json";
}

/// Returns the name of a patient. Repeats the request as often as the catalog, the method and the budget allow.
pub async fn patient(base: &str, id: &str) -> Result<String, CallError<Clinic>> {
    let retries = Retries::new().budget(Budget::default().with_elapsed(Duration::from_secs(20)));
    let url = format!("{base}/patients/{id}");
    let response = reqwest::Client::new().get(&url).send_with_retries(&retries).await?;
    // A body that ends early is a fault, like a response that never comes.
    response
        .text()
        .await
        .map_err(|fault| CallError::without_response(&reqwest::Method::GET, &url, fault))
}

/// Returns a text for the person at the screen.
pub fn explain(error: &CallError<Clinic>) -> String {
    match error.entry() {
        Some(Clinic::PatientNotFound) => "There is no such patient.".to_owned(),
        _ => error.user_message().to_owned(),
    }
}
