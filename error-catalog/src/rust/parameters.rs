//! The module of the enum, which has the errors by the names of their entries, and the enum of categories.
//!
//! Errors without arguments are the variants of one enum, because a variant costs the compiler less than a constant or a type. An entry with
//! parameters has a struct of the same name. Entries with the same parameters share one struct and one conversion, whose const
//! argument is the position of the entry; each of them has an alias of the same name.

use std::collections::HashSet;
use std::fmt::{self, Formatter};

use proc_macro2::{Ident, Literal, TokenStream};
use quote::{ToTokens, quote};

use super::enums::ValueEnum;
use super::{Generator, Request, docs, identifier, source};
use crate::hash::{Table, hash};
use crate::model::{Entry, Parameter};
use crate::names;

/// A list of parameters that one or more entries have.
struct Signature<'c> {
    name: Ident,
    parameters: &'c [Parameter],
    /// The generic types of the struct, one for each field that has one.
    generics: Vec<Ident>,
    /// The lifetime of the struct, if a field is a reference.
    lifetime: Option<Lifetime>,
    /// The only entry with these parameters, and its position; the struct has its name.
    only: Option<(usize, &'c Entry)>,
    /// The text before and after the entry's position in the aliases of entries that share the struct.
    alias: (String, String),
}

impl Signature<'_> {
    /// Returns the struct with generic arguments; in a shared struct, the first is the position of the entry.
    fn with_arguments(&self, entry: impl ToTokens) -> TokenStream {
        let (name, generics, lifetime) = (&self.name, &self.generics, &self.lifetime);
        match self.only {
            Some(_) => quote! { #name<#lifetime #(#generics),*> },
            None => quote! { #name<#lifetime #entry, #(#generics),*> },
        }
    }
}

/// The lifetime of a struct whose fields can be references, with a comma.
struct Lifetime;

impl ToTokens for Lifetime {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        tokens.extend(quote! { 'a, });
    }
}

impl<'c> Generator<'c> {
    /// Returns the module and the implementations that connect it to the enum.
    pub(super) fn error_module(&self) -> TokenStream {
        let (signatures, users) = self.signatures();
        let request = self.request;
        let (visibility, name, module) = (&self.visibility, &request.name, &self.module);
        let enums = self.enums();
        let structs = signatures
            .iter()
            .map(|signature| self.parameter_struct(signature, &enums));
        let definitions = enums.iter().map(|one| self.parameter_enum(one));
        let conversions = signatures.iter().map(|signature| self.conversion(signature));
        let aliases = (self.lexer.source)(&source(&|f| {
            let shared = users.iter().filter(|(.., number)| signatures[*number].only.is_none());
            let mut shared = shared.map(|&(position, entry, number)| (position, entry, &signatures[number]));
            shared.try_for_each(|(position, entry, signature)| self.alias(f, position, entry, signature))
        }));
        let (category, category_impl) = self.categories();
        let (plain, plain_impl) = self.without_arguments().unzip();
        let doc = format!("The errors of [`{name}`], by the names of their entries.");
        quote! {
            #[doc = #doc]
            #[allow(clippy::doc_markdown, clippy::too_long_first_doc_paragraph, clippy::module_inception, clippy::enum_glob_use, clippy::enum_variant_names, clippy::struct_field_names, clippy::struct_excessive_bools, dead_code, unused_imports)]
            #visibility mod #module {
                #plain
                #category
                #(#definitions)*
                #(#structs)*
                #aliases
            }
            #plain_impl
            #category_impl
            #(#conversions)*
        }
    }

    /// Returns the enum of the errors that need no arguments, and its conversion; `None` if there are none.
    ///
    /// The variants are visible in the module, where a struct of the same name takes precedence as a type, not as a value.
    fn without_arguments(&self) -> Option<(TokenStream, TokenStream)> {
        let Request {
            name,
            runtime,
            is_broken,
            ..
        } = self.request;
        let visibility = &self.visibility;
        let needs_no_arguments = |entry: &Entry| entry.parameters.iter().all(|parameter| parameter.optional);
        // The parameters of a catalog with errors may be unknown.
        let entries = self.catalog.entries.iter().enumerate();
        let plain: Vec<_> = entries
            .filter(|(_, entry)| *is_broken || needs_no_arguments(entry))
            .collect();
        if plain.is_empty() {
            return None;
        }
        let variants = (self.lexer.source)(&source(&|f| {
            for (position, entry) in &plain {
                docs::error(f, entry)?;
                self.deprecation(f, entry)?;
                writeln!(f, "{} = {position},", entry.rust_name)?;
            }
            Ok(())
        }));
        let (inside, module) = (&self.request.runtime_inside, &self.module);
        let definition = quote! {
            #[doc = "The errors that need no arguments."]
            #[derive(#inside::__private::Clone, #inside::__private::Copy)]
            #[repr(u16)]
            pub enum NoArguments_ { #variants }
            #[doc(no_inline)]
            pub use self::NoArguments_::*;
        };
        let private = quote! { #runtime::__private };
        let conversion = quote! {
            #[allow(dead_code)]
            impl #module::NoArguments_ {
                /// Returns the error.
                #[inline]
                #[must_use]
                #visibility const fn error(self) -> #runtime::Error<#name> {
                    #runtime::Error::__from_entry(#name::all()[self as #private::primitive::usize])
                }
            }
            #[automatically_derived]
            impl #private::From<#module::NoArguments_> for #runtime::Error<#name> {
                #[inline]
                fn from(error: #module::NoArguments_) -> Self {
                    error.error()
                }
            }
        };
        Some((definition, conversion))
    }

    /// Returns the different lists of parameters, and for each entry with parameters its position and that of its list.
    fn signatures(&self) -> (Vec<Signature<'c>>, Vec<(usize, &'c Entry, usize)>) {
        let mut signatures: Vec<Signature<'c>> = Vec::new();
        let mut users = Vec::new();
        let mut known = Table::default();
        for (position, entry) in self.catalog.entries.iter().enumerate() {
            if entry.parameters.is_empty() {
                continue;
            }
            let parameters = entry.parameters.as_slice();
            let key = parameters
                .iter()
                .fold(0_u32, |all, one| all.rotate_left(5) ^ hash(one.name.as_bytes()));
            let number = match known.find(key, |number| signatures[number].parameters == parameters) {
                Some(number) => {
                    signatures[number].only = None;
                    number
                }
                None => {
                    known.add(key, signatures.len());
                    signatures.push(Signature {
                        name: Ident::new(&entry.rust_name, self.request.name.span()),
                        parameters,
                        generics: self.generics(parameters),
                        lifetime: parameters.iter().any(is_reference).then_some(Lifetime),
                        only: Some((position, entry)),
                        alias: Default::default(),
                    });
                    signatures.len() - 1
                }
            };
            users.push((position, entry, number));
        }
        self.name_shared(&mut signatures);
        (signatures, users)
    }

    /// Names the shared structs after their parameters.
    ///
    /// The trailing underscore prevents conflicts with entries, whose names have none; additional ones prevent conflicts between the structs.
    fn name_shared(&self, signatures: &mut [Signature<'c>]) {
        let mut names = HashSet::new();
        for signature in signatures.iter_mut().filter(|signature| signature.only.is_none()) {
            let mut name: String = signature.parameters.iter().map(camel).collect();
            name.push_str("Parameters_");
            while names.contains(&name) {
                name.push('_');
            }
            let generics = &signature.generics;
            let lifetime = if signature.lifetime.is_some() { "'a," } else { "" };
            let types = quote! { #(#generics,)* };
            signature.alias = (
                format!("<{lifetime}{types}> = self::{name}<{lifetime}"),
                format!(",{types}>;\n"),
            );
            signature.name = Ident::new(&name, self.request.name.span());
            names.insert(name);
        }
    }

    fn parameter_struct(&self, signature: &Signature<'_>, enums: &[ValueEnum<'_>]) -> TokenStream {
        // Without derives, which would dominate the compile time of the struct. It is used in one expression, and its values may be personal.
        let parameters = signature.parameters;
        let mut names = signature.generics.iter();
        let fields = parameters.iter().map(|parameter| {
            let field = self.field(parameter);
            let doc = docs::parameter(parameter);
            let generic = if is_generic(parameter) { names.next() } else { None };
            let kind = generic.map_or_else(|| self.concrete_type(parameter, enums), ToTokens::to_token_stream);
            quote! { #[doc = #doc] pub #field: #kind }
        });
        let head = match signature.only {
            Some((_, entry)) => (self.lexer.source)(&source(&|f| {
                docs::entry_parameters(f, entry)?;
                self.deprecation(f, entry)
            })),
            None => {
                let doc = docs::parameter_struct(parameters);
                quote! { #[doc = #doc] }
            }
        };
        let primitive = &self.request.runtime_inside;
        let definition = signature.with_arguments(quote! { const ENTRY: #primitive::__private::primitive::u16 });
        quote! {
            #head
            pub struct #definition { #(#fields),* }
        }
    }

    /// Writes the alias of an entry for a shared struct.
    fn alias(&self, f: &mut Formatter<'_>, position: usize, entry: &Entry, signature: &Signature<'_>) -> fmt::Result {
        docs::entry_parameters(f, entry)?;
        self.deprecation(f, entry)?;
        let (before, after) = &signature.alias;
        write!(f, "pub type {}{before}{position}{after}", entry.rust_name)
    }

    fn conversion(&self, signature: &Signature<'_>) -> TokenStream {
        let request = self.request;
        let (catalog, runtime, module) = (&request.name, &request.runtime, &self.module);
        let private = quote! { #runtime::__private };
        let Signature {
            parameters,
            generics,
            lifetime,
            ..
        } = signature;
        let bounds = parameters
            .iter()
            .filter(|parameter| is_generic(parameter))
            .map(|parameter| match parameter.type_name() {
                "integer" => quote! { #runtime::Integer },
                "decimal" => quote! { #runtime::Decimal },
                "date-time" => quote! { #runtime::DateTime },
                "token" => quote! { #private::AsToken },
                "uuid" => quote! { #private::AsUuid },
                "json" => quote! { #runtime::AsJson },
                "string[]" => quote! { #runtime::StringList },
                "integer[]" => quote! { #runtime::IntegerList },
                "uri" | "display" => quote! { #private::fmt::Display },
                _ => quote! { #private::AsRef<#private::primitive::str> },
            });
        let values = parameters.iter().map(|parameter| {
            let field = self.field(parameter);
            let value = quote! { #private::Value };
            match (parameter.optional, parameter.type_name()) {
                (false, "boolean") => quote! { #value::boolean(values.#field) },
                (false, "integer") => quote! { #value::integer(&values.#field) },
                (false, "decimal") => quote! { #value::decimal(&values.#field) },
                (false, "date-time") => quote! { #value::date_time(&values.#field) },
                (false, "uri") => quote! { #value::uri(&values.#field) },
                (false, "display") => quote! { #value::display(&values.#field) },
                (false, "token") => quote! { #value::token(&values.#field) },
                (false, "uuid") => quote! { #value::uuid(&values.#field) },
                (false, "enum") => quote! { #value::string(values.#field.as_str()) },
                (false, "json") => quote! { #value::json(&values.#field) },
                (false, "string[]") => quote! { #value::strings(&values.#field) },
                (false, "integer[]") => quote! { #value::integers(&values.#field) },
                (false, _) => quote! { #value::string(&values.#field) },
                (true, "boolean") => quote! { #value::optional_boolean(values.#field) },
                (true, "integer") => quote! { #value::optional_integer(values.#field) },
                (true, "decimal") => quote! { #value::optional_decimal(values.#field.as_ref()) },
                (true, "date-time") => quote! { #value::optional_date_time(values.#field.as_ref()) },
                (true, "token") => quote! { #value::optional_token(values.#field.as_ref()) },
                (true, "uri") => quote! { #value::optional_uri(values.#field.as_ref()) },
                (true, "uuid") => quote! { #value::optional_uuid(values.#field.as_ref()) },
                (true, "enum") => quote! { #value::optional_text(values.#field.map(|value| value.as_str())) },
                (true, "json") => quote! { #value::optional_json(values.#field) },
                (true, "string[]") => quote! { #value::optional_strings(values.#field) },
                (true, "integer[]") => quote! { #value::optional_integers(values.#field) },
                (true, _) => quote! { #value::optional_text(values.#field) },
            }
        });
        let (constant, entry, deprecated) = match signature.only {
            Some((position, entry)) => (
                None,
                Literal::usize_unsuffixed(position).into_token_stream(),
                entry.deprecated.is_some(),
            ),
            None => (
                Some(quote! { const ENTRY: #private::primitive::u16, }),
                quote! { ENTRY },
                false,
            ),
        };
        let allow = deprecated.then(|| quote! { #[allow(deprecated)] });
        let parameters = signature.with_arguments(&entry);
        if request.is_broken {
            // A parameter may have another type than the one that could be read.
            return quote! {
                #[automatically_derived]
                #allow
                impl<#lifetime #constant #(#generics),*> #private::From<#module::#parameters> for #runtime::Error<#catalog> {
                    fn from(_: #module::#parameters) -> Self { loop {} }
                }
            };
        }
        quote! {
            #[automatically_derived]
            #allow
            impl<#lifetime #constant #(#generics: #bounds),*> #private::From<#module::#parameters> for #runtime::Error<#catalog> {
                fn from(values: #module::#parameters) -> Self {
                    #runtime::Error::__from_parameters::<#entry>(&[#(#values),*])
                }
            }
        }
    }

    fn field(&self, parameter: &Parameter) -> Ident {
        identifier(&parameter.name, self.request.name.span())
    }

    /// Names the generic types of a struct.
    ///
    /// The trailing underscore prevents conflicts with entries, whose names have none; additional ones prevent conflicts between the types.
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

    fn concrete_type(&self, parameter: &Parameter, enums: &[ValueEnum<'_>]) -> TokenStream {
        let runtime = &self.request.runtime_inside;
        let private = quote! { #runtime::__private };
        let concrete = match parameter.type_name() {
            "enum" => {
                let found = enums.iter().find(|one| one.is_of(parameter));
                // The values could not be parsed.
                let unknown = || quote! { &'static #private::primitive::str };
                found.map_or_else(unknown, |one| one.name.to_token_stream())
            }
            "uuid" => quote! { #runtime::Uuid },
            "json" => quote! { &'a dyn #runtime::AsJson },
            "string[]" => quote! { &'a dyn #runtime::StringList },
            "integer[]" => quote! { &'a dyn #runtime::IntegerList },
            "boolean" => quote! { #private::primitive::bool },
            "integer" => quote! { #private::primitive::i64 },
            "decimal" => quote! { #runtime::Number },
            "date-time" => quote! { #runtime::Rfc3339 },
            "uri" => quote! { #runtime::Uri },
            "token" => quote! { #runtime::Token },
            _ => quote! { &'a #private::primitive::str },
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
        let (visibility, runtime, catalog, module) = (&self.visibility, &request.runtime, &request.name, &self.module);
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
            /// The categories of the catalog.
            #[derive(
                #inside::Clone, #inside::Copy, #inside::PartialEq, #inside::Eq, #inside::PartialOrd, #inside::Ord, #inside::Hash,
                #inside::fmt::Debug,
            )]
            #non_exhaustive
            pub enum Category { #(#[doc = #docs] #variants),* }
            impl Category {
                /// Returns all categories in the order of the catalog.
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
                /// Returns the name, as in responses.
                #[inline]
                #[must_use]
                #visibility const fn name(self) -> &'static #private::primitive::str {
                    match self.facts() {
                        #private::Option::Some(category) => category.name(),
                        #private::Option::None => "",
                    }
                }
                /// Returns everything the catalog says about this category.
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

/// Returns the upper camel case name of a parameter.
pub(super) fn camel(parameter: &Parameter) -> String {
    names::upper_camel(&parameter.name).unwrap_or_default()
}

fn is_generic(parameter: &Parameter) -> bool {
    !parameter.optional && !["boolean", "enum"].contains(&parameter.type_name())
}

/// Whether the field of a parameter is an optional reference, because `None` alone has no type.
fn is_reference(parameter: &Parameter) -> bool {
    parameter.optional && (["string", "display"].contains(&parameter.type_name()) || parameter.is_structured())
}
