//! `fix`

use crate::common::{CLEAN, Folder, fixable, run};

#[test]
fn safe_fixes_are_shown_and_made() {
    let folder = Folder::new();
    folder.file("a.json", fixable());
    let ran = folder.run(&["fix", "--yes", "a.json"]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{}", ran.out);
    let expected = "\
--- a.json
+++ a.json
@@ -9,8 +9,8 @@
   },
   \"errors\": {
     \"GONE\": {
-      \"status\": \"410\",
-      \"issue\": \"Deleted\",
+      \"status\": 410,
+      \"issue\": \"deleted\",
       \"title\": \"Gone\"
     }
   }
2 replacements in 1 file made
";
    assert_eq!(ran.out, expected);
    assert_eq!(folder.read("a.json"), CLEAN);
}

#[test]
fn a_dry_run_and_a_run_without_a_terminal_only_show() {
    let folder = Folder::new();
    folder.file("a.json", fixable());
    for arguments in [&["fix", "--dry-run", "a.json"][..], &["fix", "a.json"]] {
        let ran = folder.run(arguments);
        assert_eq!(ran.code, 1);
        assert!(ran.out.contains("+      \"status\": 410,\n"), "{}", ran.out);
        assert_eq!(folder.read("a.json"), fixable());
    }
}

#[test]
fn a_catalog_without_fixes_is_reported() {
    let folder = Folder::new();
    folder.file("a.json", CLEAN);
    let ran = folder.run(&["fix", "--yes", "."]);
    assert_eq!((ran.code, ran.out.as_str()), (0, "nothing to replace\n"));
}

#[test]
fn an_error_without_a_safe_fix_exits_with_1() {
    let folder = Folder::new();
    folder.file(
        "a.json",
        fixable().replace("\"title\": \"Gone\"", "\"titel\": \"Gone\""),
    );
    let ran = folder.run(&["fix", "--yes", "a.json"]);
    assert_eq!(ran.code, 1, "{}", ran.out);
    assert!(ran.out.contains("to fix by hand"), "{}", ran.out);
    assert!(folder.read("a.json").contains("\"status\": 410"));
}

#[test]
fn no_file_gets_more_errors_than_it_had() {
    let folder = Folder::new();
    let broken = CLEAN.replace(
        "\"status\": 410,",
        "\"retry\": { \"class\": \"after\", \"delay\": \"007\" }, \"status\": 410,",
    );
    folder.file("leading-zero.json", &broken);
    let behind_a_mark = format!("\u{feff}{}", fixable());
    folder.file("mark.json", &behind_a_mark);
    let ran = folder.run(&["fix", "--yes", "leading-zero.json", "mark.json"]);
    assert_eq!(ran.code, 1);
    assert_eq!(folder.read("leading-zero.json"), broken);
    assert_eq!(folder.read("mark.json"), behind_a_mark);
}

#[test]
fn a_byte_order_mark_goes() {
    let folder = Folder::new();
    folder.file("a.json", format!("\u{feff}{CLEAN}"));
    assert_eq!(folder.run(&["fix", "--yes", "a.json"]).code, 0);
    assert_eq!(folder.read("a.json"), CLEAN);
}

#[test]
fn line_ends_of_windows_stay_and_are_not_shown() {
    let folder = Folder::new();
    let windows = |text: &str| text.replace('\n', "\r\n");
    folder.file("a.json", windows(&fixable()));
    let ran = folder.run(&["fix", "--yes", "a.json"]);
    assert!(!ran.out.contains(['\r', '\u{fffd}']), "{}", ran.out);
    assert_eq!(folder.read("a.json"), windows(CLEAN));
}

#[test]
fn a_file_that_is_not_text_is_left_alone() {
    let folder = Folder::new();
    let path = folder.file("a.json", b"\xff");
    let ran = folder.run(&["fix", "--yes", "a.json"]);
    assert_eq!(ran.code, 1);
    assert!(ran.err.contains("EC0102"), "{}", ran.err);
    assert_eq!(std::fs::read(path).unwrap(), b"\xff");
}

#[test]
fn only_the_file_is_left_in_the_folder() {
    let folder = Folder::new();
    folder.file("a.json", fixable());
    folder.run(&["fix", "--yes", "a.json"]);
    assert_eq!(std::fs::read_dir(&folder.0).unwrap().count(), 1);
}

#[cfg(unix)]
#[test]
fn permissions_and_links_stay_and_read_only_files_are_not_written() {
    use std::fs::{self, Permissions};
    use std::os::unix::fs::{PermissionsExt as _, symlink};
    let folder = Folder::new();
    let path = folder.file("real/a.json", fixable());
    fs::set_permissions(&path, Permissions::from_mode(0o640)).unwrap();
    let link = folder.0.join("link.json");
    symlink("real/a.json", &link).unwrap();
    assert_eq!(run(["fix".as_ref(), "--yes".as_ref(), link.as_os_str()]).code, 0);
    assert_eq!(fs::read_to_string(&path).unwrap(), CLEAN);
    assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o640);

    fs::write(&path, fixable()).unwrap();
    fs::set_permissions(&path, Permissions::from_mode(0o440)).unwrap();
    let ran = run(["fix".as_ref(), "--yes".as_ref(), path.as_os_str()]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("read-only"), "{}", ran.err);
    assert_eq!(fs::read_to_string(&path).unwrap(), fixable());
}
