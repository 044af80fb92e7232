//! Checks a parsed type. Rules that need the catalog are checked by the expansion.

use proc_macro2::Span;
use quote::ToTokens;
use syn::Data;
use syn::spanned::Spanned;

use super::attributes::Code;
use super::fields::Field;
use super::model::{Model, Shape};
use super::problems::Problems;
use super::template::Template;

/// Reports all problems.
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
    let message = format!("missing `#[code(…)]` with the entry of this {what}, for example `#[code(PatientNotFound)]`");
    problems.at(shape.span(), message);
}

fn transparent(shape: &Shape<'_>, problems: &mut Problems) {
    let Some(Code::Transparent(span)) = shape.code else {
        return;
    };
    if shape.fields.len() != 1 {
        problems.at(
            span,
            "`transparent` requires exactly one field, another error of the catalog",
        );
        return;
    }
    if let Some(field) = shape.fields.iter().find(|field| field.has_purpose()) {
        let message = "attribute on a `transparent` field: the field is itself an error of the catalog";
        problems.at(field.span, message);
    }
    let texts = shape.diagnostics.iter().chain(&shape.expressions).map(|text| text.span);
    for span in texts.chain(shape.constants.iter().map(|constant| constant.value.span())) {
        problems.at(span, "ignored: `transparent` forwards to the inner error");
    }
}

fn chosen(shape: &Shape<'_>, problems: &mut Problems) {
    let Some(Code::With(_)) = shape.code else {
        return;
    };
    let constants = shape.constants.iter().map(|constant| constant.value.span());
    for span in shape.parameters().map(|(_, field, _)| field.span).chain(constants) {
        let message =
            "parameters cannot be combined with `with = …`; return an `Error` with arguments from the method instead";
        problems.at(span, message);
    }
}

fn sources(shape: &Shape<'_>, problems: &mut Problems) {
    let mut sources = shape.fields.iter().filter(|field| field.is_source());
    let _first = sources.next();
    for second in sources {
        problems.at(second.source.unwrap_or(second.span), "duplicate source");
    }
    for field in shape
        .fields
        .iter()
        .filter(|field| field.is_source() && field.has_purpose())
    {
        if !matches!(shape.code, Some(Code::Transparent(_))) {
            let message = "a source is never sent to clients; use a separate field for this value";
            problems.at(field.span, message);
        }
    }
    for field in shape.fields.iter().filter(|field| field.from.is_some()) {
        if shape.fields.len() > 1 {
            let message = "`#[from]` requires that there are no other fields; use `#[source]` and `map_err` instead";
            problems.at(field.from.unwrap_or_else(Span::call_site), message);
        }
    }
}

/// Reports duplicates of values that an error has only one of.
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
            problems.at(span, format!("duplicate `{name}`"));
        }
    }
}

fn distinct_parameters(model: &Model<'_>, shape: &Shape<'_>, problems: &mut Problems) {
    for catalog in 0..model.options.catalogs.len() {
        let mut seen = Vec::new();
        for (_, name) in shape.arguments(catalog) {
            if seen.contains(&name) {
                problems.at(name.span(), format!("duplicate argument for the parameter `{name}`"));
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
                "`{name}` is the source, which is never sent to clients; use a separate field for the public part"
            );
            problems.at(text.span, message);
        }
    }
}

/// Reports a second `#[from]` of one type.
fn distinct_sources(model: &Model<'_>, problems: &mut Problems) {
    let mut seen: Vec<(String, String)> = Vec::new();
    for shape in &model.shapes {
        for field in shape.fields.iter().filter(|field| field.from.is_some()) {
            let kind = field.value_type().to_token_stream().to_string();
            if let Some((_, other)) = seen.iter().find(|(known, _)| *known == kind) {
                let message = format!(
                    "duplicate `#[from]`: `{other}` is created from the same type; use `#[source]` in one of them"
                );
                problems.at(field.value_type().span(), message);
            } else {
                seen.push((kind, shape.name.to_string()));
            }
        }
    }
}
