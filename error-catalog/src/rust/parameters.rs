//! The module beside the enum: a struct for each entry with parameters, and the enum of categories.

use error_layout::vocabulary::PARAMETER_TYPES;
use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, quote};

use super::{Generator, docs, identifier};
use crate::model::{Entry, Parameter};
use crate::names;

impl Generator<'_> {
    /// The module and the implementations that join it to the enum. They stand outside the module, so that the whole also works inside
    /// a function, where `super` would not be the enum's scope.
    pub(super) fn parameter_module(&self) -> Option<TokenStream> {
        let with_parameters: Vec<&Entry> = self
            .catalog
            .entries
            .iter()
            .filter(|entry| !entry.parameters.is_empty())
            .collect();
        if with_parameters.is_empty() && self.catalog.categories.is_empty() {
            return None;
        }
        let request = self.request;
        let (visibility, name, module) = (&request.visibility, &request.name, &self.module);
        let structs = with_parameters.iter().map(|entry| self.parameter_struct(entry));
        let conversions = with_parameters.iter().map(|entry| self.conversion(entry));
        let (category, category_impl) = self.categories();
        let doc = format!("What belongs to [`{name}`]: the parameters of its errors.");
        Some(quote! {
            #[doc = #doc]
            #[allow(clippy::doc_markdown, clippy::too_long_first_doc_paragraph, clippy::module_inception, clippy::enum_variant_names, clippy::struct_field_names, clippy::struct_excessive_bools, dead_code)]
            #visibility mod #module {
                #category
                #(#structs)*
            }
            #category_impl
            #(#conversions)*
        })
    }

    fn parameter_struct(&self, entry: &Entry) -> TokenStream {
        let name = Ident::new(&entry.rust_name, self.request.name.span());
        // No derives: they would be most of what the struct costs to compile, it lives for one expression, and its values may be personal.
        let doc = docs::parameter_struct(entry);
        let names = self.generics(entry);
        let generics = (!names.is_empty()).then(|| quote! { <#(#names),*> });
        let mut names = names.iter().peekable();
        let fields = entry.parameters.iter().map(|parameter| {
            let field = self.field(parameter);
            let doc = docs::parameter(parameter);
            let generic = names.next_if(|_| is_generic(parameter));
            let kind = generic.map_or_else(|| self.concrete_type(parameter), ToTokens::to_token_stream);
            quote! { #[doc = #doc] pub #field: #kind }
        });
        let deprecated = self.deprecation(entry);
        quote! {
            #[doc = #doc]
            #deprecated
            pub struct #name #generics { #(#fields),* }
        }
    }

    fn conversion(&self, entry: &Entry) -> TokenStream {
        let request = self.request;
        let (catalog, runtime, module) = (&request.name, &request.runtime, &self.module);
        let private = quote! { #runtime::__private };
        let name = Ident::new(&entry.rust_name, request.name.span());
        let generic = || entry.parameters.iter().filter(|parameter| is_generic(parameter));
        let names = self.generics(entry);
        let bounds = generic().map(|parameter| match type_name(parameter) {
            "integer" => quote! { #runtime::Integer },
            "decimal" => quote! { #runtime::Decimal },
            "date-time" => quote! { #runtime::DateTime },
            "uri" | "display" => quote! { #private::fmt::Display },
            _ => quote! { #private::AsRef<#private::primitive::str> },
        });
        let values = entry.parameters.iter().map(|parameter| {
            let field = self.field(parameter);
            let value = quote! { #private::Value };
            match (parameter.optional, type_name(parameter)) {
                (false, "boolean") => quote! { #value::boolean(values.#field) },
                (false, "integer") => quote! { #value::integer(&values.#field) },
                (false, "decimal") => quote! { #value::decimal(&values.#field) },
                (false, "date-time") => quote! { #value::date_time(&values.#field) },
                (false, "uri") => quote! { #value::uri(&values.#field) },
                (false, "display") => quote! { #value::display(&values.#field) },
                (false, _) => quote! { #value::string(&values.#field) },
                (true, "boolean") => quote! { #value::optional_boolean(values.#field) },
                (true, "integer") => quote! { #value::optional_integer(values.#field) },
                (true, "decimal") => quote! { #value::optional_decimal(values.#field) },
                (true, _) => quote! { #value::optional_text(values.#field.as_deref()) },
            }
        });
        let generics = (!names.is_empty()).then(|| quote! { <#(#names),*> });
        let bounded = (!names.is_empty()).then(|| quote! { <#(#names: #bounds),*> });
        quote! {
            #[automatically_derived]
            #[allow(deprecated)]
            impl #bounded #private::From<#module::#name #generics> for #runtime::Error<#catalog> {
                fn from(values: #module::#name #generics) -> Self {
                    #runtime::Error::__from_parameters(#catalog::#name, &[#(#values),*])
                }
            }
        }
    }

    fn field(&self, parameter: &Parameter) -> Ident {
        identifier(&parameter.name, self.request.name.span())
    }

    /// The generic types of an entry's struct, one for each field that has one. An underscore at the end keeps them apart from every entry,
    /// whose names have none, and more of them from each other.
    fn generics(&self, entry: &Entry) -> Vec<Ident> {
        let mut names: Vec<String> = Vec::new();
        for parameter in entry.parameters.iter().filter(|parameter| is_generic(parameter)) {
            let mut name = names::upper_camel(&parameter.name).unwrap_or_default() + "_";
            while names.contains(&name) {
                name.push('_');
            }
            names.push(name);
        }
        names
            .iter()
            .map(|name| Ident::new(name, self.request.name.span()))
            .collect()
    }

    fn concrete_type(&self, parameter: &Parameter) -> TokenStream {
        let runtime = &self.request.runtime_inside;
        let private = quote! { #runtime::__private };
        let concrete = match type_name(parameter) {
            "boolean" => quote! { #private::primitive::bool },
            "integer" => quote! { #private::primitive::i64 },
            "decimal" => quote! { #private::primitive::f64 },
            _ => quote! { #private::Cow<'static, #private::primitive::str> },
        };
        if parameter.optional {
            quote! { #private::Option<#concrete> }
        } else {
            concrete
        }
    }

    fn categories(&self) -> (Option<TokenStream>, Option<TokenStream>) {
        if self.catalog.categories.is_empty() {
            return (None, None);
        }
        let request = self.request;
        let (visibility, runtime, catalog, module) =
            (&request.visibility, &request.runtime, &request.name, &self.module);
        let private = quote! { #runtime::__private };
        let span = request.name.span();
        let variants: Vec<Ident> = self
            .catalog
            .categories
            .iter()
            .map(|category| Ident::new(&category.rust_name, span))
            .collect();
        let docs = self.catalog.categories.iter().map(docs::category);
        let non_exhaustive = (!request.exhaustive).then(|| quote! { #[non_exhaustive] });
        let inside = &request.runtime_inside;
        let inside = quote! { #inside::__private };
        let definition = quote! {
            /// The groups of errors of the catalog.
            #[derive(
                #inside::Clone, #inside::Copy, #inside::PartialEq, #inside::Eq, #inside::PartialOrd, #inside::Ord, #inside::Hash,
                #inside::fmt::Debug,
            )]
            #non_exhaustive
            pub enum Category { #(#[doc = #docs] #variants),* }
            impl Category {
                /// Every category, in the order of the catalog.
                pub const ALL: &'static [Self] = &[#(Self::#variants),*];
            }
        };
        let implementation = quote! {
            #[automatically_derived]
            #[allow(dead_code)]
            impl #module::Category {
                /// The name as it stands on the wire.
                #[must_use]
                #visibility const fn name(self) -> &'static #private::primitive::str {
                    match <#catalog as #runtime::Catalog>::DATA.category(self as #private::primitive::usize) {
                        #private::Option::Some(category) => category.name(),
                        #private::Option::None => "",
                    }
                }
                /// Everything the catalog says of this category.
                #[must_use]
                #visibility const fn facts(self) -> #private::Option<#runtime::Category<'static>> {
                    <#catalog as #runtime::Catalog>::DATA.category(self as #private::primitive::usize)
                }
            }
            #[automatically_derived]
            impl #private::fmt::Display for #module::Category {
                fn fmt(&self, f: &mut #private::fmt::Formatter<'_>) -> #private::fmt::Result {
                    f.pad(self.name())
                }
            }
        };
        (Some(definition), Some(implementation))
    }
}

fn type_name(parameter: &Parameter) -> &'static str {
    PARAMETER_TYPES
        .get(usize::from(parameter.kind))
        .copied()
        .unwrap_or("string")
}

fn is_generic(parameter: &Parameter) -> bool {
    !parameter.optional && type_name(parameter) != "boolean"
}
