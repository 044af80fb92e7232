//! The error of a response, so that the layer can write it again with the id of the request.

use alloc::sync::Arc;
use core::any::Any;
use core::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};

use bytes::Bytes;
use http::Response;

use crate::catalog::AsEntry;
use crate::error::Outcome;

/// Whether a layer was created. Without one, responses need not keep their errors.
static LAYERED: AtomicBool = AtomicBool::new(false);

/// Makes responses keep their errors.
pub(super) fn wanted() {
    LAYERED.store(true, Ordering::Relaxed);
}

/// A response extension with the error of the response, until a layer takes it.
#[derive(Clone)]
pub(crate) struct Origin(Option<Arc<dyn Any + Send + Sync>>);

/// An error until it is taken, and its body without the id of the request.
type Written<C> = Mutex<Option<(Outcome<C>, Bytes)>>;

impl Origin {
    /// The extension of a response whose error was taken.
    pub(super) const TAKEN: Self = Self(None);

    /// Adds the error to the extensions of its response.
    pub(crate) fn set<C: AsEntry>(response: &mut Response<Bytes>, outcome: Outcome<C>) {
        if LAYERED.load(Ordering::Relaxed) {
            let written: Written<C> = Mutex::new(Some((outcome, response.body().clone())));
            response.extensions_mut().insert(Self(Some(Arc::new(written))));
        }
    }

    /// Takes the error and its body, if they are of this catalog and were not taken before.
    pub(super) fn take<C: AsEntry>(&self) -> Option<(Outcome<C>, Bytes)> {
        let written: &Written<C> = self.0.as_ref()?.downcast_ref()?;
        written.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}
