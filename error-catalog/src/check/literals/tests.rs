use super::*;
use crate::rules::Example;
use crate::{Source, compile};

fn messages(members: &str) -> Vec<String> {
    let members: &str = members.to_owned().leak();
    let source = Source::new("c.json", Example::Entry(members).to_catalog());
    let problems = compile(&source).problems;
    problems
        .iter()
        .map(|one| format!("{} {}", one.rule.code, one.message))
        .collect()
}

#[test]
fn placeholders_of_other_notations_are_reported_once() {
    for (written, found) in [
        ("No patient %s.", "%s"),
        ("No patient %1$s.", "%1$s"),
        ("No patient %(patient)s.", "%(patient)s"),
        ("No patient {{patient}}.", "{patient}"),
        ("No patient :patient.", ":patient"),
    ] {
        let members = format!(r#""message": "{written}", "parameters": {{ "patient": "string" }}"#);
        let expected = format!("EC0611 `{found}` is not a placeholder: it is sent as it is written");
        assert_eq!(messages(&members), [expected], "{written}");
    }
    for written in [
        "Only 5% sent",
        "100 %",
        "a%20b %d0",
        "Note: {patient}",
        "{{other}} {patient}",
        "a::patient {patient}",
    ] {
        let members = format!(r#""message": "{written} {{patient}}", "parameters": {{ "patient": "string" }}"#);
        assert_eq!(messages(&members), [""; 0], "{written}");
    }
}

#[test]
fn titles_and_codes_have_no_placeholders() {
    let of = |found: &str| {
        vec![format!(
            "EC0611 `{found}` is not a placeholder: it is sent as it is written"
        )]
    };
    assert_eq!(messages(r#""title": "No user {user}""#), of("{user}"));
    assert_eq!(messages(r#""title": "No user {{user}}""#), of("{user}"));
    assert_eq!(messages(r#""title": "No user %s""#), of("%s"));
    let constant = r#""x-s": 1, "title": "No user {x-s}""#;
    assert_eq!(
        messages(constant),
        ["EC0607 placeholder `{x-s}` in a text without placeholders"]
    );
    assert_eq!(
        messages(&constant.replace("\"x-s\"", "\"x-t\"")),
        ["EC0607 placeholder `{x-s}` in a text without placeholders"]
    );
    let in_code = ["EC0607 `{number}` in a code: codes have no placeholders"];
    assert_eq!(messages(r#""code": "E-{number}""#), in_code);
    assert_eq!(messages(r#""aliases": ["E-{number}"]"#), in_code);
    let in_code = ["EC0607 `{x-sub.code}` in a code: codes have no placeholders"];
    assert_eq!(messages(r#""code": "E-{x-sub.code}", "x-sub.code": 1"#), in_code);
    assert_eq!(messages(r#""title": "Not found: {code}""#).len(), 1);
}

#[test]
fn member_names_of_templates_have_no_placeholders() {
    let of = |member: &str| {
        let response = format!(r#"{{ "format": "json", "body": {{ "code": "{{code}}", "{member}": 1 }} }}"#);
        let members = format!(r#""responses": {{ "default": {response} }}"#).leak();
        let source = Source::new("c.json", Example::Catalog(members).to_catalog());
        let problems = compile(&source).problems;
        problems.iter().map(|one| one.message.clone()).collect::<Vec<_>>()
    };
    assert_eq!(
        of("{title}"),
        ["`{title}` is not a placeholder: it is sent as it is written"]
    );
    assert_eq!(
        of("a-{x-s}"),
        ["`{x-s}` is not a placeholder: it is sent as it is written"]
    );
    assert_eq!(of("{}"), [""; 0]);
}

#[test]
fn built_in_placeholders_that_are_seldom_meant_are_reported() {
    for name in RARE {
        let members = format!(r#""message": "No user {{{name}}}.""#);
        let expected = format!("EC0612 `{{{name}}}` is a built-in placeholder, not a parameter");
        assert_eq!(messages(&members), [expected]);
        assert_eq!(messages(&format!(r#"{members}, "allow": ["rare-built-in"]"#)), [""; 0]);
    }
    assert_eq!(proposal("No such User ", "id"), "user_id");
    assert_eq!(proposal("No patient has the id ", "id"), "patient_id");
    assert_eq!(proposal("", "id"), "own_id");
    assert_eq!(
        messages(r#""message": "{title} ({code}), again in {retry_after?} s.""#),
        [""; 0]
    );
}

#[test]
fn labels_and_elements_that_stay_without_their_value_are_reported() {
    assert_eq!(rest("<Code>", "</Code> "), Some("<Code></Code>".to_owned()));
    assert_eq!(rest("Code: ", ""), Some("Code:".to_owned()));
    assert_eq!(rest("Hello ", "!"), None);
    assert_eq!(rest("<p>Hello ", "</p>"), None);
    assert_eq!(rest("", ""), None);
}
