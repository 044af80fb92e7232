//! `expand`

use std::fs;
use std::path::Path;

use crate::common::{CLEAN, Folder, real_catalogs, run};

#[test]
fn the_code_of_every_real_catalog_is_rust() {
    let catalogs = real_catalogs();
    assert_eq!(catalogs.len(), 6);
    for (path, _) in catalogs {
        let ran = run([Path::new("expand"), &path]);
        assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{}", path.display());
        syn::parse_file(&ran.out).unwrap();
    }
}

#[test]
fn the_enum_is_called_as_the_catalog_or_as_asked() {
    let folder = Folder::new();
    let catalog = folder.file("clinic.json", CLEAN);
    let path = catalog.to_str().unwrap();
    assert!(run(["expand", path]).out.contains("pub enum Clinic {"));
    let ran = run([
        "expand",
        path,
        "--name",
        "Ward",
        "--visibility",
        "pub(crate)",
        "--runtime",
        "crate::runtime",
        "--exhaustive",
    ]);
    assert!(
        ran.out.contains("pub(crate) enum Ward {") && ran.out.contains("impl crate::runtime::Catalog for Ward"),
        "{}",
        ran.out
    );
    assert!(!ran.out.contains("non_exhaustive"));
}

#[test]
fn a_checked_in_file_is_compared_with_the_catalog() {
    let folder = Folder::new();
    let catalog = folder.file("clinic.json", CLEAN);
    let code = folder.0.join("clinic.rs");
    let arguments = ["expand", catalog.to_str().unwrap(), "--output", code.to_str().unwrap()];
    let check = [arguments.as_slice(), &["--check"]].concat();
    assert_eq!(run(&check).code, 1, "there is no file yet");
    assert_eq!(run(arguments).code, 0);
    assert_eq!(run(&check).code, 0);
    folder.file("clinic.json", CLEAN.replace("Gone", "Vanished"));
    let ran = run(&check);
    assert_eq!(ran.code, 1);
    assert!(ran.err.contains("is not current"), "{}", ran.err);
    assert!(
        !fs::read_to_string(&code).unwrap().contains("Vanished"),
        "`--check` writes nothing"
    );
}

#[test]
fn a_catalog_with_errors_and_impossible_names_are_refused() {
    let folder = Folder::new();
    let wrong = folder.file("wrong.json", CLEAN.replace("deleted", "delete"));
    let ran = run(["expand", wrong.to_str().unwrap()]);
    assert_eq!((ran.code, ran.out.as_str()), (1, ""));
    assert!(ran.err.contains("EC0203"), "{}", ran.err);
    let clean = folder.file("clinic.json", CLEAN);
    for option in [
        ["--name", "ward"],
        ["--visibility", "public"],
        ["--runtime", "runtime"],
        ["--runtime", "a b"],
    ] {
        let ran = run([&["expand", clean.to_str().unwrap()], option.as_slice()].concat());
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{option:?}");
    }
}
