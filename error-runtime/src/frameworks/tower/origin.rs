//! Which error an answer was made from, so that it can be written again when the request's id is known.

use alloc::sync::Arc;
use alloc::vec::Vec;
use std::sync::{Mutex, PoisonError};

use bytes::Bytes;

use crate::catalog::Catalog;
use crate::frameworks::answer::Answer;
use crate::header::Header;

/// The extension of an answer that says which error it was made from. Whoever takes it answers for it.
pub(crate) struct Origin<C: Catalog>(Arc<Mutex<Option<Written<C>>>>);

/// An error, and what was written of it before the request was known.
pub(crate) struct Written<C: Catalog> {
    pub(super) answer: Answer<C>,
    pub(super) headers: Vec<Header>,
    pub(super) body: Bytes,
}

impl<C: Catalog> Origin<C> {
    pub(crate) fn new(answer: Answer<C>, headers: Vec<Header>, body: Bytes) -> Self {
        let written = Written { answer, headers, body };
        Self(Arc::new(Mutex::new(Some(written))))
    }

    /// The error, unless somebody took it before.
    pub(crate) fn take(&self) -> Option<Written<C>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

// Extensions must be copied; the error in it is nobody's twice.
impl<C: Catalog> Clone for Origin<C> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}
