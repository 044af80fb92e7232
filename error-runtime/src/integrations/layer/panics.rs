//! Panics of a service.

use alloc::boxed::Box;
use core::any::Any;
use core::{fmt, mem};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// The source of an error for a panic. The panic hook reports the message.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Panicked;

impl fmt::Display for Panicked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the service panicked")
    }
}

impl core::error::Error for Panicked {}

/// Runs a part of the service; `None` if it panics.
pub(crate) fn caught<T>(run: impl FnOnce() -> T) -> Option<T> {
    catch_unwind(AssertUnwindSafe(run)).map_err(discard).ok()
}

/// Drops the payload of a panic, which may panic too. The payload of that panic is leaked.
fn discard(payload: Box<dyn Any + Send>) {
    if let Err(second) = catch_unwind(AssertUnwindSafe(|| drop(payload))) {
        mem::forget(second);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::panic::panic_any;

    struct Bomb;

    impl Drop for Bomb {
        fn drop(&mut self) {
            panic!("dropped")
        }
    }

    #[test]
    fn a_payload_that_panics_when_it_is_dropped_is_caught() {
        assert_eq!(caught(|| 7), Some(7));
        assert_eq!(caught(|| -> u8 { panic_any(Bomb) }), None);
    }
}
