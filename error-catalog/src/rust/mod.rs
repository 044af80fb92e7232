//! Generates Rust code from a checked catalog.
//!
//! The generated code is small, as it is part of every user's build: an enum, the catalog's bytes in two literals, methods that call the runtime,
//! and a module with the errors: a struct for each entry with parameters, and an enum for all others. It uses full paths, which the user's names cannot shadow, and has no other visible items.
//!
//! All of it is in a hidden module, the scope, which exports the enum and the module: two catalogs of one name conflict in these two names, and not in each
//! method and implementation.

mod accessors;
mod docs;
mod enums;
pub mod markdown;
mod parameters;

use std::fmt::{self, Display, Formatter};

use error_layout::MAGIC_OF_BROKEN;
use proc_macro2::{Ident, Literal, Span, TokenStream, TokenTree};
use quote::{ToTokens, format_ident, quote};

use crate::emit::{self, Constants};
use crate::hash::hash;
use crate::model::{Catalog, Entry};
use crate::names;

pub use self::enums::enum_name;

/// The options of a call.
#[derive(Debug)]
pub struct Request {
    /// The attributes of the enum, including documentation.
    pub attributes: TokenStream,
    /// The visibility of all generated items.
    pub visibility: TokenStream,
    /// The name of the enum.
    pub name: Ident,
    /// The name of the module with the errors. The default is the enum's name in snake case.
    pub module: Option<Ident>,
    /// The path of the catalog, which distinguishes the scopes of two catalogs with one name.
    pub path: String,
    /// The path of the runtime crate from inside the scope.
    pub runtime: TokenStream,
    /// The path of the runtime crate from inside the module with the errors.
    pub runtime_inside: TokenStream,
    /// Whether a `match` can list all entries without a `_` arm.
    pub exhaustive: bool,
    /// The paths of the catalog and its translations for `include_bytes!`, which makes cargo rebuild when a file changes; none for committed code.
    pub tracked_paths: Vec<TokenStream>,
    /// Whether the catalog has errors, which are reported beside the code. Uses of the code are not checked then.
    pub is_broken: bool,
}

/// Generates the Rust code of a catalog.
pub fn expand(catalog: &Catalog, request: &Request) -> TokenStream {
    let lexer = Lexer {
        source: |source| source.parse().unwrap_or_default(),
        bytes: |bytes| Literal::byte_string(bytes).into_token_stream(),
    };
    expand_with(catalog, request, lexer)
}

/// Functions that create tokens.
#[derive(Debug, Clone, Copy)]
pub struct Lexer {
    /// Parses source text.
    pub source: fn(&str) -> TokenStream,
    /// Creates a byte string literal.
    pub bytes: fn(&[u8]) -> TokenStream,
}

/// Generates the Rust code of a catalog with the lexer of a macro.
///
/// The code of entries is generated as text and parsed by the compiler's lexer, because macros run without optimization. In text, documentation
/// is a comment with one token instead of an attribute with many. The text consists of names, numbers, literals and comments without control
/// characters, so parsing it does not fail.
pub fn expand_with(catalog: &Catalog, request: &Request, lexer: Lexer) -> TokenStream {
    let mut constants = emit::catalog(catalog);
    if request.is_broken {
        constants.index.splice(..MAGIC_OF_BROKEN.len(), MAGIC_OF_BROKEN);
    }
    let generator = Generator {
        catalog,
        request,
        visibility: visibility_inside(&request.visibility),
        lexer,
        module: module_name(request),
        constants,
    };
    generator.expand()
}

