//! The enum's own methods: one for each fact of an entry.
//!
//! Each is inline or generic, and so are the implementations of traits: a crate that has a catalog and does not call them compiles none of
//! them, and none of the catalog's bytes. What reads the bytes is generic and not inline, so that a crate that calls them has the bytes once.

use proc_macro2::TokenStream;
use quote::quote;

use super::Generator;

impl Generator<'_> {
    pub(super) fn accessors(&self) -> TokenStream {
        let request = self.request;
        let (visibility, name, runtime) = (&request.visibility, &request.name, &request.runtime);
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
        // In a generic function, which rustc does not look into for constants that panic: for that it would evaluate the list wherever the crate
        // is compiled, used or not, which is a third of what the list costs.
        //
        // Without `Self::` before each: the compiler would look for every variant among all of them. The enum has another name meanwhile, since a
        // variant may have its own.
        let names = self.names();
        // An enum has a variant even if its catalog has no entry.
        let count = self.catalog.entries.len().max(1);
        quote! {
            #[allow(dead_code)]
            impl #name {
                /// Every entry, in the order of the catalog.
                #[must_use]
                #[inline]
                #visibility const fn all() -> &'static [Self] {
                    Self::__all::<()>()
                }
                #[allow(deprecated, clippy::extra_unused_type_parameters)]
                const fn __all<Unused_>() -> &'static [Self] {
                    use #name as Enum_;
                    {
                        use Enum_::*;
                        &[#names]
                    }
                }
                /// How many entries there are.
                #visibility const COUNT: #primitive::usize = #count;
                /// Everything the catalog says of this entry.
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
                /// The entry to use instead of this one.
                #[inline]
                #[must_use]
                #visibility const fn replaced_by(self) -> #option<Self> {
                    match self.entry().replaced_by() {
                        #option::Some(entry) if entry.position() < Self::COUNT => #option::Some(Self::all()[entry.position()]),
                        _ => #option::None,
                    }
                }
                /// The team's own metadata under this name (`x-…`), as JSON.
                #[inline]
                #[must_use]
                #visibility const fn metadata(self, name: &#primitive::str) -> #option<&'static #primitive::str> {
                    self.entry().metadata(name)
                }
                /// The team's own metadata under this name (`x-…`) if it is a string, without quotes and escapes.
                #[inline]
                #[must_use]
                #visibility const fn metadata_text(self, name: &#primitive::str) -> #option<&'static #primitive::str> {
                    self.entry().metadata_text(name)
                }
                /// All entries with this code, in the order of the catalog. An integer is looked up by its digits.
                #[inline]
                #visibility fn by_code(code: &#primitive::str) -> #runtime::ByCode<Self> {
                    <Self as #runtime::Catalog>::by_code(code)
                }
                /// The entry with this name, letter for letter.
                #[inline]
                #[must_use]
                #visibility fn from_name(name: &#primitive::str) -> #option<Self> {
                    <Self as #runtime::Catalog>::from_name(name)
                }
                /// An occurrence of this error. One that has required parameters is made from the struct of its name instead.
                #[inline]
                #[must_use]
                #visibility const fn error(self) -> #runtime::Error<Self> {
                    #runtime::Error::new(self)
                }
            }
        }
    }

    fn category_accessor(&self) -> Option<TokenStream> {
        if self.catalog.categories.is_empty() {
            return None;
        }
        let request = self.request;
        let (visibility, runtime, module) = (&request.visibility, &request.runtime, &self.module);
        let option = quote! { #runtime::__private::Option };
        Some(quote! {
            /// The group the entry belongs to.
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

/// Name, type and documentation of the methods that hand on to the runtime's method of the same name.
fn facts(runtime: &TokenStream) -> [(&'static str, TokenStream, &'static str); 21] {
    let option = quote! { #runtime::__private::Option };
    let primitive = quote! { #runtime::__private::primitive };
    [
        (
            "name",
            quote!(&'static #primitive::str),
            "The entry's name, unique in the catalog.",
        ),
        (
            "code",
            quote!(#option<#runtime::Code<'static>>),
            "What stands on the wire, if anything does. Several entries may share a code.",
        ),
        ("status", quote!(#primitive::u16), "The HTTP status code."),
        (
            "reason",
            quote!(&'static #primitive::str),
            "The reason phrase of the status (RFC 9110, section 15).",
        ),
        (
            "title",
            quote!(&'static #primitive::str),
            "A short summary, the same for every occurrence.",
        ),
        ("severity", quote!(#runtime::Severity), "The FHIR issue severity."),
        (
            "issue_type",
            quote!(#option<#runtime::IssueType>),
            "The FHIR issue type.",
        ),
        (
            "retry",
            quote!(#option<#runtime::Retry>),
            "Whether the same request may be sent again.",
        ),
        (
            "retry_after",
            quote!(#option<::core::time::Duration>),
            "How long to wait before that, if the catalog says.",
        ),
        (
            "action",
            quote!(#option<&'static #primitive::str>),
            "What a client's developer should do.",
        ),
        (
            "user_message",
            quote!(#option<&'static #primitive::str>),
            "A text that is safe to show to an end user.",
        ),
        (
            "description",
            quote!(#option<&'static #primitive::str>),
            "A longer explanation, Markdown.",
        ),
        (
            "display",
            quote!(#option<&'static #primitive::str>),
            "The display of the code.",
        ),
        (
            "doc_url",
            quote!(#option<&'static #primitive::str>),
            "Where the error is documented.",
        ),
        (
            "since",
            quote!(#option<&'static #primitive::str>),
            "The first version of the API with this entry.",
        ),
        (
            "deprecated",
            quote!(#option<&'static #primitive::str>),
            "Set if the entry is being withdrawn: what to know, or an empty string.",
        ),
        ("tags", quote!(#runtime::Strings<'static>), "The entry's labels."),
        (
            "methods",
            quote!(#runtime::Strings<'static>),
            "The HTTP methods it occurs with; empty for any.",
        ),
        (
            "endpoints",
            quote!(#runtime::Strings<'static>),
            "Patterns of the URL paths it occurs at; empty for any.",
        ),
        (
            "parameters",
            quote!(#runtime::Parameters<'static>),
            "The values that an occurrence has.",
        ),
        (
            "response",
            quote!(#runtime::Response<'static>),
            "The shape of the answer.",
        ),
    ]
}
