//! A catalog is a source file: cargo rebuilds when it changes, wherever cargo runs, and what is built depends on nothing else.

use std::fs;

use crate::project::{Project, manifest};

const CATALOG: &str = r#"{
  "name": "clinic",
  "title": "Clinic API",
  "responses": {
    "default": { "format": "json", "body": { "code": "{code}", "message": "{message}" } }
  },
  "errors": {
    "SLOT_TAKEN": {
      "status": 409,
      "title": "The slot is taken",
      "message": "Slot {slot} is taken.",
      "parameters": { "slot": "string" }
    },
    "CLOSED": { "status": 403, "title": "The clinic is closed" }
  }
}
"#;

const MAIN: &str = r#"
error_runtime::error_catalog! {
    /// Errors of the clinic.
    pub enum Clinic = "catalogs/clinic.json";
}

fn main() {
    use error_runtime::Respond;
    let taken: error_runtime::Error<Clinic> = clinic::SlotTaken { slot: "09:30" }.into();
    println!("{} {} {}", Clinic::Closed.status(), Clinic::Closed.title(), taken.body().unwrap_or_default());
}
"#;

/// Writes the sources of the clinic's program.
fn clinic(project: &Project, package: &str) {
    project.write(&format!("{package}/src/main.rs"), MAIN);
    project.write(&format!("{package}/catalogs/clinic.json"), CATALOG);
}

#[test]
fn a_breaking_change_fails_the_next_build_until_the_baseline_has_it() {
    use error_catalog::contract::{Baseline, Contract};
    use error_catalog::{Source, compile};

    let contract = |text: &str| Contract::of(&compile(&Source::new("clinic.json", text)).catalog);
    let project = Project::new("baseline");
    clinic(&project, ".");
    project.write(
        "src/main.rs",
        &MAIN.replace("    pub enum", "    #[catalog(baseline)]\n    pub enum"),
    );
    project.manifest(".", "baseline");
    let missing = project.cargo(&["check"]).failure();
    assert!(
        missing.contains("`error-catalog baseline init catalogs/clinic.json` writes it"),
        "{missing}"
    );

    let mut baseline = Baseline::new(&contract(CATALOG));
    project.write("catalogs/clinic.baseline.json", &baseline.to_json());
    project.cargo(&["check"]).success();

    let changed = CATALOG.replace("409", "422");
    project.write("catalogs/clinic.json", &changed);
    let message = project.cargo(&["check"]).failure();
    let place = "catalogs/clinic.json:9:17: `status` of `SLOT_TAKEN` changed from 409 to 422";
    assert!(message.contains(place) && message.contains("[EC1101]"), "{message}");

    baseline.accept(&contract(&changed), "2026-11-27", "The request is well-formed.");
    project.write("catalogs/clinic.baseline.json", &baseline.to_json());
    project.cargo(&["check"]).success();
}

#[test]
fn a_change_of_the_catalog_is_seen_by_the_next_build() {
    let project = Project::new("edit");
    clinic(&project, ".");
    project.manifest(".", "edit");
    let path = "catalogs/clinic.json";
    let taken = r#"{"code":"SLOT_TAKEN","message":"Slot 09:30 is taken."}"#;
    let run = || project.cargo(&["run"]).success().0;

    assert_eq!(run(), format!("403 The clinic is closed {taken}\n"));

    project.write(
        path,
        &CATALOG
            .replace("403", "503")
            .replace("is closed\"", "is closed\", \"retry\": \"backoff\""),
    );
    assert_eq!(run(), format!("503 The clinic is closed {taken}\n"), "edited");

    project.write(
        path,
        &CATALOG.replace("\"title\": \"The clinic", "\"tilte\": \"The clinic"),
    );
    let message = project.cargo(&["run"]).failure();
    let expected = "\
error: catalogs/clinic.json:14:32: unknown member `tilte` in an entry [EC0201]";
    assert!(message.starts_with(expected), "broken: {message}");
    assert!(message.contains("--> src/main.rs:4:23"), "{message}");

    project.write(path, CATALOG);
    assert_eq!(run(), format!("403 The clinic is closed {taken}\n"), "fixed");

    fs::remove_file(project.path(path)).unwrap();
    let message = project.cargo(&["run"]).failure();
    let expected = "error: catalogs/clinic.json: cannot read the catalog";
    assert!(
        message.contains(expected) && message.contains("[EC0108]"),
        "deleted: {message}"
    );

    project.write("catalogs/v2/clinic.json", &CATALOG.replace("closed", "shut"));
    project.write("src/main.rs", &MAIN.replace("catalogs/", "catalogs/v2/"));
    assert_eq!(run(), format!("403 The clinic is shut {taken}\n"), "renamed");
}

