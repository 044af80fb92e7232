//! From a checked catalog to Rust.
//!
//! Every user's build pays for what is generated here, so it is little: an enum, the catalog's bytes in two literals, methods that hand on to
//! the runtime, and a struct for each entry with parameters. Everything is named by its full path, so that nothing in the user's
//! scope can stand in the way, and nothing is visible that was not asked for.

mod accessors;
mod docs;
mod parameters;

use std::fmt::{self, Display, Formatter};

use error_layout::MAGIC_OF_BROKEN;
use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::{ToTokens, quote};

use crate::emit::{self, Constants};
use crate::model::{Catalog, Entry};
use crate::names;

/// What the user asked for.
#[derive(Debug)]
pub struct Request {
    /// Attributes for the enum, documentation among them.
    pub attributes: TokenStream,
    /// Visibility of everything generated.
    pub visibility: TokenStream,
    /// Name of the enum.
    pub name: Ident,
    /// Name of the module with the parameter structs; by default the enum's in snake case.
    pub module: Option<Ident>,
    /// Path of the runtime crate.
    pub runtime: TokenStream,
    /// The same, seen from inside the module.
    pub runtime_inside: TokenStream,
    /// Whether `match` may list all entries without a `_` arm.
    pub exhaustive: bool,
    /// An expression of the catalog's path for `include_bytes!`, which makes cargo rebuild when the file changes. None in checked-in code.
    pub tracked_path: Option<TokenStream>,
    /// Whether the catalog has errors, which are reported beside the code. Uses of the code are not checked then.
    pub is_broken: bool,
}

/// The Rust code of a catalog. It compiles whatever the catalog says.
pub fn expand(catalog: &Catalog, request: &Request) -> TokenStream {
    let lexer = Lexer {
        source: |source| source.parse().unwrap_or_default(),
        bytes: |bytes| Literal::byte_string(bytes).into_token_stream(),
    };
    expand_with(catalog, request, lexer)
}

/// What makes tokens.
#[derive(Debug, Clone, Copy)]
pub struct Lexer {
    /// Of source text.
    pub source: fn(&str) -> TokenStream,
    /// A literal of bytes.
    pub bytes: fn(&[u8]) -> TokenStream,
}

/// The same in a macro, which has the compiler's own lexer to make tokens of source text.
///
/// What there is for each entry is made as text. The compiler's lexer, which is optimised, reads that in a fraction of the time in which a
/// macro, which is not, makes the tokens one by one; and a comment is one token, where an attribute is many. The text always has tokens:
/// there are names, numbers, literals and comments without control characters in it.
pub fn expand_with(catalog: &Catalog, request: &Request, lexer: Lexer) -> TokenStream {
    let mut constants = emit::catalog(catalog);
    if request.is_broken {
        constants.index.splice(..MAGIC_OF_BROKEN.len(), MAGIC_OF_BROKEN);
    }
    let generator = Generator {
        catalog,
        request,
        lexer,
        module: module_name(request),
        constants,
    };
    generator.expand()
}

fn module_name(request: &Request) -> Ident {
    request.module.clone().unwrap_or_else(|| {
        let name = request.name.to_string();
        identifier(
            &names::snake(name.strip_prefix("r#").unwrap_or(&name)),
            request.name.span(),
        )
    })
}

/// An identifier from a name that may be a keyword.
fn identifier(name: &str, span: Span) -> Ident {
    match name {
        // These four cannot be raw identifiers.
        "crate" | "self" | "super" | "Self" => Ident::new(&format!("{name}_"), span),
        _ if names::is_keyword(name) => Ident::new_raw(name, span),
        _ => Ident::new(name, span),
    }
}

/// Whether a literal of the text needs no escapes, which neither this code nor rustc then looks for. rustc refuses carriage returns in it, and
/// what turns the direction of a text.
fn is_raw(text: &str) -> bool {
    // `is_ascii` is compiled into the macro, without optimisation; to count characters is not.
    text.chars().count() == text.len() && !text.contains('\r') && !text.contains('\0')
}

/// Source text, of thousands of pieces. To hand them to a formatter, which the standard library has compiled with optimisation, takes a quarter
/// of the time in which a macro, which is not optimised, adds them to a string.
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
    lexer: Lexer,
    module: Ident,
    constants: Constants,
}

impl Generator<'_> {
    fn expand(&self) -> TokenStream {
        let definition = self.definition();
        let accessors = self.accessors();
        let traits = self.traits();
        let module = self.parameter_module();
        let runtime = &self.request.runtime;
        let private = quote! { #runtime::__private };
        let tracked = self.request.tracked_path.as_ref().map(|path| {
            quote! { const _: &[#private::primitive::u8] = ::core::include_bytes!(#path); }
        });
        quote! {
            #definition
            #accessors
            #traits
            #module
            #tracked
        }
    }

    /// The variants of the enum.
    fn variants(&self) -> TokenStream {
        let source = source(&|f| {
            for entry in &self.catalog.entries {
                docs::variant(f, self.catalog, entry)?;
                self.deprecation(f, entry)?;
                writeln!(f, "{},", entry.rust_name)?;
            }
            if self.catalog.entries.is_empty() {
                // Only of a catalog that cannot be read: an enum with a representation needs a variant.
                f.write_str("#[doc(hidden)] Unreadable")?;
            }
            Ok(())
        });
        (self.lexer.source)(&source)
    }

    /// The names of all variants, with commas.
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
            visibility,
            name,
            runtime,
            exhaustive,
            ..
        } = self.request;
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

    /// A string literal: without escapes where that is possible.
    fn literal(&self, text: &str) -> TokenStream {
        if !is_raw(text) {
            return Literal::string(text).into_token_stream();
        }
        // How many hashes no quote of the text has behind it; one character is looked for in a fraction of the time that two take.
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
                "error-runtime and error-macros are of different versions"
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
