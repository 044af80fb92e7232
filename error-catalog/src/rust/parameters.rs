//! The module beside the enum: what errors with parameters are made from, and the enum of categories.
//!
//! Many entries have the same parameters. They share one struct and one conversion, in which the entry is a number, and each of them has a
//! type of its own name that fills in that number: the compiler pays for the entries with other parameters only.

use std::fmt::{self, Formatter};

use error_layout::vocabulary::PARAMETER_TYPES;
use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, quote};

use super::{Generator, docs, identifier, source};
use crate::hash::{Table, hash};
use crate::model::{Entry, Parameter};
use crate::names;

/// Parameters that one or more entries have.
struct Signature<'c> {
    name: Ident,
    parameters: &'c [Parameter],
    /// The generic types of the struct, one for each field that has one.
    generics: Vec<Ident>,
    /// What stands before and behind the entry's number in the names that entries have for it.
    alias: (String, String),
}

impl<'c> Generator<'c> {
    /// The module and the implementations that join it to the enum. They stand outside the module, so that the whole also works inside
    /// a function, where `super` would not be the enum's scope.
    pub(super) fn parameter_module(&self) -> Option<TokenStream> {
        let (signatures, users) = self.signatures();
        if users.is_empty() && self.catalog.categories.is_empty() {
            return None;
        }
        let request = self.request;
        let (visibility, name, module) = (&request.visibility, &request.name, &self.module);
        let structs = signatures.iter().map(|signature| self.parameter_struct(signature));
        let conversions = signatures.iter().map(|signature| self.conversion(signature));
        let aliases = (self.lexer.source)(&source(&|f| {
            let mut aliases = users.iter();
            aliases.try_for_each(|&(position, entry, number)| self.alias(f, position, entry, &signatures[number]))
        }));
        let (category, category_impl) = self.categories();
        let doc = format!("What belongs to [`{name}`]: the parameters of its errors.");
        Some(quote! {
            #[doc = #doc]
            #[allow(clippy::doc_markdown, clippy::too_long_first_doc_paragraph, clippy::module_inception, clippy::enum_variant_names, clippy::struct_field_names, clippy::struct_excessive_bools, dead_code)]
            #visibility mod #module {
                #category
                #(#structs)*
                #aliases
            }
            #category_impl
            #(#conversions)*
        })
    }

    /// The different lists of parameters, and the entries that have any: with their position in the catalog, and that of their list here.
    fn signatures(&self) -> (Vec<Signature<'c>>, Vec<(usize, &'c Entry, usize)>) {
        let mut signatures: Vec<Signature<'c>> = Vec::new();
        let mut users = Vec::new();
        let (mut known, mut named) = (Table::default(), Table::default());
        for (position, entry) in self.catalog.entries.iter().enumerate() {
            if entry.parameters.is_empty() {
                continue;
            }
            let parameters = entry.parameters.as_slice();
            let key = parameters
                .iter()
                .fold(0_u32, |all, one| all.rotate_left(5) ^ hash(one.name.as_bytes()));
            let number = known.find(key, |number| signatures[number].parameters == parameters);
            let number = number.unwrap_or_else(|| {
                let mut name: String = parameters.iter().map(camel).collect();
                name.push_str("Parameters_");
                // As the generic types: see there.
                while (named.find(hash(name.as_bytes()), |number| signatures[number].name == name)).is_some() {
                    name.push('_');
                }
                named.add(hash(name.as_bytes()), signatures.len());
                let generics = self.generics(parameters);
                let types = quote! { #(#generics,)* };
                known.add(key, signatures.len());
                signatures.push(Signature {
                    alias: (format!("<{types}> = self::{name}<"), format!(",{types}>;\n")),
                    name: Ident::new(&name, self.request.name.span()),
                    parameters,
                    generics,
                });
                signatures.len() - 1
            });
            users.push((position, entry, number));
        }
        (signatures, users)
    }

    fn parameter_struct(&self, signature: &Signature<'_>) -> TokenStream {
        // No derives: they would be most of what the struct costs to compile, it lives for one expression, and its values may be personal.
        let Signature {
            name,
            parameters,
            generics,
            ..
        } = signature;
        let doc = docs::parameter_struct(parameters);
        let mut names = generics.iter();
        let fields = parameters.iter().map(|parameter| {
            let field = self.field(parameter);
            let doc = docs::parameter(parameter);
            let generic = if is_generic(parameter) { names.next() } else { None };
            let kind = generic.map_or_else(|| self.concrete_type(parameter), ToTokens::to_token_stream);
            quote! { #[doc = #doc] pub #field: #kind }
        });
        let primitive = &self.request.runtime_inside;
        quote! {
            #[doc = #doc]
            pub struct #name<const ENTRY: #primitive::__private::primitive::u16, #(#generics),*> { #(#fields),* }
        }
    }

    /// The name of an entry for the struct of its parameters.
    fn alias(&self, f: &mut Formatter<'_>, position: usize, entry: &Entry, signature: &Signature<'_>) -> fmt::Result {
        let (before, behind) = &signature.alias;
        docs::entry_parameters(f, entry)?;
        self.deprecation(f, entry)?;
        write!(f, "pub type {}{before}{position}{behind}", entry.rust_name)
    }

    fn conversion(&self, signature: &Signature<'_>) -> TokenStream {
        let request = self.request;
        let (catalog, runtime, module) = (&request.name, &request.runtime, &self.module);
        let private = quote! { #runtime::__private };
        let Signature {
            name,
            parameters,
            generics,
            ..
        } = signature;
        let bounds = parameters
            .iter()
            .filter(|parameter| is_generic(parameter))
            .map(|parameter| match type_name(parameter) {
                "integer" => quote! { #runtime::Integer },
                "decimal" => quote! { #runtime::Decimal },
                "date-time" => quote! { #runtime::DateTime },
                "uri" | "display" => quote! { #private::fmt::Display },
                _ => quote! { #private::AsRef<#private::primitive::str> },
            });
        let values = parameters.iter().map(|parameter| {
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
        quote! {
            #[automatically_derived]
            impl<const ENTRY: #private::primitive::u16, #(#generics: #bounds),*> #private::From<#module::#name<ENTRY, #(#generics),*>> for #runtime::Error<#catalog> {
                fn from(values: #module::#name<ENTRY, #(#generics),*>) -> Self {
                    #runtime::Error::__from_parameters::<ENTRY>(&[#(#values),*])
                }
            }
        }
    }

    fn field(&self, parameter: &Parameter) -> Ident {
        identifier(&parameter.name, self.request.name.span())
    }

    /// The generic types of a struct. An underscore at the end keeps them apart from every entry, whose names have none, and more of them from
    /// each other.
    fn generics(&self, parameters: &[Parameter]) -> Vec<Ident> {
        let mut names: Vec<String> = Vec::new();
        for parameter in parameters.iter().filter(|parameter| is_generic(parameter)) {
            let mut name = camel(parameter) + "_";
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
                #[inline]
                #[must_use]
                pub const fn all() -> &'static [Self] {
                    &[#(Self::#variants),*]
                }
            }
        };
        let implementation = quote! {
            #[allow(dead_code)]
            impl #module::Category {
                /// The name as it stands on the wire.
                #[inline]
                #[must_use]
                #visibility const fn name(self) -> &'static #private::primitive::str {
                    match self.facts() {
                        #private::Option::Some(category) => category.name(),
                        #private::Option::None => "",
                    }
                }
                /// Everything the catalog says of this category.
                #[inline]
                #[must_use]
                #visibility const fn facts(self) -> #private::Option<#runtime::Category<'static>> {
                    self.__facts::<()>()
                }
                #[allow(clippy::extra_unused_type_parameters)]
                const fn __facts<Unused_>(self) -> #private::Option<#runtime::Category<'static>> {
                    <#catalog as #runtime::Catalog>::DATA.category(self as #private::primitive::usize)
                }
            }
            #[automatically_derived]
            impl #private::fmt::Display for #module::Category {
                #[inline]
                fn fmt(&self, f: &mut #private::fmt::Formatter<'_>) -> #private::fmt::Result {
                    f.pad(self.name())
                }
            }
        };
        (Some(definition), Some(implementation))
    }
}

/// A parameter's name as that of a type.
fn camel(parameter: &Parameter) -> String {
    names::upper_camel(&parameter.name).unwrap_or_default()
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
