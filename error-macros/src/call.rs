//! Parses the input of `error_catalog! { … }`.

use error_catalog::rules::Level;
use error_catalog::suggest;
use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::parse::{Parse, ParseStream};
use syn::punctuated::Punctuated;
use syn::{Attribute, Ident, LitStr, Path, Token, Visibility, parenthesized};

/// The parsed input.
pub(crate) struct Call {
    pub(crate) attributes: Vec<Attribute>,
    pub(crate) options: Options,
    pub(crate) visibility: Visibility,
    pub(crate) name: Ident,
    pub(crate) path: LitStr,
}

/// The options in `#[catalog(…)]`.
#[derive(Default)]
pub(crate) struct Options {
    runtime: Option<Path>,
    pub(crate) module: Option<Ident>,
    /// The enums of catalogs that this one extends.
    pub(crate) extends: Vec<Path>,
    pub(crate) exhaustive: bool,
    /// Whether the catalog is compared with its baseline.
    pub(crate) baseline: bool,
    pub(crate) allow: Vec<Ident>,
    pub(crate) deny: Vec<Ident>,
}

impl Options {
    /// Returns the path of the runtime crate as seen from modules inside each other, as deep as `depth` says.
    pub(crate) fn runtime(&self, depth: usize) -> TokenStream {
        let Some(path) = &self.runtime else {
            return quote! { ::error_runtime };
        };
        let first = path.segments.first().map(|first| &first.ident);
        if path.leading_colon.is_some() || first.is_some_and(|first| first == "crate") {
            return path.to_token_stream();
        }
        let inside = std::iter::repeat_n(quote! { super:: }, depth);
        let is_self = first.is_some_and(|first| first == "self");
        let segments = path.segments.iter().skip(usize::from(is_self));
        quote! { #(#inside)* #(#segments)::* }
    }
}

impl Parse for Call {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let mut options = Options::default();
        let mut attributes = Vec::new();
        for attribute in input.call(Attribute::parse_outer)? {
            if attribute.path().is_ident("catalog") {
                attribute.parse_args_with(|input: ParseStream<'_>| options.parse(input))?;
            } else if attribute.path().is_ident("cfg") {
                let message = "`#[cfg]` on the enum is not supported; put it before `error_catalog!`";
                return Err(syn::Error::new(attribute.pound_token.span, message));
            } else {
                attributes.push(attribute);
            }
        }
        let visibility = input.parse()?;
        input.parse::<Token![enum]>()?;
        let name: Ident = input.parse()?;
        if name.to_string().starts_with(char::is_lowercase) && options.module.is_none() {
            let message =
                "the enum has the same name as its module; use upper camel case or add `#[catalog(module = …)]`";
            return Err(syn::Error::new(name.span(), message));
        }
        input.parse::<Token![=]>()?;
        let path = input.parse()?;
        input.parse::<Option<Token![;]>>()?;
        if !input.is_empty() {
            return Err(
                input.error("unexpected token after the enum; use a separate `error_catalog!` for another catalog")
            );
        }
        Ok(Self {
            attributes,
            options,
            visibility,
            name,
            path,
        })
    }
}

impl Options {
    fn parse(&mut self, input: ParseStream<'_>) -> syn::Result<()> {
        while !input.is_empty() {
            if input.peek(Token![crate]) {
                input.parse::<Token![crate]>()?;
                input.parse::<Token![=]>()?;
                self.runtime = Some(input.call(Path::parse_mod_style)?);
            } else {
                let option: Ident = input.parse()?;
                match option.to_string().as_str() {
                    "module" => {
                        input.parse::<Token![=]>()?;
                        self.module = Some(input.parse()?);
                    }
                    "extends" => {
                        input.parse::<Token![=]>()?;
                        self.extends.push(input.call(Path::parse_mod_style)?);
                    }
                    "exhaustive" => self.exhaustive = true,
                    "baseline" => self.baseline = true,
                    "allow" => self.allow.extend(rules(input)?),
                    "deny" => self.deny.extend(rules(input)?),
                    other => {
                        let known = ["crate", "module", "extends", "exhaustive", "baseline", "allow", "deny"];
                        let message = unknown(other, "an option of `error_catalog!`", known);
                        return Err(syn::Error::new(option.span(), message));
                    }
                }
            }
            if !input.is_empty() {
                input.parse::<Token![,]>()?;
            }
        }
        Ok(())
    }
}

/// Parses `(EC0405, EC0801)` or `(warnings)`.
fn rules(input: ParseStream<'_>) -> syn::Result<Vec<Ident>> {
    let content;
    parenthesized!(content in input);
    let list = Punctuated::<Ident, Token![,]>::parse_terminated(&content)?;
    for rule in &list {
        let name = rule.to_string();
        if name == "warnings" {
            continue;
        }
        match error_catalog::rules::find(&name) {
            None => return Err(syn::Error::new(rule.span(), format!("unknown rule `{name}`"))),
            Some(found) if found.level == Level::Error => {
                return Err(syn::Error::new(
                    rule.span(),
                    format!("`{name}` is an error; only warnings can be allowed or denied"),
                ));
            }
            Some(_) => {}
        }
    }
    Ok(list.into_iter().collect())
}

/// Returns the message for an unknown word. `what` is a noun with its article.
pub(crate) fn unknown<'k>(word: &str, what: &str, known: impl IntoIterator<Item = &'k str> + Clone) -> String {
    let hint = suggest::nearest(word, known.clone())
        .map_or_else(|| suggest::expected(known), |near| format!("did you mean `{near}`?"));
    format!("`{word}` is not {what}; {hint}")
}
