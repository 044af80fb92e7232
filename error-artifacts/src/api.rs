//! A catalog, and the examples of its responses.

use error_catalog::emit::{self, Constants};
use error_catalog::{Catalog, model};
use error_runtime::{Data, Entry, Error, Rfc3339};

/// The request id of every example.
pub const EXAMPLE_REQUEST_ID: &str = "60e8ed71-1d3c-4ac5-a3a5-1d5e2a1e2a11";

/// The resource id of every example.
pub const EXAMPLE_ID: &str = "5b1f0c9a";

/// The identifier of the error in every example: a URI reference, as the `instance` of RFC 9457.
pub const EXAMPLE_INSTANCE: &str = "/errors/5b1f0c9a";

/// The time of every example (RFC 3339).
pub const EXAMPLE_TIME: &str = "2026-01-31T09:30:00Z";

/// A checked catalog and its compiled form.
///
/// The compiled form has the bytes that generated code has, and answers as a server with that code does.
///
/// ```
/// use error_artifacts::Api;
/// use error_catalog::{Source, compile};
/// use error_runtime::Respond as _;
///
/// let text = r#"{
///   "name": "clinic",
///   "title": "Clinic API",
///   "responses": { "default": { "format": "problem" } },
///   "errors": { "GONE": { "status": 410, "title": "Gone", "message": "The slot {slot} is gone.", "parameters": { "slot": "string" } } }
/// }"#;
/// let api = Api::new(compile(&Source::new("clinic.json", text.to_owned())).catalog);
/// let (entry, _) = api.entries().next().unwrap();
/// let response = Api::example(entry).response();
/// assert_eq!(response.status, 410);
/// assert!(response.body.unwrap().contains(r#""detail":"The slot slot is gone.""#));
/// ```
#[derive(Debug)]
pub struct Api {
    catalog: Catalog,
    data: Data<'static>,
}

impl Api {
    /// Compiles a checked catalog.
    ///
    /// The compiled form is kept until the process ends, as generated code keeps it in a constant.
    pub fn new(catalog: Catalog) -> Self {
        let Constants { index, text } = emit::catalog(&catalog);
        let data = Data::new(index.leak(), text.leak());
        Self { catalog, data }
    }

    /// Returns the catalog as it was checked: everything that its file says.
    pub const fn catalog(&self) -> &Catalog {
        &self.catalog
    }

    /// Returns the compiled catalog: what a server and a client know.
    pub const fn data(&self) -> Data<'static> {
        self.data
    }

    /// Returns both sides of each entry, in the order of the catalog.
    pub fn entries(&self) -> impl Iterator<Item = (Entry<'static>, &model::Entry)> {
        let compiled = (0..self.data.entries()).filter_map(|position| self.data.entry(position));
        compiled.zip(&self.catalog.entries)
    }

    /// Returns the error of an entry that documents show: with all its parameters, and the same ids and time for each.
    ///
    /// Each parameter has the example of the catalog, otherwise a value of its type.
    pub fn example(entry: Entry<'static>) -> Error<Entry<'static>> {
        let samples = entry.parameters().iter().map(|one| (one.name, one.sample()));
        // The rules of catalogs check that an example has the type of its parameter, so that nothing is missing.
        let error = Error::try_new(entry, samples).unwrap_or_else(|_| Error::__from_entry(entry));
        let error = error
            .with_request_id(EXAMPLE_REQUEST_ID)
            .with_id(EXAMPLE_ID)
            .with_instance(EXAMPLE_INSTANCE);
        match Rfc3339::new(EXAMPLE_TIME) {
            Ok(time) => error.with_time(time),
            Err(_) => error,
        }
    }
}
