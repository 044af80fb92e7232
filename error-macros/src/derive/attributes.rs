//! Parses the attributes of a variant or a struct.

use error_catalog::{names, suggest};
use proc_macro2::Span;
use syn::parse::{Parse, ParseStream};
use syn::punctuated::Punctuated;
use syn::spanned::Spanned;
use syn::{Attribute, Ident, Lit, LitStr, Path, Token};

use super::options::{Options, is_lower, segments};
use super::problems::Problems;
use crate::call::unknown;

/// The attributes of a variant or a struct.
#[derive(Default)]
pub(super) struct Attributes {
    /// The content of `#[code(…)]`; `None` if it is missing or invalid.
    pub(super) code: Option<Code>,
    pub(super) has_code: bool,
    pub(super) diagnostics: Vec<LitStr>,
    pub(super) expressions: Vec<LitStr>,
    pub(super) display: Option<LitStr>,
    pub(super) constants: Vec<Constant>,
}

/// A constant argument: `#[param(details = "…")]`.
pub(super) struct Constant {
    /// The name of the parameter in each catalog; `None` for a catalog that it is not for.
    pub(super) names: Vec<Option<Ident>>,
    pub(super) value: Lit,
}

/// The entry of a variant or struct.
pub(super) enum Code {
    /// An entry of each catalog, in the order of the catalogs.
    Entries(Vec<Ident>),
    /// The entry of the only field.
    Transparent(Span),
    /// The result of a function, at run time.
    With(Path),
}

/// The attributes of the derive and the items they are valid on.
const PLACES: [(&str, bool, bool, bool, &str); 11] = [
    // name, on a type, on a variant (or a struct), on a field, for the message
    ("catalog", true, false, false, "types"),
    ("code", false, true, false, "variants and structs"),
    ("display", false, true, false, "variants and structs"),
    ("diagnostics", false, true, true, "variants, structs and fields"),
    ("expression", false, true, true, "variants, structs and fields"),
    (
        "param",
        false,
        true,
        true,
        "fields, or with a value on variants and structs",
    ),
    ("request_id", false, false, true, "fields"),
    ("retry_after", false, false, true, "fields"),
    ("from", false, false, true, "fields"),
    ("source", false, false, true, "fields"),
    ("backtrace", false, false, true, "fields"),
];

/// The item that has an attribute.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    Enum,
    Struct,
    Variant,
    Field,
}

/// Reports attributes of this derive on items that they are not valid on.
pub(super) fn check_places(attributes: &[Attribute], place: Place, options: &Options, problems: &mut Problems) {
    for attribute in attributes {
        let Some((name, on_type, on_variant, on_field, items)) =
            PLACES.into_iter().find(|(name, ..)| attribute.path().is_ident(name))
        else {
            continue;
        };
        let allowed = match place {
            Place::Enum => on_type,
            Place::Struct => on_type || on_variant,
            Place::Variant => on_variant,
            Place::Field => on_field,
        };
        // If this derive does not implement `Display`, `#[display]` belongs to another one.
        if !allowed && (name != "display" || options.displays()) {
            let hint = match (place, name) {
                (Place::Enum, "code") => "; add it to each variant",
                _ => "",
            };
            let message = format!("`#[{name}]` can only be used on {items}{hint}");
            problems.add(syn::Error::new_spanned(attribute, message));
        }
    }
}

/// Returns the attributes of a name; if there are none, those whose name is a misspelling of it.
///
/// The compiler reports a misspelled attribute, and no missing one may follow from it.
pub(super) fn named<'a>(attributes: &'a [Attribute], name: &str) -> Vec<&'a Attribute> {
    let exact: Vec<_> = attributes.iter().filter(|one| one.path().is_ident(name)).collect();
    if !exact.is_empty() {
        return exact;
    }
    let is_own = |word: &str| PLACES.iter().any(|(known, ..)| *known == word);
    let is_misspelled = |attribute: &&Attribute| {
        let word = attribute.path().get_ident().map(ToString::to_string);
        word.is_some_and(|word| !is_own(&word) && suggest::nearest(&word, [name]).is_some())
    };
    attributes.iter().filter(is_misspelled).collect()
}

impl Attributes {
    pub(super) fn read(attributes: &[Attribute], options: &Options, problems: &mut Problems) -> Self {
        let mut read = Self::default();
        let codes = named(attributes, "code");
        for attribute in attributes {
            let path = attribute.path();
            if codes.iter().any(|code| std::ptr::eq(*code, attribute)) {
                read.code(attribute, options, problems);
            } else if path.is_ident("diagnostics") {
                read.diagnostics.extend(problems.take(attribute.parse_args()));
            } else if path.is_ident("expression") {
                read.expressions.extend(problems.take(attribute.parse_args()));
            } else if path.is_ident("param") {
                let constants = problems.take(attribute.parse_args_with(Punctuated::parse_terminated));
                read.constants(constants.unwrap_or_default(), options, problems);
            } else if path.is_ident("display") && options.displays() {
                if read.display.is_some() {
                    problems.add(syn::Error::new_spanned(attribute, "duplicate `#[display]`"));
                }
                read.display = problems.take(attribute.parse_args());
            }
        }
        read
    }

    fn constants(&mut self, written: Punctuated<Written, Token![,]>, options: &Options, problems: &mut Problems) {
        for Written { name, value } in written {
            if let Some(names) = for_each_catalog(&[name], options, "parameter", problems) {
                self.constants.push(Constant { names, value });
            }
        }
    }

