//! An accepted catalog has a response for every entry.

use std::collections::HashSet;
use std::fmt;
use std::hash::{Hash, Hasher};

use error_catalog::{Catalog as Model, emit};
use error_runtime::{Catalog, Data, Entry, Error, Format, Outcome, Parameter, ParameterType, Representation, Respond};
use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};

/// An entry of a catalog that is compiled while the test runs.
#[derive(Clone, Copy)]
pub(crate) struct Dynamic(pub(crate) Entry<'static>);

impl Catalog for Dynamic {
    const DATA: Data<'static> = Data::new(&[], "");

    fn all() -> &'static [Self] {
        &[]
    }

    fn position(self) -> usize {
        self.0.position()
    }

    fn entry(self) -> Entry<'static> {
        self.0
    }
}

impl PartialEq for Dynamic {
    fn eq(&self, other: &Self) -> bool {
        self.position() == other.position()
    }
}

impl Eq for Dynamic {}

impl PartialOrd for Dynamic {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Dynamic {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.position().cmp(&other.position())
    }
}

impl Hash for Dynamic {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.position().hash(state);
    }
}

impl fmt::Debug for Dynamic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.rust_name())
    }
}

impl fmt::Display for Dynamic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.name())
    }
}

/// Every entry is found by name and code, and answers: without values, with all of them, and together with the first entry.
pub(crate) fn check(catalog: &Model) {
    let constants = emit::catalog(catalog);
    // Errors live as long as their catalog, which is mostly for ever.
    let data = Data::new(Vec::leak(constants.index), String::leak(constants.text));
    assert!(data.is_current());
    assert_eq!(data.entries(), catalog.entries.len());
    let first = data.entry(0).unwrap();
    for (position, model) in catalog.entries.iter().enumerate() {
        let entry = data.entry(position).unwrap();
        assert_eq!((entry.name(), entry.status()), (model.name.as_str(), model.status));
        assert_eq!(entry.rust_name(), model.rust_name);
        assert_eq!(data.position_by_name(entry.name()), Some(position));
        if let Some(code) = entry.code() {
            assert!(data.positions_by_code(&code.to_string()).any(|found| found == position));
        }
        answer(entry, &with_values(entry, false));
        answer(entry, &with_values(entry, true));
        let mixed = Outcome::new(with_values(first, false)).and(with_values(entry, true));
        if let Some(body) = mixed.body() {
            json(first, &body);
        }
    }
}

/// An error with a value for each parameter, optional ones if wished, and all else that an occurrence can say.
fn with_values(entry: Entry<'static>, all: bool) -> Error<Dynamic> {
    let awkward = "\"\\</script>{x}\u{1}\u{2028}é😀\r\n";
    let parameters = entry.parameters().iter().filter(|parameter| all || !parameter.optional);
    let arguments = parameters.map(|parameter| (parameter.name, value_of(parameter, awkward)));
    let mut error = Error::try_new(Dynamic(entry), arguments).unwrap();
    if all {
        error = error
            .with_diagnostics(awkward)
            .with_request_id(awkward)
            .with_id(awkward)
            .with_instance(awkward)
            .with_expression(awkward)
            .with_location(awkward)
            .with_retry_after(std::time::Duration::from_millis(1));
    }
    error
}

/// A value of a type: this text if any text is one.
pub(crate) fn value_of<'t>(parameter: Parameter<'t>, text: &'t str) -> &'t str {
    match parameter.kind {
        ParameterType::Uuid
        | ParameterType::Enum
        | ParameterType::Json
        | ParameterType::Strings
        | ParameterType::Integers => parameter.sample(),
        ParameterType::Integer => "-9007199254740993",
        ParameterType::Decimal => "-0.5e-7",
        ParameterType::Boolean => "false",
        ParameterType::Uri => "https://x.example/?a=%22&b='c'",
        ParameterType::DateTime => "2026-01-31T09:30:00.5+01:00",
        _ => text,
    }
}