#[test]
fn a_change_of_a_translation_is_seen_by_the_next_build() {
    let project = Project::new("translated");
    clinic(&project, ".");
    project.manifest(".", "translated");
    let catalog = CATALOG.replace(
        "\"responses\"",
        "\"language\": \"en\", \"translations\": [\"de\"], \"responses\"",
    );
    project.write("catalogs/clinic.json", &catalog);
    let german = "{ \"errors\": { \"SLOT_TAKEN\": { \"title\": \"Vergeben\", \"message\": \"{slot} ist vergeben.\" }, \"CLOSED\": { \"title\": \"Zu\" } } }";
    let title = "Clinic::Closed.entry().in_language(\"de\").title()";
    project.write(
        "src/main.rs",
        &MAIN.replace("Clinic::Closed.title()", title).replace(
            "use error_runtime::Respond",
            "use error_runtime::{Catalog as _, Respond}",
        ),
    );
    let path = "catalogs/clinic.de.json";

    let message = project.cargo(&["run"]).failure();
    let expected = "cannot read the translation `catalogs/clinic.de.json`";
    assert!(message.contains(expected) && message.contains("[EC0108]"), "{message}");

    let run = || project.cargo(&["run"]).success().0;
    project.write(path, german);
    assert!(run().starts_with("403 Zu "), "created");
    project.write(path, &german.replace("Zu", "Geschlossen"));
    assert!(run().starts_with("403 Geschlossen "), "edited");
    project.write(path, &german.replace("{slot}", "{slots}"));
    let message = project.cargo(&["run"]).failure();
    assert!(
        message.contains("error: catalogs/clinic.de.json:1:") && message.contains("[EC1002]"),
        "{message}"
    );
}

#[test]
fn nothing_is_rebuilt_when_nothing_has_changed() {
    let project = Project::new("fresh");
    clinic(&project, ".");
    project.manifest(".", "fresh");
    let units = || {
        let (printed, _) = project.cargo(&["check", "--message-format", "json"]).success();
        let fresh = |line: &str| line.contains("\"fresh\":true");
        let all: Vec<bool> = printed
            .lines()
            .filter(|line| line.contains("compiler-artifact"))
            .map(fresh)
            .collect();
        (all.len(), all.iter().filter(|&&fresh| fresh).count())
    };
    units();
    let (all, fresh) = units();
    assert_eq!(fresh, all);
    project.write("catalogs/clinic.json", &CATALOG.replace("403", "410"));
    assert_eq!(units(), (all, all - 1), "the crate with the catalog, and no other");
}

#[test]
fn the_path_counts_from_the_package_wherever_cargo_runs() {
    let project = Project::new("elsewhere");
    clinic(&project, "package");
    project.manifest("package", "elsewhere");
    project.write("far/away/clinic.json", "not this one");
    let manifest_path = project.path("package/Cargo.toml").display().to_string();
    for folder in [".", "package", "package/src", "far/away"] {
        let run = project
            .cargo(&["run", "--manifest-path", &manifest_path])
            .current_dir(folder);
        assert!(run.success().0.starts_with("403 "), "{folder}");
    }
    project.write("package/catalogs/clinic.json", &CATALOG.replace("403", "410"));
    let run = project
        .cargo(&["run", "--manifest-path", &manifest_path])
        .current_dir("far/away");
    assert!(run.success().0.starts_with("410 "));
}

#[test]
fn a_member_of_a_workspace_has_its_catalog_in_its_own_folder() {
    let project = Project::new("workspace");
    project.write(
        "Cargo.toml",
        "[workspace]\nresolver = \"3\"\nmembers = [\"services/*\"]\n",
    );
    project.lock(".");
    for name in ["desk", "ward"] {
        clinic(&project, &format!("services/{name}"));
        project.write(
            &format!("services/{name}/Cargo.toml"),
            &manifest(&format!("workspace-{name}")),
        );
    }
    project.write("services/ward/catalogs/clinic.json", &CATALOG.replace("403", "410"));
    let run = |name: &str| project.cargo(&["run", "-p", &format!("workspace-{name}")]).success().0;
    assert!(run("desk").starts_with("403 "));
    assert!(run("ward").starts_with("410 "));
    project.write("services/desk/catalogs/clinic.json", &CATALOG.replace("403", "404"));
    let inside = project.cargo(&["run"]).current_dir("services/desk");
    assert!(inside.success().0.starts_with("404 "));
}

