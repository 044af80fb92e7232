//! The methods of the enum: one for each fact of an entry.
//!
//! Methods and trait implementations are inline or generic, so that a crate with a catalog compiles only those that it calls. Functions that
//! read the catalog's bytes are generic but not inline, so that a crate contains the bytes only once.

use proc_macro2::TokenStream;
use quote::quote;

use super::Generator;

impl Generator<'_> {
    pub(super) fn accessors(&self) -> TokenStream {
        let request = self.request;
        let (visibility, name, runtime) = (&self.visibility, &request.name, &request.runtime);
        let private = quote! { #runtime::__private };
        let option = quote! { #private::Option };
        let primitive = quote! { #private::primitive };
        let facts = facts(runtime);
        let methods = facts.iter().map(|(fact, kind, doc)| {
            let fact = proc_macro2::Ident::new(fact, proc_macro2::Span::call_site());
            quote! {
                #[doc = #doc]
                #[inline]
                #[must_use]
                #visibility const fn #fact(self) -> #kind {
                    self.entry().#fact()
                }
            }
        });
        let category = self.category_accessor();
        // The list is in a generic function because rustc evaluates constants in other functions even if they are unused.
        //
        // The variants are imported because rustc searches all variants for each path with `Self::`. The enum is renamed in the import because a
        // variant may have the same name.
        let names = self.names();
        // The enum has one variant even if its catalog has no entries.
        let count = self.catalog.entries.len().max(1);
        quote! {
            #[allow(dead_code)]
            impl #name {
                /// Returns all entries in the order of the catalog.
                #[must_use]
                #[inline]
                #visibility const fn all() -> &'static [Self] {
                    Self::__all::<()>()
                }
                #[allow(deprecated, clippy::extra_unused_type_parameters)]
                const fn __all<Unused_>() -> &'static [Self] {
                    use self::#name as Enum_;
                    {
                        use Enum_::*;
                        &[#names]
                    }
                }
                /// The number of entries.
                #visibility const COUNT: #primitive::usize = #count;
                /// Returns everything the catalog says about this entry.
                #[inline]
                #[must_use]
                #visibility const fn entry(self) -> #runtime::Entry<'static> {
                    self.__entry::<()>()
                }
                #[allow(clippy::extra_unused_type_parameters)]
                const fn __entry<Unused_>(self) -> #runtime::Entry<'static> {
                    #private::entry(<Self as #runtime::Catalog>::DATA, self as #primitive::usize)
                }
                #(#methods)*
                #category
                /// Returns the entry to use instead of this one.
                #[inline]
                #[must_use]
                #visibility const fn replaced_by(self) -> #option<Self> {
                    match self.entry().replaced_by() {
                        #option::Some(entry) if entry.position() < Self::COUNT => #option::Some(Self::all()[entry.position()]),
                        _ => #option::None,
                    }
                }
                /// Returns the metadata with a name (`x-…`) as JSON.
                #[inline]
                #[must_use]
                #visibility const fn metadata(self, name: &#primitive::str) -> #option<&'static #primitive::str> {
                    self.entry().metadata(name)
                }
                /// Returns the metadata with a name (`x-…`) if it is a string, without quotes and escapes.
                #[inline]
                #[must_use]
                #visibility const fn metadata_text(self, name: &#primitive::str) -> #option<&'static #primitive::str> {
                    self.entry().metadata_text(name)
                }
                /// Returns all entries with a code, in the order of the catalog. An integer code is compared with its digits.
                #[inline]
                #visibility fn by_code(code: &#primitive::str) -> #runtime::ByCode<Self> {
                    <Self as #runtime::Catalog>::by_code(code)
                }
                /// Returns the entry with exactly this name.
                #[inline]
                #[must_use]
                #visibility fn from_name(name: &#primitive::str) -> #option<Self> {
                    <Self as #runtime::Catalog>::from_name(name)
                }
            }
        }
    }

    fn category_accessor(&self) -> Option<TokenStream> {
        if self.catalog.categories.is_empty() {
            return None;
        }
        let request = self.request;
        let (visibility, runtime, module) = (&self.visibility, &request.runtime, &self.module);
        let option = quote! { #runtime::__private::Option };
        Some(quote! {
            /// Returns the category of the entry.
            #[inline]
            #[must_use]
            #visibility const fn category(self) -> #option<#module::Category> {
                match self.entry().category() {
                    #option::Some(category) if category.position() < #module::Category::all().len() => {
                        #option::Some(#module::Category::all()[category.position()])
                    }
                    _ => #option::None,
                }
            }
        })
    }
}

/// Returns the name, type and documentation of each method that calls the runtime's method of the same name.
#[expect(clippy::too_many_lines, reason = "a table")]
fn facts(runtime: &TokenStream) -> [(&'static str, TokenStream, &'static str); 22] {
    let option = quote! { #runtime::__private::Option };
    let primitive = quote! { #runtime::__private::primitive };
    let text = quote! { &'static #primitive::str };
    let optional_text = quote! { #option<#text> };
    [
        (
            "name",
            text.clone(),
            "Returns the entry's name, which is unique in the catalog.",
        ),
        (
            "code",
            quote!(#option<#runtime::Code<'static>>),
            "Returns the code in the response, if any. Several entries may have the same code.",
        ),
        ("status", quote!(#primitive::u16), "Returns the HTTP status code."),
        (
            "reason",
            text.clone(),
            "Returns the reason phrase of the status (RFC 9110, section 15).",
        ),
        ("title", text.clone(), "Returns the short, constant summary."),
        (
            "severity",
            quote!(#runtime::Severity),
            "Returns the FHIR issue severity.",
        ),
        (
            "issue_type",
            quote!(#option<#runtime::IssueType>),
            "Returns the FHIR issue type.",
        ),
        (
            "retry",
            quote!(#option<#runtime::Retry>),
            "Returns whether the same request may be sent again.",
        ),
        (
            "retry_after",
            quote!(#option<::core::time::Duration>),
            "Returns the delay before a retry.",
        ),
        (
            "action",
            optional_text.clone(),
            "Returns the recommended action for developers of clients.",
        ),
        (
            "user_message",
            optional_text.clone(),
            "Returns a text that is suitable for end users.",
        ),
        (
            "description",
            optional_text.clone(),
            "Returns the longer explanation in Markdown.",
        ),
        ("display", optional_text.clone(), "Returns the display of the code."),
        (
            "doc_url",
            optional_text.clone(),
            "Returns the URL of the entry's documentation.",
        ),
        (
            "since",
            optional_text.clone(),
            "Returns the first version of the API with this entry.",
        ),
        (
            "deprecated",
            optional_text.clone(),
            "Returns the note of a deprecated entry, which may be empty.",
        ),
        (
            "aliases",
            quote!(#runtime::Strings<'static>),
            "Returns the codes that clients recognize as this entry and servers never send.",
        ),
        (
            "tags",
            quote!(#runtime::Strings<'static>),
            "Returns the labels of the entry.",
        ),
        (
            "methods",
            quote!(#runtime::Strings<'static>),
            "Returns the HTTP methods whose responses can have this entry; empty for any.",
        ),
        (
            "endpoints",
            quote!(#runtime::Strings<'static>),
            "Returns patterns of the URL paths whose responses can have this entry; empty for any.",
        ),
        (
            "parameters",
            quote!(#runtime::Parameters<'static>),
            "Returns the parameters of the entry.",
        ),
        (
            "response",
            quote!(#runtime::Response<'static>),
            "Returns the description of the response.",
        ),
    ]
}
