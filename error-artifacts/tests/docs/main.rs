//! The documents of catalogs: `error_artifacts::docs`.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may panic")]

mod entry;
mod past;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use error_artifacts::docs::{self, Audience, Options};
use error_artifacts::{Api, Artifact};
use error_catalog::contract::{Baseline, Contract};
use error_catalog::{Source, compile, compile_with};
use error_runtime::{Representation, Respond as _};
use serde_json::{Value, json};

/// A generator of documents.
type Form = fn(&[&Api], &Options) -> Result<Artifact, docs::DuplicateName>;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/docs")
}

/// Reads a catalog and its translations.
fn read(path: &Path) -> Api {
    let text = fs::read_to_string(path).unwrap();
    let source = Source::new(path.to_str().unwrap(), text);
    let compiled = compile_with(&source, &|path| fs::read(path));
    assert!(compiled.is_usable(), "{}", path.display());
    Api::new(compiled.catalog)
}

fn clinic() -> Api {
    read(&folder().join("clinic.json"))
}

/// Compiles a catalog.
fn compiled(text: &str) -> Api {
    let compiled = compile(&Source::new("catalog.json", text.to_owned()));
    let problems: Vec<&str> = compiled.problems.iter().map(|problem| &*problem.message).collect();
    assert!(compiled.is_usable(), "{problems:?}");
    Api::new(compiled.catalog)
}

/// Returns a catalog with these entries and the format `problem`.
fn with_errors(errors: &str) -> Api {
    let text = format!(
        r#"{{ "name": "small", "title": "Small", "responses": {{ "default": {{ "format": "problem", "members": {{ "code": "{{code}}" }} }} }}, "errors": {errors} }}"#
    );
    compiled(&text)
}

/// Returns the baseline of a clinic that first had another status, and an entry more.
fn baseline(current: &Api) -> Baseline {
    let path = folder().join("clinic.json");
    let closed =
        r#""errors": { "WARD_CLOSED": { "status": 409, "category": "service", "title": "The ward is closed" },"#;
    let text = fs::read_to_string(&path).unwrap();
    let text = text.replacen("404", "400", 1).replace("\"errors\": {", closed);
    let source = Source::new(path.to_str().unwrap(), text);
    let older = compile_with(&source, &|path| fs::read(path));
    assert!(older.is_usable());
    let mut baseline = Baseline::new(&Contract::of(&older.catalog));
    let reason = "Clients could not tell an unknown id from a malformed one. <b>Wards</b> are never closed.";
    baseline.accept(&Contract::of(current.catalog()), "2026-11-27", reason);
    baseline
}

fn text<'a>(artifact: &'a Artifact, path: &str) -> &'a str {
    let bytes = artifact.get(path).unwrap_or_else(|| panic!("no file {path}"));
    std::str::from_utf8(bytes).unwrap()
}

fn json(apis: &[&Api], options: &Options) -> Value {
    serde_json::from_str(text(&docs::json(apis, options).unwrap(), "errors.json")).unwrap()
}

/// Compares a file with the committed one, or writes it.
fn golden(name: &str, content: &str) {
    let path = folder().join("golden").join(name);
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        fs::write(&path, content).unwrap();
    }
    let expected = fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(content, expected, "{}: UPDATE_GOLDEN=1 writes it", path.display());
}

#[test]
fn the_documents_of_a_small_catalog_are_the_committed_ones() {
    let api = clinic();
    let options = Options {
        baselines: BTreeMap::from([("clinic".to_owned(), baseline(&api))]),
        ..Options::default()
    };
    let site = docs::site(&[&api], &options).unwrap();
    let paths: Vec<&str> = site.files().map(|(path, _)| path).collect();
    assert_eq!(
        paths,
        [
            "clinic/PATIENT_NOT_FOUND.html",
            "clinic/SLOT_NOT_FOUND.html",
            "clinic/UNAVAILABLE.html",
            "clinic/WARD_CLOSED.html",
            "clinic/de/PATIENT_NOT_FOUND.html",
            "clinic/de/SLOT_NOT_FOUND.html",
            "clinic/de/UNAVAILABLE.html",
            "clinic/de/index.html",
            "clinic/index.html",
            "index.html",
            "index.js",
            "site.css",
            "site.js",
        ]
    );
    golden("PATIENT_NOT_FOUND.html", text(&site, "clinic/PATIENT_NOT_FOUND.html"));
    golden("WARD_CLOSED.html", text(&site, "clinic/WARD_CLOSED.html"));
    golden("index.js", text(&site, "index.js"));
    let markdown = docs::markdown(&[&api], &options).unwrap();
    golden("PATIENT_NOT_FOUND.md", text(&markdown, "clinic/PATIENT_NOT_FOUND.md"));
    golden(
        "errors.json",
        text(&docs::json(&[&api], &options).unwrap(), "errors.json"),
    );
    assert_eq!(docs::site(&[&api], &options).unwrap(), site);
    assert_eq!(docs::markdown(&[&api], &options).unwrap(), markdown);
}

