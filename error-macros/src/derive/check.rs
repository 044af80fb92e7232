//! What can be wrong with a type that could be read. Rules that need the catalog are the compiler's: see `expand`.

use proc_macro2::Span;
use quote::ToTokens;
use syn::Data;
use syn::spanned::Spanned;

use super::attributes::Code;
use super::fields::Field;
use super::model::{Model, Shape};
use super::problems::Problems;
use super::template::Template;

/// Reports every mistake.
pub(super) fn check(model: &Model<'_>, problems: &mut Problems) {
    for shape in &model.shapes {
        has_code(model, shape, problems);
        transparent(shape, problems);
        chosen(shape, problems);
        sources(shape, problems);
        only_one(shape, problems);
        distinct_parameters(model, shape, problems);
        texts(shape, problems);
    }
    distinct_sources(model, problems);
}

fn has_code(model: &Model<'_>, shape: &Shape<'_>, problems: &mut Problems) {
    if shape.has_code {
        return;
    }
    let what = match model.input.data {
        Data::Enum(_) => "variant",
        Data::Struct(_) | Data::Union(_) => "struct",
    };
    let message = format!(
        "which error of the catalog is this {what}? Add `#[code(…)]` with the entry, as in `#[code(PatientNotFound)]`"
    );
    problems.at(shape.span(), message);
}

fn transparent(shape: &Shape<'_>, problems: &mut Problems) {
    let Some(Code::Transparent(span)) = shape.code else {
        return;
    };
    if shape.fields.len() != 1 {
        let message = match shape.fields.len() {
            0 => "`transparent` needs the error that it is: a field with another derived error",
            _ => "`transparent` needs exactly one field, the error that it is",
        };
        problems.at(span, message);
        return;
    }
    if let Some(field) = shape.fields.iter().find(|field| field.has_purpose()) {
        let message = "a `transparent` field is an error of the catalog by itself; it fills nothing here";
        problems.at(field.span, message);
    }
    let texts = shape.diagnostics.iter().chain(&shape.expressions).map(|text| text.span);
    for span in texts.chain(shape.constants.iter().map(|constant| constant.value.span())) {
        problems.at(
            span,
            "what is `transparent` is told by the error inside; this text would never show",
        );
    }
}

fn chosen(shape: &Shape<'_>, problems: &mut Problems) {
    let Some(Code::With(_)) = shape.code else {
        return;
    };
    let constants = shape.constants.iter().map(|constant| constant.value.span());
    for span in shape.parameters().map(|(_, field, _)| field.span).chain(constants) {
        let message = "the entry is chosen at run time, so its parameters are not known here; let the method return an `Error` with them";
        problems.at(span, message);
    }
}

fn sources(shape: &Shape<'_>, problems: &mut Problems) {
    let mut sources = shape.fields.iter().filter(|field| field.is_source());
    let _first = sources.next();
    for second in sources {
        problems.at(
            second.source.unwrap_or(second.span),
            "there is a source already; an error has one",
        );
    }
    for field in shape
        .fields
        .iter()
        .filter(|field| field.is_source() && field.has_purpose())
    {
        if !matches!(shape.code, Some(Code::Transparent(_))) {
            let message = "a source goes to the log and never into an answer, so it cannot fill anything; make the value a field of its own";
            problems.at(field.span, message);
        }
    }
    for field in shape.fields.iter().filter(|field| field.from.is_some()) {
        if shape.fields.len() > 1 {
            let message = "`#[from]` needs to be the only field: `?` has nothing to put into the others. Use `#[source]`, and `map_err` where it occurs";
            problems.at(field.from.unwrap_or_else(Span::call_site), message);
        }
    }
}

/// Some things an error has one of.
fn only_one(shape: &Shape<'_>, problems: &mut Problems) {
    type Mark = fn(&Field<'_>) -> Option<Span>;
    let rows: [(&str, Mark); 3] = [
        ("diagnostics", |field| field.diagnostics),
        ("request_id", |field| field.request_id),
        ("retry_after", |field| field.retry_after),
    ];
    for (name, of) in rows {
        let texts = if name == "diagnostics" {
            shape.diagnostics.as_slice()
        } else {
            &[]
        };
        let all = texts
            .iter()
            .map(|text| text.span)
            .chain(shape.fields.iter().filter_map(of));
        for span in all.skip(1) {
            problems.at(span, format!("there is a `{name}` already; an error has one"));
        }
    }
}

fn distinct_parameters(model: &Model<'_>, shape: &Shape<'_>, problems: &mut Problems) {
    for catalog in 0..model.options.catalogs.len() {
        let mut seen = Vec::new();
        for (_, name) in shape.given(catalog) {
            if seen.contains(&name) {
                problems.at(name.span(), format!("the parameter `{name}` has a value already"));
                return;
            }
            seen.push(name);
        }
    }
}

fn texts(shape: &Shape<'_>, problems: &mut Problems) {
    let source = |text: &Template| {
        let mut fields = text.uses.iter().filter_map(|one| shape.fields.get(one.field));
        fields.find(|field| field.is_source()).map(|field| field.name.clone())
    };
    for text in shape.diagnostics.iter().chain(&shape.expressions) {
        if let Some(name) = source(text) {
            let message = format!(
                "clients read this text, and `{name}` is a source, which goes to the log only; make what they may know a field of its own"
            );
            problems.at(text.span, message);
        }
    }
}

/// `?` must know which variant to make.
fn distinct_sources(model: &Model<'_>, problems: &mut Problems) {
    let mut seen: Vec<(String, String)> = Vec::new();
    for shape in &model.shapes {
        for field in shape.fields.iter().filter(|field| field.from.is_some()) {
            let kind = field.value_type().to_token_stream().to_string();
            if let Some((_, other)) = seen.iter().find(|(known, _)| *known == kind) {
                let message = format!(
                    "`{other}` is made `#[from]` the same type, so `?` could not tell which of the two; use `#[source]` in one"
                );
                problems.at(field.value_type().span(), message);
            } else {
                seen.push((kind, shape.name.to_string()));
            }
        }
    }
}
