//! EC03: Rust names of entries and categories.

use crate::ast;
use crate::hash::{Table, hash};
use crate::model::Catalog;
use crate::names;
use crate::problem::{Problem, Problems};
use crate::rules;
use crate::source::{Span, Spanned};

struct Named<'r> {
    key: &'r Spanned<String>,
    rust: Option<&'r Spanned<String>>,
}

impl Named<'_> {
    fn span(&self) -> Span {
        self.rust.unwrap_or(self.key).span.clone()
    }
}

/// Checks the names; replaces invalid ones by unique valid names, so that the rest of the catalog compiles.
pub(super) fn check(ast: &ast::Catalog, catalog: &mut Catalog, problems: &mut Problems) {
    let entries = ast.errors.iter().map(|entry| Named {
        key: &entry.name,
        rust: entry.rust.as_ref(),
    });
    let reserved: &[&str] = if ast.categories.is_empty() {
        &["Self"]
    } else {
        &["Self", "Category"]
    };
    if let Some(prefix) = &ast.omitted_prefix
        && !ast
            .errors
            .iter()
            .any(|entry| entry.name.value.starts_with(&prefix.value))
    {
        let message = format!("no name of an entry starts with `{}`", prefix.value);
        let problem = Problem::new(&rules::UNKNOWN_REFERENCE, prefix.span.clone(), message);
        problems.push(problem.label("remove `omitted_prefix`, or correct it"));
    }
    if let Some(prefix) = &ast.omitted_prefix
        && let Some(entry) = ast
            .errors
            .iter()
            .find(|entry| entry.name.value == prefix.value && entry.rust.is_none())
    {
        let message = format!("the name of entry `{}` is the omitted prefix alone", entry.name.value);
        let problem = Problem::new(&rules::NO_RUST_NAME, entry.name.span.clone(), message);
        let problem = problem.related(prefix.span.clone(), "the prefix");
        problems.push(problem.help("add a Rust name, for example `\"rust\": \"SomeName\"`, or shorten the prefix"));
    }
    check_all(
        entries,
        "entries",
        catalog.entries.iter_mut().map(|entry| &mut entry.rust_name),
        reserved,
        problems,
    );
    let categories = ast.categories.iter().map(|category| Named {
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
}

fn check_all<'r, 'n>(
    named: impl Iterator<Item = Named<'r>>,
    what: &str,
    rust_names: impl Iterator<Item = &'n mut String>,
    reserved: &[&str],
    problems: &mut Problems,
) {
    let all: Vec<Named<'_>> = named.collect();
    let mut rust_names: Vec<&mut String> = rust_names.collect();
    let mut taken = Table::default();
    for (position, named) in all.iter().enumerate().take(rust_names.len()) {
        let (before, [rust_name, ..]) = rust_names.split_at_mut(position) else {
            break;
        };
        // Returns the position of the earlier item with a name.
        let find =
            |taken: &Table, name: &str| taken.find(hash(name.as_bytes()), |other| before[other].as_str() == name);
        let key = &named.key.value;
        let usable = match named.rust {
            Some(rust) if !names::is_upper_camel(&rust.value) => {
                let mut problem = Problem::new(
                    &rules::INVALID_RUST_NAME,
                    rust.span.clone(),
                    format!("`{}` is not an upper camel case identifier", rust.value),
                );
                if let Some(camel) = names::upper_camel(&rust.value) {
                    problem = problem.label(format!("did you mean `{camel}`?"));
                }
                problems.push(problem);
                false
            }
            None if rust_name.is_empty() => {
                let problem = Problem::new(
                    &rules::NO_RUST_NAME,
                    named.span(),
                    format!("`{key}` has no characters valid in an identifier"),
                );
                problems.push(problem.help("add a Rust name, for example `\"rust\": \"SomeName\"`"));
                false
            }
            _ if reserved.contains(&rust_name.as_str()) => {
                let problem = Problem::new(
                    &rules::RESERVED_RUST_NAME,
                    named.span(),
                    format!("the Rust name `{rust_name}` of `{key}` is reserved"),
                );
                problems.push(problem.help("add another name, for example `\"rust\": \"SomeName\"`"));
                false
            }
            _ => true,
        };
        if usable {
            if let Some(first) = find(&taken, rust_name).and_then(|first| all.get(first)) {
                let first_key = &first.key.value;
                let problem = Problem::new(
                    &rules::SAME_RUST_NAME,
                    named.span(),
                    format!("the {what} `{first_key}` and `{key}` have the same Rust name `{rust_name}`"),
                );
                let problem = problem.related(first.span(), "first defined here");
                problems.push(problem.help(format!(
                    "set `rust` on one of them, for example `\"rust\": \"{rust_name}2\"`"
                )));
            } else {
                taken.add(hash(rust_name.as_bytes()), position);
                continue;
            }
        }
        // The most likely name, so that code which uses it compiles.
        let likely = named
            .rust
            .and_then(|rust| names::upper_camel(&rust.value))
            .or_else(|| names::upper_camel(key));
        let free = |name: &String| find(&taken, name).is_none() && !reserved.contains(&name.as_str());
        **rust_name = likely.filter(free).unwrap_or_else(|| format!("Unusable{position}"));
        if find(&taken, rust_name).is_none() {
            taken.add(hash(rust_name.as_bytes()), position);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::{Source, compile};

    /// The Rust names of three entries, and the messages of the problems.
    fn names(prefix: &str) -> (Vec<String>, Vec<String>) {
        let text = format!(
            r#"{{ "name": "x", "title": "X", "omitted_prefix": "{prefix}", "responses": {{ "default": {{ "format": "empty" }} }},
                "errors": {{ "ERR_": {{ "status": 400, "title": "a" }}, "ERR_NO_SLOT": {{ "status": 404, "title": "b" }},
                    "TERR_2": {{ "status": 409, "title": "c", "rust": "Other" }} }} }}"#
        );
        let compiled = compile(&Source::new("x.json", text));
        let names = compiled.catalog.entries.into_iter().map(|entry| entry.rust_name);
        (
            names.collect(),
            compiled.problems.into_iter().map(|problem| problem.message).collect(),
        )
    }

    #[test]
    fn rust_names_omit_a_prefix_unless_nothing_remains() {
        let (rust, problems) = names("ERR_");
        assert_eq!(rust.join(" "), "Err NoSlot Other");
        assert_eq!(problems, ["the name of entry `ERR_` is the omitted prefix alone"]);
        let (rust, problems) = names("E_");
        assert_eq!(rust.join(" "), "Err ErrNoSlot Other");
        assert_eq!(problems, ["no name of an entry starts with `E_`"]);
    }
}
