//! EC03: Rust names of entries and categories.

use std::collections::HashMap;

use crate::model::Catalog;
use crate::names;
use crate::problem::{Problem, Problems};
use crate::raw::{RawCatalog, RawParameter};
use crate::rules;
use crate::source::{Span, Spanned};
use crate::suggest;
use crate::text;

struct Named<'r> {
    key: &'r Spanned<String>,
    rust: Option<&'r Spanned<String>>,
}

impl Named<'_> {
    fn span(&self) -> Span {
        self.rust.unwrap_or(self.key).span.clone()
    }
}

/// Checks the names; gives names that cannot be used a harmless, unique form, so that the rest of the catalog compiles.
pub(super) fn check(raw: &RawCatalog, catalog: &mut Catalog, problems: &mut Problems) {
    let entries = raw.errors.iter().map(|entry| Named {
        key: &entry.name,
        rust: entry.rust.as_ref(),
    });
    let reserved: &[&str] = if raw.categories.is_empty() {
        &["Self"]
    } else {
        &["Self", "Category"]
    };
    check_all(
        entries,
        "entries",
        catalog.entries.iter_mut().map(|entry| &mut entry.rust_name),
        reserved,
        problems,
    );
    let categories = raw.categories.iter().map(|category| Named {
        key: &category.name,
        rust: category.rust.as_ref(),
    });
    check_all(
        categories,
        "categories",
        catalog.categories.iter_mut().map(|category| &mut category.rust_name),
        &["Self"],
        problems,
    );
    for parameter in raw
        .parameters
        .iter()
        .chain(raw.errors.iter().flat_map(|entry| &entry.parameters))
    {
        check_parameter(parameter, problems);
    }
}

fn check_all<'r, 'n>(
    named: impl Iterator<Item = Named<'r>>,
    what: &str,
    rust_names: impl Iterator<Item = &'n mut String>,
    reserved: &[&str],
    problems: &mut Problems,
) {
    let mut seen: HashMap<String, (Span, String)> = HashMap::new();
    for (position, (named, rust_name)) in named.zip(rust_names).enumerate() {
        let key = &named.key.value;
        let usable = match named.rust {
            Some(rust) if !names::is_upper_camel(&rust.value) => {
                let mut problem = Problem::new(
                    &rules::INVALID_RUST_NAME,
                    rust.span.clone(),
                    format!("`{}` is no Rust name in upper camel case", rust.value),
                );
                if let Some(camel) = names::upper_camel(&rust.value) {
                    problem = problem.label(format!("`{camel}` would be"));
                }
                problems.push(problem);
                false
            }
            None if rust_name.is_empty() => {
                let problem = Problem::new(
                    &rules::NO_RUST_NAME,
                    named.span(),
                    format!("nothing of `{key}` can stand in a Rust name"),
                );
                problems.push(problem.help("add a member `\"rust\": \"SomeName\"`"));
                false
            }
            _ if reserved.contains(&rust_name.as_str()) => {
                let problem = Problem::new(
                    &rules::RESERVED_RUST_NAME,
                    named.span(),
                    format!("`{key}` becomes `{rust_name}` in Rust, which is taken"),
                );
                problems.push(problem.help("add a member `\"rust\": \"SomeName\"`"));
                false
            }
            _ => true,
        };
        if usable {
            if let Some((first, first_key)) = seen.get(rust_name.as_str()) {
                let problem = Problem::new(
                    &rules::SAME_RUST_NAME,
                    named.span(),
                    format!("two {what} become `{rust_name}` in Rust: `{first_key}` and `{key}`"),
                );
                let problem = problem.related(first.clone(), "first defined here");
                problems.push(problem.help(format!(
                    "give one of them a name of its own, as in `\"rust\": \"{rust_name}2\"`"
                )));
            } else {
                seen.insert(rust_name.clone(), (named.span(), key.clone()));
                continue;
            }
        }
        // Stands in for the name, so that code which uses the one that was meant compiles.
        let meant = named
            .rust
            .and_then(|rust| names::upper_camel(&rust.value))
            .or_else(|| names::upper_camel(key));
        let free = |name: &String| !seen.contains_key(name) && !reserved.contains(&name.as_str());
        *rust_name = meant.filter(free).unwrap_or_else(|| format!("Unusable{position}"));
        seen.entry(rust_name.clone())
            .or_insert_with(|| (named.span(), key.clone()));
    }
}

fn check_parameter(parameter: &RawParameter, problems: &mut Problems) {
    let name = &parameter.name.value;
    let span = parameter.name.span.clone();
    if text::is_built_in(name) {
        let problem = Problem::new(
            &rules::PARAMETER_NAME,
            span,
            format!("`{name}` is a built-in hole; a parameter cannot have its name"),
        );
        problems.push(problem.help(format!(
            "choose another name, as in `{name}_value`; built in are {}",
            suggest::one_of(text::built_in())
        )));
    } else if !names::is_field(name) {
        let problem = Problem::new(&rules::PARAMETER_NAME, span, format!("`{name}` is no Rust field name"));
        problems.push(problem.label("snake case and no keyword, as in `patient_id`"));
    }
}
