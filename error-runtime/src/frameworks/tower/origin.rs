//! Which error an answer was made from, so that it can be written again when the request's id is known.

use alloc::sync::Arc;
use std::sync::{Mutex, PoisonError};

use crate::catalog::Catalog;
use crate::frameworks::answer::Answer;

/// The extension of an answer that says which error it was made from. Whoever takes it answers for it.
pub(crate) struct Origin<C: Catalog>(Arc<Mutex<Option<Answer<C>>>>);

impl<C: Catalog> Origin<C> {
    pub(crate) fn new(answer: Answer<C>) -> Self {
        Self(Arc::new(Mutex::new(Some(answer))))
    }

    /// The error, unless somebody took it before.
    pub(crate) fn take(&self) -> Option<Answer<C>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

// Extensions must be copied; the error in it is nobody's twice.
impl<C: Catalog> Clone for Origin<C> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}
