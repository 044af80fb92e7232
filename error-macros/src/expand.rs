//! Expands `error_catalog! { … }`.

use error_catalog::report::Report;
use error_catalog::rules::{self, Level};
use error_catalog::{Compiled, Problem, Source, contract, rust};
use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::{ToTokens, quote};
use syn::spanned::Spanned as _;

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
    let mut compiled = match error_catalog::source_from_bytes(&file.shown, bytes) {
        Ok(source) => error_catalog::compile_with(&source, &read),
        // Other problems may be consequences of the wrong encoding.
        Err((source, problem)) => Compiled {
            problems: vec![*problem],
            ..error_catalog::compile(&source)
        },
    };
    let mut baseline = None;
    if call.options.baseline && compiled.is_usable() {
        let checked = contract::check(&compiled.source, &compiled.catalog, &read);
        compiled.problems.extend(checked.problems);
        baseline = checked.baseline;
    }
    let mut messages: Vec<TokenStream> = Vec::new();
    let of_baseline = baseline.iter().map(|(source, problems)| (source, problems.as_slice()));
    let all = std::iter::once((&compiled.source, compiled.problems.as_slice())).chain(of_baseline);
    for (source, problems) in all {
        let report = Report::new(source);
        for problem in problems {
            let text = report.description(problem);
            messages.extend(message(problem, &text, &call.options, span));
        }
    }
    let others = compiled.source.files().skip(1);
    let others = others.filter_map(|file| File::find(file.path).ok());
    let files: Vec<File> = std::iter::once(file).chain(others).collect();
    for (position, file) in files.iter().enumerate().filter(|(_, file)| file.outside_package) {
        let problem = Problem::new(&rules::OUTSIDE_PACKAGE, 0..0, "");
        let text = outside_package(file, position > 0);
        messages.extend(message(&problem, &text, &call.options, span));
    }
    let baseline = baseline.iter().filter_map(|(source, _)| File::find(&source.path).ok());
    let tracked = files.into_iter().chain(baseline).map(|file| file.tracked).collect();
    let code = generate(call, &compiled, tracked);
    let extends = call.options.extends.iter().map(|base| extends(call, base));
    quote! { #(#messages)* #code #(#extends)* }
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

/// Returns the message for a file that is not in the package.
fn outside_package(file: &File, is_other: bool) -> String {
    let (shown, code) = (&file.shown, rules::OUTSIDE_PACKAGE.code);
    let (what, help) = if is_other {
        (
            "the file",
            "put it into the package, for example as a link to the shared file, which `cargo publish` replaces by the file",
        )
    } else {
        ("the catalog", "move it into the package")
    };
    format!(
        "{shown}: {what} is outside the package, so `cargo publish` does not include it [{code}]\n   \
         = help: {help}, or write `#[catalog(allow({code}))]` if the package is never published"
    )
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
        is_base: false,
        source: Source::new(call.path.value(), ""),
    };
    let code = generate(call, &empty, Vec::new());
    let extends = call.options.extends.iter().map(|base| extends(call, base));
    quote! { #error #code #(#extends)* }
}

/// Returns the implementation of `Extends` for a base, which is compared with the catalog at compile time.
fn extends(call: &Call, base: &syn::Path) -> TokenStream {
    let (name, runtime) = (&call.name, call.options.runtime(0));
    let private = quote! { #runtime::__private };
    let catalog = quote! { <#name as #runtime::Catalog>::DATA };
    let check = quote::quote_spanned! {base.span()=>
        const _: () = #private::derive::require_base(<#base as #runtime::Catalog>::DATA, #catalog);
    };
    quote! {
        #check
        #[automatically_derived]
        impl #runtime::Extends<#base> for #name {
            fn entry_of(base: #base) -> Self {
                #private::derive::entry_of(base)
            }
            fn error_of(error: #runtime::Error<#base>) -> #runtime::Error<Self> {
                #private::derive::error_of(error)
            }
        }
    }
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
