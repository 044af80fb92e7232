//! Implements `Display`, `Error` and `From`.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};

use super::super::model::Model;
use super::Expansion;

impl Expansion<'_, '_> {
    pub(super) fn standard(&self) -> TokenStream {
        let options = &self.model.options;
        let display = options.displays().then(|| self.display());
        let error = options.is_error().then(|| self.error());
        let froms = options.converts_sources().then(|| froms(self));
        quote! { #display #error #froms }
    }

    /// Implements `Display` with the text of the variant, or else with the catalog's.
    fn display(&self) -> TokenStream {
        let (runtime, private, model) = (&self.runtime, &self.private, self.model);
        let name = &model.input.ident;
        let (generics, arguments, bounds) = self.generics();
        let arms = model.shapes.iter().filter_map(|shape| {
            let text = shape.display.as_ref()?;
            let pattern = shape.pattern(text.uses.iter().filter_map(|one| shape.fields.get(one.field)));
            let text = text.arguments(&shape.fields, private);
            Some(quote! { #pattern => __formatter.write_fmt(#text), })
        });
        let arms: Vec<TokenStream> = arms.collect();
        let catalog = model.options.catalogs.first();
        let rest = quote! {
            #private::fmt::Display::fmt(&#runtime::CatalogError::<#catalog>::to_error(self), __formatter)
        };
        let body = if arms.is_empty() {
            rest
        } else if arms.len() == model.shapes.len() {
            quote! { match self { #(#arms)* } }
        } else {
            quote! { match self { #(#arms)* _ => #rest, } }
        };
        quote! {
            #[automatically_derived]
            impl #generics #private::fmt::Display for #name #arguments #bounds {
                fn fmt(&self, __formatter: &mut #private::fmt::Formatter<'_>) -> #private::fmt::Result {
                    #body
                }
            }
        }
    }

    fn error(&self) -> TokenStream {
        let (runtime, private, model) = (&self.runtime, &self.private, self.model);
        let name = &model.input.ident;
        let (generics, arguments, mut bounds) = self.generics();
        // With type parameters, the bounds of `Debug` and `Display` may not always be met.
        if model.input.generics.type_params().next().is_some() {
            bounds.extend(quote! { Self: #private::fmt::Debug + #private::fmt::Display, });
        }
        let catalog = model.options.catalogs.first();
        let has_source =
            |shape: &super::super::model::Shape<'_>| shape.source().is_some() || shape.transparent().is_some();
        let source = model.shapes.iter().any(has_source).then(|| {
            quote! {
                fn source(&self) -> #private::Option<&(dyn #private::StdError + 'static)> {
                    #runtime::CatalogError::<#catalog>::origin(self)
                }
            }
        });
        quote! {
            #[automatically_derived]
            impl #generics #private::StdError for #name #arguments #bounds {
                #source
            }
        }
    }
}

/// Implements `From` for fields with `#[from]`, also for a type with problems.
pub(in super::super) fn froms(expansion: &Expansion<'_, '_>) -> TokenStream {
    let model: &Model<'_> = expansion.model;
    let private = &expansion.private;
    let name = &model.input.ident;
    let (generics, arguments, existing) = model.input.generics.split_for_impl();
    let mut seen = Vec::new();
    let froms = model
        .shapes
        .iter()
        .filter(|shape| shape.fields.len() == 1)
        .filter_map(|shape| {
            let field = shape.fields.iter().find(|field| field.from.is_some())?;
            let (path, member, kind) = (&shape.path, &field.member, field.value_type());
            let text = quote! { #kind }.to_string();
            if seen.contains(&text) {
                return None;
            }
            seen.push(text);
            let value = if field.inside_option.is_some() {
                quote! { #private::Option::Some(source) }
            } else {
                quote! { source }
            };
            Some(quote_spanned! {field.from.unwrap_or(field.span)=>
                #[automatically_derived]
                impl #generics #private::From<#kind> for #name #arguments #existing {
                    fn from(source: #kind) -> Self {
                        #path { #member: #value }
                    }
                }
            })
        });
    froms.collect()
}
