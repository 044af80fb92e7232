//! The enums of parameters of the type `enum`.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::parameters::camel;
use super::{Generator, docs, markdown};
use crate::model::Parameter;
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

impl<'c> Generator<'c> {
    /// Returns the enums of parameters. The name is that of the parameter; where another item has it, the name of the first entry with the parameter precedes it.
    pub(super) fn enums(&self) -> Vec<ValueEnum<'c>> {
        let mut enums: Vec<ValueEnum<'c>> = Vec::new();
        for entry in &self.catalog.entries {
            for parameter in entry.parameters.iter().filter(|parameter| !parameter.values.is_empty()) {
                if enums.iter().any(|one| one.is_of(parameter)) {
                    continue;
                }
                let is_taken = |name: &str| {
                    name == "Category"
                        || self.catalog.entries.iter().any(|entry| entry.rust_name == name)
                        || enums.iter().any(|one| one.name == name)
                };
                let mut name = camel(parameter);
                if is_taken(&name) {
                    name.insert_str(0, &entry.rust_name);
                }
                while is_taken(&name) {
                    name.push_str("Value");
                }
                let name = Ident::new(&name, self.request.name.span());
                enums.push(ValueEnum { name, parameter });
            }
        }
        enums
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
