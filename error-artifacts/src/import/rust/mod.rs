//! Rust enums with `#[derive(thiserror::Error)]`, and the `match` expressions that give their variants statuses and codes.

mod arms;
mod guard;
mod message;

use std::collections::BTreeMap;
use std::sync::Arc;

use proc_macro2::{Span, TokenStream};
use serde_json::json;
use syn::spanned::Spanned as _;
use syn::visit::Visit;
use syn::{Attribute, Expr, ItemEnum, Lit, Meta, Variant};

use self::arms::Arms;
use super::found::{Entry, Fact, Found, Place, Position, Statuses};
use super::text::{Text, screaming, tidy_lines};

/// Whether a text is Rust with an enum of errors.
pub(crate) fn is_source(text: &str) -> bool {
    text.contains("enum ") && text.contains("derive(") && text.contains("Error") && text.contains("#[error(")
}

/// Reads the enums of a source file.
pub(crate) fn read(input: &Text, found: &mut Found) -> Result<(), String> {
    let tokens: TokenStream = input.text.parse().map_err(|error| format!("not Rust: {error}"))?;
    guard::check(&tokens)?;
    let file: syn::File = syn::parse2(tokens).map_err(|error| {
        let start = error.span().start();
        format!("not Rust: {}:{}: {error}", start.line, start.column + 1)
    })?;
    let mut enums = Enums::default();
    enums.visit_file(&file);
    let mut arms = Arms::default();
    arms.visit_file(&file);
    let several = enums.all.len() > 1;
    for one in enums.all {
        let name = one.ident.to_string();
        for variant in &one.variants {
            let entry = entry(input, &name, variant, &arms, several);
            found.entries.push(entry);
        }
    }
    Ok(())
}

#[derive(Default)]
struct Enums<'f> {
    all: Vec<&'f ItemEnum>,
}

impl<'f> Visit<'f> for Enums<'f> {
    fn visit_item_enum(&mut self, item: &'f ItemEnum) {
        let derives = item.attrs.iter().any(|attribute| {
            let Meta::List(list) = &attribute.meta else {
                return false;
            };
            // In `cfg_attr` too.
            (list.path.is_ident("derive") || list.path.is_ident("cfg_attr"))
                && list.tokens.to_string().contains("Error")
        });
        let described = |variant: &Variant| variant.attrs.iter().any(|attribute| attribute.path().is_ident("error"));
        if derives || item.variants.iter().any(described) {
            self.all.push(item);
        }
        syn::visit::visit_item_enum(self, item);
    }
}

/// Returns the place of a span.
fn place(input: &Text, span: Span) -> Place {
    let start = span.start();
    Place {
        file: Arc::clone(&input.file),
        position: Position::Line {
            line: start.line,
            column: start.column + 1,
        },
    }
}

fn entry(input: &Text, name: &str, variant: &Variant, arms: &Arms, several: bool) -> Entry {
    let at = |span: Span| place(input, span);
    let mut entry = Entry::new(at(variant.ident.span()));
    let ident = variant.ident.to_string();
    let code = arms.codes.get(&(name.to_owned(), ident.clone()));
    entry.code = Some(match code {
        Some((code, span)) => Fact::read(json!(code), at(*span)),
        None => Fact::guessed(
            json!(screaming(&ident)),
            at(variant.ident.span()),
            "from the name of the variant",
        ),
    });
    let attribute = variant.attrs.iter().find_map(status_attribute);
    let known = attribute.or_else(|| arms.statuses.get(&(name.to_owned(), ident)).copied());
    entry.status = known.map(|(status, span)| Fact::read(Statuses::Known(vec![status]), at(span)));
    let docs = documentation(&variant.attrs);
    if let Some((text, span)) = docs {
        entry.description = Some(Fact::read(text, at(span)));
    }
    if several {
        entry.category = Some(Fact::read(name.to_owned(), at(variant.ident.span())));
    }
    for attribute in &variant.attrs {
        if !attribute.path().is_ident("error") {
            continue;
        }
        let Meta::List(list) = &attribute.meta else { continue };
        if let Some((text, parameters)) = message::text(list.tokens.clone(), &variant.fields) {
            let span = attribute.span();
            if text.trim().is_empty() {
                continue;
            }
            entry.message = Some(if parameters.is_empty() {
                Fact::read(text, at(span))
            } else {
                Fact::guessed(text, at(span), "with parameters of the types of its fields")
            });
            entry.parameters = parameters;
        }
    }
    if let Some(deprecated) = variant
        .attrs
        .iter()
        .find(|attribute| attribute.path().is_ident("deprecated"))
    {
        entry.deprecated = Some(Fact::read(json!(true), at(deprecated.span())));
    }
    entry
}

