//! Constants: the entries, and the checks of their parameters.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use super::super::attributes::Code;
use super::super::fields::Field;
use super::super::model::{Shape, allowances};
use super::super::template::Template;
use super::{Expansion, at, catalog_name, entry_name, slot_name};

impl Expansion<'_, '_> {
    pub(super) fn entries(&self) -> TokenStream {
        let aliases = self.catalogs().map(|(position, path)| {
            let name = catalog_name(position);
            quote! { type #name = #path; }
        });
        let aliases: TokenStream = aliases.collect();
        let shapes = self.model.shapes.iter().enumerate();
        let shapes: TokenStream = shapes.map(|(position, shape)| self.shape(position, shape)).collect();
        quote! { #aliases #shapes }
    }

    fn shape(&self, position: usize, shape: &Shape<'_>) -> TokenStream {
        let Some(Code::Entries(entries)) = &shape.code else {
            return TokenStream::new();
        };
        let allow = allowances(shape.attributes);
        let constants = self.catalogs().zip(entries).map(|((catalog, _), entry)| {
            let alias = catalog_name(catalog);
            let name = entry_name(catalog, position);
            // The only place that names the entry, so that a misspelled one is reported once.
            let value = at(entry.span(), quote! { #alias::#entry });
            let constant = quote! { #allow const #name: #alias = #value; };
            let slots = self.slots(catalog, position, shape);
            let require = self.require(catalog, position, shape);
            quote! { #constant #slots #require }
        });
        let constants: TokenStream = constants.collect();
        let known = self.require_known(position, shape);
        let shown = self.require_shown(position, shape);
        let places = self.require_places(position, shape);
        quote! { #constants #known #shown #places }
    }

    /// Returns the checks that the response has a place for each detail.
    fn require_places(&self, position: usize, shape: &Shape<'_>) -> TokenStream {
        let derive = &self.derive;
        let entries: Vec<Ident> = self
            .catalogs()
            .map(|(catalog, _)| entry_name(catalog, position))
            .collect();
        let span_of = |text: &Template| text.span;
        let diagnostics = shape.diagnostics.iter().map(span_of);
        let diagnostics = diagnostics.chain(shape.fields.iter().filter_map(|field| field.diagnostics));
        let expressions = shape.expressions.iter().map(span_of);
        let expressions = expressions.chain(shape.fields.iter().filter_map(|field| field.expression));
        let diagnostics = diagnostics.map(|span| (span, quote! { Diagnostics }));
        let checks = diagnostics.chain(expressions.map(|span| (span, quote! { Expression })));
        let checks = checks.map(|(span, detail)| {
            let entries = quote! { &[#(#entries.entry()),*] };
            let call = at(
                span,
                quote! { #derive::require_place(#entries, #derive::Detail::#detail) },
            );
            quote! { const _: () = #call; }
        });
        checks.collect()
    }

    fn slots(&self, catalog: usize, position: usize, shape: &Shape<'_>) -> TokenStream {
        let derive = &self.derive;
        let entry = entry_name(catalog, position);
        let slots = shape.arguments(catalog).map(|(number, name)| {
            let slot = slot_name(catalog, position, number);
            let name = name.to_string();
            quote! { const #slot: #derive::Slot = #derive::slot(#entry.entry(), #name); }
        });
        slots.collect()
    }

    /// Returns the check that every required parameter has an argument.
    fn require(&self, catalog: usize, position: usize, shape: &Shape<'_>) -> TokenStream {
        let derive = &self.derive;
        let entry = entry_name(catalog, position);
        let arguments = shape.arguments(catalog).map(|(_, name)| name.to_string());
        let unmarked = shape
            .fields
            .iter()
            .filter(|field| !field.has_purpose() && !field.is_source());
        let unmarked = unmarked.map(|field| &field.name);
        let is_only_catalog = self.catalogs().count() == 1;
        let arguments = quote! { &[#(#arguments),*], &[#(#unmarked),*], #is_only_catalog };
        let call = at(shape.span(), quote! { #derive::require(#entry.entry(), #arguments) });
        quote! { const _: () = #call; }
    }

    /// Returns the checks that every argument has a parameter.
    fn require_known(&self, position: usize, shape: &Shape<'_>) -> TokenStream {
        let derive = &self.derive;
        let fields = shape.parameters().map(|(_, field, names)| {
            let entries = self.entries_of(position, field);
            let optional = field.inside_option.is_some();
            let span = names.first().map_or(field.span, Ident::span);
            let call = at(span, quote! { #derive::require_known(#entries, #optional) });
            quote! { const _: () = #call; }
        });
        let constants = shape.constants().map(|(_, constant)| {
            let names = constant.names.iter().enumerate();
            let names = names.filter_map(|(catalog, name)| Some((catalog, name.as_ref()?)));
            let entries = names.clone().map(|(catalog, name)| {
                let (entry, name) = (entry_name(catalog, position), name.to_string());
                quote! { (#entry.entry(), #name) }
            });
            let entries = quote! { &[#(#entries),*] };
            let span = names
                .map(|(_, name)| name.span())
                .next()
                .unwrap_or_else(|| shape.span());
            let call = at(span, quote! { #derive::require_known(#entries, false) });
            quote! { const _: () = #call; }
        });
        fields.chain(constants).collect()
    }

    /// Returns the checks that no parameter that is not public is used outside of the catalog's texts.
    fn require_shown(&self, position: usize, shape: &Shape<'_>) -> TokenStream {
        let mut checks = TokenStream::new();
        for (_, field, _) in shape.parameters() {
            let purposes = [
                (field.diagnostics, "diagnostics"),
                (field.expression, "expressions"),
                (field.request_id, "the request ID"),
            ];
            for (mark, place) in purposes {
                if let Some(span) = mark {
                    checks.extend(self.check_shown(position, field, place, true, span));
                }
            }
        }
        let texts = [
            (shape.diagnostics.as_slice(), "diagnostics", true),
            (shape.expressions.as_slice(), "expressions", true),
            (shape.display.as_slice(), "`Display`", false),
        ];
        for (texts, place, clients_read_it) in texts {
            for (text, field) in texts.iter().flat_map(|text| uses(text, shape)) {
                checks.extend(self.check_shown(position, field, place, clients_read_it, text.span));
            }
        }
        checks
    }

    fn check_shown(
        &self,
        position: usize,
        field: &Field<'_>,
        place: &str,
        clients_read_it: bool,
        span: Span,
    ) -> TokenStream {
        let derive = &self.derive;
        let entries = self.entries_of(position, field);
        let call = at(
            span,
            quote! { #derive::require_shown(#entries, #place, #clients_read_it) },
        );
        quote! { const _: () = #call; }
    }

    /// Returns the entry of each catalog with the name of the field's parameter in it.
    pub(super) fn entries_of(&self, position: usize, field: &Field<'_>) -> TokenStream {
        let names = field.parameter.as_deref().unwrap_or_default();
        let pairs = self.catalogs().zip(names).map(|((catalog, _), name)| {
            let entry = entry_name(catalog, position);
            let name = name.to_string();
            quote! { (#entry.entry(), #name) }
        });
        quote! { &[#(#pairs),*] }
    }
}

/// Returns the parameters that a text uses.
fn uses<'t, 'i>(text: &'t Template, shape: &'t Shape<'i>) -> impl Iterator<Item = (&'t Template, &'t Field<'i>)> {
    let fields = text.uses.iter().filter_map(|one| shape.fields.get(one.field));
    fields
        .filter(|field| field.parameter.is_some())
        .map(move |field| (text, field))
}
