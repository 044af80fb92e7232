//! From a call to its expansion.

use error_catalog::rules::{self, Level};
use error_catalog::{Compiled, Problem, report, rust};
use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::{ToTokens, quote};

use crate::call::{Call, Options};
use crate::path::File;

/// Expands `error_catalog! { … }`.
pub(crate) fn error_catalog(input: TokenStream) -> TokenStream {
    match syn::parse2::<Call>(input) {
        Ok(call) => catalog(&call),
        Err(error) => error.into_compile_error(),
    }
}

fn catalog(call: &Call) -> TokenStream {
    let span = call.path.span();
    let file = match File::find(&call.path.value()) {
        Ok(file) => file,
        Err(message) => return with_fallback(call, &message),
    };
    let bytes = match std::fs::read(&file.absolute) {
        Ok(bytes) => bytes,
        Err(error) => return with_fallback(call, &cannot_read(&file, &error)),
    };
    let (source, compiled) = match error_catalog::source_from_bytes(&file.shown, bytes) {
        Ok(source) => {
            let compiled = error_catalog::compile(&source);
            (source, compiled)
        }
        // What else is wrong with the file may only follow from its encoding.
        Err((source, problem)) => {
            let compiled = Compiled {
                problems: vec![*problem],
                ..error_catalog::compile(&source)
            };
            (source, compiled)
        }
    };
    let mut messages: Vec<TokenStream> = Vec::new();
    for problem in &compiled.problems {
        let text = report::describe(&source, problem);
        messages.extend(tell(problem, &text, &call.options, span));
    }
    if file.outside_package {
        let problem = Problem::new(&rules::OUTSIDE_PACKAGE, 0..0, "");
        let text = format!(
            "{}: the catalog lies outside the package, so `cargo publish` does not pack it and the published crate does not build [{}]\n   \
             = help: move it into the package; in a package that is never published, write `#[catalog(allow({}))]`",
            file.shown, problem.rule.code, problem.rule.code
        );
        messages.extend(tell(&problem, &text, &call.options, span));
    }
    let code = generate(call, &compiled, Some(file.tracked));
    quote! { #(#messages)* #code }
}

/// The message of a problem: an error, a warning, or nothing if the call allows it.
fn tell(problem: &Problem, text: &str, options: &Options, span: Span) -> Option<TokenStream> {
    let named = |list: &[Ident]| {
        list.iter().any(|name| {
            name == "warnings" || rules::find(&name.to_string()).is_some_and(|rule| rule.code == problem.rule.code)
        })
    };
    if problem.rule.level == Level::Error || named(&options.deny) {
        return Some(syn::Error::new(span, text).into_compile_error());
    }
    (!named(&options.allow)).then(|| warning(text, span))
}

/// Stable Rust has no warnings from macros, but it warns about the use of what is deprecated.
fn warning(text: &str, span: Span) -> TokenStream {
    let name = Ident::new("catalog_warning", span);
    let text = format!("\n{text}");
    quote::quote_spanned! {span=>
        const _: () = {
            #[deprecated(note = #text)]
            #[allow(non_upper_case_globals)]
            const #name: () = ();
            #name
        };
    }
}

fn cannot_read(file: &File, error: &std::io::Error) -> String {
    let help = if file.outside_package {
        "the path leaves the package; `cargo publish` packs only files inside it, so move the catalog there"
    } else {
        "the path counts from the folder with the package's Cargo.toml"
    };
    format!(
        "{}: the catalog cannot be read: {error} [{}]\n   = note: looked for it at {}\n   = help: {help}",
        file.shown,
        rules::CANNOT_READ.code,
        file.absolute.display()
    )
}

/// An error message beside an empty enum, so that uses of its name are no errors too.
fn with_fallback(call: &Call, message: &str) -> TokenStream {
    let error = syn::Error::new(call.path.span(), message).into_compile_error();
    let nothing = Compiled {
        catalog: error_catalog::Catalog::default(),
        problems: Vec::new(),
    };
    let code = generate(call, &nothing, None);
    quote! { #error #code }
}

fn generate(call: &Call, compiled: &Compiled, tracked_path: Option<TokenStream>) -> TokenStream {
    let attributes = &call.attributes;
    let is_broken = tracked_path.is_none() || !compiled.is_usable();
    rust::expand_with(
        &compiled.catalog,
        &rust::Request {
            attributes: quote! { #(#attributes)* },
            visibility: call.visibility.to_token_stream(),
            name: call.name.clone(),
            module: call.options.module.clone(),
            runtime: call.options.runtime(),
            runtime_inside: call.options.runtime_inside(),
            exhaustive: call.options.exhaustive,
            tracked_path,
            is_broken,
        },
        LEXER,
    )
}

/// Not by `proc_macro2`, which reads a source itself before it asks the compiler to.
const LEXER: rust::Lexer = rust::Lexer {
    source: |source| {
        let tokens: proc_macro::TokenStream = source.parse().unwrap_or_default();
        tokens.into()
    },
    bytes: |bytes| Literal::byte_string(bytes).into_token_stream(),
};
