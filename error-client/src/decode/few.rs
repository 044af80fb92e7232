//! A list that needs no allocation for a single element.

use alloc::vec::Vec;
use core::mem;

/// Any number of elements, usually one.
#[derive(Clone, Debug)]
pub(super) enum Few<T> {
    None,
    One(T),
    Several(Vec<T>),
}

impl<T> Few<T> {
    pub(super) fn push(&mut self, new: T) {
        match self {
            Self::None => *self = Self::One(new),
            Self::One(_) => {
                if let Self::One(first) = mem::replace(self, Self::None) {
                    *self = Self::Several([first, new].into());
                }
            }
            Self::Several(all) => all.push(new),
        }
    }

    pub(super) fn as_slice(&self) -> &[T] {
        match self {
            Self::None => &[],
            Self::One(only) => core::slice::from_ref(only),
            Self::Several(all) => all,
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        matches!(self, Self::None)
    }
}

impl<T> FromIterator<T> for Few<T> {
    fn from_iter<I: IntoIterator<Item = T>>(elements: I) -> Self {
        let mut few = Self::None;
        elements.into_iter().for_each(|element| few.push(element));
        few
    }
}
