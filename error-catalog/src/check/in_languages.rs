//! Texts of an OperationOutcome in all languages of the catalog, for FHIR's translation extension.
//!
//! Each text becomes one of the entry, and the response names it by a placeholder.

use super::translations::is_same as is_same_placeholder;
use crate::ast::text::{Absent, Piece, Text, translated_name};
use crate::ast::{self, OperationOutcome, TextInLanguage, Translations};
use crate::lower::ir::Field;
use crate::lower::resolve::{Scope, Value};
use crate::model::{Body, Catalog, Entry};
use crate::presets;
use crate::problem::{Problem, Problems};
use crate::rules;
use crate::source::{Span, Spanned};

/// Reports texts in all languages of a catalog that has one.
pub(super) fn check(ast: &ast::Catalog, problems: &mut Problems) {
    if !ast.translations.is_empty() {
        return;
    }
    for preset in ast.responses.iter().filter_map(preset) {
        let displays = preset.coding.iter().map(|coding| &coding.display_translations);
        for translations in std::iter::once(&preset.details_text_translations).chain(displays) {
            // That of a base is for the other catalogs that extend it.
            if let Translations::OfCatalog { place, is_own: true } = translations {
                problems.push(without_languages(place));
            }
        }
    }
}

fn without_languages(place: &Span) -> Problem {
    let message = "the catalog has no `translations`";
    let problem = Problem::new(&rules::MISSING_MEMBER, place.clone(), message);
    problem
        .label("the text in all languages of the catalog")
        .help("add `language` and `translations` to the catalog, or write the texts: `{ \"de\": \"…\" }`")
}

fn preset(response: &ast::Response) -> Option<&OperationOutcome> {
    match &response.format {
        Some(ast::Format::OperationOutcome(preset)) => Some(preset),
        _ => None,
    }
}

/// Adds the texts to the entries in all languages, and their placeholders to the responses.
pub(crate) fn add(ast: &ast::Catalog, catalog: &mut Catalog) {
    if catalog.translations.is_empty() {
        return;
    }
    let languages: Vec<String> = catalog.languages().map(str::to_owned).collect();
    for (position, response) in ast.responses.iter().enumerate() {
        let Some(mut preset) = preset(response).cloned() else {
            continue;
        };
        let originals = take_originals(&mut preset, &languages);
        let has_any = originals.iter().any(Option::is_some);
        if let Some(response) = catalog.responses.get_mut(position).filter(|_| has_any) {
            response.body = Body::Json(presets::operation_outcome(&preset));
            add_to_entries(position, &originals, catalog);
        }
    }
}

/// A text of a response for each number, if it is translated.
type Texts = Vec<Option<Text>>;

/// Replaces `true` by a placeholder for each language; returns the texts that are translated.
fn take_originals(preset: &mut OperationOutcome, languages: &[String]) -> Texts {
    let take = |number: usize, original: &Option<Spanned<Text>>, translations: &mut Translations| {
        let (Some(original), Translations::OfCatalog { place, .. }) = (original, &*translations) else {
            return None;
        };
        let texts = languages.iter().map(|language| TextInLanguage {
            language: Spanned::new(language.clone(), place.clone()),
            text: Spanned::new(
                Text::placeholder(&translated_name(number, language), Absent::Omit),
                place.clone(),
            ),
        });
        *translations = Translations::Own(texts.collect());
        Some(original.value.clone())
    };
    let details = take(0, &preset.details_text, &mut preset.details_text_translations);
    let codings = preset.coding.iter_mut().enumerate();
    let displays = codings.map(|(number, coding)| take(number + 1, &coding.display, &mut coding.display_translations));
    std::iter::once(details).chain(displays).collect()
}

