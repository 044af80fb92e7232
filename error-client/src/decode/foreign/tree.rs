//! A body as a tree of all its members, in JSON and XML alike.

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;

use error_layout::grammar::pointer_token;

use super::super::document::{MAX_NODES, Stop};

/// The kind of a member.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in super::super) enum Kind {
    Object,
    List,
    Value,
    Null,
}

/// A member of an object, an element of a list, or the body.
#[derive(Debug)]
pub(in super::super) struct Item<'t> {
    /// The name of a member or XML element; empty for an element of a list.
    pub(in super::super) name: Cow<'t, str>,
    pub(in super::super) kind: Kind,
    /// The position of its first byte in the text.
    pub(in super::super) at: usize,
    /// The text of a value.
    pub(in super::super) value: Option<Cow<'t, str>>,
    /// The number of the first item after this one and all items in it.
    next: usize,
}

/// All items of a body, each before the items in it.
#[derive(Debug, Default)]
pub(in super::super) struct Tree<'t> {
    items: Vec<Item<'t>>,
    /// The body has more items.
    pub(in super::super) is_full: bool,
}

impl<'t> Tree<'t> {
    pub(in super::super) fn push(
        &mut self,
        name: Cow<'t, str>,
        kind: Kind,
        at: usize,
        value: Option<Cow<'t, str>>,
    ) -> Result<usize, Stop> {
        if self.items.len() >= MAX_NODES {
            self.is_full = true;
            return Err(Stop::Full);
        }
        let id = self.items.len();
        let next = id + 1;
        self.items.push(Item {
            name,
            kind,
            at,
            value,
            next,
        });
        Ok(id)
    }

    /// Closes an item: all later ones so far are in it.
    pub(in super::super) fn close(&mut self, id: usize) {
        let next = self.items.len();
        if let Some(item) = self.items.get_mut(id) {
            item.next = next;
        }
    }

    pub(in super::super) fn set(&mut self, id: usize, kind: Kind, value: Option<Cow<'t, str>>) {
        if let Some(item) = self.items.get_mut(id) {
            (item.kind, item.value) = (kind, value);
        }
    }

    pub(in super::super) fn get(&self, id: usize) -> Option<&Item<'t>> {
        self.items.get(id)
    }

    /// The members of an object, or the elements of a list.
    pub(in super::super) fn children(&self, id: usize) -> impl Iterator<Item = (usize, &Item<'t>)> + Clone {
        let (mut at, end) = (id + 1, self.get(id).map_or(0, |item| item.next));
        core::iter::from_fn(move || {
            let item = self.get(at).filter(|_| at < end)?;
            let id = core::mem::replace(&mut at, item.next);
            Some((id, item))
        })
    }

    /// Whether an object has two members of one name.
    pub(in super::super) fn has_duplicates(&self) -> bool {
        let objects = (0..self.items.len()).filter(|id| self.get(*id).is_some_and(|item| item.kind == Kind::Object));
        objects.into_iter().any(|object| {
            let mut names: Vec<&str> = self.children(object).map(|(_, item)| &*item.name).collect();
            names.sort_unstable();
            names.windows(2).any(|pair| matches!(pair, [a, b] if a == b))
        })
    }

    /// Passes each value with its JSON Pointer (RFC 6901) to `give`.
    pub(in super::super) fn values(&self, give: &mut dyn FnMut(&str, &str)) {
        self.values_in(0, &mut String::new(), give);
    }

    fn values_in(&self, id: usize, pointer: &mut String, give: &mut dyn FnMut(&str, &str)) {
        let Some(item) = self.get(id) else { return };
        if let Some(value) = &item.value {
            give(pointer, value);
        }
        let len = pointer.len();
        for (number, (child, member)) in self.children(id).enumerate() {
            pointer.push('/');
            if item.kind == Kind::List {
                let _ = core::fmt::Write::write_fmt(pointer, format_args!("{number}"));
            } else {
                pointer.push_str(&pointer_token(&member.name));
            }
            self.values_in(child, pointer, give);
            pointer.truncate(len);
        }
    }
}
