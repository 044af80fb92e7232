//! The documents of catalogs: `error_artifacts::docs`.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may panic")]

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

/// A catalog with its baseline: it had `CLOSED`, `BUSY` with another name, and another code of `LOST`.
fn with_a_past() -> (Api, Options) {
    let older = with_errors(
        r#"{
            "CLOSED": { "status": 409, "title": "The ward is closed", "code": "W1" },
            "FULL": { "status": 409, "title": "The ward is full" },
            "CROWDED": { "status": 429, "title": "Many patients" },
            "BUSY": { "status": 409, "title": "The bed is in use", "code": "B1" },
            "LOST": { "status": 404, "title": "No patient" }
        }"#,
    );
    let current = with_errors(
        r#"{
            "TAKEN": { "status": 409, "title": "The bed is in use", "code": "B1" },
            "CROWDED": { "status": 429, "title": "Many patients", "aliases": ["FULL"] },
            "LOST": { "status": 404, "title": "No patient", "code": "P404" }
        }"#,
    );
    let mut baseline = Baseline::new(&Contract::of(older.catalog()));
    baseline.accept(&Contract::of(current.catalog()), "2026-11-27", "Wards do not close.");
    let options = Options {
        baselines: BTreeMap::from([("small".to_owned(), baseline)]),
        ..Options::default()
    };
    (current, options)
}

#[test]
fn the_search_finds_the_names_and_codes_of_earlier_versions() {
    let (api, options) = with_a_past();
    let index = index(&docs::site(&[&api], &options).unwrap());
    let lines = |column: &str| -> Vec<String> {
        let lines = index[column].as_str().unwrap().lines();
        lines.map(str::to_owned).collect()
    };
    assert_eq!(lines("names"), ["TAKEN", "CROWDED", "LOST", "BUSY", "CLOSED", "FULL"]);
    assert_eq!(lines("codes"), ["B1", "", "P404", "", "W1", ""]);
    assert_eq!(
        lines("titles")[3..],
        ["Renamed to TAKEN", "No longer sent", "No longer sent"]
    );
    assert_eq!(index["earlier"], json!({ "1": "FULL\n", "2": "LOST\n" }));
    let states = index["kind"].as_array().unwrap().iter();
    let states: Vec<&str> = states
        .map(|kind| {
            index["kinds"][usize::try_from(kind.as_u64().unwrap()).unwrap()]["state"]
                .as_str()
                .unwrap()
        })
        .collect();
    assert_eq!(
        states,
        ["current", "current", "current", "renamed", "removed", "removed"]
    );
}

#[test]
fn the_page_of_an_earlier_name_leads_to_the_present_entry() {
    let (api, options) = with_a_past();
    let site = docs::site(&[&api], &options).unwrap();
    let markdown = docs::markdown(&[&api], &options).unwrap();
    let renamed = text(&site, "small/BUSY.html");
    assert!(
        renamed.contains("<p>The error has another name: <a href=\"../small/TAKEN.html\"><bdi>TAKEN</bdi></a>.</p>")
    );
    assert!(
        text(&markdown, "small/BUSY.md")
            .contains("**Renamed to TAKEN.**\n\nThe error has another name: [TAKEN](../small/TAKEN.md).")
    );
    // The history of an entry has what changed under its earlier name.
    assert!(text(&site, "small/TAKEN.html").contains("<code>name</code> changed from"));
    let replaced = text(&site, "small/FULL.html");
    assert!(
        replaced.contains("Handle <a href=\"../small/CROWDED.html\">"),
        "{replaced}"
    );
    assert!(replaced.contains("<li class=\"pill gone\">Removed 2026-11-27</li>"));
    let removed = text(&site, "small/CLOSED.html");
    assert!(removed.contains("Its code is never used for another error: <code>W1</code>."));
    assert!(removed.contains("Code that handles it is needed only for servers of earlier versions."));
    let json = json(&[&api], &options);
    let retired = &json["catalogs"][0]["retired"];
    assert_eq!(retired[0]["name"], "BUSY");
    assert_eq!(
        (&retired[0]["renamed"], &retired[0]["replaced_by"]["name"]),
        (&json!(true), &json!("TAKEN"))
    );
    assert_eq!(json["catalogs"][0]["entries"][2]["former_codes"], json!(["LOST"]));
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
fn every_retry_class_has_words_a_picture_and_decisions() {
    let api = with_errors(
        r#"{
            "N": { "status": 422, "title": "N", "retry": "never" },
            "I": { "status": 409, "title": "I", "retry": "immediate" },
            "A": { "status": 429, "title": "A", "retry": { "class": "after", "delay": 90 }, "headers": { "Retry-After": "{retry_after}" } },
            "B": { "status": 502, "title": "B", "retry": { "class": "backoff", "delay": 0.5 } },
            "M": { "status": 403, "title": "M", "retry": "manual" },
            "S": { "status": 503, "title": "S" },
            "G": { "status": 502, "title": "G", "retry": "backoff", "methods": ["GET"] }
        }"#,
    );
    let site = docs::site(&[&api], &Options::default()).unwrap();
    let json = json(&[&api], &Options::default());
    let facts: BTreeMap<&str, (&str, &str, Vec<&str>)> = json["catalogs"][0]["entries"]
        .as_array()
        .unwrap()
        .iter()
        .map(|entry| {
            let retry = &entry["retry"];
            let decisions = retry["decisions"].as_array().unwrap().iter();
            let decisions = decisions.map(|one| one["decision"].as_str().unwrap());
            let name = entry["name"].as_str().unwrap();
            assert!(text(&site, &format!("small/{name}.html")).contains("<svg class=\"line\""));
            (
                name,
                (
                    retry["class"].as_str().unwrap(),
                    retry["summary"].as_str().unwrap(),
                    decisions.collect(),
                ),
            )
        })
        .collect();
    let by_hand = "only if a person decides so";
    let half = "again after 0.5 s, then with longer delays, up to 3 times";
    let second = "again after 1 s, then with longer delays, up to 3 times";
    assert_eq!(facts["N"], ("never", "Do not retry", vec!["not again", "not again"]));
    assert_eq!(
        facts["I"],
        ("immediate", "Retry at once", vec!["again at once", by_hand])
    );
    assert_eq!(facts["A"], ("after", "Retry after 90 s", vec!["again after 90 s"; 2]));
    assert_eq!(facts["B"], ("backoff", "Retry with backoff", vec![half, by_hand]));
    assert_eq!(facts["M"], ("manual", "Retry by hand", vec![by_hand; 2]));
    assert_eq!(facts["S"], ("backoff", "Retry with backoff", vec![second, by_hand]));
    assert_eq!(facts["G"], ("backoff", "Retry with backoff", vec![second]));
    let status = &json["catalogs"][0]["entries"][5]["retry"];
    assert_eq!(status["by_status"], true);
}

