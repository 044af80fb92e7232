//! Expands `error_catalog! { … }`.

use error_catalog::rules::{self, Level};
use error_catalog::{Compiled, Problem, contract, report, rust};
use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::{ToTokens, quote};

use crate::call::{Call, Options};
use crate::path::File;

/// Expands a call, or returns its syntax error.
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
    let read = |path: &str| match File::find(path) {
        Ok(file) => std::fs::read(file.absolute),
        Err(message) => Err(std::io::Error::other(message)),
    };
    let (source, mut compiled) = match error_catalog::source_from_bytes(&file.shown, bytes) {
        Ok(source) => {
            let compiled = error_catalog::compile_with(&source, &read);
            (source, compiled)
        }
        // Other problems may be consequences of the wrong encoding.
        Err((source, problem)) => {
            let compiled = Compiled {
                problems: vec![*problem],
                ..error_catalog::compile(&source)
            };
            (source, compiled)
        }
    };
    let mut baseline = None;
    if call.options.baseline && compiled.is_usable() {
        let checked = contract::check(&source, &compiled.catalog, &read);
        compiled.problems.extend(checked.problems);
        baseline = checked.baseline;
    }
    let mut messages: Vec<TokenStream> = Vec::new();
    let of_baseline = baseline.iter().map(|(source, problems)| (source, problems.as_slice()));
    for (source, problems) in compiled.files(&source).into_iter().chain(of_baseline) {
        for problem in problems {
            let text = report::describe(source, problem);
            messages.extend(message(problem, &text, &call.options, span));
        }
    }
    if file.outside_package {
        let problem = Problem::new(&rules::OUTSIDE_PACKAGE, 0..0, "");
        let text = format!(
            "{}: the catalog is outside the package, so `cargo publish` does not include it [{}]\n   \
             = help: move it into the package, or write `#[catalog(allow({}))]` if the package is never published",
            file.shown, problem.rule.code, problem.rule.code
        );
        messages.extend(message(&problem, &text, &call.options, span));
    }
    let beside = compiled.translations.iter().map(|one| &one.source);
    let beside = beside.chain(baseline.iter().map(|(source, _)| source));
    let beside = beside.filter_map(|source| Some(File::find(&source.path).ok()?.tracked));
    let tracked = std::iter::once(file.tracked).chain(beside).collect();
    let code = generate(call, &compiled, tracked);
    quote! { #(#messages)* #code }
}

/// Returns the error or warning of a problem, or `None` if the call allows it.
fn message(problem: &Problem, text: &str, options: &Options, span: Span) -> Option<TokenStream> {
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

/// Returns code that causes a deprecation warning; stable Rust has no warnings of macros.
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
        "the path is outside the package, and `cargo publish` only includes files inside it"
    } else {
        "the path is relative to the folder of the package's Cargo.toml"
    };
    format!(
        "{}: cannot read the catalog: {error} [{}]\n   = note: the full path is {}\n   = help: {help}",
        file.shown,
        rules::CANNOT_READ.code,
        file.absolute.display()
    )
}

/// Returns an error and an empty enum, so that uses of the enum cause no further errors.
fn with_fallback(call: &Call, message: &str) -> TokenStream {
    let error = syn::Error::new(call.path.span(), message).into_compile_error();
    let empty = Compiled {
        catalog: error_catalog::Catalog::default(),
        problems: Vec::new(),
        translations: Vec::new(),
    };
    let code = generate(call, &empty, Vec::new());
    quote! { #error #code }
}

fn generate(call: &Call, compiled: &Compiled, tracked_paths: Vec<TokenStream>) -> TokenStream {
    let attributes = &call.attributes;
    let is_broken = tracked_paths.is_empty() || !compiled.is_usable();
    rust::expand_with(
        &compiled.catalog,
        &rust::Request {
            attributes: quote! { #(#attributes)* },
            visibility: call.visibility.to_token_stream(),
            name: call.name.clone(),
            module: call.options.module.clone(),
            path: call.path.value(),
            runtime: call.options.runtime(1),
            runtime_inside: call.options.runtime(2),
            exhaustive: call.options.exhaustive,
            tracked_paths,
            is_broken,
        },
        LEXER,
    )
}

/// Uses the compiler's lexer directly; `proc_macro2` would scan the source first.
const LEXER: rust::Lexer = rust::Lexer {
    source: |source| {
        let tokens: proc_macro::TokenStream = source.parse().unwrap_or_default();
        tokens.into()
    },
    bytes: |bytes| Literal::byte_string(bytes).into_token_stream(),
};