/// Returns the status of an attribute such as `#[status(404)]` or `#[response(status = StatusCode::NOT_FOUND)]`.
fn status_attribute(attribute: &Attribute) -> Option<(u16, Span)> {
    let path = attribute.path();
    if path.is_ident("doc") || path.is_ident("error") || path.is_ident("cfg") {
        return None;
    }
    let tokens = match &attribute.meta {
        Meta::List(list) => list.tokens.clone(),
        Meta::NameValue(pair) => match &pair.value {
            Expr::Lit(literal) => quoted(&literal.lit)?,
            _ => return None,
        },
        Meta::Path(_) => return None,
    };
    arms::status_in(&tokens.to_string()).map(|status| (status, attribute.span()))
}

fn quoted(literal: &Lit) -> Option<TokenStream> {
    match literal {
        Lit::Int(number) => number.base10_digits().parse().ok(),
        Lit::Str(text) => text.value().parse().ok(),
        _ => None,
    }
}

/// Returns the documentation of a variant.
fn documentation(attributes: &[Attribute]) -> Option<(String, Span)> {
    let mut span = None;
    let mut lines = Vec::new();
    for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("doc")) {
        if let Meta::NameValue(pair) = &attribute.meta
            && let Expr::Lit(literal) = &pair.value
            && let Lit::Str(text) = &literal.lit
        {
            span.get_or_insert(attribute.span());
            lines.push(text.value());
        }
    }
    // The lines of a paragraph are one text.
    let text = lines.iter().map(|line| line.trim()).collect::<Vec<_>>().join("\n");
    let paragraphs: Vec<String> = text
        .split("\n\n")
        .map(super::text::tidy)
        .filter(|one| !one.is_empty())
        .collect();
    let text = tidy_lines(&paragraphs.join("\n\n"));
    Some((text, span?)).filter(|(text, _)| !text.is_empty())
}

/// The parameters of a message, with their types.
type Parameters = BTreeMap<String, serde_json::Value>;

#[cfg(test)]
mod tests {
    use super::*;

    const SOURCE: &str = r#"
use thiserror::Error;

#[derive(Debug, Error)]
pub enum ClinicError {
    /// The patient does not exist,
    /// or was merged.
    #[error("no patient has the id {patient}")]
    PatientNotFound { patient: String },
    #[error("slot {0} is taken until {until:?}", until = .1.end)]
    SlotTaken(u64, Slot),
    #[error(transparent)]
    Database(#[from] sqlx::Error),
    #[error("busy")]
    #[status(503)]
    Busy,
}

impl IntoResponse for ClinicError {
    fn into_response(self) -> Response {
        let status = match self {
            Self::PatientNotFound { .. } => StatusCode::NOT_FOUND,
            ClinicError::SlotTaken(..) => http::StatusCode::CONFLICT,
            Self::Database(_) | Self::Busy => StatusCode::INTERNAL_SERVER_ERROR,
        };
        (status, self.code()).into_response()
    }
}

impl ClinicError {
    fn code(&self) -> &'static str {
        match self {
            Self::PatientNotFound { .. } => "patient_not_found",
            _ => "other",
        }
    }
}
"#;

    #[test]
    fn variants_are_entries_with_the_statuses_of_their_arms() {
        let mut found = Found::default();
        read(&Text::new("error.rs", SOURCE.to_owned()), &mut found).unwrap();
        let all: Vec<_> = found
            .entries
            .iter()
            .map(|entry| {
                let status = entry.status.as_ref().map(|status| status.value.first());
                let message = entry.message.as_ref().map(|message| message.value.as_str());
                (entry.code_text().into_owned(), status, message, entry.place.to_string())
            })
            .collect();
        let one = |code: &str, status, message, place: &str| (code.to_owned(), Some(status), message, place.to_owned());
        assert_eq!(
            all,
            [
                one(
                    "patient_not_found",
                    404,
                    Some("no patient has the id {patient}"),
                    "error.rs:9:5"
                ),
                one(
                    "SLOT_TAKEN",
                    409,
                    Some("slot {value_0} is taken until {until}"),
                    "error.rs:11:5"
                ),
                one("DATABASE", 500, None, "error.rs:13:5"),
                one("BUSY", 503, Some("busy"), "error.rs:16:5"),
            ]
        );
        let description = found.entries[0].description.as_ref().unwrap();
        assert_eq!(description.value, "The patient does not exist, or was merged.");
        assert_eq!(
            found.entries[1].parameters,
            BTreeMap::from([
                ("until".to_owned(), json!("display")),
                ("value_0".to_owned(), json!("integer"))
            ])
        );
    }

    #[test]
    fn deep_sources_are_errors() {
        for deep in ["(", "[", "!", "-", "&", "Vec<", "if a {} else ", "|x| ", "1+"] {
            let source = format!("fn a() {{ let x = {}", deep.repeat(50_000));
            let closed = format!("#[error(\"a\")] enum A {{ B = {} 1 }}", deep.repeat(50_000));
            for text in [source, closed] {
                assert!(read(&Text::new("a.rs", text), &mut Found::default()).is_err(), "{deep}");
            }
        }
    }
}
