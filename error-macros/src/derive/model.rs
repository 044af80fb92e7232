//! The parsed input of the derive.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote};
use syn::{Attribute, Data, DeriveInput, Fields, LitStr};

use super::attributes::{Attributes, Code, Constant, Place, check_places};
use super::fields::Field;
use super::options::Options;
use super::problems::Problems;
use super::template::Template;

/// A type with its attributes.
pub(super) struct Model<'i> {
    pub(super) input: &'i DeriveInput,
    pub(super) options: Options,
    /// The variants of an enum, or the struct.
    pub(super) shapes: Vec<Shape<'i>>,
}

/// A variant or a struct.
pub(super) struct Shape<'i> {
    pub(super) name: &'i Ident,
    /// `Self::Variant`, or `Self`.
    pub(super) path: TokenStream,
    pub(super) attributes: &'i [Attribute],
    pub(super) is_tuple: bool,
    pub(super) fields: Vec<Field<'i>>,
    pub(super) has_code: bool,
    pub(super) code: Option<Code>,
    pub(super) diagnostics: Vec<Template>,
    pub(super) expressions: Vec<Template>,
    pub(super) display: Option<Template>,
    pub(super) constants: Vec<Constant>,
}

impl<'i> Model<'i> {
    pub(super) fn read(input: &'i DeriveInput, problems: &mut Problems) -> Self {
        let mut options = Options::read(&input.attrs, input.ident.span(), problems);
        let variants = match &input.data {
            Data::Enum(data) => Some(&data.variants),
            Data::Struct(_) | Data::Union(_) => None,
        };
        let of_variants = variants.into_iter().flatten().flat_map(|variant| &variant.attrs);
        options.check_thiserror(input.attrs.iter().chain(of_variants), problems);
        let mut shapes = Vec::new();
        match &input.data {
            Data::Enum(data) => {
                check_places(&input.attrs, Place::Enum, &options, problems);
                for variant in &data.variants {
                    let name = &variant.ident;
                    check_places(&variant.attrs, Place::Variant, &options, problems);
                    let path = quote! { Self::#name };
                    shapes.push(Shape::read(
                        name,
                        path,
                        &variant.attrs,
                        &variant.fields,
                        &options,
                        problems,
                    ));
                }
            }
            Data::Struct(data) => {
                check_places(&input.attrs, Place::Struct, &options, problems);
                let path = quote! { Self };
                shapes.push(Shape::read(
                    &input.ident,
                    path,
                    &input.attrs,
                    &data.fields,
                    &options,
                    problems,
                ));
            }
            Data::Union(data) => {
                problems.at(data.union_token.span, "unions are not supported; use an enum");
            }
        }
        Self { input, options, shapes }
    }
}

impl<'i> Shape<'i> {
    fn read(
        name: &'i Ident,
        path: TokenStream,
        attributes: &'i [Attribute],
        fields: &'i Fields,
        options: &Options,
        problems: &mut Problems,
    ) -> Self {
        let read = Attributes::read(attributes, options, problems);
        let is_tuple = matches!(fields, Fields::Unnamed(_));
        let fields = Field::all(fields, options, problems);
        let mut templates = |texts: &[LitStr]| -> Vec<Template> {
            texts
                .iter()
                .filter_map(|text| Template::read(text, &fields, problems))
                .collect()
        };
        let diagnostics = templates(&read.diagnostics);
        let expressions = templates(&read.expressions);
        let display = templates(read.display.as_slice()).pop();
        Self {
            name,
            path,
            attributes,
            is_tuple,
            has_code: read.has_code,
            code: read.code,
            diagnostics,
            expressions,
            display,
            constants: read.constants,
            fields,
        }
    }

    pub(super) fn span(&self) -> Span {
        self.name.span()
    }

    /// Returns the field with the source.
    pub(super) fn source(&self) -> Option<&Field<'i>> {
        self.fields.iter().find(|field| field.is_source())
    }

    /// Returns the only field of a transparent shape.
    pub(super) fn transparent(&self) -> Option<&Field<'i>> {
        match self.code {
            Some(Code::Transparent(_)) => self.fields.first(),
            _ => None,
        }
    }

    /// Returns the fields that are arguments, with their positions and the names of their parameters in each catalog.
    pub(super) fn parameters(&self) -> impl Iterator<Item = (usize, &Field<'i>, &[Ident])> {
        let fields = self.fields.iter().enumerate();
        fields.filter_map(|(position, field)| Some((position, field, field.parameter.as_deref()?)))
    }

    /// Returns the constant arguments, numbered after the fields.
    pub(super) fn constants(&self) -> impl Iterator<Item = (usize, &Constant)> {
        let constants = self.constants.iter().enumerate();
        constants.map(|(position, constant)| (self.fields.len() + position, constant))
    }

    /// Returns the number of each argument for a catalog and the name of its parameter.
    pub(super) fn arguments(&self, catalog: usize) -> impl Iterator<Item = (usize, &Ident)> {
        let fields = self.parameters();
        let fields = fields.filter_map(move |(position, _, names)| Some((position, names.get(catalog)?)));
        let constants = self.constants().filter_map(move |(position, constant)| {
            let name = constant.names.get(catalog)?.as_ref()?;
            Some((position, name))
        });
        fields.chain(constants)
    }

    /// Returns a pattern that binds some fields.
    pub(super) fn pattern<'f>(&self, fields: impl IntoIterator<Item = &'f Field<'i>>) -> TokenStream
    where
        'i: 'f,
    {
        let path = &self.path;
        let mut seen = Vec::new();
        let bindings = fields.into_iter().filter_map(|field| {
            let (member, binding) = (&field.member, &field.binding);
            if seen.contains(binding) {
                return None;
            }
            seen.push(binding.clone());
            Some(quote! { #member: #binding, })
        });
        let bindings: TokenStream = bindings.collect();
        quote! { #path { #bindings .. } }
    }
}

/// Returns the `#[allow(…)]` attributes.
pub(super) fn allowances(attributes: &[Attribute]) -> TokenStream {
    let allow = attributes.iter().filter(|attribute| attribute.path().is_ident("allow"));
    allow.map(ToTokens::to_token_stream).collect()
}
