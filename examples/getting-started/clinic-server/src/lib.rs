//! The server of the clinic.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use axum::Router;
use axum::extract::{Path, State};
use axum::routing::get;
use error_runtime::tower::CatalogLayer;
use error_runtime::{CatalogError, error_catalog};

error_catalog! {
    /// Errors of the Clinic API.
    pub enum Clinic = "catalogs/clinic.json";
}

/// The errors of the handlers. Each variant is an entry of the catalog.
#[derive(Debug, CatalogError)]
#[catalog(Clinic)]
pub enum RecordError {
    #[code(PatientNotFound)]
    NoPatient {
        #[param]
        patient: String,
    },
    #[code(RecordsBusy)]
    Busy {
        #[retry_after]
        delay: Duration,
    },
    // The source is for the log. It is not part of the response.
    #[code(Internal)]
    Store(#[from] std::io::Error),
}

/// The record store: busy for the first requests, so that the client has something to repeat.
#[derive(Clone)]
struct Store(Arc<AtomicU32>);

impl Store {
    fn find(&self, id: &str) -> std::io::Result<Option<&'static str>> {
        match id {
            "p-17" => Ok(Some("Ada")),
            "broken" => Err(std::io::Error::other("disk 4 does not answer")),
            _ => Ok(None),
        }
    }

    fn is_busy(&self) -> bool {
        let left = |left: u32| left.checked_sub(1);
        self.0.fetch_update(Ordering::Relaxed, Ordering::Relaxed, left).is_ok()
    }
}

async fn patient(State(store): State<Store>, Path(id): Path<String>) -> Result<&'static str, RecordError> {
    if store.is_busy() {
        return Err(RecordError::Busy {
            delay: Duration::from_secs(1),
        });
    }
    store.find(&id)?.ok_or(RecordError::NoPatient { patient: id })
}

/// Returns the routes. The store is busy for this many requests.
pub fn app(busy: u32) -> Router {
    Router::new()
        .route("/patients/{id}", get(patient))
        .with_state(Store(Arc::new(AtomicU32::new(busy))))
        // Adds a request id to every response, and replaces the responses of the framework.
        .layer(CatalogLayer::<Clinic>::new())
}
