//! Implements `CatalogError` and the conversion into an `Error`.

use error_catalog::ast::Scalar;
use proc_macro2::{Span, TokenStream};
use quote::quote;
use syn::{Lit, Path};

use super::super::attributes::Code;
use super::super::fields::Field;
use super::super::model::Shape;
use super::{Expansion, at, catalog_name, entry_name, slot_name};

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
        let entries = shapes().map(|(at, shape)| self.entry_arm(position, at, shape));
        let errors = shapes().map(|(at, shape)| self.error_arm(position, at, shape));
        // A reference to an empty enum is not an empty type, so the match needs the place.
        let this = if model.shapes.is_empty() {
            quote! { *self }
        } else {
            quote! { self }
        };
        let origin = self.origin(position);
        let into_error = self.moving(position, catalog);
        let listing = self.listing(position, catalog);
        quote! {
            #[automatically_derived]
            impl #generics #runtime::CatalogError<#catalog> for #name #arguments #bounds {
                fn entry(&self) -> #catalog {
                    match *self { #(#entries)* }
                }
                fn to_error(&self) -> #runtime::Error<#catalog> {
                    match #this { #(#errors)* }
                }
                #listing
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

    fn entry_arm(&self, position: usize, number: usize, shape: &Shape<'i>) -> TokenStream {
        let derive = &self.derive;
        match (&shape.code, shape.transparent()) {
            (Some(Code::Entries(_)), _) => {
                let pattern = shape.pattern([]);
                let entry = entry_name(position, number);
                quote! { #pattern => #entry, }
            }
            (Some(Code::With(method)), _) => {
                let pattern = shape.pattern([]);
                let error = self.chosen(position, method);
                quote! { #pattern => #error.entry(), }
            }
            (_, Some(inside)) => {
                let binding = &inside.binding;
                let path = &shape.path;
                let member = &inside.member;
                let alias = catalog_name(position);
                let entry = at(
                    inside.span,
                    quote! { #derive::Transparent::<#alias, _>::entry(#binding) },
                );
                quote! { #path { #member: ref #binding } => #entry, }
            }
            _ => TokenStream::new(),
        }
    }

    fn error_arm(&self, position: usize, number: usize, shape: &Shape<'i>) -> TokenStream {
        let derive = &self.derive;
        let start = match (&shape.code, shape.transparent()) {
            (Some(Code::Entries(_)), _) => {
                let entry = entry_name(position, number);
                let fields = shape.parameters();
                let fields = fields.map(|(field, binding, _)| self.value(position, number, field, binding));
                let constants = shape.constants().filter_map(|(at, constant)| {
                    constant.names.get(position)?.as_ref()?;
                    Some(self.constant(position, number, at, &constant.value))
                });
                let values = fields.chain(constants);
                quote! { #derive::error(#entry, &[#(#values),*]) }
            }
            (Some(Code::With(method)), _) => self.chosen(position, method),
            (_, Some(inside)) => {
                let pattern = shape.pattern([inside]);
                let (binding, alias) = (&inside.binding, catalog_name(position));
                let error = at(
                    inside.span,
                    quote! { #derive::Transparent::<#alias, _>::to_error(#binding) },
                );
                return quote! { #pattern => #error, };
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

    /// Returns the call of a method of the type, or of another function, that chooses the entry.
    fn chosen(&self, position: usize, method: &Path) -> TokenStream {
        let (derive, alias) = (&self.derive, catalog_name(position));
        let call = if method.get_ident().is_some() {
            quote! { Self::#method }
        } else {
            quote! { #method }
        };
        let span = method
            .segments
            .last()
            .map_or_else(Span::call_site, |last| last.ident.span());
        at(span, quote! { #derive::chosen::<#alias, _>(#call(self)) })
    }

    /// Returns the argument of a parameter.
    fn value(&self, catalog: usize, shape: usize, field: usize, of: &Field<'i>) -> TokenStream {
        let (private, derive) = (&self.private, &self.derive);
        let slot = slot_name(catalog, shape, field);
        let binding = &of.binding;
        let kind = quote! { #derive::KindOf<{ #slot.kind }> };
        let call = if of.inside_option.is_some() {
            quote! { #derive::optional_value::<#kind, _>(#slot, #private::Option::as_ref(#binding)) }
        } else {
            quote! { #derive::value::<#kind, _>(#slot, #binding) }
        };
        at(of.span, call)
    }

    /// Returns a constant argument.
    fn constant(&self, catalog: usize, shape: usize, number: usize, value: &Lit) -> TokenStream {
        let derive = &self.derive;
        let slot = slot_name(catalog, shape, number);
        let literal = self.literal(value);
        let call = quote! { #derive::value::<#derive::KindOf<{ #slot.kind }>, _>(#slot, &#literal) };
        at(value.span(), call)
    }

    /// Returns a literal as a type that only a checked text has, if the text is a date-time, a token or a number.
    fn literal(&self, value: &Lit) -> TokenStream {
        let derive = &self.derive;
        let is_of_type = |value: Scalar, name: &str| value.of_type_name(name).is_some();
        match value {
            Lit::Str(text) if is_of_type(Scalar::Text(text.value()), "date-time") => {
                quote! { #derive::literal::Time(#text) }
            }
            Lit::Str(text) if is_of_type(Scalar::Text(text.value()), "uuid") => {
                quote! { #derive::literal::Identifier(#text) }
            }
            Lit::Str(text) if is_of_type(Scalar::Text(text.value()), "token") => {
                quote! { #derive::literal::Word(#text) }
            }
            Lit::Float(number) if is_of_type(Scalar::Number(number.base10_digits().to_owned()), "decimal") => {
                let digits = number.base10_digits();
                quote! { #derive::literal::Fraction(#digits) }
            }
            other => quote! { #other },
        }
    }

    /// Returns the calls that set values other than arguments.
    fn additions(&self, shape: &Shape<'i>) -> Vec<TokenStream> {
        let (private, derive) = (&self.private, &self.derive);
        let mut all = Vec::new();
        for text in &shape.diagnostics {
            let arguments = text.arguments(&shape.fields, private);
            all.push(quote! { #derive::set_diagnostics_to(__error, #arguments) });
        }
        for text in &shape.expressions {
            let arguments = text.arguments(&shape.fields, private);
            all.push(quote! { #derive::expression(__error, &#arguments) });
        }
        for field in &shape.fields {
            let setters = [
                (field.diagnostics, quote! { #derive::set_diagnostics }),
                (field.expression, quote! { #derive::expression }),
                (field.request_id, quote! { #derive::request_id }),
                (field.retry_after, quote! { #derive::retry_after }),
            ];
            for (_, setter) in setters.into_iter().filter(|(mark, _)| mark.is_some()) {
                let binding = &field.binding;
                all.push(if field.inside_option.is_some() {
                    let set = at(field.span, quote! { #setter(__error, __value) });
                    let value = at(field.span, quote! { __value });
                    let error = at(field.span, quote! { __error });
                    quote! {
                        {
                            let #error = __error;
                            match #binding {
                                #private::Option::Some(#value) => #set,
                                #private::Option::None => #error,
                            }
                        }
                    }
                } else {
                    quote! { #setter(__error, #binding) }
                });
            }
        }
        all
    }

    /// Returns the method `origin`; `None` if no shape has a source.
    fn origin(&self, position: usize) -> Option<TokenStream> {
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
                        let (binding, alias) = (&inside.binding, catalog_name(position));
                        let origin = quote! { #derive::Transparent::<#alias, _>::origin(#binding) };
                        (inside, at(inside.span, origin))
                    } else {
                        let field = shape.source()?;
                        let binding = &field.binding;
                        let value = if field.inside_option.is_some() {
                            quote! {
                                match #binding {
                                    #private::Option::Some(__source) => (&&&#derive::Probe(__source)).as_dyn_error(),
                                    #private::Option::None => #private::Option::None,
                                }
                            }
                        } else {
                            quote! { (&&&#derive::Probe(#binding)).as_dyn_error() }
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
                    .then(|| quote! { #[allow(unused_imports)] use #derive::{IsError as _, IsNoError as _, RefersToError as _}; });
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

    /// Returns the method `into_error`, which moves the source; `None` if no shape has one.
    fn moving(&self, position: usize, catalog: &Path) -> Option<TokenStream> {
        let (runtime, derive) = (&self.runtime, &self.derive);
        let shapes = &self.model.shapes;
        let transparent: Vec<TokenStream> = shapes
            .iter()
            .filter_map(|shape| {
                let inside = shape.transparent()?;
                let pattern = shape.pattern([inside]);
                let (binding, alias) = (&inside.binding, catalog_name(position));
                let error = at(
                    inside.span,
                    quote! { #derive::Transparent::<#alias, _>::into_error(#binding) },
                );
                Some(quote! { #pattern => return #error, })
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
        // An unreachable pattern would be a warning.
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

/// Returns the fields that the conversion uses.
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