    fn code(&mut self, attribute: &Attribute, options: &Options, problems: &mut Problems) {
        if self.has_code {
            problems.add(syn::Error::new_spanned(attribute, "duplicate `#[code]`"));
            return;
        }
        self.has_code = true;
        let mut parts = Parts::default();
        let read = attribute.parse_args_with(|input: ParseStream<'_>| parts.parse(input, problems));
        if problems.take(read).is_none() {
            return;
        }
        self.diagnostics.append(&mut parts.diagnostics);
        self.code = match (parts.transparent, parts.with, parts.entries.as_slice()) {
            (Some(span), None, []) => Some(Code::Transparent(span)),
            (None, Some(path), []) => Some(Code::With(path)),
            (None, None, []) if parts.unknown => None,
            (None, None, []) => {
                let message = "expected an entry of the catalog, for example `#[code(PatientNotFound)]`, or `transparent` or `with = method`";
                problems.add(syn::Error::new_spanned(attribute, message));
                None
            }
            (None, None, entries) => {
                let entries = for_each_catalog(entries, options, "entry", problems);
                entries
                    .and_then(|entries| all_named(entries, options, attribute, problems))
                    .map(Code::Entries)
            }
            _ => {
                let message = "an entry, `transparent` and `with = method` are mutually exclusive";
                problems.add(syn::Error::new_spanned(attribute, message));
                None
            }
        };
    }
}

/// Parses the name of an entry or a parameter.
pub(super) fn name(input: ParseStream<'_>) -> syn::Result<Path> {
    if input.peek(LitStr) {
        return Err(input.error("expected a name without quotes"));
    }
    input.call(Path::parse_mod_style)
}

/// A constant argument as written: `details = "…"`.
struct Written {
    name: Path,
    value: Lit,
}

impl Parse for Written {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let name = name(input)?;
        input.parse::<Token![=]>()?;
        let value = input.parse()?;
        Ok(Self { name, value })
    }
}

/// The content of `#[code(…)]`.
#[derive(Default)]
struct Parts {
    entries: Vec<Path>,
    transparent: Option<Span>,
    with: Option<Path>,
    diagnostics: Vec<LitStr>,
    unknown: bool,
}

impl Parts {
    fn parse(&mut self, input: ParseStream<'_>, problems: &mut Problems) -> syn::Result<()> {
        while !input.is_empty() {
            let path = input.call(name)?;
            match path.get_ident() {
                Some(word) if is_lower(word) => match word.to_string().as_str() {
                    "transparent" => self.transparent = Some(word.span()),
                    "with" => {
                        input.parse::<Token![=]>()?;
                        self.with = Some(input.call(Path::parse_mod_style)?);
                    }
                    "diagnostics" => {
                        input.parse::<Token![=]>()?;
                        self.diagnostics.push(input.parse()?);
                    }
                    other => {
                        self.unknown = true;
                        let known = ["transparent", "with", "diagnostics"];
                        problems.at(word.span(), unknown(other, "an option of `#[code]`", known));
                        if input.peek(Token![=]) {
                            input.parse::<Token![=]>()?;
                            input.step(|cursor| cursor.token_tree().ok_or_else(|| cursor.error("expected a value")))?;
                        }
                    }
                },
                _ => self.entries.push(path),
            }
            if !input.is_empty() {
                input.parse::<Token![,]>()?;
            }
        }
        Ok(())
    }
}

/// Assigns names to the catalogs, in the order of the catalogs.
///
/// A name with a catalog, such as `ApiV2::Gone`, is for that catalog; a name without one is for all others.
pub(super) fn for_each_catalog(
    paths: &[Path],
    options: &Options,
    what: &str,
    problems: &mut Problems,
) -> Option<Vec<Option<Ident>>> {
    let mut found: Vec<Option<Ident>> = options.catalogs.iter().map(|_| None).collect();
    let mut general: Option<Ident> = None;
    let mut complete = true;
    for path in paths {
        let parts = segments(path);
        let (Some((_, catalog)), Some(last)) = (parts.split_last(), path.segments.last()) else {
            continue;
        };
        let name = last.ident.clone();
        if what == "entry" && name.to_string().contains('_') {
            complete = false;
            problems.at(name.span(), not_a_variant(&name.to_string()));
            continue;
        }
        let place = if catalog.is_empty() {
            Some(&mut general)
        } else {
            options.position(catalog).and_then(|position| found.get_mut(position))
        };
        match place {
            Some(place) if place.is_none() => *place = Some(name),
            Some(_) => {
                complete = false;
                let message = format!("duplicate {what} for the same catalog");
                problems.at(path.span(), message);
            }
            None if options.catalogs.is_empty() => complete = false,
            None => {
                complete = false;
                let own: Vec<String> = options.catalogs.iter().map(|own| segments(own).join("::")).collect();
                let own = own.iter().map(String::as_str);
                problems.at(path.span(), unknown(&catalog.join("::"), "a catalog of this type", own));
            }
        }
    }
    for place in &mut found {
        if place.is_none() {
            place.clone_from(&general);
        }
    }
    complete.then_some(found)
}

/// The message about a name that no entry has in Rust, often its name in the catalog.
fn not_a_variant(name: &str) -> String {
    let hint = names::upper_camel(name).map(|camel| format!("; did you mean `{camel}`?"));
    format!(
        "expected the Rust name of an entry, found `{name}`{}",
        hint.unwrap_or_default()
    )
}

/// Returns the entries if every catalog has one; reports the others.
fn all_named(
    entries: Vec<Option<Ident>>,
    options: &Options,
    attribute: &Attribute,
    problems: &mut Problems,
) -> Option<Vec<Ident>> {
    for (entry, catalog) in entries.iter().zip(&options.catalogs) {
        if entry.is_none() {
            let catalog = segments(catalog).pop().unwrap_or_default();
            let message = format!("missing entry for the catalog `{catalog}`: add `{catalog}::…`");
            problems.add(syn::Error::new_spanned(attribute, message));
        }
    }
    entries.into_iter().collect()
}