/// The index of the search.
fn index(site: &Artifact) -> Value {
    let script = text(site, "index.js").strip_prefix("const ERRORS=").unwrap();
    serde_json::from_str(script.trim_end().strip_suffix(';').unwrap()).unwrap()
}

/// A catalog in which every text that clients must not see is a word of its own, which begins with `SECRET`.
const SECRETS: &str = r#"{
  "name": "open", "title": "Open", "x-owner": "SECRETcatalog",
  "categories": { "one": { "title": "One", "x-team": "SECRETcategory" } },
  "parameters": {
    "secret_shared": { "type": "string", "visibility": "internal", "description": "SECRETshareddescription", "example": "SECRETsharedexample" }
  },
  "responses": { "default": { "format": "operation-outcome", "fhir": "R4", "x-response": "SECRETresponse" } },
  "errors": {
    "A": {
      "status": 400, "issue": "value", "title": "A", "category": "one", "message": "About {visible}.", "diagnostics": "Of {visible}.",
      "log": "SECRETlog {secret_person} {secret_shared} {secret_place?} {visible}",
      "x-runbook": "https://secret.example/SECRETrunbook", "x-SECRETname": { "SECRETmember": ["SECRETelement"] },
      "parameters": {
        "visible": { "type": "string", "example": "shown" },
        "secret_person": { "type": "string", "visibility": "personal", "description": "SECRETpersonal", "example": "SECRETpersonalexample" },
        "secret_place": { "type": "enum", "values": ["SECRETvalue"], "visibility": "internal", "optional": true }
      }
    },
    "B": { "status": 400, "issue": "value", "title": "B", "log": "SECRETother", "x-code": "SECRETother", "replaced_by": "A", "deprecated": true }
  }
}"#;

#[test]
fn nothing_internal_is_in_a_public_document() {
    let api = compiled(SECRETS);
    // The history of entries has secrets too, but not those of `x-` members: a baseline does not record them.
    let older = SECRETS
        .replace("SECRETvalue", "SECRETolder")
        .replace("SECRETother", "SECRETformer");
    let older = compiled(&older.replace("\"status\": 400", "\"status\": 404"));
    let mut baseline = Baseline::new(&Contract::of(older.catalog()));
    baseline.accept(&Contract::of(api.catalog()), "2026-11-27", "The status was wrong.");
    let baselines = BTreeMap::from([("open".to_owned(), baseline)]);
    let with = |audience| Options {
        audience,
        baselines: baselines.clone(),
    };
    let forms: [Form; 3] = [docs::site, docs::markdown, docs::json];
    for form in forms {
        let everything = |options: &Options| -> String {
            let artifact = form(&[&api], options).unwrap();
            artifact
                .files()
                .map(|(_, content)| String::from_utf8_lossy(content).into_owned())
                .collect()
        };
        let public = everything(&with(Audience::Public)).to_lowercase();
        assert!(public.contains("the status was wrong."));
        for word in [
            "secret",
            "personal",
            "x-owner",
            "x-team",
            "x-response",
            "x-runbook",
            "x-code",
        ] {
            let at = public.find(word);
            let around = at.and_then(|at| public.get(at.saturating_sub(60)..at + 60));
            assert_eq!(around, None, "{word}");
        }
        let internal = everything(&with(Audience::Internal));
        for word in [
            "SECRETcatalog",
            "SECRETcategory",
            "SECRETshareddescription",
            "SECRETsharedexample",
            "SECRETresponse",
            "SECRETlog",
            "SECRETrunbook",
            "SECRETname",
            "SECRETmember",
            "SECRETelement",
            "SECRETpersonal",
            "SECRETpersonalexample",
            "SECRETvalue",
            "SECRETother",
            "SECRETolder",
            "secret_shared",
            "secret_person",
            "secret_place",
        ] {
            let escaped = word.replace('_', "\\_");
            assert!(internal.contains(word) || internal.contains(&escaped), "{word}");
        }
    }
}

