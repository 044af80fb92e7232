//! The messages of the rules about files, whose cases are in `tests/ui/rules`.
//!
//! `UPDATE_GOLDEN=1 cargo test -p behaviour-tests --test projects outside` writes the messages; review them in the diff.

use std::fs;

use behaviour_tests::folder;

use crate::project::Project;

#[test]
fn a_rule_about_files_has_a_help() {
    for case in ["EC0108-cannot-read", "EC0109-outside-package"] {
        let name = &case[7..];
        let folder = folder("../ui/rules").join(case);
        let project = Project::new(&format!("ui-{name}"));
        project.write(
            "package/src/lib.rs",
            &fs::read_to_string(folder.join(format!("{name}.rs"))).unwrap(),
        );
        project.write("clinic.json", &fs::read_to_string(folder.join("clinic.json")).unwrap());
        project.manifest("package", "clinic");
        let message = project.cargo(&["check"]).current_dir("package").failure();
        project.compare(&folder.join(format!("{name}.stderr")), &message);
    }
}
