//! Which error an answer was made from, so that it can be written again when the request's id is known.

use alloc::sync::Arc;
use core::any::Any;
use core::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};

use bytes::Bytes;
use http::Response;

use crate::catalog::Catalog;
use crate::frameworks::answer::Answer;

/// Whether there has been a layer yet. Until then nobody asks where an answer comes from, and it need not be kept: with the feature on for
/// another crate's sake, that is a quarter of what an answer costs.
static LAYERED: AtomicBool = AtomicBool::new(false);

/// From now on, answers say where they come from.
pub(super) fn wanted() {
    LAYERED.store(true, Ordering::Relaxed);
}

/// The extension of every answer that is a catalog's, whichever catalog that is: which error it was made from, unless that is taken. Whoever takes
/// it answers for it.
#[derive(Clone)]
pub(crate) struct Origin(Option<Arc<dyn Any + Send + Sync>>);

/// An error that nobody has taken yet, and the body that was written of it before the request was known.
type Written<C> = Mutex<Option<(Answer<C>, Bytes)>>;

impl Origin {
    /// That of an answer whose error is nobody's any more.
    pub(super) const TAKEN: Self = Self(None);

    /// Says of an answer which error it was made from.
    pub(crate) fn say<C: Catalog>(response: &mut Response<Bytes>, answer: Answer<C>) {
        if LAYERED.load(Ordering::Relaxed) {
            let written: Written<C> = Mutex::new(Some((answer, response.body().clone())));
            response.extensions_mut().insert(Self(Some(Arc::new(written))));
        }
    }

    /// The error and its body, if they are of this catalog and nobody took them before.
    pub(super) fn take<C: Catalog>(&self) -> Option<(Answer<C>, Bytes)> {
        let written: &Written<C> = self.0.as_ref()?.downcast_ref()?;
        written.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}