/// The characters that a browser shows of the code blocks of a page.
fn code_blocks(html: &str) -> Vec<String> {
    let blocks = html.split("<pre class=\"code\"><code>").skip(1);
    blocks
        .map(|block| {
            let block = block.split_once("</code></pre>").unwrap().0;
            let pieces = block.split('<').enumerate();
            let plain: String = pieces
                .map(|(at, piece)| {
                    if at == 0 {
                        piece
                    } else {
                        piece.split_once('>').unwrap().1
                    }
                })
                .collect();
            let plain = plain.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"");
            plain.replace("&#39;", "'").replace("&amp;", "&")
        })
        .collect()
}

#[test]
fn the_bodies_in_every_form_are_those_of_the_server() {
    let catalogs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../catalogs");
    let mut files: Vec<PathBuf> = fs::read_dir(catalogs)
        .unwrap()
        .map(|file| file.unwrap().path())
        .collect();
    files.retain(|path| path.extension().is_some_and(|extension| extension == "json"));
    files.sort();
    assert_eq!(files.len(), 6);
    let apis: Vec<Api> = files.iter().map(|path| read(path)).collect();
    let apis: Vec<&Api> = apis.iter().collect();
    let options = Options::default();
    let site = docs::site(&apis, &options).unwrap();
    let markdown = docs::markdown(&apis, &options).unwrap();
    let json = json(&apis, &options);
    let mut bodies = 0;
    for (api, described) in apis.iter().zip(json["catalogs"].as_array().unwrap()) {
        for ((entry, _), described) in api.entries().zip(described["entries"].as_array().unwrap()) {
            let page = described["page"].as_str().unwrap();
            let blocks = code_blocks(text(&site, &format!("{page}.html")));
            let page = text(&markdown, &format!("{page}.md"));
            let error = Api::example(entry);
            let mut responses = vec![error.response()];
            if entry.has_xml() {
                responses.push(error.response_as(Representation::XML));
            }
            for (at, response) in responses.iter().enumerate() {
                let shown = &described["responses"][at];
                assert_eq!(shown["status"], response.status);
                assert_eq!(shown["body"].as_str(), response.body.as_deref());
                let Some(body) = response.body.as_deref() else { continue };
                assert_eq!(blocks[at], body, "{}", entry.name());
                assert!(page.contains(&format!("\n\n{body}\n```")), "{}: {body}", entry.name());
                bodies += 1;
            }
            let head = responses[0]
                .headers
                .iter()
                .map(|one| format!("{}: {}\n", one.name, one.value));
            let head: String = head.collect();
            let (status, reason) = (responses[0].status, responses[0].reason());
            let body = responses[0].body.as_deref().unwrap_or_default();
            assert_eq!(
                blocks.last().unwrap(),
                &format!("HTTP/1.1 {status} {reason}\n{head}\n{body}")
            );
        }
    }
    assert!(bodies > 350, "{bodies}");
}

#[test]
fn two_catalogs_of_one_name_have_no_addresses() {
    let api = clinic();
    let error = docs::site(&[&api, &api], &Options::default()).unwrap_err();
    assert_eq!(
        error.to_string(),
        "two catalogs have the name `clinic`; their pages would have one address"
    );
}

#[test]
fn a_translated_text_has_its_language_and_another_one_that_of_the_catalog() {
    let api = clinic();
    let site = docs::site(&[&api], &Options::default()).unwrap();
    let page = text(&site, "clinic/de/SLOT_NOT_FOUND.html");
    assert!(page.contains("<span dir=\"auto\" lang=\"de\">Termin nicht gefunden</span>"));
    assert!(page.contains("hreflang=\"de\""));
    let body = &code_blocks(text(&site, "clinic/de/PATIENT_NOT_FOUND.html"))[0];
    assert!(body.contains("Niemand hat die Kennung p-17."), "{body}");
    // It has no translation, and English is the language of the page.
    let page = text(&site, "clinic/de/UNAVAILABLE.html");
    assert!(page.contains("<span dir=\"auto\">The service is unavailable</span>"));
    let json = json(&[&api], &Options::default());
    let languages: Vec<&Value> = json["catalogs"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| &one["language"])
        .collect();
    assert_eq!(languages, ["en", "de"]);
}

#[test]
fn the_index_has_no_end_of_a_script_and_no_line_separator() {
    let api = with_errors("{ \"A\": { \"status\": 400, \"title\": \"</script>\u{2028}x\" } }");
    let site = docs::site(&[&api], &Options::default()).unwrap();
    let index = text(&site, "index.js");
    assert!(index.contains("\\u003c/script>"), "{index}");
    assert!(!index.contains("</") && !index.contains('\u{2028}'));
}
