//! An error, from the service that sends it to the client that decides what to do.

use error_client::{Attempt, Budget, Decision, Decode, Found, ReceivedResponse};
use error_runtime::{CatalogError, Respond, error_catalog};

error_catalog! {
    /// Errors of the Clinic API.
    pub enum Clinic = "catalogs/clinic.json";
}

/// The errors of the service. Each variant is an entry of the catalog; the compiler checks names and parameters.
#[derive(Debug, CatalogError)]
#[catalog(Clinic)]
enum RecordError {
    #[code(PatientNotFound)]
    NoPatient {
        #[param]
        patient: String,
    },
    // The source is for the log. It is not part of the response.
    #[code(TooManyRequests)]
    Busy(#[from] std::io::Error),
}

fn record(id: &str) -> Result<String, RecordError> {
    if id != "p-17" {
        return Err(RecordError::NoPatient { patient: id.to_owned() });
    }
    Ok(std::fs::read_to_string("records/p-17")?)
}

fn main() {
    // The service. A handler of axum or actix-web returns the error itself.
    let Err(error) = record("p-18") else { return };
    let response = error.to_error().response();

    // The client.
    let headers = response.headers.iter();
    let headers: Vec<_> = headers.map(|header| (&*header.name, &*header.value)).collect();
    let body = response.body.unwrap_or_default();
    let received = ReceivedResponse::new(response.status, &headers, body.as_bytes()).to("GET", "/patients/p-18");
    let decoded = Clinic::decode(received);
    for issue in decoded.issues() {
        match issue.found() {
            Found::Known(Clinic::PatientNotFound) => println!("no patient {:?}", issue.parameter("patient")),
            Found::Known(other) => println!("{}", other.title()),
            // An error that was added to the API later is never mistaken for another.
            Found::Unknown | Found::Ambiguous(_) => println!("{:?}", issue.text()),
        }
    }
    match decoded.decide(&Attempt::new("GET"), &Budget::default()) {
        Decision::Never(why) => println!("not again: {why:?}"),
        decision => println!("again after {:?}", decision.delay()),
    }
}
