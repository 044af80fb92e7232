//! Texts with placeholders for fields: `"no bed {bed} on {ward:?}"`.

use proc_macro2::{Span, TokenStream};
use quote::quote;
use syn::LitStr;

use super::fields::Field;
use super::problems::Problems;
use crate::call::unknown;

/// A text whose placeholders are fields.
pub(super) struct Template {
    pub(super) span: Span,
    /// The text for `format_args!`, with variables in the placeholders.
    format: LitStr,
    pub(super) uses: Vec<Use>,
}

/// A field in a placeholder.
pub(super) struct Use {
    /// The field's position.
    pub(super) field: usize,
    /// Whether it is formatted with `Debug`.
    pub(super) debug: bool,
}

impl Template {
    pub(super) fn read(text: &LitStr, fields: &[Field<'_>], problems: &mut Problems) -> Option<Self> {
        let mut read = Self {
            span: text.span(),
            format: text.clone(),
            uses: Vec::new(),
        };
        match read.rewrite(&text.value(), fields) {
            Ok(format) => {
                read.format = LitStr::new(&format, text.span());
                Some(read)
            }
            Err(message) => {
                problems.at(text.span(), message);
                None
            }
        }
    }

    fn rewrite(&mut self, mut rest: &str, fields: &[Field<'_>]) -> Result<String, String> {
        let mut out = String::with_capacity(rest.len());
        while let Some((before, from)) = rest.find(['{', '}']).and_then(|at| rest.split_at_checked(at)) {
            out.push_str(before);
            if let Some((brace, behind)) = ["{{", "}}"]
                .iter()
                .find_map(|brace| Some((brace, from.strip_prefix(brace)?)))
            {
                out.push_str(brace);
                rest = behind;
                continue;
            }
            let placeholder = from.strip_prefix('{').and_then(|from| from.split_once('}'));
            let (placeholder, behind) = placeholder.ok_or("unmatched brace; write `{{` or `}}` for a literal brace")?;
            out.push_str(&self.placeholder(placeholder, fields)?);
            rest = behind;
        }
        out.push_str(rest);
        Ok(out)
    }

    fn placeholder(&mut self, placeholder: &str, fields: &[Field<'_>]) -> Result<String, String> {
        let (name, how) = placeholder.split_once(':').unwrap_or((placeholder, ""));
        let name = name.trim();
        if name.is_empty() {
            return Err("expected a field in the placeholder: `{name}`, or `{0}` in a tuple".to_owned());
        }
        if how.contains('$') {
            return Err("a width or precision from a field is not supported".to_owned());
        }
        let names = fields.iter().map(|field| field.name.as_str());
        let Some((position, field)) = fields.iter().enumerate().find(|(_, field)| field.name == name) else {
            return Err(if fields.is_empty() {
                format!("`{name}` is not a field; there are no fields")
            } else {
                unknown(name, "a field", names)
            });
        };
        self.uses.push(Use {
            field: position,
            debug: how.trim_end().ends_with('?'),
        });
        let colon = if how.is_empty() { "" } else { ":" };
        Ok(format!("{{{}{colon}{how}}}", field.binding))
    }

    /// Returns the `format_args!` of the text, for use where the fields are bound to their variables.
    pub(super) fn arguments(&self, fields: &[Field<'_>], private: &TokenStream) -> TokenStream {
        let format = &self.format;
        let mut used: Vec<usize> = self.uses.iter().map(|one| one.field).collect();
        used.sort_unstable();
        used.dedup();
        let variables = used
            .into_iter()
            .filter_map(|position| fields.get(position))
            .map(|field| {
                let binding = &field.binding;
                quote! { #binding = #binding }
            });
        quote! { #private::format_args!(#format #(, #variables)*) }
    }
}