fn answer(entry: Entry<'static>, error: &Error<Dynamic>) {
    assert!(error.to_string().ends_with(&error.message()));
    let response = error.response();
    assert!((200..=599).contains(&response.status));
    for header in &response.headers {
        let visible = |c: char| c == '\t' || (' '..='~').contains(&c) || !c.is_ascii();
        assert!(header.value.chars().all(visible), "{header:?}");
    }
    if let Some(body) = &response.body {
        json(entry, body);
        if entry.response().format() == Format::Xml {
            xml(entry, body);
        }
    }
    if entry.has_xml() {
        xml(entry, &error.body_as(Representation::XML).unwrap());
    }
}

/// A body is well-formed XML.
fn xml(entry: Entry<'static>, body: &str) {
    let parsed = roxmltree::Document::parse(body);
    parsed.unwrap_or_else(|error| panic!("{}: {error}: {body}", entry.name()));
}

/// A body is JSON without duplicate members, if its format says JSON.
fn json(entry: Entry<'static>, body: &str) {
    if matches!(
        entry.response().format(),
        Format::Json | Format::OperationOutcome | Format::Problem
    ) {
        let checked: Result<Unique, _> = serde_json::from_str(body);
        checked.unwrap_or_else(|error| panic!("{}: {error}: {body}", entry.name()));
    }
}

/// A JSON value none of whose objects has a member twice.
struct Unique;

impl<'de> Deserialize<'de> for Unique {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Self)
    }
}

impl<'de> Visitor<'de> for Unique {
    type Value = Self;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self, A::Error> {
        let mut seen = HashSet::new();
        while let Some((name, _)) = map.next_entry::<String, Self>()? {
            if !seen.insert(name.clone()) {
                return Err(serde::de::Error::custom(format!("duplicate member `{name}`")));
            }
        }
        Ok(self)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self, A::Error> {
        while seq.next_element::<Self>()?.is_some() {}
        Ok(self)
    }

    fn visit_str<E>(self, _: &str) -> Result<Self, E> {
        Ok(self)
    }

    fn visit_bool<E>(self, _: bool) -> Result<Self, E> {
        Ok(self)
    }

    fn visit_i64<E>(self, _: i64) -> Result<Self, E> {
        Ok(self)
    }

    fn visit_u64<E>(self, _: u64) -> Result<Self, E> {
        Ok(self)
    }

    fn visit_f64<E>(self, _: f64) -> Result<Self, E> {
        Ok(self)
    }

    fn visit_unit<E>(self) -> Result<Self, E> {
        Ok(self)
    }
}

/// Asserts that the names of items, variants, fields and generics of an expansion are unique in their scopes.
pub(crate) fn names_are_unique(file: &syn::File) {
    let mut seen = HashSet::new();
    in_scope(&file.items, &mut seen);
}

fn in_scope(all: &[syn::Item], seen: &mut HashSet<String>) {
    let mut add = |name: String| assert!(seen.insert(name.clone()), "duplicate `{name}`");
    for item in all {
        match item {
            syn::Item::Enum(one) => {
                add(one.ident.to_string());
                unique(one.variants.iter().map(|variant| variant.ident.to_string()));
            }
            syn::Item::Struct(one) => {
                add(one.ident.to_string());
                unique(
                    one.fields
                        .iter()
                        .filter_map(|field| Some(field.ident.as_ref()?.to_string())),
                );
                let generics = one.generics.type_params().map(|generic| generic.ident.to_string());
                unique(generics.chain([one.ident.to_string()]));
            }
            syn::Item::Mod(module) => {
                add(module.ident.to_string());
                let inside = module.content.as_ref().map_or(&[][..], |(_, items)| items);
                in_scope(inside, &mut HashSet::new());
            }
            _ => {}
        }
    }
}

fn unique(names: impl Iterator<Item = String>) {
    let mut seen = HashSet::new();
    for name in names {
        assert!(seen.insert(name.clone()), "duplicate `{name}`");
    }
}
