use crate::lower::ir::{Op, Program};
use crate::lower::resolve::Scope;
use crate::lower::xml_body;
use crate::{Source, compile};

/// The XML of the one entry of a catalog, what is not constant in it as the names of operations; `None` if it has none.
fn xml(response: &str, entry: &str) -> Option<String> {
    let text = format!(
        r#"{{"name":"clinic","title":"Clinic","responses":{{"default":{{"format":"operation-outcome","fhir":"R4"{response}}}}},"errors":{{"GONE":{{"status":410,"issue":"deleted","title":"A & b"{entry}}}}}}}"#
    );
    let source = Source::new("clinic.json", text);
    let compiled = compile(&source);
    assert!(compiled.is_usable(), "{:?}", compiled.problems);
    let scope = Scope::new(&compiled.catalog, &compiled.catalog.entries[0]);
    let program = scope.fill(&xml_body(scope)?);
    let shown = show(&program);
    let inside = shown.strip_prefix(r#"<OperationOutcome xmlns="http://hl7.org/fhir">"#);
    Some(
        inside
            .and_then(|inside| inside.strip_suffix("</OperationOutcome>"))
            .unwrap_or(&shown)
            .to_owned(),
    )
}

fn show(program: &Program) -> String {
    let part = |op: &Op| match op {
        Op::Segment(segment) => segment.as_text().unwrap_or_default().to_owned(),
        Op::Argument { argument, .. } => format!("{{{argument}}}"),
        Op::If {
            argument,
            then,
            otherwise,
            ..
        } => format!("if({argument}: {} else {})", show(then), show(otherwise)),
        Op::Wrap { open, content, close } => format!("wrap({}{}{close})", show(open), show(content)),
        Op::Elements { argument, open, close } => format!("each({open}{{{argument}}}{close})"),
        Op::Repeat { commas: false, part } => format!("repeat({})", show(part)),
        other => panic!("{other:?} has no place in XML"),
    };
    program.iter().map(part).collect()
}

#[test]
fn what_the_occurrence_says_is_an_element_only_if_it_says_something() {
    let issue = concat!(
        r#"repeat(<issue><severity value="error"/><code value="deleted"/>wrap(<diagnostics value="{0}"/>)"#,
        r#"each(<location value="{8}"/>)each(<expression value="{7}"/>)</issue>)"#
    );
    let expected = format!(r#"wrap(<id value="{{2}}"/>){issue}"#);
    assert_eq!(xml("", "").unwrap(), expected);
    let entry = r#","diagnostics":"{p?} \"is\" <gone>","expression":["a < b"],"parameters":{"p":{"type":"string","optional":true}}"#;
    let shown = xml(r#","details_text":"{title}""#, entry).unwrap();
    let details = r#"<details><text value="A &amp; b"/></details>"#;
    assert!(shown.contains(details), "{shown}");
    let diagnostics = "wrap(<diagnostics value=\"if(0: {0} else if(32: {32} &quot;is&quot; &lt;gone&gt; else ))\"/>)";
    assert!(shown.contains(diagnostics), "{shown}");
    assert!(shown.contains("if(7: each(<expression value=\"{7}\"/>) else <expression value=\"a &lt; b\"/>)"));
}

#[test]
fn members_stand_in_the_order_of_fhir_and_null_is_nothing() {
    let members = concat!(
        r#","members":{"modifierExtension":[{"valueCode":"c","id":"e","url":"https://a.example/{code}"}],"#,
        r#""language":"en","implicitRules":null,"text":{"div":"<div xmlns=\"http://www.w3.org/1999/xhtml\">{title}</div>","status":"additional"}}"#
    );
    let expected = concat!(
        r#"wrap(<id value="{2}"/>)<language value="en"/><text><status value="additional"/>"#,
        r#"<div xmlns="http://www.w3.org/1999/xhtml">A &amp; b</div></text>"#,
        r#"<modifierExtension id="e" url="https://a.example/GONE"><valueCode value="c"/></modifierExtension>"#,
    );
    let shown = xml(members, "").unwrap();
    assert!(shown.starts_with(expected), "{shown}");
    let guarded = r#","members":{"extension":[{"$if":"request_id","url":"u","valueUri":"{request_id?}"}]}"#;
    let shown = xml(guarded, "").unwrap();
    let extension = r#"if(1: wrap(<extension url="u">wrap(<valueUri value="{1}"/>)</extension>) else )"#;
    assert!(shown.contains(extension), "{shown}");
}

#[test]
fn what_xml_cannot_express_has_no_xml() {
    for member in [
        r#""status":404"#,
        r#""contained":[{"resourceType":"Patient"}]"#,
        r#""language":"en","_language":{"id":"a"}"#,
        r#""language":["en"]"#,
        r#""language":{"value":"en"}"#,
        r#""extension":{"url":"u"}"#,
        r#""extension":["u"]"#,
        r#""extension":[{"url":"u","valueReference":{"reference":"Patient/1"}}]"#,
        r#""extension":[{"url":"{request_id}","valueCode":"c"}]"#,
        r#""text":{"status":"generated","div":"<div>a<br></div>"}"#,
        r#""text":"a""#,
    ] {
        assert_eq!(xml(&format!(r#","members":{{{member}}}"#), ""), None, "{member}");
    }
}
