//! The code of a derive.
//!
//! Everything stands in one unnamed constant, so that the names of its helpers are seen by nobody, and is named by its full path, so that
//! nothing in the user's scope stands in the way.

mod bounds;
mod conversion;
mod debug;
mod entries;
mod listing;
mod standard;

use proc_macro2::{Group, Ident, Span, TokenStream, TokenTree};
use quote::{format_ident, quote};
use syn::{ImplGenerics, Path, TypeGenerics};

use super::model::{Model, allowances};

pub(super) use self::bounds::Bounds;
pub(super) use self::standard::froms;

/// What all parts of the code need.
pub(super) struct Expansion<'m, 'i> {
    pub(super) model: &'m Model<'i>,
    /// The runtime's module for generated code.
    pub(super) private: TokenStream,
    /// That of derives.
    pub(super) derive: TokenStream,
    pub(super) runtime: TokenStream,
    pub(super) bounds: Bounds,
}

/// The code of a model without mistakes.
pub(super) fn expand(model: &Model<'_>) -> TokenStream {
    let mut expansion = Expansion::new(model);
    expansion.bounds = expansion.find_bounds();
    let entries = expansion.entries();
    let conversions = expansion.conversions();
    let standard = expansion.standard();
    let debug = model.options.debugs().then(|| expansion.debug());
    let features = expansion.features();
    let allow = allowances(&model.input.attrs);
    quote! {
        #allow
        const _: () = {
            #entries
            #conversions
            #standard
            #debug
            #features
        };
    }
}

impl<'m, 'i> Expansion<'m, 'i> {
    pub(super) fn new(model: &'m Model<'i>) -> Self {
        let runtime = model.options.runtime();
        Self {
            model,
            private: quote! { #runtime::__private },
            derive: quote! { #runtime::__private::derive },
            runtime,
            bounds: Bounds::default(),
        }
    }

    /// The type's generics and bounds, for an implementation.
    pub(super) fn generics(&self) -> (ImplGenerics<'i>, TypeGenerics<'i>, TokenStream) {
        let (generics, arguments, _) = self.model.input.generics.split_for_impl();
        let predicates = self.bounds.predicates(self.model.input);
        (generics, arguments, quote! { where #predicates })
    }

    pub(super) fn catalogs(&self) -> impl Iterator<Item = (usize, &'m Path)> {
        self.model.options.catalogs.iter().enumerate()
    }

    /// Implementations that the runtime's features add.
    fn features(&self) -> Option<TokenStream> {
        let [catalog] = self.model.options.catalogs.as_slice() else {
            return None;
        };
        let (generics, arguments, _) = self.generics();
        let predicates = self.bounds.predicates(self.model.input);
        let (runtime, name) = (&self.runtime, &self.model.input.ident);
        Some(quote! {
            #runtime::__impl_catalog_error! { [#generics] [#name #arguments] [#predicates] #catalog }
        })
    }
}

/// Code as if it stood at this place, so that messages of the compiler about it do.
fn at(span: Span, code: TokenStream) -> TokenStream {
    let tokens = code.into_iter().map(|mut token| {
        if let TokenTree::Group(group) = &token {
            token = TokenTree::Group(Group::new(group.delimiter(), at(span, group.stream())));
        }
        token.set_span(span);
        token
    });
    tokens.collect()
}

/// The alias of a catalog, so that a mistake in its path is one message.
fn catalog_name(catalog: usize) -> Ident {
    format_ident!("__Catalog{catalog}", span = Span::call_site())
}

/// The constant with the entry of a shape in a catalog.
fn entry_name(catalog: usize, shape: usize) -> Ident {
    format_ident!("__ENTRY_{catalog}_{shape}", span = Span::call_site())
}

/// The constant that says where a field's value goes.
fn slot_name(catalog: usize, shape: usize, field: usize) -> Ident {
    format_ident!("__SLOT_{catalog}_{shape}_{field}", span = Span::call_site())
}

/// The constant that says what stands for a field in `Debug`.
fn hidden_name(shape: usize, field: usize) -> Ident {
    format_ident!("__HIDDEN_{shape}_{field}", span = Span::call_site())
}
