//! All that is wrong with one derive, reported at once.

use std::fmt::Display;

use proc_macro2::Span;

/// The mistakes found so far.
#[derive(Default)]
pub(super) struct Problems(Option<syn::Error>);

impl Problems {
    /// A mistake at a place.
    pub(super) fn at(&mut self, span: Span, message: impl Display) {
        self.add(syn::Error::new(span, message));
    }

    pub(super) fn add(&mut self, error: syn::Error) {
        match &mut self.0 {
            Some(all) => all.combine(error),
            none => *none = Some(error),
        }
    }

    /// What was read, or nothing and one more mistake.
    pub(super) fn take<T>(&mut self, read: syn::Result<T>) -> Option<T> {
        read.map_err(|error| self.add(error)).ok()
    }

    /// All mistakes, if there are any.
    pub(super) fn finish(self) -> syn::Result<()> {
        self.0.map_or(Ok(()), Err)
    }
}
