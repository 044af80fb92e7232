//! `#[catalog(…)]`: which catalogs, and what to implement.

use error_catalog::suggest;
use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, quote};
use syn::parse::ParseStream;
use syn::{Attribute, Ident, Path, Token};

use super::problems::Problems;

/// The options of a derive.
#[derive(Default)]
pub(super) struct Options {
    runtime: Option<Path>,
    /// The enums of the catalogs.
    pub(super) catalogs: Vec<Path>,
    /// The words among [`FLAGS`] that are there.
    flags: Vec<&'static str>,
}

/// The options that are a word: `Debug` is implemented too; the user implements `Display`; the user implements `Error`; the derive of the
/// crate `thiserror` implements these two and the `From`s of sources.
const FLAGS: [&str; 4] = ["debug", "no_display", "no_error", "thiserror"];

impl Options {
    pub(super) fn read(attributes: &[Attribute], whole: Span, problems: &mut Problems) -> Self {
        let mut options = Self::default();
        let mut seen = false;
        for attribute in attributes
            .iter()
            .filter(|attribute| attribute.path().is_ident("catalog"))
        {
            seen = true;
            let read = attribute.parse_args_with(|input: ParseStream<'_>| options.parse(input, problems));
            if problems.take(read).is_none() {
                // What it might have said is unknown, so nothing more is said of it.
                return options;
            }
        }
        if options.catalogs.is_empty() {
            let message = if seen {
                "name the catalog, as in `#[catalog(GpConnect)]`"
            } else {
                "which catalog is it an error of? Add `#[catalog(…)]` with the enum that `error_catalog!` made, as in `#[catalog(GpConnect)]`"
            };
            problems.at(whole, message);
        }
        options
    }

    /// The path of the runtime crate.
    pub(super) fn runtime(&self) -> TokenStream {
        let own = self.runtime.as_ref().map(ToTokens::to_token_stream);
        own.unwrap_or_else(|| quote! { ::error_runtime })
    }

    fn has(&self, flag: &str) -> bool {
        self.flags.contains(&flag)
    }

    /// Whether `Debug` is to be implemented.
    pub(super) fn debugs(&self) -> bool {
        self.has("debug")
    }

    /// Whether `Display` is to be implemented.
    pub(super) fn displays(&self) -> bool {
        !self.has("no_display") && !self.has("thiserror")
    }

    /// Whether `Error` is to be implemented.
    pub(super) fn is_error(&self) -> bool {
        !self.has("no_error") && !self.has("thiserror")
    }

    /// Whether `From` is to be implemented for what is marked so.
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
                problems.at(word.span(), unknown(&word_text, "option of `#[catalog]`", known));
            }
        }
    }

    fn catalog(&mut self, path: Path, problems: &mut Problems) {
        let same = |other: &Path| other.to_token_stream().to_string() == path.to_token_stream().to_string();
        if self.catalogs.iter().any(same) {
            problems.add(syn::Error::new_spanned(path, "this catalog is named twice"));
        } else {
            self.catalogs.push(path);
        }
    }

    /// The position of the catalog that this path names, by as many of its last segments as either has.
    pub(super) fn position(&self, path: &[String]) -> Option<usize> {
        self.catalogs.iter().position(|catalog| {
            let catalog = names(catalog);
            catalog.ends_with(path) || path.ends_with(&catalog)
        })
    }
}

/// The segments of a path.
pub(super) fn names(path: &Path) -> Vec<String> {
    path.segments.iter().map(|segment| segment.ident.to_string()).collect()
}

/// Whether a word looks like an option, and not like a type or a variant.
pub(super) fn is_lower(word: &Ident) -> bool {
    word.to_string().starts_with(char::is_lowercase)
}

/// What to say of a word that is not known.
pub(super) fn unknown<'k>(word: &str, what: &str, known: impl IntoIterator<Item = &'k str> + Clone) -> String {
    let hint = suggest::nearest(word, known.clone()).map_or_else(
        || format!("known are {}", suggest::one_of(known).replace(" or ", " and ")),
        |near| format!("did you mean `{near}`?"),
    );
    format!("`{word}` is no {what}; {hint}")
}