#[test]
fn a_target_of_any_kind_finds_the_catalog() {
    let project = Project::new("targets");
    clinic(&project, ".");
    project.manifest(".", "targets");
    for path in [
        "src/bin/deep/main.rs",
        "examples/example.rs",
        "tests/it/main.rs",
        "benches/bench.rs",
    ] {
        project.write(path, MAIN);
    }
    project.write("build.rs", "fn main() {}");
    project.cargo(&["check", "--all-targets"]).success();
}

/// Builds a package in a checkout and gives the files that must not depend on where the checkout is.
fn build_in(checkout: &str, package: &str, release: bool, remap: bool) -> Vec<(String, Vec<u8>)> {
    let project = Project::new(checkout);
    let (kind, source) = match package {
        "library" => ("--lib", MAIN.split("fn main").next().unwrap()),
        _ => ("--bins", MAIN),
    };
    let file = if package == "library" { "lib.rs" } else { "main.rs" };
    clinic(&project, package);
    fs::remove_file(project.path(&format!("{package}/src/main.rs"))).unwrap();
    project.write(&format!("{package}/src/{file}"), source);
    project.manifest(package, &format!("reproducible-{package}"));

    // The flag is for the package only, so that its dependencies are built once.
    let profile = if release { "release" } else { "dev" };
    let flag = format!("--remap-path-prefix={}=/checkout", project.path(package).display());
    let mut arguments = vec!["rustc", kind, "--profile", profile, "--offline", "--"];
    arguments.extend(remap.then_some(flag.as_str()));
    project.cargo_as_is(&arguments).current_dir(package).success();

    let folder = Project::target()
        .join(if release { "release" } else { "debug" })
        .join("deps");
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        if name.contains(&format!("reproducible_{package}-")) && !name.ends_with(".d") {
            files.push((name, fs::read(&path).unwrap()));
            fs::remove_file(path).unwrap();
        }
    }
    files.sort();
    files
}

#[test]
fn two_checkouts_build_the_same_bytes() {
    for (package, release) in [
        ("library", true),
        ("library", false),
        ("program", true),
        ("program", false),
    ] {
        let [one, another] =
            ["one", "another/longer/one"].map(|place| build_in(&format!("checkouts/{place}"), package, release, true));
        assert!(!one.is_empty());
        let names = |files: &[(String, Vec<u8>)]| files.iter().map(|(name, _)| name.clone()).collect::<Vec<_>>();
        assert_eq!(names(&one), names(&another));
        for ((name, one), (_, another)) in one.iter().zip(&another) {
            assert!(one == another, "{name} differs, release: {release}");
        }
    }
    // Without the flag the folder shows, so the comparison above says something.
    let [one, another] =
        ["one", "another/longer/one"].map(|place| build_in(&format!("checkouts/{place}"), "program", false, false));
    assert!(one != another);
}

#[test]
fn a_catalog_outside_the_package_is_a_warning_and_is_not_packed() {
    let project = Project::new("outside");
    clinic(&project, "package");
    project.manifest("package", "outside");
    fs::rename(project.path("package/catalogs"), project.path("catalogs")).unwrap();
    project.write("package/src/main.rs", &MAIN.replace("catalogs/", "../catalogs/"));

    let (printed, said) = project.cargo(&["run"]).current_dir("package").success();
    assert!(printed.starts_with("403 "));
    assert!(said.contains("[EC0109]") && said.contains("cargo publish"), "{said}");

    let list = ["package", "--list", "--allow-dirty"];
    let (packed, _) = project.cargo(&list).current_dir("package").success();
    assert!(
        packed.contains("src/main.rs") && !packed.contains("clinic.json"),
        "{packed}"
    );

    // What a user of the published package would see: only what was packed is there.
    fs::rename(project.path("catalogs"), project.path("left-behind")).unwrap();
    let message = project.cargo(&["check"]).current_dir("package").failure();
    assert!(
        message.contains("[EC0108]") && message.contains("cargo publish"),
        "{message}"
    );
}

#[test]
fn a_catalog_inside_the_package_is_packed() {
    let project = Project::new("inside");
    clinic(&project, "package");
    project.manifest("package", "inside");
    let list = ["package", "--list", "--allow-dirty"];
    let (packed, said) = project.cargo(&list).current_dir("package").success();
    assert!(packed.contains("catalogs/clinic.json"), "{packed}");
    assert!(!said.contains("EC0109"), "{said}");
}

