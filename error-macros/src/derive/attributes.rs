//! The attributes of a variant, or of a struct as a whole.

use proc_macro2::Span;
use syn::parse::{Parse, ParseStream};
use syn::punctuated::Punctuated;
use syn::spanned::Spanned;
use syn::{Attribute, Ident, Lit, LitStr, Path, Token};

use super::options::{Options, is_lower, names, unknown};
use super::problems::Problems;

/// What the attributes of a variant say.
#[derive(Default)]
pub(super) struct Attributes {
    /// What stands in `#[code(…)]`; nothing if it cannot be read.
    pub(super) code: Option<Code>,
    pub(super) has_code: bool,
    pub(super) diagnostics: Vec<LitStr>,
    pub(super) expressions: Vec<LitStr>,
    pub(super) display: Option<LitStr>,
    pub(super) constants: Vec<Constant>,
}

/// A parameter whose value is the same every time: `#[param(details = "…")]`.
pub(super) struct Constant {
    /// The parameter in each catalog; of the catalogs that are not meant, none.
    pub(super) names: Vec<Option<Ident>>,
    pub(super) value: Lit,
}

/// Which error of the catalog it is.
pub(super) enum Code {
    /// An entry of each catalog, in the order of the catalogs.
    Entries(Vec<Ident>),
    /// What the only field is.
    Transparent(Span),
    /// What a function says at run time.
    With(Path),
}

/// The attributes of the derive, and where each may stand.
const PLACES: [(&str, bool, bool, bool, &str); 11] = [
    // name, on the type, on a variant (or a struct as a whole), on a field, where it belongs
    ("catalog", true, false, false, "on the type"),
    ("code", false, true, false, "on a variant, or on a struct"),
    ("display", false, true, false, "on a variant, or on a struct"),
    ("diagnostics", false, true, true, "on a variant, a struct or a field"),
    ("expression", false, true, true, "on a variant, a struct or a field"),
    (
        "param",
        false,
        true,
        true,
        "on a field, or with a value on a variant or a struct",
    ),
    ("request_id", false, false, true, "on a field"),
    ("retry_after", false, false, true, "on a field"),
    ("from", false, false, true, "on a field"),
    ("source", false, false, true, "on a field"),
    ("backtrace", false, false, true, "on a field"),
];

/// A place of attributes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    Enum,
    Struct,
    Variant,
    Field,
}

/// Reports attributes that belong elsewhere. Those of other derives are none of our business.
pub(super) fn check_places(attributes: &[Attribute], place: Place, options: &Options, problems: &mut Problems) {
    for attribute in attributes {
        let Some((name, on_type, on_variant, on_field, belongs)) =
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
        // Without our `Display`, `#[display]` is that of another derive.
        if !allowed && (name != "display" || options.displays()) {
            let hint = match (place, name) {
                (Place::Enum, "code") => "; each variant of an enum has its own",
                _ => "",
            };
            problems.add(syn::Error::new_spanned(
                attribute,
                format!("`#[{name}]` belongs {belongs}{hint}"),
            ));
        }
    }
}

impl Attributes {
    pub(super) fn read(attributes: &[Attribute], options: &Options, problems: &mut Problems) -> Self {
        let mut read = Self::default();
        for attribute in attributes {
            let path = attribute.path();
            if path.is_ident("code") {
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
                    problems.add(syn::Error::new_spanned(attribute, "there is a `#[display]` already"));
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
            let message = "there is a `#[code]` already; a variant is one error of the catalog";
            problems.add(syn::Error::new_spanned(attribute, message));
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
                let message = "name the entry of the catalog, as in `#[code(PatientNotFound)]`, or write `transparent` or `with = method`";
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
                let message = "an entry, `transparent` and `with = method` exclude each other";
                problems.add(syn::Error::new_spanned(attribute, message));
                None
            }
        };
    }
}

/// The name of an entry or of a parameter.
pub(super) fn name(input: ParseStream<'_>) -> syn::Result<Path> {
    if input.peek(LitStr) {
        return Err(input.error("a name stands without quotes"));
    }
    input.call(Path::parse_mod_style)
}

/// `details = "…"`
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

/// What stands between the parentheses of `#[code(…)]`.
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
                        problems.at(word.span(), unknown(other, "option of `#[code]`", known));
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

/// Names for the catalogs, in their order: one with the catalog before it (`ApiV2::Gone`) is for that one, one without for all others.
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
        let segments = names(path);
        let (Some((_, catalog)), Some(last)) = (segments.split_last(), path.segments.last()) else {
            continue;
        };
        let name = last.ident.clone();
        let place = if catalog.is_empty() {
            Some(&mut general)
        } else {
            options.position(catalog).and_then(|position| found.get_mut(position))
        };
        match place {
            Some(place) if place.is_none() => *place = Some(name),
            Some(_) => {
                complete = false;
                let message = format!("a second {what} for the same catalog");
                problems.at(path.span(), message);
            }
            None if options.catalogs.is_empty() => complete = false,
            None => {
                complete = false;
                let own: Vec<String> = options.catalogs.iter().map(|own| names(own).join("::")).collect();
                let own = own.iter().map(String::as_str);
                problems.at(path.span(), unknown(&catalog.join("::"), "catalog of this type", own));
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

/// The entries, if there is one for each catalog.
fn all_named(
    entries: Vec<Option<Ident>>,
    options: &Options,
    attribute: &Attribute,
    problems: &mut Problems,
) -> Option<Vec<Ident>> {
    for (entry, catalog) in entries.iter().zip(&options.catalogs) {
        if entry.is_none() {
            let catalog = names(catalog).pop().unwrap_or_default();
            let message = format!("which error of `{catalog}` is it? Add `{catalog}::…` to the list");
            problems.add(syn::Error::new_spanned(attribute, message));
        }
    }
    entries.into_iter().collect()
}
