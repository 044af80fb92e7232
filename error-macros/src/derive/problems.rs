//! Collects the problems of one derive, so that all are reported.

use std::fmt::Display;

use proc_macro2::Span;

/// The problems found so far.
#[derive(Default)]
pub(super) struct Problems(Option<syn::Error>);

impl Problems {
    /// Adds a problem at a span.
    pub(super) fn at(&mut self, span: Span, message: impl Display) {
        self.add(syn::Error::new(span, message));
    }

    pub(super) fn add(&mut self, error: syn::Error) {
        match &mut self.0 {
            Some(all) => all.combine(error),
            none => *none = Some(error),
        }
    }

    /// Returns the value of a result, or `None` and adds its error.
    pub(super) fn take<T>(&mut self, read: syn::Result<T>) -> Option<T> {
        read.map_err(|error| self.add(error)).ok()
    }

    /// Returns all problems as one error.
    pub(super) fn finish(self) -> syn::Result<()> {
        self.0.map_or(Ok(()), Err)
    }
}
