//! Accepted catalogs compile: a sample of them in one real crate.

use std::fmt::Write as _;

use error_catalog::{compile, source_from_bytes};
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::{Config, RngSeed, TestRunner};

use crate::project::Project;
use crate::{CATALOGS, mutation, real_catalog, soup};

/// How many catalogs are compiled of those made of words of the format, and of mutated real ones.
const MADE: usize = 12;
const MUTATED: usize = 6;
/// How many are made to find that many accepted ones.
const TRIES: usize = 20_000;

#[test]
fn a_sample_of_accepted_catalogs_compiles_without_a_warning_of_rust() {
    let mut runner = TestRunner::new(Config {
        rng_seed: RngSeed::Fixed(7),
        failure_persistence: None,
        ..Config::default()
    });
    let mut next = |strategy: &dyn Fn(&mut TestRunner) -> String, wanted: usize, catalogs: &mut Vec<String>| {
        let whole = catalogs.len() + wanted;
        for _ in 0..TRIES {
            let text = strategy(&mut runner);
            if catalogs.len() < whole && is_accepted(&text) && !catalogs.contains(&text) {
                catalogs.push(text);
            }
            if catalogs.len() == whole {
                return;
            }
        }
        panic!("{} of {whole} catalogs found", catalogs.len());
    };
    let mut catalogs = Vec::new();
    let made = soup::catalog();
    next(&|runner| made.new_tree(runner).unwrap().current(), MADE, &mut catalogs);
    let mutated = (proptest::sample::select(&CATALOGS[..]), mutation::any());
    let mutate = |runner: &mut TestRunner| {
        let (name, mutation) = mutated.new_tree(runner).unwrap().current();
        mutation.apply(&real_catalog(name)).text
    };
    next(&mutate, MUTATED, &mut catalogs);

    let project = Project::new("accepted");
    project.manifest(".", "accepted");
    let mut library = String::from("#![deny(warnings)]\n#![allow(dead_code)]\n");
    for (number, text) in catalogs.iter().enumerate() {
        project.write(&format!("catalogs/{number}.json"), text);
        writeln!(
            library,
            "pub mod c{number} {{ error_runtime::error_catalog! {{ pub enum Generated = \"catalogs/{number}.json\"; }} }}"
        )
        .unwrap();
    }
    project.write("src/lib.rs", &library);
    project.cargo(&["check", "--quiet"]).success();
}

/// Whether a catalog has neither errors nor warnings: a warning would be one of the build.
fn is_accepted(text: &str) -> bool {
    source_from_bytes("catalog.json", text.as_bytes().to_vec()).is_ok_and(|source| compile(&source).problems.is_empty())
}
