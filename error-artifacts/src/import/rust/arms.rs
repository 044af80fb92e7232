//! The arms of `match` expressions: `Self::NotFound => StatusCode::NOT_FOUND`, `Self::NotFound => "not_found"`.

use std::collections::HashMap;

use proc_macro2::Span;
use syn::spanned::Spanned as _;
use syn::visit::Visit;
use syn::{Expr, ExprMatch, ImplItemFn, ItemImpl, Lit, Pat, Path, Type};

/// Statuses and codes by the name of the enum and of the variant.
#[derive(Default)]
pub(super) struct Arms {
    pub(super) statuses: HashMap<(String, String), (u16, Span)>,
    pub(super) codes: HashMap<(String, String), (String, Span)>,
    /// The type of the current `impl`.
    itself: String,
    /// Whether the name of the current function says that it returns codes.
    in_code: bool,
}

impl<'f> Visit<'f> for Arms {
    fn visit_item_impl(&mut self, item: &'f ItemImpl) {
        let name = match &*item.self_ty {
            Type::Path(path) => path.path.segments.last().map(|last| last.ident.to_string()),
            _ => None,
        };
        let outer = std::mem::replace(&mut self.itself, name.unwrap_or_default());
        syn::visit::visit_item_impl(self, item);
        self.itself = outer;
    }

    fn visit_impl_item_fn(&mut self, item: &'f ImplItemFn) {
        let name = item.sig.ident.to_string();
        let outer = std::mem::replace(&mut self.in_code, name.contains("code") && !name.contains("status"));
        syn::visit::visit_impl_item_fn(self, item);
        self.in_code = outer;
    }

    fn visit_expr_match(&mut self, one: &'f ExprMatch) {
        for arm in &one.arms {
            let mut variants = Vec::new();
            self.variants(&arm.pat, &mut variants);
            if variants.is_empty() {
                continue;
            }
            let body = &arm.body;
            let mut results = Results::default();
            results.visit_expr(body);
            for variant in variants {
                if let Some(status) = results.status {
                    self.statuses.entry(variant.clone()).or_insert(status);
                }
                let code = literal(body).or(results.code.clone());
                if let Some((code, span)) = code.filter(|_| self.in_code || results.status.is_some())
                    && super::super::bodies::is_code(&serde_json::json!(code))
                {
                    self.codes.entry(variant).or_insert((code, span));
                }
            }
        }
        syn::visit::visit_expr_match(self, one);
    }
}

impl Arms {
    /// Collects the variants that a pattern names.
    fn variants(&self, pattern: &Pat, found: &mut Vec<(String, String)>) {
        let path = match pattern {
            Pat::Path(path) => &path.path,
            Pat::TupleStruct(tuple) => &tuple.path,
            Pat::Struct(fields) => &fields.path,
            Pat::Or(several) => {
                for one in &several.cases {
                    self.variants(one, found);
                }
                return;
            }
            Pat::Reference(reference) => return self.variants(&reference.pat, found),
            Pat::Paren(inner) => return self.variants(&inner.pat, found),
            _ => return,
        };
        found.extend(self.variant(path));
    }

    fn variant(&self, path: &Path) -> Option<(String, String)> {
        let mut segments = path.segments.iter().rev();
        let variant = segments.next()?.ident.to_string();
        let of = segments.next()?.ident.to_string();
        let of = if of == "Self" { self.itself.clone() } else { of };
        Some((of, variant))
    }
}

/// The first status and the first code in the value of an arm.
#[derive(Default)]
struct Results {
    status: Option<(u16, Span)>,
    code: Option<(String, Span)>,
}

impl<'f> Visit<'f> for Results {
    fn visit_path(&mut self, path: &'f Path) {
        let mut segments = path.segments.iter().rev();
        if let (Some(last), Some(before)) = (segments.next(), segments.next())
            && self.status.is_none()
        {
            let of = before.ident.to_string();
            let is_status = ["StatusCode", "Status", "HttpResponse"].contains(&of.as_str());
            let status = is_status.then(|| status_named(&last.ident.to_string())).flatten();
            self.status = status.map(|status| (status, path.span()));
        }
        syn::visit::visit_path(self, path);
    }

    fn visit_lit(&mut self, literal: &'f Lit) {
        match literal {
            Lit::Int(number) if self.status.is_none() => {
                let status = number.base10_parse().ok().filter(|status| (400..=599).contains(status));
                self.status = status.map(|status| (status, number.span()));
            }
            Lit::Str(text) if self.code.is_none() => self.code = Some((text.value(), text.span())),
            _ => {}
        }
    }

    // A nested match has arms of its own.
    fn visit_expr_match(&mut self, _: &'f ExprMatch) {}
}

/// Returns the text of a value that is a string.
fn literal(body: &Expr) -> Option<(String, Span)> {
    match body {
        Expr::Lit(literal) => match &literal.lit {
            Lit::Str(text) => Some((text.value(), text.span())),
            _ => None,
        },
        _ => None,
    }
}

/// Returns the error status of a constant: `NOT_FOUND`, `NotFound`.
fn status_named(name: &str) -> Option<u16> {
    let words = super::super::text::words(name);
    let same = |status: &u16| {
        let phrase = error_layout::vocabulary::reason(*status);
        !phrase.is_empty() && super::super::text::words(phrase) == words
    };
    // The names of the crate `http` that differ from the registry's phrases.
    match name {
        "PAYLOAD_TOO_LARGE" | "PayloadTooLarge" => Some(413),
        "UNPROCESSABLE_ENTITY" | "UnprocessableEntity" => Some(422),
        "IM_A_TEAPOT" => Some(418),
        _ => (400..=599).find(same),
    }
}

/// Returns the status in the tokens of an attribute.
pub(super) fn status_in(tokens: &str) -> Option<u16> {
    let mut words = tokens.split(|c: char| !c.is_alphanumeric() && c != '_');
    words.find_map(|word| {
        let number = word.parse().ok().filter(|status| (400..=599).contains(status));
        number.or_else(|| status_named(word))
    })
}
