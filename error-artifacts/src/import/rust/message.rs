//! The text of `#[error("…")]` as a text of a catalog.

use error_catalog::names;
use proc_macro2::TokenStream;
use serde_json::{Value, json};
use std::fmt::Write as _;
use syn::parse::Parser as _;
use syn::{Fields, LitStr, Token, Type};

use super::Parameters;

/// Returns the text and its parameters; `None` for `#[error(transparent)]` and anything else without a text.
pub(super) fn text(tokens: TokenStream, fields: &Fields) -> Option<(String, Parameters)> {
    let parse = |input: syn::parse::ParseStream<'_>| {
        let text: LitStr = input.parse()?;
        let _: Option<Token![,]> = input.parse()?;
        // Arguments such as `until = .1.end` are not Rust expressions.
        let _: TokenStream = input.parse()?;
        Ok(text)
    };
    let text = parse.parse2(tokens).ok()?.value();
    Some(translate(&super::super::text::tidy(&text), fields))
}

/// Translates the placeholders of `format!`.
fn translate(text: &str, fields: &Fields) -> (String, Parameters) {
    let mut out = String::new();
    let mut parameters = Parameters::new();
    let mut next = 0_usize;
    let mut rest = text;
    while let Some(at) = rest.find(['{', '}']) {
        out.push_str(&rest[..at]);
        let inner = &rest[at + 1..];
        let brace = &rest[at..=at];
        if inner.starts_with(brace) {
            out.push_str(brace);
            out.push_str(brace);
            rest = &inner[1..];
            continue;
        }
        let end = inner.find('}').filter(|_| brace == "{");
        let Some(end) = end else {
            // Not valid for `format!`; sent as it is.
            out.push_str(brace);
            out.push_str(brace);
            rest = inner;
            continue;
        };
        let argument = inner[..end].split(':').next().unwrap_or_default().trim();
        let argument = if argument.is_empty() {
            next += 1;
            (next - 1).to_string()
        } else {
            argument.trim_start_matches("r#").to_owned()
        };
        let name = names::field(&argument)
            .filter(|name| name.is_ascii())
            .unwrap_or_else(|| "value".to_owned());
        let _ = write!(out, "{{{name}}}");
        parameters.entry(name).or_insert_with(|| json!(kind(&argument, fields)));
        rest = &inner[end + 1..];
    }
    out.push_str(rest);
    (out, parameters)
}

/// Returns the type of the parameter for a field.
fn kind(argument: &str, fields: &Fields) -> Value {
    let field = match argument.parse::<usize>() {
        Ok(position) => fields.iter().nth(position),
        Err(_) => fields.iter().find(|field| {
            field
                .ident
                .as_ref()
                .is_some_and(|name| name.to_string().trim_start_matches("r#") == argument)
        }),
    };
    let Some(Type::Path(path)) = field.map(|field| strip(&field.ty)) else {
        return json!("display");
    };
    let last = path.path.segments.last().map(|segment| segment.ident.to_string());
    json!(match last.as_deref().unwrap_or_default() {
        "String" | "str" => "string",
        "u8" | "u16" | "u32" | "u64" | "usize" | "i8" | "i16" | "i32" | "i64" | "isize" => "integer",
        "f32" | "f64" | "Decimal" | "BigDecimal" => "decimal",
        "bool" => "boolean",
        "Uuid" => "uuid",
        "Url" | "Uri" => "uri",
        "SystemTime" | "DateTime" | "OffsetDateTime" | "Timestamp" => "date-time",
        _ => "display",
    })
}

/// Returns the type behind references and boxes.
fn strip(mut of: &Type) -> &Type {
    loop {
        match of {
            Type::Reference(reference) => of = &reference.elem,
            Type::Group(group) => of = &group.elem,
            _ => return of,
        }
    }
}
