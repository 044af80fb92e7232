//! The error of a response, so that the layer can write it again with the id of the request.

use alloc::sync::Arc;
use core::any::Any;
use core::cell::Cell;
use core::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};

use bytes::Bytes;
use http::Response;

use crate::catalog::AsEntry;
use crate::error::Outcome;
#[cfg(any(feature = "tracing", feature = "metrics"))]
use crate::integrations::{circumstances::Circumstances, watch::Watch};

/// Whether a layer was created. Without one, responses need not keep their errors.
static LAYERED: AtomicBool = AtomicBool::new(false);

std::thread_local! {
    /// The number of layers whose services run on this thread.
    static AROUND: Cell<usize> = const { Cell::new(0) };
}

/// Makes responses keep their errors.
pub(crate) fn keep_errors() {
    LAYERED.store(true, Ordering::Relaxed);
}

/// Runs a part of the service that is inside of a layer.
pub(crate) fn inside<T>(run: impl FnOnce() -> T) -> T {
    struct Leave;
    impl Drop for Leave {
        fn drop(&mut self) {
            AROUND.set(AROUND.get().saturating_sub(1));
        }
    }
    AROUND.set(AROUND.get() + 1);
    let _leave = Leave;
    run()
}

/// Whether a layer is around the code that calls this, and records its errors.
#[cfg(all(feature = "_responses", any(feature = "tracing", feature = "metrics")))]
pub(crate) fn is_inside() -> bool {
    AROUND.get() > 0
}

/// A response extension with the error of the response, until a layer takes it.
#[derive(Clone)]
pub(crate) struct Origin {
    kept: Option<Arc<dyn Kept>>,
    /// Whether the errors are in the log already.
    is_seen: bool,
}

/// An error until it is taken, and its body without the id of the request.
struct Written<C: AsEntry>(Mutex<Option<(Outcome<C>, Bytes)>>);

/// The errors of a response, of any catalog.
trait Kept: Any + Send + Sync {
    /// Logs and counts the errors.
    #[cfg(any(feature = "tracing", feature = "metrics"))]
    fn see(&self, watch: &Watch, circumstances: &Circumstances<'_>);
}

impl<C: AsEntry> Kept for Written<C> {
    #[cfg(any(feature = "tracing", feature = "metrics"))]
    fn see(&self, watch: &Watch, circumstances: &Circumstances<'_>) {
        if let Some((outcome, _)) = &*self.0.lock().unwrap_or_else(PoisonError::into_inner) {
            watch.see_all(outcome, circumstances);
        }
    }
}

impl Origin {
    /// The extension of a response whose error was taken.
    pub(super) const TAKEN: Self = Self {
        kept: None,
        is_seen: true,
    };

    /// Adds the error to the extensions of its response.
    pub(crate) fn set<C: AsEntry>(response: &mut Response<Bytes>, outcome: Outcome<C>, is_seen: bool) {
        if LAYERED.load(Ordering::Relaxed) {
            let written = Written(Mutex::new(Some((outcome, response.body().clone()))));
            let kept: Option<Arc<dyn Kept>> = Some(Arc::new(written));
            response.extensions_mut().insert(Self { kept, is_seen });
        }
    }

    /// Takes the error and its body, if they are of this catalog and were not taken before.
    pub(super) fn take<C: AsEntry>(&self) -> Option<(Outcome<C>, Bytes)> {
        let kept: &dyn Any = &**self.kept.as_ref()?;
        let Written::<C>(written) = kept.downcast_ref()?;
        written.lock().unwrap_or_else(PoisonError::into_inner).take()
    }

    /// Whether the errors are in the log already.
    pub(super) const fn is_seen(&self) -> bool {
        self.is_seen
    }

    /// Logs and counts the errors, unless that was done.
    #[cfg(any(feature = "tracing", feature = "metrics"))]
    pub(super) fn see(&mut self, watch: &Watch, circumstances: &Circumstances<'_>) {
        if let Some(kept) = self.kept.as_ref().filter(|_| !self.is_seen) {
            kept.see(&watch.of_any_catalog(), circumstances);
        }
        self.is_seen = true;
    }
}