/// Returns a visibility as it is written one module further inside.
fn visibility_inside(outside: &TokenStream) -> TokenStream {
    let mut tokens = outside.clone().into_iter();
    match (tokens.next(), tokens.next()) {
        (None, _) => quote! { pub(super) },
        (Some(_), None) => outside.clone(),
        (Some(public), Some(restriction)) => {
            let TokenTree::Group(group) = &restriction else {
                return outside.clone();
            };
            let path: Vec<TokenTree> = group.stream().into_iter().collect();
            let start = usize::from(path.first().is_some_and(|first| is_word(first, "in")));
            match path.get(start) {
                Some(first) if is_word(first, "self") => {
                    let rest = &path[start + 1..];
                    quote! { #public(in super #(#rest)*) }
                }
                Some(first) if is_word(first, "super") => {
                    let rest = &path[start..];
                    quote! { #public(in super::#(#rest)*) }
                }
                _ => outside.clone(),
            }
        }
    }
}

fn is_word(token: &TokenTree, word: &str) -> bool {
    matches!(token, TokenTree::Ident(ident) if ident == word)
}

/// Returns the name of the scope. It does not depend on the position of the call, so that an edit above it does not rename the enum for the compiler.
fn scope_name(request: &Request) -> Ident {
    let name = request.name.to_string();
    let name = name.strip_prefix("r#").unwrap_or(&name);
    format_ident!(
        "__{name}_{:08x}",
        hash(request.path.as_bytes()),
        span = Span::call_site()
    )
}

fn module_name(request: &Request) -> Ident {
    request
        .module
        .clone()
        .unwrap_or_else(|| module_of(&request.name.to_string(), request.name.span()))
}

/// Returns the module of an enum that has no other one.
fn module_of(name: &str, span: Span) -> Ident {
    identifier(&names::snake(name.strip_prefix("r#").unwrap_or(name)), span)
}

/// Returns the name of the module of an enum, as code writes it: `gp_connect` for `GpConnect`.
pub fn module(enum_name: &str) -> String {
    module_of(enum_name, Span::call_site()).to_string()
}

/// Returns an identifier for a name that may be a keyword.
fn identifier(name: &str, span: Span) -> Ident {
    match name {
        // These keywords cannot be raw identifiers.
        "crate" | "self" | "super" | "Self" => Ident::new(&format!("{name}_"), span),
        _ if names::is_keyword(name) => Ident::new_raw(name, span),
        _ => Ident::new(name, span),
    }
}

/// Whether a text can be a raw string literal: ASCII without carriage returns and NULs.
fn is_raw(text: &str) -> bool {
    // `is_ascii` would be compiled into the macro without optimization; counting characters is in the standard library.
    text.chars().count() == text.len() && !text.contains('\r') && !text.contains('\0')
}

/// Returns source text that is written to a formatter, which the standard library compiles with optimization.
fn source(write: &dyn Fn(&mut Formatter<'_>) -> fmt::Result) -> String {
    struct Source<'w>(&'w dyn Fn(&mut Formatter<'_>) -> fmt::Result);

    impl Display for Source<'_> {
        fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
            (self.0)(f)
        }
    }

    format!("{}", Source(write))
}

struct Generator<'c> {
    catalog: &'c Catalog,
    request: &'c Request,
    /// The visibility of an item inside the scope.
    visibility: TokenStream,
    lexer: Lexer,
    module: Ident,
    constants: Constants,
}

impl Generator<'_> {
    fn expand(&self) -> TokenStream {
        let definition = self.definition();
        let accessors = self.accessors();
        let traits = self.traits();
        let module = self.error_module();
        let runtime = &self.request.runtime;
        let private = quote! { #runtime::__private };
        let tracked = self.request.tracked_paths.iter().map(|path| {
            quote! { const _: &[#private::primitive::u8] = ::core::include_bytes!(#path); }
        });
        let Request {
            name,
            visibility,
            attributes,
            ..
        } = self.request;
        let (scope, errors) = (scope_name(self.request), &self.module);
        // The attributes of the enum and the links in its documentation use names of the call.
        let names = (!attributes.is_empty()).then(|| {
            quote! {
                #[allow(clippy::wildcard_imports, unused_imports)]
                use super::*;
            }
        });
        quote! {
            mod #scope {
                #names
                #definition
                #accessors
                #traits
                #module
                #(#tracked)*
            }
            #[allow(unused_imports)]
            #visibility use #scope::{#name, #errors};
        }
    }

    /// Returns the variants of the enum.
    fn variants(&self) -> TokenStream {
        let source = source(&|f| {
            for entry in &self.catalog.entries {
                docs::variant(f, self.catalog, entry)?;
                self.deprecation(f, entry)?;
                writeln!(f, "{},", entry.rust_name)?;
            }
            if self.catalog.entries.is_empty() {
                // Only for an invalid catalog: an enum with a representation needs a variant.
                f.write_str("#[doc(hidden)] Unreadable")?;
            }
            Ok(())
        });
        (self.lexer.source)(&source)
    }

    /// Returns the names of all variants, separated by commas.
    fn names(&self) -> TokenStream {
        let source = source(&|f| {
            for entry in &self.catalog.entries {
                writeln!(f, "{},", entry.rust_name)?;
            }
            if self.catalog.entries.is_empty() {
                f.write_str("Unreadable")?;
            }
            Ok(())
        });
        (self.lexer.source)(&source)
    }

    fn definition(&self) -> TokenStream {
        let Request {
            attributes,
            name,
            runtime,
            exhaustive,
            ..
        } = self.request;
        let visibility = &self.visibility;
        let variants = self.variants();
        let own_docs = docs::catalog(self.catalog);
        let non_exhaustive = (!exhaustive).then(|| quote! { #[non_exhaustive] });
        quote! {
            #attributes
            #[doc = #own_docs]
            #[allow(clippy::doc_markdown, clippy::too_long_first_doc_paragraph, clippy::doc_lazy_continuation, clippy::enum_variant_names)]
            #[derive(
                #runtime::__private::Clone, #runtime::__private::Copy, #runtime::__private::PartialEq, #runtime::__private::Eq,
                #runtime::__private::PartialOrd, #runtime::__private::Ord, #runtime::__private::Hash,
            )]
            #[repr(u16)]
            #non_exhaustive
            #visibility enum #name {
                #variants
            }
        }
    }

    /// Returns a string literal, a raw one if possible.
    fn literal(&self, text: &str) -> TokenStream {
        if !is_raw(text) {
            return Literal::string(text).into_token_stream();
        }
        // The number of hashes that do not follow a quote in the text.
        let mut hashes = usize::from(text.contains('"'));
        while hashes > 0 && text.contains('#') && text.contains(&format!("\"{}", "#".repeat(hashes))) {
            hashes += 1;
        }
        let hashes = "#".repeat(hashes);
        (self.lexer.source)(&format!("r{hashes}\"{text}\"{hashes}"))
    }

    fn deprecation(&self, f: &mut Formatter<'_>, entry: &Entry) -> fmt::Result {
        match &entry.deprecated {
            Some(note) => {
                let note = Literal::string(&docs::deprecation(self.catalog, entry, note));
                writeln!(f, "#[deprecated(note = {note})]")
            }
            None => Ok(()),
        }
    }

    fn traits(&self) -> TokenStream {
        let Request { name, runtime, .. } = self.request;
        let private = quote! { #runtime::__private };
        let index = (self.lexer.bytes)(&self.constants.index);
        let text = self.literal(&self.constants.text);
        quote! {
            #[automatically_derived]
            impl #runtime::Catalog for #name {
                const DATA: #runtime::Data<'static> = #runtime::Data::new(#index, #text);
                #[inline]
                fn all() -> &'static [Self] {
                    Self::all()
                }
                #[inline]
                fn position(self) -> #private::primitive::usize {
                    self as #private::primitive::usize
                }
            }
            const _: () = #private::assert!(
                <#name as #runtime::Catalog>::DATA.is_current(),
                "error-runtime and error-macros have different versions"
            );
            #[automatically_derived]
            impl #private::fmt::Debug for #name {
                #[inline]
                fn fmt(&self, f: &mut #private::fmt::Formatter<'_>) -> #private::fmt::Result {
                    #private::fmt_debug(*self, f)
                }
            }
            #[automatically_derived]
            impl #private::fmt::Display for #name {
                #[inline]
                fn fmt(&self, f: &mut #private::fmt::Formatter<'_>) -> #private::fmt::Result {
                    #private::fmt_display(*self, f)
                }
            }
            #[automatically_derived]
            impl #private::FromStr for #name {
                type Err = #runtime::UnknownName;
                #[inline]
                fn from_str(name: &#private::primitive::str) -> #private::Result<Self, #runtime::UnknownName> {
                    #private::from_str(name)
                }
            }
            #runtime::__impl_serde!(#name);
        }
    }
}
