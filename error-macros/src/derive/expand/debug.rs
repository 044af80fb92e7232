//! Implements `Debug` without the values of parameters that are not public.

use proc_macro2::TokenStream;
use quote::quote;

use super::super::model::Shape;
use super::{Expansion, hidden_name};

impl Expansion<'_, '_> {
    pub(super) fn debug(&self) -> TokenStream {
        let (private, model) = (&self.private, self.model);
        let name = &model.input.ident;
        let (generics, arguments, bounds) = self.generics();
        let shapes = || model.shapes.iter().enumerate();
        let constants: TokenStream = shapes().map(|(at, shape)| self.hidden(at, shape)).collect();
        let arms = shapes().map(|(at, shape)| self.debug_arm(at, shape));
        let this = if model.shapes.is_empty() {
            quote! { *self }
        } else {
            quote! { self }
        };
        quote! {
            #constants
            #[automatically_derived]
            impl #generics #private::fmt::Debug for #name #arguments #bounds {
                fn fmt(&self, __formatter: &mut #private::fmt::Formatter<'_>) -> #private::fmt::Result {
                    match #this { #(#arms)* }
                }
            }
        }
    }

    fn hidden(&self, at: usize, shape: &Shape<'_>) -> TokenStream {
        let (private, derive) = (&self.private, &self.derive);
        let constants = shape.parameters().map(|(position, field, _)| {
            let name = hidden_name(at, position);
            let entries = self.entries_of(at, field);
            quote! {
                const #name: #private::Option<&#derive::Hidden> = #derive::hidden(#entries);
            }
        });
        constants.collect()
    }

    fn debug_arm(&self, at: usize, shape: &Shape<'_>) -> TokenStream {
        let derive = &self.derive;
        let pattern = shape.pattern(&shape.fields);
        let name = shape.name.to_string();
        let fields = shape.fields.iter().enumerate().map(|(position, field)| {
            let binding = &field.binding;
            let value = if field.parameter.is_some() {
                let hidden = hidden_name(at, position);
                quote! { #derive::shown(#hidden, #binding) }
            } else {
                quote! { #binding }
            };
            if shape.is_tuple {
                quote! { .field(#value) }
            } else {
                let name = &field.name;
                quote! { .field(#name, #value) }
            }
        });
        if shape.is_tuple {
            quote! { #pattern => __formatter.debug_tuple(#name) #(#fields)* .finish(), }
        } else {
            quote! { #pattern => __formatter.debug_struct(#name) #(#fields)* .finish(), }
        }
    }
}