#[test]
fn neighbours_share_the_code_or_the_status_and_the_body() {
    let api = with_errors(
        r#"{
            "A": { "code": "X", "status": 404, "title": "A" },
            "B": { "code": "X", "status": 409, "title": "B" },
            "C": { "status": 404, "title": "C" },
            "D": { "status": 500, "title": "D" }
        }"#,
    );
    let json = json(&[&api], &Options::default());
    let entries = &json["catalogs"][0]["entries"];
    let near = |at: usize| -> Vec<(&str, &str, &str)> {
        let all = entries[at]["neighbours"].as_array().unwrap().iter();
        let word = |one: &'_ Value, name: &str| -> String { one[name].as_str().unwrap().to_owned() };
        all.map(|one| {
            let words = [word(one, "name"), word(one, "shared"), word(one, "difference")];
            let [name, shared, difference] = words.map(|word| &*word.leak());
            (name, shared, difference)
        })
        .collect()
    };
    assert_eq!(
        near(0),
        [
            ("B", "code", "its status is 409"),
            ("C", "status_and_response", "its code is C")
        ]
    );
    assert_eq!(near(1), [("A", "code", "its status is 404")]);
    assert_eq!(near(2), [("A", "status_and_response", "its code is X")]);
    assert_eq!(near(3), []);
}

#[test]
fn an_entry_with_many_neighbours_lists_the_nearest() {
    let errors: Vec<String> = (0..40)
        .map(|at| format!(r#""E{at}": {{ "status": 404, "title": "E{at}" }}"#))
        .collect();
    let api = with_errors(&format!("{{{}}}", errors.join(",")));
    let json = json(&[&api], &Options::default());
    let entry = &json["catalogs"][0]["entries"][20];
    let names: Vec<&str> = entry["neighbours"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["name"].as_str().unwrap())
        .collect();
    assert_eq!(names, ["E19", "E21", "E18", "E22", "E17", "E23", "E16", "E24"]);
    assert_eq!(entry["more_neighbours"], 31);
}

#[test]
fn a_server_sample_has_every_argument_as_a_value_of_its_type() {
    let api = with_errors(
        r#"{
            "A": { "status": 400, "title": "A", "message": "{a} {b} {c} {d} {e?} {f} {g}", "parameters": {
                "a": { "type": "string", "example": "say \"x\"" }, "b": { "type": "integer", "example": 3 }, "c": "boolean",
                "d": { "type": "enum", "values": ["not-found", "x"] }, "e": { "type": "string", "optional": true }, "f": "decimal",
                "g": "string[]" } }
        }"#,
    );
    let json = json(&[&api], &Options::default());
    assert_eq!(
        json["catalogs"][0]["entries"][0]["samples"][0]["code"],
        "return Err(small::A {\n    a: \"say \\\"x\\\"\",\n    b: 3,\n    c: true,\n    d: small::D::NotFound,\n    e: Some(\"e\"),\n    \
         f, // decimal\n    g: &[\"name\", \"date\"],\n}\n.into());\n"
    );
}

#[test]
fn client_samples_send_a_method_with_which_the_error_occurs() {
    let api = with_errors(
        r#"{
            "A": { "status": 400, "title": "A", "methods": ["POST", "PUT"] },
            "B": { "status": 400, "title": "B", "methods": ["POST", "GET"] },
            "C": { "status": 400, "title": "C" }
        }"#,
    );
    let json = json(&[&api], &Options::default());
    for (at, method) in ["POST", "GET", "GET"].into_iter().enumerate() {
        let samples = &json["catalogs"][0]["entries"][at]["samples"];
        let code = |at: usize| samples[at]["code"].as_str().unwrap();
        assert!(code(1).contains(&format!("Attempt::new(\"{method}\")")), "{}", code(1));
        assert!(
            code(2).contains(&format!("receive(response, \"{method}\")")),
            "{}",
            code(2)
        );
    }
}

#[test]
fn the_index_has_no_end_of_a_script_and_no_line_separator() {
    let api = with_errors("{ \"A\": { \"status\": 400, \"title\": \"</script>\u{2028}x\" } }");
    let site = docs::site(&[&api], &Options::default()).unwrap();
    let index = text(&site, "index.js");
    assert!(index.contains("\\u003c/script>"), "{index}");
    assert!(!index.contains("</") && !index.contains('\u{2028}'));
}
