//! Parses `#[catalog(…)]`: the catalogs and the traits to implement.

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, quote};
use syn::parse::ParseStream;
use syn::{Attribute, Ident, Path, Token};

use super::attributes;
use super::problems::Problems;
use crate::call::unknown;

/// The options of a derive.
#[derive(Default)]
pub(super) struct Options {
    runtime: Option<Path>,
    /// The paths of the catalogs' enums.
    pub(super) catalogs: Vec<Path>,
    /// The [`FLAGS`] that are set.
    flags: Vec<&'static str>,
}

/// The options without a value.
///
/// `debug` implements `Debug` too. With `no_display` and `no_error`, the user implements `Display` and `Error`. With `thiserror`, that crate's
/// derive implements both and `From` for sources.
const FLAGS: [&str; 4] = ["debug", "no_display", "no_error", "thiserror"];

impl Options {
    pub(super) fn read(attributes: &[Attribute], whole: Span, problems: &mut Problems) -> Self {
        let mut options = Self::default();
        let mut seen = false;
        for attribute in attributes::named(attributes, "catalog") {
            seen = true;
            let read = attribute.parse_args_with(|input: ParseStream<'_>| options.parse(input, problems));
            if problems.take(read).is_none() {
                // The catalogs are unknown, so a missing one is not reported.
                return options;
            }
        }
        if options.catalogs.is_empty() {
            let message = if seen {
                "expected the enum of a catalog, for example `#[catalog(GpConnect)]`"
            } else {
                "missing `#[catalog(…)]` with the enum of a catalog, for example `#[catalog(GpConnect)]`"
            };
            problems.at(whole, message);
        }
        options
    }

    /// Reports `#[error(…)]` where this derive implements `Display` and `Error`.
    pub(super) fn check_thiserror<'a>(
        &mut self,
        attributes: impl Iterator<Item = &'a Attribute>,
        problems: &mut Problems,
    ) {
        let mut found = attributes.filter(|attribute| attribute.path().is_ident("error"));
        if let Some(attribute) = found.next().filter(|_| self.displays() && self.is_error()) {
            let catalog = self.catalogs.first().map(segments).unwrap_or_default().join("::");
            let message = format!(
                "`#[error(…)]` is an attribute of thiserror; write `#[catalog({catalog}, thiserror)]`, or `#[display(…)]` without thiserror"
            );
            problems.add(syn::Error::new_spanned(attribute, message));
            self.flags.push("thiserror");
        }
    }

    /// Returns the path of the runtime crate.
    pub(super) fn runtime(&self) -> TokenStream {
        let own = self.runtime.as_ref().map(ToTokens::to_token_stream);
        own.unwrap_or_else(|| quote! { ::error_runtime })
    }

    fn has(&self, flag: &str) -> bool {
        self.flags.contains(&flag)
    }

    /// Whether the derive implements `Debug`.
    pub(super) fn debugs(&self) -> bool {
        self.has("debug")
    }

    /// Whether the derive implements `Display`.
    pub(super) fn displays(&self) -> bool {
        !self.has("no_display") && !self.has("thiserror")
    }

    /// Whether the derive implements `Error`.
    pub(super) fn is_error(&self) -> bool {
        !self.has("no_error") && !self.has("thiserror")
    }

    /// Whether the derive implements `From` for fields with `#[from]`.
    pub(super) fn converts_sources(&self) -> bool {
        !self.has("thiserror")
    }

    fn parse(&mut self, input: ParseStream<'_>, problems: &mut Problems) -> syn::Result<()> {
        while !input.is_empty() {
            if input.peek(Token![crate]) && input.peek2(Token![=]) {
                input.parse::<Token![crate]>()?;
                input.parse::<Token![=]>()?;
                self.runtime = Some(input.call(Path::parse_mod_style)?);
            } else {
                let path = input.call(Path::parse_mod_style)?;
                match path.get_ident() {
                    Some(word) if is_lower(word) => self.flag(word, problems),
                    _ => self.catalog(path, problems),
                }
            }
            if !input.is_empty() {
                input.parse::<Token![,]>()?;
            }
        }
        Ok(())
    }

    fn flag(&mut self, word: &Ident, problems: &mut Problems) {
        let word_text = word.to_string();
        match FLAGS.into_iter().find(|flag| *flag == word_text) {
            Some(flag) => self.flags.push(flag),
            None => {
                let known = ["crate"].into_iter().chain(FLAGS);
                problems.at(word.span(), unknown(&word_text, "an option of `#[catalog]`", known));
            }
        }
    }

    fn catalog(&mut self, path: Path, problems: &mut Problems) {
        let same = |other: &Path| other.to_token_stream().to_string() == path.to_token_stream().to_string();
        if self.catalogs.iter().any(same) {
            problems.add(syn::Error::new_spanned(path, "duplicate catalog"));
        } else {
            self.catalogs.push(path);
        }
    }

    /// Returns the position of the catalog that a path names: one of the two paths ends with the other.
    pub(super) fn position(&self, path: &[String]) -> Option<usize> {
        self.catalogs.iter().position(|catalog| {
            let catalog = segments(catalog);
            catalog.ends_with(path) || path.ends_with(&catalog)
        })
    }
}

/// Returns the segments of a path.
pub(super) fn segments(path: &Path) -> Vec<String> {
    path.segments.iter().map(|segment| segment.ident.to_string()).collect()
}

/// Whether a word is spelled like an option, not like a type or a variant.
pub(super) fn is_lower(word: &Ident) -> bool {
    word.to_string().starts_with(char::is_lowercase)
}
