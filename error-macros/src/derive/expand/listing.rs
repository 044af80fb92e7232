//! Lists the entries of a type, for generated documents.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::Path;

use super::super::attributes::Code;
use super::{Expansion, at, entry_name};

impl Expansion<'_, '_> {
    /// Returns the function `entries`; `None` if a function chooses the entry at run time.
    pub(super) fn listing(&self, position: usize, catalog: &Path) -> Option<TokenStream> {
        let (derive, private) = (&self.derive, &self.private);
        let shapes = &self.model.shapes;
        if shapes.iter().any(|shape| matches!(shape.code, Some(Code::With(_)))) {
            return None;
        }
        let own = shapes
            .iter()
            .enumerate()
            .filter(|(_, shape)| matches!(shape.code, Some(Code::Entries(_))))
            .map(|(at, _)| entry_name(position, at));
        let inside = shapes.iter().filter_map(|shape| shape.transparent());
        let inside = inside.map(|field| at(field.span, field.kind.to_token_stream()));
        Some(quote! {
            fn entries() -> #private::Vec<#catalog> {
                [
                    <[#catalog]>::to_vec(&[#(#own),*]),
                    #(<#inside as #derive::Transparent<#catalog, _>>::entries()),*
                ]
                .concat()
            }
        })
    }
}