/// What several services share. It is not a catalog by itself.
const BASE: &str = r#"{
  "responses": {
    "default": { "format": "json", "body": { "code": "{code}", "message": "{message}" } }
  },
  "errors": {
    "CLOSED": { "status": 403, "title": "The clinic is closed" },
    "SLOT_TAKEN": { "status": 409, "title": "The slot is taken", "message": "Slot {slot} is taken.", "parameters": { "slot": "string" } }
  }
}
"#;

/// A catalog that extends the base.
fn extending(base: &str) -> String {
    format!("{{ \"extends\": \"{base}\", \"name\": \"clinic\", \"title\": \"Clinic API\" }}\n")
}

#[test]
fn a_change_of_a_base_is_seen_by_the_next_build_and_a_base_is_packed() {
    let project = Project::new("base");
    clinic(&project, ".");
    project.manifest(".", "base");
    project.write("catalogs/clinic.json", &extending("shared/base.json"));
    let message = project.cargo(&["run"]).failure();
    let expected = "error: catalogs/clinic.json:1:14: cannot read the base `catalogs/shared/base.json`";
    assert!(
        message.starts_with(expected) && message.contains("[EC0108]"),
        "{message}"
    );
    project.write("catalogs/shared/base.json", BASE);
    let taken = r#"{"code":"SLOT_TAKEN","message":"Slot 09:30 is taken."}"#;
    assert_eq!(
        project.cargo(&["run"]).success().0,
        format!("403 The clinic is closed {taken}\n")
    );

    project.write("catalogs/shared/base.json", &BASE.replace("403", "409"));
    assert_eq!(
        project.cargo(&["run"]).success().0,
        format!("409 The clinic is closed {taken}\n")
    );

    project.write(
        "catalogs/shared/base.json",
        &BASE.replace("\"status\": 403", "\"sttus\": 403"),
    );
    let message = project.cargo(&["run"]).failure();
    let expected = "error: catalogs/shared/base.json:6:17: unknown member `sttus` in an entry [EC0201]";
    assert!(message.starts_with(expected), "{message}");
    assert!(message.contains("::: catalogs/clinic.json:1:14"), "{message}");

    let (packed, said) = project.cargo(&["package", "--list", "--allow-dirty"]).success();
    assert!(packed.contains("catalogs/shared/base.json"), "{packed}");
    assert!(!said.contains("EC0109"), "{said}");
}

#[test]
fn a_base_in_another_package_of_the_workspace_works() {
    let project = Project::new("shared-base");
    let members = "[workspace]\nmembers = [\"services/*\", \"shared\"]\nresolver = \"3\"\n";
    project.write("Cargo.toml", members);
    project.write("shared/Cargo.toml", &manifest("shared"));
    project.write("shared/src/lib.rs", "");
    project.write("shared/base.json", BASE);
    for service in ["one", "two"] {
        clinic(&project, &format!("services/{service}"));
        project.write(&format!("services/{service}/Cargo.toml"), &manifest(service));
    }
    project.write(
        "services/one/catalogs/clinic.json",
        &extending("../../../shared/base.json"),
    );
    project.write("services/two/catalogs/clinic.json", &extending("base.json"));
    #[cfg(unix)]
    std::os::unix::fs::symlink(
        "../../../shared/base.json",
        project.path("services/two/catalogs/base.json"),
    )
    .unwrap();
    #[cfg(not(unix))]
    project.write("services/two/catalogs/base.json", BASE);
    project.lock(".");
    let run = |service: &str| project.cargo(&["run", "-p", service]).success();

    let (printed, said) = run("one");
    assert!(printed.starts_with("403 The clinic is closed"), "{printed}");
    let expected = "../../shared/base.json: the file is outside the package";
    assert!(said.contains(expected) && said.contains("[EC0109]"), "{said}");

    // A link makes the shared file a part of the package.
    let (printed, said) = run("two");
    assert!(
        printed.starts_with("403 The clinic is closed") && !said.contains("EC0109"),
        "{printed}{said}"
    );
    let list = ["package", "--list", "--allow-dirty", "-p", "two"];
    assert!(project.cargo(&list).success().0.contains("catalogs/base.json"));
    #[cfg(unix)]
    {
        project.write("shared/base.json", &BASE.replace("403", "409"));
        for service in ["one", "two"] {
            assert!(run(service).0.starts_with("409 "), "{service}");
        }
    }
}
