//! The bounds of generic types: those of fields whose types mention a type parameter.

use proc_macro2::{TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::{DeriveInput, Type};

use super::super::attributes::Code;
use super::super::fields::Field;
use super::super::model::Shape;
use super::{Expansion, slot_name};

/// Bounds for the implementations.
#[derive(Default)]
pub(in super::super) struct Bounds(Vec<TokenStream>);

impl Bounds {
    /// Returns these bounds and the type's own, each followed by a comma.
    pub(super) fn predicates(&self, input: &DeriveInput) -> TokenStream {
        let own = input.generics.where_clause.iter().flat_map(|clause| &clause.predicates);
        let own = own.map(ToTokens::to_token_stream);
        let all = own.chain(self.0.iter().cloned()).map(|bound| quote! { #bound, });
        all.collect()
    }

    fn add(&mut self, bound: TokenStream) {
        if !self.0.iter().any(|known| known.to_string() == bound.to_string()) {
            self.0.push(bound);
        }
    }
}

impl<'i> Expansion<'_, 'i> {
    pub(super) fn find_bounds(&self) -> Bounds {
        let mut bounds = Bounds::default();
        let names: Vec<String> = self
            .model
            .input
            .generics
            .type_params()
            .map(|one| one.ident.to_string())
            .collect();
        if names.is_empty() {
            return bounds;
        }
        for (at, shape) in self.model.shapes.iter().enumerate() {
            for (position, field) in shape.fields.iter().enumerate() {
                if mentions(field.kind, &names) {
                    self.field(at, shape, position, field, &mut bounds);
                }
            }
        }
        bounds
    }

    fn field(&self, at: usize, shape: &Shape<'i>, position: usize, field: &Field<'i>, bounds: &mut Bounds) {
        let (private, derive, runtime) = (&self.private, &self.derive, &self.runtime);
        let kind = field.value_type();
        let display = quote! { #kind: #private::fmt::Display };
        let debug = |kind: &Type| quote! { #kind: #private::fmt::Debug };
        if self.model.options.debugs() {
            bounds.add(debug(field.kind));
        }
        if let Some(Code::Transparent(_)) = shape.code {
            for (_, catalog) in self.catalogs() {
                bounds.add(quote! { #kind: #runtime::CatalogError<#catalog> });
            }
        } else if field.is_source() {
            bounds.add(quote! { #kind: #private::StdError + #private::Send + #private::Sync + 'static });
        }
        if field.parameter.is_some() {
            for (catalog, _) in self.catalogs() {
                let slot = slot_name(catalog, at, position);
                bounds.add(quote! { #kind: #derive::ParameterValue<#derive::KindOf<{ #slot.kind }>> });
            }
        }
        if field.diagnostics.is_some() || field.expression.is_some() || field.request_id.is_some() {
            bounds.add(display.clone());
        }
        let texts = shape.diagnostics.iter().chain(&shape.expressions).chain(&shape.display);
        for one in texts.flat_map(|text| &text.uses).filter(|one| one.field == position) {
            // A placeholder formats the field itself, even if it is an `Option`.
            bounds.add(if one.debug { debug(field.kind) } else { display.clone() });
        }
    }
}

/// Whether a type mentions one of the type parameters.
fn mentions(kind: &Type, names: &[String]) -> bool {
    fn any(tokens: TokenStream, names: &[String]) -> bool {
        tokens.into_iter().any(|token| match token {
            TokenTree::Ident(name) => names.contains(&name.to_string()),
            TokenTree::Group(group) => any(group.stream(), names),
            TokenTree::Punct(_) | TokenTree::Literal(_) => false,
        })
    }
    any(kind.to_token_stream(), names)
}
