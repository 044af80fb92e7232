//! The smallest complete example.

use error_runtime::{Error, Respond, Retry, error_catalog};

error_catalog! {
    /// Errors of the Clinic API.
    pub enum Clinic = "catalogs/clinic.json";
}

fn patient(id: &str) -> Result<&'static str, Error<Clinic>> {
    match id {
        "p-17" => Ok("Ada"),
        // A missing or misspelt parameter does not compile.
        _ => Err(clinic::PatientNotFound { patient: id }.into()),
    }
}

fn main() {
    // Everything the catalog says about an error is available at compile time.
    const STATUS: u16 = Clinic::PatientNotFound.status();
    assert_eq!(STATUS, 404);
    assert_eq!(Clinic::PatientNotFound.retry(), Some(Retry::Never));

    if let Err(error) = patient("p-18") {
        let response = error.response();
        println!("{}", response.status);
        for header in &response.headers {
            println!("{}: {}", header.name, header.value);
        }
        println!("\n{}", response.body.unwrap_or_default());
    }
}
