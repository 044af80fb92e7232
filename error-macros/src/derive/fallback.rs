//! Implementations for a type with problems, so that its uses cause no further errors.

use proc_macro2::TokenStream;
use quote::quote;

use super::expand::{Expansion, froms};
use super::model::Model;

pub(super) fn expand(model: &Model<'_>, error: syn::Error) -> TokenStream {
    let expansion = Expansion::new(model);
    let (runtime, private) = (&expansion.runtime, &expansion.private);
    let name = &model.input.ident;
    let (generics, arguments, bounds) = expansion.generics();
    let options = &model.options;
    let errors = error.into_compile_error();
    let catalogs = options.catalogs.iter().map(|catalog| {
        quote! {
            #[automatically_derived]
            impl #generics #runtime::CatalogError<#catalog> for #name #arguments #bounds {
                fn entry(&self) -> #catalog { loop {} }
                fn to_error(&self) -> #runtime::Error<#catalog> { loop {} }
            }
            #[automatically_derived]
            impl #generics #private::From<#name #arguments> for #runtime::Error<#catalog> #bounds {
                fn from(_: #name #arguments) -> Self { loop {} }
            }
        }
    });
    let formatted = |which: TokenStream| {
        quote! {
            #[automatically_derived]
            impl #generics #private::fmt::#which for #name #arguments #bounds {
                fn fmt(&self, _: &mut #private::fmt::Formatter<'_>) -> #private::fmt::Result { loop {} }
            }
        }
    };
    let display = options.displays().then(|| formatted(quote! { Display }));
    let debug = options.debugs().then(|| formatted(quote! { Debug }));
    let error = options.is_error().then(|| {
        quote! {
            #[automatically_derived]
            impl #generics #private::StdError for #name #arguments #bounds
                // A bound that is trivially false is an error, but not one with a higher-ranked lifetime.
                for<'never> #name #arguments: #private::fmt::Debug + #private::fmt::Display,
            {}
        }
    });
    let froms = options.converts_sources().then(|| froms(&expansion));
    quote! {
        #errors
        const _: () = { #(#catalogs)* #display #debug #error #froms };
    }
}
