//! The committed charts against the committed page.

use std::fs;
use std::path::{Path, PathBuf};

const PAGE: &str = include_str!("../../../docs/benchmarks.md");

fn docs() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs")
}

#[test]
fn the_charts_show_the_figures_of_the_page() {
    for (name, picture) in charts::draw(PAGE).unwrap() {
        let committed = fs::read_to_string(docs().join("pictures").join(&name)).unwrap();
        assert!(
            committed == picture,
            "{name} is stale; `cargo run` in benches/charts draws it again"
        );
    }
}

#[test]
fn the_page_shows_every_chart_in_the_section_of_its_table() {
    for section in PAGE.split("\n## ").skip(1) {
        let heading = section.lines().next().unwrap_or_default();
        match charts::image(heading) {
            Some(image) => assert!(section.contains(&image), "{heading}: {image}"),
            None => assert!(!section.contains(".svg)"), "{heading}"),
        }
    }
}

#[test]
fn a_page_without_a_figure_is_an_error() {
    let page = PAGE.replace("| known code |", "| known code | none");
    let Err(problem) = charts::draw(&page) else {
        panic!("the charts were drawn")
    };
    assert_eq!(problem, "no figure for `known code` under `Decoding`");
    assert!(charts::draw("# Benchmarks\n").is_err());
}
