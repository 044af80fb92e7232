//! Whatever the bytes of a file are, they give a catalog or problems with places in it; and what is accepted works.
//!
//! `PROPTEST_CASES=20000 cargo test --release -p behaviour-tests --test properties` looks harder.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may panic")]

mod accepted;
mod compiles;
mod forms;
mod mutation;
mod places;
#[path = "../projects/project.rs"]
mod project;
mod soup;
mod structures;
mod values;
mod xml;

use behaviour_tests::folder;
use std::fs;

use error_catalog::report::Report;
use error_catalog::{Catalog, Compiled, Problem, Source, Span, compile, rust, source_from_bytes};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use quote::{format_ident, quote};

/// The real catalogs.
const CATALOGS: [&str; 6] = [
    "bars",
    "blue-button",
    "gp-connect",
    "gp-connect-dstu2",
    "health-gorilla",
    "medblocks",
];

/// How many cases a test makes: always the same few, as each compiles a whole catalog, or as many new ones as `PROPTEST_CASES` says.
fn cases(few: u32) -> ProptestConfig {
    let wanted = std::env::var("PROPTEST_CASES")
        .ok()
        .and_then(|cases| cases.parse().ok());
    ProptestConfig {
        cases: wanted.unwrap_or(few),
        rng_seed: wanted.map_or(RngSeed::Fixed(1), |_| RngSeed::Random),
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

fn real_catalog(name: &str) -> String {
    let path = folder(&format!("../../catalogs/{name}.json"));
    fs::read_to_string(path).unwrap()
}

/// Reads a file, tells every problem of it, expands it, and answers with every entry if it is accepted.
fn read(bytes: &[u8]) -> Option<(Source, Compiled)> {
    let source = match source_from_bytes("catalog.json", bytes.to_vec()) {
        Ok(source) => source,
        Err((source, problem)) => {
            told(&source, &problem);
            parses(&compile(&source));
            return None;
        }
    };
    let compiled = compile(&source);
    compiled.problems.iter().for_each(|problem| told(&source, problem));
    assert!(
        compiled.problems.is_sorted_by_key(|problem| problem.span.start),
        "problems are in the order of the file"
    );
    parses(&compiled);
    if compiled.is_usable() {
        accepted::check(&compiled.catalog);
        let choices = (0..forms::CHOICES).step_by(forms::CHOICES as usize / 7);
        forms::check(compile(&source).catalog, choices);
    }
    Some((source, compiled))
}

/// A problem lies inside its file and can be reported.
fn told(source: &Source, problem: &Problem) {
    let text = &source.text;
    let inside = |span: &Span| span.start <= span.end && text.get(span.clone()).is_some();
    let fix = problem
        .fix
        .iter()
        .flat_map(|fix| fix.edits.iter().map(|edit| &edit.span));
    let spans = problem
        .related
        .iter()
        .map(|(span, _)| span)
        .chain(fix)
        .chain([&problem.span]);
    for span in spans {
        assert!(inside(span), "{span:?} of {problem:?}");
        let position = source.position(span.start);
        let lines = text.split('\n').count();
        assert!((1..=lines).contains(&position.line), "{position:?} of {lines} lines");
        assert!(
            position.column <= source.line(position.line).chars().count() + 2,
            "{position:?}"
        );
    }
    assert!(
        !problem.message.is_empty() && !problem.message.ends_with('.'),
        "{problem:?}"
    );
    let message = Report::new(source).description(problem);
    assert!(message.contains(problem.rule.code), "{message}");
    assert!(
        message.chars().all(|c| c == '\n' || !c.is_control()),
        "a message has no control characters: {message:?}"
    );
}

/// The expansion is Rust, of a catalog with mistakes too.
fn parses(compiled: &Compiled) {
    let request = rust::Request {
        attributes: quote! {},
        visibility: quote! { pub },
        name: format_ident!("Generated"),
        module: None,
        path: String::new(),
        runtime: quote! { ::error_runtime },
        runtime_inside: quote! { ::error_runtime },
        exhaustive: false,
        tracked_paths: Vec::new(),
        is_broken: !compiled.is_usable(),
    };
    let tokens = rust::expand(&compiled.catalog, &request);
    let file = syn::parse2(tokens.clone()).unwrap_or_else(|error| panic!("{error}: {tokens}"));
    accepted::names_are_unique(&file);
}

proptest! {
    #![proptest_config(cases(1_000))]

    #[test]
    fn any_bytes_give_a_catalog_or_problems(bytes in any::<Vec<u8>>()) {
        read(&bytes);
    }

    #[test]
    fn any_tokens_of_json_give_a_catalog_or_problems(text in soup::tokens()) {
        read(text.as_bytes());
    }
}

proptest! {
    #![proptest_config(cases(500))]

    #[test]
    fn any_object_with_the_words_of_the_format_gives_a_catalog_or_problems(text in soup::catalog()) {
        read(text.as_bytes());
    }
}

proptest! {
    #![proptest_config(cases(60))]

    #[test]
    fn a_damaged_real_catalog_gives_a_catalog_or_problems(
        name in prop::sample::select(&CATALOGS),
        at in any::<prop::sample::Index>(),
        len in 0..40_usize,
        bytes in prop::collection::vec(any::<u8>(), 0..8),
    ) {
        let mut text = real_catalog(name).into_bytes();
        let at = at.index(text.len());
        let end = (at + len).min(text.len());
        text.splice(at..end, bytes);
        read(&text);
    }

    #[test]
    fn a_mutated_real_catalog_is_rejected_at_the_mutation_or_still_works(
        name in prop::sample::select(&CATALOGS),
        mutation in mutation::any(),
    ) {
        let mutated = mutation.apply(&real_catalog(name));
        let (source, compiled) = read(mutated.text.as_bytes()).unwrap();
        if !compiled.is_usable() {
            let errors: Vec<&Problem> = compiled.problems.iter().filter(|problem| problem.is_error()).collect();
            let messages: Vec<String> = errors.iter().map(|problem| Report::new(&source).description(problem)).collect();
            prop_assert!(
                errors.iter().any(|problem| mutated.explains(&source, problem)),
                "{}\n{}", mutated.what, messages.join("\n")
            );
        }
    }
}

proptest! {
    #![proptest_config(cases(100))]

    #[test]
    fn a_syntax_error_in_a_real_catalog_leaves_its_entries(
        name in prop::sample::select(&CATALOGS),
        at in any::<prop::sample::Index>(),
        added in prop::option::of(prop::sample::select(vec!['{', '}', '[', ']', ',', ':', '"', '\\'])),
    ) {
        let text = real_catalog(name);
        let marks: Vec<usize> = text.match_indices(['{', '}', '[', ']', ',', ':', '"']).map(|(at, _)| at).collect();
        let at = marks[at.index(marks.len())];
        let mut broken = text.clone();
        match added {
            Some(mark) => broken.insert(at, mark),
            None => drop(broken.remove(at)),
        }
        let source = Source::new(name, broken);
        let compiled = compile(&source);
        let is_syntax_error = compiled.problems.iter().any(|problem| ["EC0101", "EC0106"].contains(&problem.rule.code));
        if is_syntax_error {
            prop_assert_eq!(compiled.problems.len(), 1);
            // A placeholder of a broken text is lost, and its parameter with it.
            let line = source.line(source.position(at).line);
            let has_placeholder = line.split('{').skip(1).any(|part| part.starts_with(|c: char| c.is_ascii_lowercase()));
            let original = compile(&Source::new(name, text)).catalog;
            prop_assert_eq!(entries(&compiled.catalog, !has_placeholder), entries(&original, !has_placeholder), "{}", line);
        }
    }
}

/// The names of the entries of a catalog, and of their parameters.
fn entries(catalog: &Catalog, with_parameters: bool) -> Vec<(&str, Vec<&str>)> {
    let entries = catalog.entries.iter().map(|entry| {
        let parameters = entry.parameters.iter().filter(|_| with_parameters);
        (
            entry.rust_name.as_str(),
            parameters.map(|parameter| parameter.name.as_str()).collect(),
        )
    });
    entries.collect()
}

#[test]
fn the_real_catalogs_are_accepted_and_work() {
    for name in CATALOGS {
        let (_, compiled) = read(real_catalog(name).as_bytes()).unwrap();
        assert!(compiled.is_usable(), "{name}");
    }
}

#[test]
fn entries_of_the_real_catalogs_write_alone_what_they_write_in_a_form() {
    for name in CATALOGS {
        let source = Source::new(name, real_catalog(name));
        let compiled = compile(&source);
        // A prime number of choices apart, so that the bits mix.
        forms::check(compiled.catalog, (0..forms::CHOICES).step_by(37));
    }
}

/// A template whose parts depend on values and on each other.
const CONDITIONS: &str = r#"{
    "name": "conditions", "title": "Conditions",
    "responses": {
        "default": { "format": "json", "body": {
            "code": "{code}", "status": "{status}",
            "more": { "$if": "id", "id": "{id?}", "errors": [{ "$repeat": true, "t": "{title}", "st": "{status}" }] }
        } },
        "list": { "format": "json", "body": {
            "a": "{ward?}", "b": { "$if": "instance", "c": ["{request_id?}", { "d": "{diagnostics?}" }] },
            "errors": [{ "$repeat": true, "e": "{ward?}", "f": ["{bed?}", "{ward?}"], "g": "{diagnostics?null}" }],
            "h": { "i": "{instance?}", "j": { "k": "{bed?}" } }, "at": ["{location*}"]
        } }
    },
    "errors": {
        "A": { "status": 404, "title": "a", "retry": "never" },
        "B": { "status": 503, "title": "b", "retry": "backoff" },
        "C": { "status": 400, "title": "c", "retry": "never", "response": "list",
            "parameters": { "ward": { "type": "string", "optional": true }, "bed": { "type": "integer", "optional": true } } },
        "D": { "status": 409, "title": "d", "retry": "never", "response": "list",
            "parameters": { "ward": { "type": "string", "optional": true }, "bed": { "type": "integer", "optional": true } } }
    }
}"#;

#[test]
fn parts_that_depend_on_values_do_not_depend_on_other_entries() {
    let source = Source::new("conditions", CONDITIONS);
    let compiled = compile(&source);
    assert!(compiled.is_usable(), "{:?}", compiled.problems);
    forms::check(compiled.catalog, 0..forms::CHOICES);
}
