//! Catalogs with translations.

use crate::common::{CLEAN, Folder};

const GERMAN: &str = r#"{
  "errors": {
    "GONE": {
      "title": "Entfernt"
    }
  }
}
"#;

fn folder() -> Folder {
    let folder = Folder::new();
    let members = "\"title\": \"Clinic\",\n  \"language\": \"en\",\n  \"translations\": [\"de\"],";
    folder.file("clinic.json", CLEAN.replace("\"title\": \"Clinic\",", members));
    folder.file("clinic.de.json", GERMAN);
    folder
}

#[test]
fn a_translation_is_checked_with_its_catalog_however_it_is_named() {
    let folder = folder();
    for path in [".", "clinic.json", "clinic.de.json"] {
        let ran = folder.run(&["check", path]);
        assert_eq!(
            (ran.code, ran.out.as_str()),
            (0, "1 catalog checked: no problems\n"),
            "{path}"
        );
    }
    folder.file("clinic.de.json", GERMAN.replace("title", "tilte"));
    for path in [".", "clinic.json", "clinic.de.json"] {
        let ran = folder.run(&["check", path]);
        assert_eq!(ran.code, 1, "{path}");
        assert!(
            ran.out.contains("clinic.de.json:4:7: unknown member `tilte`"),
            "{}",
            ran.out
        );
        assert!(ran.out.ends_with("1 catalog checked: 1 error\n"), "{}", ran.out);
    }
    let ran = folder.run(&["check", "--format", "json", "."]);
    assert!(ran.out.contains("clinic.de.json\""), "{}", ran.out);
    let ran = folder.run(&["render", "clinic.json", "GONE"]);
    assert_eq!(ran.code, 1);
    assert!(ran.err.contains("clinic.de.json:4:7: "), "{}", ran.err);
}

#[test]
fn a_translation_is_formatted_like_a_catalog() {
    let folder = folder();
    folder.file("clinic.de.json", "{\"errors\":{\"GONE\":{\"title\":\"Entfernt\"}}}");
    let ran = folder.run(&["fmt", "--check", "."]);
    assert_eq!(ran.code, 1);
    assert!(ran.out.ends_with("not formatted: 1 of 2 files\n"), "{}", ran.out);
    assert_eq!(folder.run(&["fmt", "clinic.de.json"]).code, 0);
    assert_eq!(folder.read("clinic.de.json"), GERMAN);
}

#[test]
fn a_response_is_rendered_in_a_language_and_decoded_from_it() {
    let folder = folder();
    let ran = folder.run(&["render", "clinic.json", "GONE", "--language", "de-AT"]);
    assert_eq!(ran.code, 0);
    assert!(ran.out.contains("\r\nContent-Language: de\r\n"), "{}", ran.out);
    folder.file("response", &ran.out);
    let ran = folder.run(&["decode", "clinic.json", "-i", "response"]);
    assert!(ran.out.contains("\"entry\": \"GONE\""), "{}", ran.out);
    let ran = folder.run(&["render", "clinic.json", "GONE", "--language", "it"]);
    assert_eq!(ran.code, 2);
    let expected = "error: the catalog `clinic` has no texts in `it`; expected `en` or `de`\n";
    assert_eq!(ran.err, expected);
    folder.file("clinic.json", CLEAN);
    let ran = folder.run(&["render", "clinic.json", "GONE", "--language", "en"]);
    assert!(
        ran.err.contains("the catalog `clinic` does not name its language"),
        "{}",
        ran.err
    );
}
