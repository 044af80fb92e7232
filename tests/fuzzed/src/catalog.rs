//! Any bytes are a catalog or have problems, which can be reported, fixed and formatted.

use error_catalog::emit;
use error_catalog::fix::fix;
use error_catalog::format::format;
use error_catalog::report::Report;
use error_catalog::{Problem, Source, compile, source_from_bytes};
use error_runtime::Data;

/// The bytes of a file.
pub fn catalog(input: &[u8]) {
    let source = match source_from_bytes("catalog.json", input.to_vec()) {
        Ok(source) => source,
        Err((source, problem)) => return told(&source, &[*problem]),
    };
    let compiled = compile(&source);
    told(&source, &compiled.problems);
    if compiled.is_usable() {
        let constants = emit::catalog(&compiled.catalog);
        let data = Data::new(&constants.index, &constants.text);
        assert!(data.is_current());
        assert_eq!(data.entries(), compiled.catalog.entries.len());
        for (position, entry) in compiled.catalog.entries.iter().enumerate() {
            let found = data.entry_by_name(&entry.name).map(error_runtime::Entry::position);
            assert_eq!(found, Some(position));
        }
    }
    let fixed = fix(&source);
    let errors = |problems: &[Problem]| problems.iter().filter(|problem| problem.is_error()).count();
    assert!(fixed.errors <= errors(&compiled.problems));
    if let Ok(text) = format(&source) {
        let again = format(&Source::new("catalog.json", text.clone()));
        assert!(
            again.is_ok_and(|again| again == text),
            "laying out twice changes something"
        );
        if compiled.is_usable() {
            let formatted = compile(&Source::new("catalog.json", text));
            assert!(formatted.is_usable());
            assert_eq!(emit::catalog(&formatted.catalog), emit::catalog(&compiled.catalog));
        }
    }
}

/// Asserts that problems are in order, are inside the file, and can be reported.
fn told(source: &Source, problems: &[Problem]) {
    assert!(problems.is_sorted_by_key(|problem| problem.span.start));
    for problem in problems {
        assert!(source.text.get(problem.span.clone()).is_some(), "{problem:?}");
        let message = Report::new(source).description(problem);
        assert!(message.chars().all(|c| c == '\n' || !c.is_control()), "{message:?}");
    }
}
