//! Parses the fields of a variant or a struct.

use error_catalog::suggest;
use proc_macro2::{Ident, Span};
use syn::parse::ParseStream;
use syn::punctuated::Punctuated;
use syn::spanned::Spanned;
use syn::{Attribute, Fields, GenericArgument, Member, Meta, Path, PathArguments, Token, Type};

use super::attributes::{Place, check_places, for_each_catalog, name};
use super::options::Options;
use super::problems::Problems;

/// A field.
pub(super) struct Field<'i> {
    pub(super) member: Member,
    /// The name without `r#`; for a field of a tuple, its number.
    pub(super) name: String,
    pub(super) kind: &'i Type,
    /// `T` if the type is `Option<T>`.
    pub(super) inside_option: Option<&'i Type>,
    /// The variable that patterns bind it to.
    pub(super) binding: Ident,
    /// The span of its name, or of its type in a tuple.
    pub(super) span: Span,
    /// The name of its parameter in each catalog.
    pub(super) parameter: Option<Vec<Ident>>,
    pub(super) diagnostics: Option<Span>,
    pub(super) expression: Option<Span>,
    pub(super) request_id: Option<Span>,
    pub(super) retry_after: Option<Span>,
    pub(super) from: Option<Span>,
    /// `#[source]`, `#[from]`, or the name `source`.
    pub(super) source: Option<Span>,
}

impl<'i> Field<'i> {
    pub(super) fn all(fields: &'i Fields, options: &Options, problems: &mut Problems) -> Vec<Self> {
        let members = fields.members().zip(fields);
        members
            .enumerate()
            .map(|(position, (member, field))| Self::read(position, member, field, options, problems))
            .collect()
    }

    fn read(
        position: usize,
        member: Member,
        field: &'i syn::Field,
        options: &Options,
        problems: &mut Problems,
    ) -> Self {
        let own_name = match &member {
            Member::Named(name) => unraw(name),
            Member::Unnamed(index) => index.index.to_string(),
        };
        let span = field.ident.as_ref().map_or_else(|| field.ty.span(), Ident::span);
        let mut read = Self {
            member,
            name: own_name,
            kind: &field.ty,
            inside_option: inside_option(&field.ty),
            binding: Ident::new(&format!("__field_{position}"), span),
            span,
            parameter: None,
            diagnostics: None,
            expression: None,
            request_id: None,
            retry_after: None,
            from: None,
            source: None,
        };
        check_places(&field.attrs, Place::Field, options, problems);
        for attribute in &field.attrs {
            read.attribute(attribute, options, problems);
        }
        if read.name == "source" && !read.has_purpose() {
            read.source = Some(span);
        }
        read
    }

    fn attribute(&mut self, attribute: &Attribute, options: &Options, problems: &mut Problems) {
        let path = attribute.path();
        let span = attribute.span();
        let mark = match path.get_ident().map(Ident::to_string).as_deref() {
            Some(word) if is_param(word) => return self.parameter(attribute, options, problems),
            Some("diagnostics") => &mut self.diagnostics,
            Some("expression") => &mut self.expression,
            Some("request_id") => &mut self.request_id,
            Some("retry_after") => &mut self.retry_after,
            Some("from") => {
                self.source.get_or_insert(span);
                &mut self.from
            }
            Some("source") => &mut self.source,
            _ => return,
        };
        *mark = Some(path.span());
        if !matches!(attribute.meta, Meta::Path(_)) {
            let name = path.get_ident().map(Ident::to_string).unwrap_or_default();
            let message = format!("expected `#[{name}]` without arguments: the value is that of the field");
            problems.add(syn::Error::new_spanned(attribute, message));
        }
    }

    fn parameter(&mut self, attribute: &Attribute, options: &Options, problems: &mut Problems) {
        if self.parameter.is_some() {
            problems.add(syn::Error::new_spanned(attribute, "duplicate `#[param]`"));
            return;
        }
        let paths: Vec<Path> = if matches!(attribute.meta, Meta::Path(_)) {
            Vec::new()
        } else {
            let list = |input: ParseStream<'_>| Punctuated::<Path, Token![,]>::parse_terminated_with(input, name);
            match problems.take(attribute.parse_args_with(list)) {
                Some(list) => list.into_iter().collect(),
                None => return,
            }
        };
        let own = match &self.member {
            Member::Named(name) => Some(Ident::new(&self.name, name.span())),
            Member::Unnamed(_) => None,
        };
        let Some(names) = for_each_catalog(&paths, options, "parameter", problems) else {
            return;
        };
        let names: Option<Vec<Ident>> = names.into_iter().map(|name| name.or_else(|| own.clone())).collect();
        if names.is_none() {
            let message = "missing parameter name: write `#[param(name)]` on an unnamed field";
            problems.add(syn::Error::new_spanned(attribute, message));
        }
        self.parameter = names;
    }

    /// Whether an attribute puts the value into the response.
    pub(super) fn has_purpose(&self) -> bool {
        self.parameter.is_some()
            || self.diagnostics.is_some()
            || self.expression.is_some()
            || self.request_id.is_some()
            || self.retry_after.is_some()
    }

    /// Whether the field is the source, which only logs show.
    pub(super) fn is_source(&self) -> bool {
        self.source.is_some()
    }

    /// Returns the type without an `Option` around it.
    pub(super) fn value_type(&self) -> &'i Type {
        self.inside_option.unwrap_or(self.kind)
    }
}

/// Whether an attribute is `param`, or a misspelling of it. The compiler reports that, and no missing parameter may follow from it.
fn is_param(word: &str) -> bool {
    word == "param" || (word != "params" && suggest::nearest(word, ["param"]).is_some())
}

/// Returns a name without `r#`.
pub(super) fn unraw(name: &Ident) -> String {
    let name = name.to_string();
    name.strip_prefix("r#").map_or(name.clone(), str::to_owned)
}

/// Returns `T` of `Option<T>`, recognized by its name.
fn inside_option(kind: &Type) -> Option<&Type> {
    let Type::Path(path) = kind else { return None };
    let last = path.path.segments.last().filter(|last| last.ident == "Option")?;
    let PathArguments::AngleBracketed(arguments) = &last.arguments else {
        return None;
    };
    match arguments.args.first() {
        Some(GenericArgument::Type(kind)) if arguments.args.len() == 1 => Some(kind),
        _ => None,
    }
}
