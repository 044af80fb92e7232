//! The implementation of the trait `CatalogError`, and the conversion into an `Error`.

use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::Path;

use super::super::attributes::Code;
use super::super::fields::Field;
use super::super::model::{Shape, span_of};
use super::{Expansion, entry_name, slot_name};

impl<'i> Expansion<'_, 'i> {
    pub(super) fn conversions(&self) -> TokenStream {
        self.catalogs()
            .map(|(position, catalog)| self.conversion(position, catalog))
            .collect()
    }

    fn conversion(&self, position: usize, catalog: &Path) -> TokenStream {
        let Self {
            runtime,
            private,
            model,
            ..
        } = self;
        let name = &model.input.ident;
        let (generics, arguments, bounds) = self.generics();
        let shapes = || model.shapes.iter().enumerate();
        let entries = shapes().map(|(at, shape)| self.entry_arm(position, catalog, at, shape));
        let errors = shapes().map(|(at, shape)| self.error_arm(position, catalog, at, shape));
        // A reference to what cannot exist is itself not known to not exist.
        let this = if model.shapes.is_empty() { quote! { *self } } else { quote! { self } };
        let origin = self.origin(position, catalog);
        let into_error = self.into_error(catalog);
        quote! {
            #[automatically_derived]
            impl #generics #runtime::CatalogError<#catalog> for #name #arguments #bounds {
                fn entry(&self) -> #catalog {
                    match *self { #(#entries)* }
                }
                fn to_error(&self) -> #runtime::Error<#catalog> {
                    match #this { #(#errors)* }
                }
                #origin
                #into_error
            }
            #[automatically_derived]
            impl #generics #private::From<#name #arguments> for #runtime::Error<#catalog> #bounds {
                fn from(error: #name #arguments) -> Self {
                    #runtime::CatalogError::<#catalog>::into_error(error)
                }
            }
        }
    }

    fn entry_arm(&self, position: usize, catalog: &Path, at: usize, shape: &Shape<'i>) -> TokenStream {
        let (runtime, derive) = (&self.runtime, &self.derive);
        match (&shape.code, shape.transparent()) {
            (Some(Code::Entries(_)), _) => {
                let pattern = shape.pattern([]);
                let entry = entry_name(position, at);
                quote! { #pattern => #entry, }
            }
            (Some(Code::With(method)), _) => {
                let pattern = shape.pattern([]);
                let call = call(method);
                quote! { #pattern => #derive::chosen::<#catalog>(#call(self)).entry(), }
            }
            (_, Some(inside)) => {
                let binding = &inside.binding;
                let path = &shape.path;
                let member = &inside.member;
                quote! { #path { #member: ref #binding } => #runtime::CatalogError::<#catalog>::entry(#binding), }
            }
            _ => TokenStream::new(),
        }
    }

    fn error_arm(&self, position: usize, catalog: &Path, at: usize, shape: &Shape<'i>) -> TokenStream {
        let (runtime, derive) = (&self.runtime, &self.derive);
        let start = match (&shape.code, shape.transparent()) {
            (Some(Code::Entries(_)), _) => {
                let entry = entry_name(position, at);
                let values = shape
                    .parameters()
                    .map(|(field, binding, _)| self.value(position, at, field, binding));
                quote! { #derive::error(#entry, &[#(#values),*]) }
            }
            (Some(Code::With(method)), _) => {
                let call = call(method);
                quote! { #derive::chosen::<#catalog>(#call(self)) }
            }
            (_, Some(inside)) => {
                let pattern = shape.pattern([inside]);
                let binding = &inside.binding;
                return quote! { #pattern => #runtime::CatalogError::<#catalog>::to_error(#binding), };
            }
            _ => return TokenStream::new(),
        };
        let additions = self.additions(shape);
        let pattern = shape.pattern(used(shape));
        if additions.is_empty() {
            return quote! { #pattern => #start, };
        }
        quote! {
            #pattern => {
                let __error = #start;
                #(let __error = #additions;)*
                __error
            }
        }
    }

    /// The value of a parameter.
    fn value(&self, catalog: usize, at: usize, field: usize, of: &Field<'i>) -> TokenStream {
        let (private, derive) = (&self.private, &self.derive);
        let slot = slot_name(catalog, at, field);
        let binding = &of.binding;
        let kind = quote! { #derive::KindOf<{ #slot.kind }> };
        let span = Span::call_site().located_at(of.span());
        if of.inside_option.is_some() {
            quote_spanned! {span=> #derive::optional_value::<#kind, _>(#slot, #private::Option::as_ref(#binding)) }
        } else {
            quote_spanned! {span=> #derive::value::<#kind, _>(#slot, #binding) }
        }
    }

    /// What is set besides the parameters.
    fn additions(&self, shape: &Shape<'i>) -> Vec<TokenStream> {
        let (private, derive) = (&self.private, &self.derive);
        let mut all = Vec::new();
        for text in &shape.diagnostics {
            let arguments = text.arguments(&shape.fields, private);
            all.push(quote! { #derive::set_diagnostics(__error, &#arguments) });
        }
        for text in &shape.expressions {
            let arguments = text.arguments(&shape.fields, private);
            all.push(quote! { #derive::expression(__error, &#arguments) });
        }
        for field in &shape.fields {
            let span = Span::call_site().located_at(span_of(field.kind));
            let setters = [
                (field.diagnostics, quote_spanned! {span=> #derive::set_diagnostics }),
                (field.expression, quote_spanned! {span=> #derive::expression }),
                (field.request_id, quote_spanned! {span=> #derive::request_id }),
                (field.retry_after, quote_spanned! {span=> #derive::retry_after }),
            ];
            for (_, setter) in setters.into_iter().filter(|(mark, _)| mark.is_some()) {
                let binding = &field.binding;
                all.push(if field.inside_option.is_some() {
                    quote! {
                        match #binding {
                            #private::Option::Some(__value) => #setter(__error, __value),
                            #private::Option::None => __error,
                        }
                    }
                } else {
                    quote! { #setter(__error, #binding) }
                });
            }
        }
        all
    }

    /// The cause; the same for all catalogs.
    fn origin(&self, position: usize, catalog: &Path) -> Option<TokenStream> {
        let (runtime, private, derive) = (&self.runtime, &self.private, &self.derive);
        let shapes = &self.model.shapes;
        if shapes
            .iter()
            .all(|shape| shape.source().is_none() && shape.transparent().is_none())
        {
            return None;
        }
        let body = match self.model.options.catalogs.first() {
            Some(first) if position > 0 => quote! { #runtime::CatalogError::<#first>::origin(self) },
            _ => {
                let arms = shapes.iter().filter_map(|shape| {
                    let (field, value) = if let Some(inside) = shape.transparent() {
                        let binding = &inside.binding;
                        (inside, quote! { #runtime::CatalogError::<#catalog>::origin(#binding) })
                    } else {
                        let field = shape.source()?;
                        let binding = &field.binding;
                        let value = if field.inside_option.is_some() {
                            quote! {
                                match #binding {
                                    #private::Option::Some(__source) => #private::Option::Some(__source.as_dyn_error()),
                                    #private::Option::None => #private::Option::None,
                                }
                            }
                        } else {
                            quote! { #private::Option::Some(#binding.as_dyn_error()) }
                        };
                        (field, value)
                    };
                    let pattern = shape.pattern([field]);
                    Some(quote! { #pattern => #value, })
                });
                let arms: Vec<TokenStream> = arms.collect();
                let rest = (arms.len() < shapes.len()).then(|| quote! { _ => #private::Option::None, });
                let import = shapes
                    .iter()
                    .any(|shape| shape.transparent().is_none() && shape.source().is_some())
                    .then(|| quote! { use #derive::AsDynError as _; });
                quote! {
                    #import
                    match self { #(#arms)* #rest }
                }
            }
        };
        Some(quote! {
            fn origin(&self) -> #private::Option<&(dyn #private::StdError + 'static)> {
                #body
            }
        })
    }

    /// Where a cause is moved into the error; nothing if there is none.
    fn into_error(&self, catalog: &Path) -> Option<TokenStream> {
        let (runtime, derive) = (&self.runtime, &self.derive);
        let shapes = &self.model.shapes;
        let transparent: Vec<TokenStream> = shapes
            .iter()
            .filter_map(|shape| {
                let inside = shape.transparent()?;
                let pattern = shape.pattern([inside]);
                let binding = &inside.binding;
                Some(quote! { #pattern => return #runtime::CatalogError::<#catalog>::into_error(#binding), })
            })
            .collect();
        let sources: Vec<TokenStream> = shapes
            .iter()
            .filter(|shape| shape.transparent().is_none())
            .filter_map(|shape| {
                let field = shape.source()?;
                let pattern = shape.pattern([field]);
                let binding = &field.binding;
                let set = if field.inside_option.is_some() {
                    quote! { optional_source }
                } else {
                    quote! { source }
                };
                Some(quote! { #pattern => #derive::#set(__error, #binding), })
            })
            .collect();
        if transparent.is_empty() && sources.is_empty() {
            return None;
        }
        // Patterns that nothing is left for would be warnings.
        let body = if transparent.len() == shapes.len() {
            let transparent = transparent.iter();
            quote! { match self { #(#transparent)* } }
        } else {
            let others = (!transparent.is_empty()).then(|| {
                quote! {
                    let __this = match self { #(#transparent)* __other => __other, };
                }
            });
            let this = if transparent.is_empty() {
                quote! { self }
            } else {
                quote! { __this }
            };
            let rest = (sources.len() < shapes.len()).then(|| quote! { _ => __error, });
            let finish = if sources.is_empty() {
                quote! { __error }
            } else {
                quote! { match #this { #(#sources)* #rest } }
            };
            quote! {
                #others
                let __error = #runtime::CatalogError::<#catalog>::to_error(&#this);
                #finish
            }
        };
        Some(quote! {
            fn into_error(self) -> #runtime::Error<#catalog> {
                #body
            }
        })
    }
}

/// A method of the type, or any other function.
fn call(method: &Path) -> TokenStream {
    if method.get_ident().is_some() {
        quote! { Self::#method }
    } else {
        quote! { #method }
    }
}

/// The fields that an error is made with.
fn used<'s, 'i>(shape: &'s Shape<'i>) -> Vec<&'s Field<'i>> {
    let in_texts = shape
        .diagnostics
        .iter()
        .chain(&shape.expressions)
        .flat_map(|text| &text.uses);
    let in_texts = in_texts.filter_map(|one| shape.fields.get(one.field));
    shape
        .fields
        .iter()
        .filter(|field| field.has_purpose())
        .chain(in_texts)
        .collect()
}
