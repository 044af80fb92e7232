//! The seeds of the fuzz targets, and what the targets found before, on any toolchain.

use std::fs;
use std::path::Path;

/// Runs every seed of a target.
fn run(target: &str, body: fn(&[u8])) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../fuzz/seeds")
        .join(target);
    let mut seeds: Vec<_> = fs::read_dir(folder).unwrap().map(|seed| seed.unwrap().path()).collect();
    seeds.sort();
    assert!(seeds.len() > 5, "{target}");
    for seed in seeds {
        println!("{}", seed.display());
        body(&fs::read(seed).unwrap());
    }
}

#[test]
fn every_response_among_the_seeds_is_decoded() {
    run("decode", fuzzed::decode);
}

#[test]
fn every_value_among_the_seeds_stays_in_its_place() {
    run("escapes", fuzzed::escapes);
}

#[test]
fn every_file_among_the_seeds_is_a_catalog_or_has_problems() {
    run("catalog", fuzzed::catalog);
}

#[test]
fn every_catalog_among_the_seeds_has_well_formed_artifacts() {
    run("artifacts", fuzzed::artifacts);
}

#[test]
fn every_document_among_the_seeds_is_a_catalog_or_a_failure() {
    run("import", fuzzed::import);
}

#[test]
fn every_seed_has_a_target_and_every_target_seeds() {
    let fuzz = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz");
    let names = |folder: &str| {
        let mut names: Vec<String> = fs::read_dir(fuzz.join(folder))
            .unwrap()
            .map(|entry| entry.unwrap().path().file_stem().unwrap().to_str().unwrap().to_owned())
            .collect();
        names.sort();
        names
    };
    assert_eq!(
        names("fuzz_targets"),
        ["artifacts", "catalog", "decode", "escapes", "import"]
    );
    assert_eq!(names("seeds"), names("fuzz_targets"));
}