/// Adds the texts of a response to its entries.
fn add_to_entries(response: usize, originals: &[Option<Text>], catalog: &mut Catalog) {
    for position in 0..catalog.entries.len() {
        let Some(original) = catalog.entries.get(position).filter(|entry| entry.response == response) else {
            continue;
        };
        // The entry in each language, if it has a translation.
        let others = catalog.translations.iter().map(|translation| {
            let at = translation.position(position)?;
            translation.entries.get(at).map(|(_, entry)| entry)
        });
        let texts = |entry: &Entry| {
            let scope = Scope::new(catalog, entry);
            let texts = originals.iter();
            texts.map(|text| Some(written(text.as_ref()?, scope))).collect()
        };
        let all: Vec<Option<Texts>> = std::iter::once(Some(original))
            .chain(others)
            .map(|entry| entry.map(texts))
            .collect();
        if let Some(entry) = catalog.entries.get_mut(position) {
            entry.translated = others_than(0, &all);
        }
        for (language, translation) in catalog.translations.iter_mut().enumerate() {
            let at = translation.position(position);
            if let Some((_, entry)) = at.and_then(|at| translation.entries.get_mut(at)) {
                entry.translated = others_than(language + 1, &all);
            }
        }
    }
}

/// Returns each text in each language, but not where it is the text in the language of the body.
///
/// A text without a translation is that of the catalog's language, the first one.
fn others_than(own: usize, all: &[Option<Texts>]) -> Texts {
    let count = all.iter().flatten().map(Vec::len).max().unwrap_or(0);
    let text = |language: usize, number: usize| all.get(language)?.as_ref()?.get(number)?.as_ref();
    let mut texts = Vec::with_capacity(count * all.len());
    for number in 0..count {
        for language in 0..all.len() {
            let original = text(0, number).filter(|_| language != 0);
            let other = text(language, number).filter(|text| !original.is_some_and(|original| is_same(text, original)));
            let shown = text(own, number);
            texts.push(
                other
                    .filter(|other| !shown.is_some_and(|shown| is_same(other, shown)))
                    .cloned(),
            );
        }
    }
    texts
}

/// Whether two texts are the same, wherever they are written.
fn is_same(one: &Text, other: &Text) -> bool {
    let is_same_piece = |pieces: (&Piece, &Piece)| match pieces {
        (Piece::Literal(one), Piece::Literal(other)) => one == other,
        (Piece::Placeholder(one), Piece::Placeholder(other)) => is_same_placeholder(one, other),
        _ => false,
    };
    one.pieces.len() == other.pieces.len() && one.pieces.iter().zip(&other.pieces).all(is_same_piece)
}

/// Returns a text with the texts of an entry in place of their placeholders.
fn written(text: &Text, scope: Scope<'_>) -> Text {
    let mut pieces = Vec::new();
    write(text, scope, 0, &mut pieces);
    Text { pieces }
}

fn write(text: &Text, scope: Scope<'_>, depth: usize, pieces: &mut Vec<Piece>) {
    /// A text that contains itself is an error; this ends it.
    const MAX_DEPTH: usize = 8;
    for piece in &text.pieces {
        let placeholder = match piece {
            Piece::Literal(text) => {
                literal(text, pieces);
                continue;
            }
            Piece::Placeholder(placeholder) => placeholder,
        };
        let (plain, inner) = match scope.value(&placeholder.name) {
            // Only these are translated.
            Value::Field(field @ (Field::Title | Field::Action | Field::UserMessage)) => (scope.field(field), None),
            Value::Inline(member) if depth < MAX_DEPTH => (None, scope.member(member)),
            _ => (None, None),
        };
        match (plain, inner) {
            (Some(plain), _) => literal(&plain, pieces),
            (None, Some(inner)) => write(inner, scope, depth + 1, pieces),
            (None, None) => pieces.push(piece.clone()),
        }
    }
}

/// Appends a literal. No two of them follow each other.
fn literal(text: &str, pieces: &mut Vec<Piece>) {
    match pieces.last_mut() {
        Some(Piece::Literal(last)) => last.push_str(text),
        _ => pieces.push(Piece::Literal(text.to_owned())),
    }
}
