//! The enums of parameters of the type `enum`.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::parameters::camel;
use super::{Generator, docs, markdown};
use crate::model::{Catalog, Parameter};
use crate::names;

/// The enum of the values of one or more parameters with one name.
pub(super) struct ValueEnum<'c> {
    pub(super) name: Ident,
    parameter: &'c Parameter,
}

impl ValueEnum<'_> {
    pub(super) fn is_of(&self, parameter: &Parameter) -> bool {
        (&self.parameter.name, &self.parameter.values) == (&parameter.name, &parameter.values)
    }
}

/// Returns the name of the enum that has the values of a parameter; `None` if it is not an `enum` of the catalog.
pub fn enum_name(catalog: &Catalog, parameter: &Parameter) -> Option<String> {
    let is_it = |other: &Parameter| (&other.name, &other.values) == (&parameter.name, &parameter.values);
    let mut names = enum_names(catalog).into_iter();
    names.find(|(_, other)| is_it(other)).map(|(name, _)| name)
}

/// Returns the enums of parameters. The name is that of the parameter; where another item has it, the name of the first entry with the parameter precedes it.
fn enum_names(catalog: &Catalog) -> Vec<(String, &Parameter)> {
    let mut enums: Vec<(String, &Parameter)> = Vec::new();
    for entry in &catalog.entries {
        for parameter in entry.parameters.iter().filter(|parameter| !parameter.values.is_empty()) {
            let is_same = |other: &Parameter| (&other.name, &other.values) == (&parameter.name, &parameter.values);
            if enums.iter().any(|(_, other)| is_same(other)) {
                continue;
            }
            let is_taken = |name: &str| {
                name == "Category"
                    || catalog.entries.iter().any(|entry| entry.rust_name == name)
                    || enums.iter().any(|(other, _)| other == name)
            };
            let mut name = camel(parameter);
            if is_taken(&name) {
                name.insert_str(0, &entry.rust_name);
            }
            while is_taken(&name) {
                name.push_str("Value");
            }
            enums.push((name, parameter));
        }
    }
    enums
}

impl<'c> Generator<'c> {
    /// Returns the enums of parameters.
    pub(super) fn enums(&self) -> Vec<ValueEnum<'c>> {
        let span = self.request.name.span();
        enum_names(self.catalog)
            .into_iter()
            .map(|(name, parameter)| ValueEnum {
                name: Ident::new(&name, span),
                parameter,
            })
            .collect()
    }

    pub(super) fn parameter_enum(&self, one: &ValueEnum<'_>) -> TokenStream {
        let ValueEnum { name, parameter } = one;
        let runtime = &self.request.runtime_inside;
        let private = quote! { #runtime::__private };
        let doc = docs::parameter_enum(parameter);
        let values = &parameter.values;
        let docs = values.iter().map(|value| markdown::code(value).to_string());
        let variants: Vec<Ident> = values
            .iter()
            .map(|value| Ident::new(&names::variant(value).unwrap_or_default(), self.request.name.span()))
            .collect();
        let non_exhaustive = (!self.request.exhaustive).then(|| quote! { #[non_exhaustive] });
        quote! {
            #[doc = #doc]
            #[derive(#private::Clone, #private::Copy, #private::PartialEq, #private::Eq, #private::Hash, #private::fmt::Debug)]
            #non_exhaustive
            pub enum #name { #(#[doc = #docs] #variants),* }
            #runtime::__impl_parameter_enum!(#name: #(#variants = #values,)*);
        }
    }
}
