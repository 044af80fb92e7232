//! `typescript`

use std::fs;
use std::path::Path;

use crate::common::{Folder, Ran, real_catalogs, repository, run};

fn typescript(catalog: &Path, folder: &Path, more: &[&str]) -> Ran {
    let (catalog, folder) = (catalog.to_str().unwrap(), folder.to_str().unwrap());
    run([&["typescript", catalog, "--output", folder], more].concat())
}

#[test]
fn every_real_catalog_is_a_package() {
    for (catalog, _) in real_catalogs() {
        let folder = Folder::new();
        let ran = typescript(&catalog, &folder.0, &[]);
        assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{}", catalog.display());
        let name = catalog.file_stem().unwrap().to_str().unwrap();
        let module = fs::read_to_string(folder.0.join(format!("src/{name}.ts"))).unwrap();
        assert!(module.contains("export function decode(response: ReceivedResponse)"));
        let current = typescript(&catalog, &folder.0, &["--check"]);
        assert_eq!((current.code, current.err.as_str()), (0, ""), "{}", catalog.display());
    }
}

#[test]
fn a_stale_or_missing_file_is_reported() {
    let folder = Folder::new();
    let catalog = repository().join("catalogs/medblocks.json");
    assert_eq!(typescript(&catalog, &folder.0, &[]).code, 0);
    let module = folder.0.join("src/medblocks.ts");
    fs::write(&module, "changed").unwrap();
    fs::remove_file(folder.0.join("package.json")).unwrap();
    let ran = typescript(&catalog, &folder.0, &["--check"]);
    assert_eq!(ran.code, 1);
    assert!(
        ran.err.contains("src/medblocks.ts` is not current") && ran.err.contains("package.json` is not current"),
        "{}",
        ran.err
    );
    assert_eq!(fs::read_to_string(module).unwrap(), "changed");
}

#[test]
fn a_base_alone_is_not_a_catalog() {
    let folder = Folder::new();
    let base = folder.0.join("base.json");
    fs::write(
        &base,
        r#"{ "title": "Base", "responses": { "default": { "format": "problem" } } }"#,
    )
    .unwrap();
    let ran = typescript(&base, &folder.0.join("package"), &[]);
    assert_eq!(ran.code, 2);
    let message = "expected a catalog, found only a base of catalogs, without `name` or `errors`";
    assert!(ran.err.contains(message), "{}", ran.err);
    assert!(!folder.0.join("package").exists());
}

#[test]
fn the_name_of_a_package_is_checked() {
    let folder = Folder::new();
    let catalog = repository().join("catalogs/medblocks.json");
    assert_eq!(
        typescript(&catalog, &folder.0, &["--package", "@clinic/errors"]).code,
        0
    );
    let package = fs::read_to_string(folder.0.join("package.json")).unwrap();
    assert!(package.contains("\"name\": \"@clinic/errors\""), "{package}");
    for name in ["Clinic", "../clinic", "@clinic", "", "a b"] {
        assert_eq!(typescript(&catalog, &folder.0, &["--package", name]).code, 2, "{name}");
    }
}

#[test]
fn the_standard_output_is_not_a_folder() {
    let folder = Folder::new();
    let catalog = repository().join("catalogs/medblocks.json").canonicalize().unwrap();
    let catalog = catalog.to_str().unwrap();
    for command in ["docs", "typescript"] {
        for more in [&[][..], &["--check"]] {
            let ran = folder.run(&[&[command, catalog, "--output", "-"], more].concat());
            assert_eq!(ran.code, 2, "{}", ran.err);
            assert!(ran.err.contains("`./-` is the folder of this name"), "{}", ran.err);
        }
        assert!(!folder.0.join("-").exists());
        assert_eq!(folder.run(&[command, catalog, "--output", "./-"]).code, 0);
        fs::remove_dir_all(folder.0.join("-")).unwrap();
    }
}
