//! Generates the code of the derive.
//!
//! The code is inside one unnamed constant, which hides its helpers, and uses full paths, which the user's names cannot shadow.

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

/// The context of code generation.
pub(super) struct Expansion<'m, 'i> {
    pub(super) model: &'m Model<'i>,
    /// The runtime's module for generated code.
    pub(super) private: TokenStream,
    /// The runtime's module for derives.
    pub(super) derive: TokenStream,
    pub(super) runtime: TokenStream,
    pub(super) bounds: Bounds,
}

/// Generates the code of a valid model.
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

    /// Returns the generics, arguments and bounds of an implementation.
    pub(super) fn generics(&self) -> (ImplGenerics<'i>, TypeGenerics<'i>, TokenStream) {
        let (generics, arguments, _) = self.model.input.generics.split_for_impl();
        let predicates = self.bounds.predicates(self.model.input);
        (generics, arguments, quote! { where #predicates })
    }

    pub(super) fn catalogs(&self) -> impl Iterator<Item = (usize, &'m Path)> {
        self.model.options.catalogs.iter().enumerate()
    }

    /// Returns the implementations of the runtime's features.
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

/// Sets the span of all tokens, so that the compiler reports errors in them at this place.
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

/// Names the alias of a catalog, which reports an invalid path only once.
fn catalog_name(catalog: usize) -> Ident {
    format_ident!("__Catalog{catalog}", span = Span::call_site())
}

/// Names the constant with the entry of a shape in a catalog.
fn entry_name(catalog: usize, shape: usize) -> Ident {
    format_ident!("__ENTRY_{catalog}_{shape}", span = Span::call_site())
}

/// Names the constant with the position and type of an argument.
fn slot_name(catalog: usize, shape: usize, field: usize) -> Ident {
    format_ident!("__SLOT_{catalog}_{shape}_{field}", span = Span::call_site())
}

/// Names the constant with the substitute for a field in `Debug`.
fn hidden_name(shape: usize, field: usize) -> Ident {
    format_ident!("__HIDDEN_{shape}_{field}", span = Span::call_site())
}
