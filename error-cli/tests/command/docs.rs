//! `docs`

use std::fs;

use crate::common::{CLEAN, Folder, repository, run};

#[test]
fn all_real_catalogs_are_one_site() {
    let folder = Folder::new();
    let site = folder.0.join("site");
    let catalogs = repository().join("catalogs");
    let docs = ["docs", catalogs.to_str().unwrap(), "--output", site.to_str().unwrap()];
    let ran = run(docs);
    assert_eq!((ran.code, &*ran.err), (0, ""));
    for page in [
        "index.html",
        "index.js",
        "site.css",
        "site.js",
        "bars/index.html",
        "gp-connect/PATIENT_NOT_FOUND.html",
        "gp-connect/ACCESS DENIED.html",
        "medblocks/invalid_api_key.html",
    ] {
        assert!(site.join(page).is_file(), "{page}");
    }
    assert_eq!(run([&docs[..], &["--check"]].concat()).code, 0);
    fs::write(site.join("bars/index.html"), "old").unwrap();
    let stale = run([&docs[..], &["--check"]].concat());
    assert_eq!(stale.code, 1);
    assert!(stale.err.contains("bars/index.html` is not current"), "{}", stale.err);
}

#[test]
fn markdown_and_json_are_written_to_the_folder() {
    let folder = Folder::new();
    let catalog = folder.file("clinic.json", CLEAN);
    let out = folder.0.join("docs");
    let (catalog, out_name) = (catalog.to_str().unwrap(), out.to_str().unwrap());
    let ran = run(["docs", catalog, "--markdown", "--output", out_name]);
    assert_eq!((ran.code, &*ran.err), (0, ""));
    let page = fs::read_to_string(out.join("clinic/GONE.md")).unwrap();
    assert!(page.starts_with("# GONE\n\nGone\n\n**410 Gone**"), "{page}");
    assert!(fs::read_to_string(out.join("errors.md")).unwrap().contains("## GONE\n"));
    let ran = run([
        "docs",
        catalog,
        "--json",
        "--audience",
        "internal",
        "--output",
        out_name,
    ]);
    assert_eq!((ran.code, &*ran.err), (0, ""));
    let json: serde_json::Value = serde_json::from_slice(&fs::read(out.join("errors.json")).unwrap()).unwrap();
    assert_eq!(json["audience"], "internal");
    assert_eq!(json["catalogs"][0]["entries"][0]["name"], "GONE");
}

#[test]
fn a_broken_catalog_is_reported_and_nothing_is_written() {
    let folder = Folder::new();
    let catalog = folder.file("clinic.json", CLEAN.replace("410", "\"x\""));
    let out = folder.0.join("docs");
    let ran = run(["docs", catalog.to_str().unwrap(), "--output", out.to_str().unwrap()]);
    assert_eq!(ran.code, 1);
    assert!(ran.err.contains("expected an HTTP status"), "{}", ran.err);
    assert!(!out.exists());
}

#[test]
fn two_catalogs_of_one_name_are_reported() {
    let folder = Folder::new();
    let (one, other) = (folder.file("one.json", CLEAN), folder.file("other.json", CLEAN));
    let out = folder.0.join("docs");
    let ran = run([
        "docs",
        one.to_str().unwrap(),
        other.to_str().unwrap(),
        "--output",
        out.to_str().unwrap(),
    ]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("two catalogs have the name `clinic`"), "{}", ran.err);
}
