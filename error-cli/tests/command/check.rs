//! `check`: exit codes, which files count, and what people see.

use crate::common::{CLEAN, Folder, command, doubtful, fixable, run};

#[test]
fn a_clean_catalog_is_0() {
    let folder = Folder::new();
    folder.file("a.json", CLEAN);
    let ran = folder.run(&["check", "a.json"]);
    assert_eq!(
        (ran.code, ran.out.as_str(), ran.err.as_str()),
        (0, "1 catalog checked: no problems\n", "")
    );
}

#[test]
fn errors_are_1_and_all_of_them_are_shown_where_they_are() {
    let folder = Folder::new();
    folder.file("a.json", fixable());
    let ran = folder.run(&["check", "a.json"]);
    assert_eq!((ran.code, ran.err.as_str()), (1, ""));
    assert!(ran.out.contains("error: a.json:12:17: "), "{}", ran.out);
    assert!(ran.out.contains("error: a.json:13:16: "), "{}", ran.out);
    assert!(ran.out.contains("^^^^^^^^^ did you mean `deleted`?"), "{}", ran.out);
    let summary = "1 catalog checked: 2 errors; `error-catalog fix` can fix 2\n";
    assert!(ran.out.ends_with(summary), "{}", ran.out);
}

#[test]
fn warnings_alone_are_0_unless_they_are_denied() {
    let folder = Folder::new();
    folder.file("a.json", doubtful());
    let ran = folder.run(&["check", "a.json"]);
    assert_eq!(ran.code, 0);
    assert!(ran.out.starts_with("warning: a.json:14:21: "), "{}", ran.out);
    assert!(ran.out.ends_with("1 catalog checked: 1 warning\n"), "{}", ran.out);
    for deny in ["warnings", "EC0606", "ec0606", "untidy-space"] {
        let ran = folder.run(&["check", "a.json", "--deny", deny]);
        assert_eq!(ran.code, 1);
        assert!(ran.out.starts_with("error: a.json:14:21: "), "{}", ran.out);
    }
    assert_eq!(folder.run(&["check", "a.json", "--deny", "EC0405"]).code, 0);
    let ran = folder.run(&["check", "a.json", "--deny", "untidy-spaces"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("did you mean `untidy-space`?"), "{}", ran.err);
}

#[test]
fn an_unreadable_file_is_2_and_the_rest_is_still_checked() {
    let folder = Folder::new();
    folder.file("a.json", fixable());
    let ran = folder.run(&["check", "missing.json", "a.json"]);
    assert_eq!(ran.code, 2);
    assert!(
        ran.err.starts_with("error: cannot read `missing.json`: "),
        "{}",
        ran.err
    );
    assert!(ran.out.contains("2 errors"), "{}", ran.out);
}

#[test]
fn bad_usage_is_2() {
    for arguments in [
        &["check"][..],
        &[],
        &["chekc"],
        &["check", "--format", "xml", "."],
        &["fix", "-y", "-n", "."],
    ] {
        let ran = run(arguments);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{arguments:?}");
        assert!(!ran.err.is_empty());
    }
    assert_eq!(run(["--help"]).code, 0);
    assert_eq!(run(["--version"]).code, 0);
}

#[test]
fn a_folder_gives_its_catalogs_and_nothing_else() {
    let folder = Folder::new();
    folder.file("b/c.json", CLEAN);
    folder.file("a.json", fixable());
    folder.file("a.txt", "no");
    folder.file("package.json", "{\"name\": \"x\"}");
    folder.file("list.json", "[1]");
    for hidden in [".git/x.json", "target/x.json", "node_modules/p/x.json"] {
        folder.file(hidden, "{\"errors\": 1, \"responses\": 2}");
    }
    let ran = folder.run(&["check", "."]);
    assert_eq!(ran.code, 1);
    assert!(ran.out.contains("2 catalogs checked: 2 errors;"), "{}", ran.out);
    assert!(ran.out.ends_with("; 2 other JSON files left out\n"), "{}", ran.out);
}

#[test]
fn a_named_file_is_checked_whatever_it_is() {
    let folder = Folder::new();
    folder.file("package.json", "{\"name\": \"x\"}");
    let ran = folder.run(&["check", "package.json"]);
    assert_eq!(ran.code, 1);
    assert!(ran.out.contains("missing member `errors`"), "{}", ran.out);
}

#[test]
fn a_folder_without_catalogs_is_2_because_nothing_was_checked() {
    let folder = Folder::new();
    folder.file("package.json", "{\"name\": \"x\"}");
    let ran = folder.run(&["check", "."]);
    assert_eq!(
        (ran.code, ran.out.as_str()),
        (2, ""),
        "nothing is said to have no problems"
    );
    assert!(ran.err.contains("no catalog in the folder `.`"), "{}", ran.err);
    for command in ["fix", "fmt"] {
        let ran = folder.run(&[command, "."]);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{command}");
    }
}

#[cfg(unix)]
#[test]
fn a_file_under_two_names_is_one_catalog() {
    let folder = Folder::new();
    folder.file("a.json", fixable());
    std::os::unix::fs::symlink("a.json", folder.0.join("link.json")).unwrap();
    std::os::unix::fs::symlink(".", folder.0.join("loop")).unwrap();
    std::os::unix::fs::symlink("nowhere", folder.0.join("dangling.json")).unwrap();
    for paths in [&["."][..], &["a.json", "./a.json", "link.json"], &["link.json", "loop"]] {
        let ran = folder.run(&[&["check"], paths].concat());
        assert!(ran.out.contains("\n1 catalog checked: 2 errors"), "{}", ran.out);
    }
    let ran = folder.run(&["fix", "--yes", "link.json", "."]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    assert_eq!(folder.read("a.json"), crate::common::CLEAN);
    assert!(folder.0.join("link.json").is_symlink());
}

#[test]
fn help_and_complaints_have_the_colours_that_are_asked_for() {
    for arguments in [["--help"].as_slice(), &["frob"]] {
        let colored = |more: &[&str]| {
            let ran: crate::common::Ran = crate::common::command()
                .args(arguments)
                .args(more)
                .env("CLICOLOR_FORCE", "1")
                .output()
                .unwrap()
                .into();
            (ran.out + &ran.err).contains('\x1b')
        };
        assert!(colored(&[]) && colored(&["--color=always"]));
        assert!(!colored(&["--color=never"]) && !colored(&["--color", "never"]));
    }
}

#[test]
fn a_file_in_utf_16_is_recognized() {
    let folder = Folder::new();
    folder.file("a.json", b"\xff\xfe{\0}\0");
    let ran = folder.run(&["check", "a.json"]);
    assert!(ran.out.contains("expected UTF-8, found UTF-16"), "{}", ran.out);
}

#[test]
fn bytes_that_are_not_text_are_a_problem_with_a_place() {
    let folder = Folder::new();
    folder.file("a.json", b"{\n  \"name\": \"\xff\"\n}");
    let ran = folder.run(&["check", "a.json"]);
    assert_eq!(ran.code, 1);
    assert!(ran.out.starts_with("error: a.json:2:12: "), "{}", ran.out);
    assert!(ran.out.contains("[EC0102]"), "{}", ran.out);
}

#[test]
fn colours_are_for_terminals_or_on_request() {
    let folder = Folder::new();
    folder.file("a.json", fixable());
    let colored = |arguments: &[&str], variable: Option<&str>| {
        let mut command = command();
        command.current_dir(&folder.0).args(["check", "a.json"]).args(arguments);
        if let Some(variable) = variable {
            command.env(variable, "1");
        }
        command.output().unwrap().stdout.contains(&0x1b)
    };
    assert!(!colored(&[], None));
    assert!(!colored(&["--color", "never"], Some("CLICOLOR_FORCE")));
    assert!(colored(&["--color", "always"], None));
    assert!(colored(&["--color", "always"], Some("NO_COLOR")));
    assert!(colored(&[], Some("CLICOLOR_FORCE")));
    assert!(!colored(&["--color", "auto"], Some("NO_COLOR")));
}

#[test]
fn colours_change_nothing_but_colours() {
    let folder = Folder::new();
    folder.file("a.json", fixable());
    let plain = folder.run(&["check", "a.json"]).out;
    let colored = folder.run(&["check", "a.json", "--color=always"]).out;
    let mut stripped = String::new();
    for (position, part) in colored.split('\u{1b}').enumerate() {
        stripped.push_str(if position == 0 {
            part
        } else {
            part.split_once('m').unwrap().1
        });
    }
    assert_eq!(stripped, plain);
}

#[cfg(unix)]
#[test]
fn file_names_need_not_be_text() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt as _;
    let folder = Folder::new();
    let path = folder.file(OsStr::from_bytes(b"caf\xe9\x1b.json"), fixable());
    for arguments in [path.as_os_str(), folder.0.as_os_str()] {
        let ran = run([OsStr::new("check"), arguments]);
        assert_eq!(ran.code, 1);
        assert!(ran.out.contains("2 errors"), "{}", ran.out);
        assert!(!ran.out.contains('\u{1b}'), "{}", ran.out);
    }
    assert_eq!(run([OsStr::new("fix"), OsStr::new("--yes"), path.as_os_str()]).code, 0);
    assert_eq!(std::fs::read_to_string(path).unwrap(), CLEAN);
}

#[test]
fn a_closed_pipe_is_not_a_failure() {
    let folder = Folder::new();
    folder.file("a.json", fixable());
    for (arguments, code) in [
        (&["check", "a.json"][..], 1),
        (&["explain", "--markdown"], 0),
        (&["schema"], 0),
        (&["completions", "bash"], 0),
        (&["fix", "-n", "a.json"], 1),
    ] {
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let mut command = command();
        command.current_dir(&folder.0).args(arguments).stdout(writer);
        let output = command.output().unwrap();
        assert_eq!(output.status.code(), Some(code), "{arguments:?}");
        assert_eq!(String::from_utf8_lossy(&output.stderr), "", "{arguments:?}");
    }
}

#[test]
fn the_real_catalogs_are_clean() {
    let catalogs = crate::common::repository().join("catalogs");
    let ran = run([
        "check".as_ref(),
        "--deny".as_ref(),
        "warnings".as_ref(),
        catalogs.as_os_str(),
    ]);
    assert_eq!(ran.code, 0, "{}", ran.out);
}

#[test]
fn the_way_out_of_a_misplaced_parameter_is_shown() {
    let catalog = |parameter: &str, response: &str, entry: &str| {
        format!(
            "{{ \"name\": \"a\", \"title\": \"A\", \"parameters\": {{ \"names\": {parameter} }}, \"responses\": {{ \"default\": {response} }}, \
             \"errors\": {{ \"A\": {{ \"status\": 400, \"title\": \"A\"{entry} }} }} }}"
        )
    };
    let json =
        |value: &str| format!("{{ \"format\": \"json\", \"body\": {{ \"code\": \"{{code}}\", \"names\": {value} }} }}");
    let xml = "{ \"format\": \"xml\", \"body\": \"<e><code>{code}</code><name>{names*}</name></e>\" }";
    let folder = Folder::new();
    for (parameter, response, entry, help) in [
        (
            "{ \"type\": \"integer\", \"optional\": true }",
            json("\"{names?}\""),
            ", \"required\": [\"names\"]",
            "declare the parameter in the entry, without `optional`: `\"parameters\": { \"names\": \"integer\" }`",
        ),
        (
            "{ \"type\": \"enum\", \"values\": [\"a\"], \"optional\": true }",
            json("\"{names?}\""),
            ", \"required\": [\"names\"]",
            "declare the parameter `names` in the entry, without `optional`",
        ),
        (
            "\"string[]\"",
            json("[\"{names*}\"]"),
            "",
            "write `\"{names}\"`, which is an array itself",
        ),
        (
            "\"string[]\"",
            xml.to_owned(),
            "",
            "write `{names}`, whose items are joined with `, `",
        ),
    ] {
        folder.file("a.json", catalog(parameter, &response, entry));
        let ran = folder.run(&["check", "a.json"]);
        assert_eq!(ran.code, 1, "{}", ran.out);
        assert!(ran.out.contains(&format!("= help: {help}\n")), "{}", ran.out);
    }
}
