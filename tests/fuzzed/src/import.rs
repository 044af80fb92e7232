//! Any bytes, as a document of any kind, give a catalog without errors or a failure, the same each time.

use error_artifacts::import::{self, Failure, Input, InputKind, Options};
use error_catalog::{Source, compile};

/// The bytes of a document, which is also each file that it refers to.
pub fn import(input: &[u8]) {
    let kinds = InputKind::ALL.map(|(_, kind)| Some(kind));
    for kind in kinds.into_iter().chain([None]) {
        let options = Options {
            kind,
            ..Options::default()
        };
        let run = || {
            let file = Input {
                name: "input".to_owned(),
                bytes: input.to_vec(),
            };
            import::import(&[file], &options, &|_| Some(input.to_vec()))
        };
        match (run(), run()) {
            (Ok(imported), Ok(again)) => {
                assert_eq!(imported.text, again.text, "not the same each time");
                let compiled = compile(&Source::new("imported.json", imported.text.clone()));
                assert!(compiled.is_usable(), "{:?}: {}", compiled.problems, imported.text);
                assert_eq!(compiled.catalog.entries.len(), imported.entries);
                reported(&imported.notes);
            }
            (Err(Failure::Invalid(text)), _) => panic!("{text:?}"),
            (Err(Failure::Nothing(notes)), Err(_)) => reported(&notes),
            (Err(failure), Err(_)) => assert!(!failure.to_string().is_empty()),
            _ => panic!("a catalog the one time, a failure the other"),
        }
    }
}

/// Asserts that remarks can be written in both forms.
fn reported(notes: &[import::Note]) {
    let json = import::json(notes);
    assert_eq!(json.as_array().map(Vec::len), Some(notes.len()));
    assert!(notes.is_empty() || !import::human(notes).is_empty());
}
