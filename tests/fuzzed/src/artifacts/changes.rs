//! The changes from one catalog to another, in each form.

use error_artifacts::diff::Diff;
use error_catalog::contract::{Baseline, Contract, check};
use error_catalog::{Catalog, Source};

use super::{markdown, parsed};

/// Asserts that the changes can be read, and that there are none from a catalog to itself.
pub(super) fn changes(old: &Catalog, new: &Catalog, source: &Source) {
    baselines(old, new, source);
    let same = Diff::new(new, new, source);
    assert!(same.changes().is_empty(), "{:?}", same.changes());
    assert!(same.github().is_empty());
    for diff in [same, Diff::new(old, new, source), Diff::new(new, old, source)] {
        let json = parsed(|| diff.json());
        let count = json["changes"].as_array().map(Vec::len);
        assert_eq!(count, Some(diff.changes().len()));
        let sarif = parsed(|| diff.sarif());
        assert_eq!(sarif["version"], "2.1.0");
        // No text of a catalog begins a command of its own.
        for line in diff.github().lines() {
            let is_command = ["::error ", "::warning ", "::notice "]
                .iter()
                .any(|start| line.starts_with(start));
            assert!(is_command, "{line:?}");
        }
        let human = diff.human(|_, title| title.to_owned());
        assert!(!human.chars().any(|c| c.is_control() && c != '\n'), "{human:?}");
        let text = diff.markdown();
        let found = markdown::structure(&text);
        assert_eq!(
            (found.html.len(), found.headings),
            (0, 1 + diff.counts().len()),
            "{text}"
        );
        assert_eq!(
            found.items,
            text.lines().filter(|line| line.starts_with("- ")).count(),
            "{text}"
        );
        assert_eq!((found.links.len(), found.images), (0, 0), "{text}");
    }
}

/// Asserts that a baseline is read as it was written, and is current after its changes are accepted.
fn baselines(old: &Catalog, new: &Catalog, source: &Source) {
    let mut baseline = Baseline::new(&Contract::of(old));
    let reason = &new.title;
    let changes = baseline.accept(&Contract::of(new), "2026-01-31", reason);
    let text = baseline.to_json();
    let (read, problems) = Baseline::read(&Source::new("catalog.baseline.json", text.clone()));
    assert!(problems.is_empty(), "{problems:?}: {text}");
    assert_eq!(read, baseline, "{text}");
    assert_eq!(read.history.len(), usize::from(!changes.is_empty()));
    let checked = check(source, new, &|_| Ok(text.clone().into_bytes()));
    // A code of the old catalog that is not sent any more is not used by the new one.
    assert!(checked.problems.is_empty(), "{:?}: {text}", checked.problems);
    let before = Baseline::new(&Contract::of(old)).to_json();
    for problem in check(source, new, &|_| Ok(before.clone().into_bytes())).problems {
        assert!(source.text.get(problem.span.clone()).is_some(), "{problem:?}");
    }
}
