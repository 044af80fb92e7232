use serde_json::json;

use crate::{Problem, Source, compile};

/// The problems of a template, and the source.
fn problems(body: &serde_json::Value) -> (Vec<Problem>, String) {
    let source = json!({
        "name": "clinic", "title": "Clinic",
        "parameters": { "ward": { "optional": true } },
        "responses": { "default": { "format": "xml", "body": body } },
        "errors": { "FULL": { "status": 409, "title": "Full" } },
    });
    let text = source.to_string();
    let problems = compile(&Source::new("clinic.json", text.clone())).problems;
    let unused = |problem: &Problem| problem.rule.code != "EC0602";
    (problems.into_iter().filter(unused).collect(), text)
}

/// The message of the only problem of a template, and the text at its place.
fn problem(body: &str) -> (String, String) {
    let (problems, source) = problems(&json!(body));
    assert_eq!(problems.len(), 1, "{body}: {problems:?}");
    let place = source.get(problems[0].span.clone()).unwrap();
    (problems[0].message.clone(), place.to_owned())
}

#[test]
fn what_is_not_well_formed_is_reported_at_its_place() {
    for (body, message, place) in [
        ("", "expected the root element, found the end of the body", ""),
        ("text", "expected the root element, found `t`", "t"),
        ("<a>", "`<a>` is not closed", "<a"),
        ("<a>{code}</b>", "expected `</a>`, found `</b>`", "</b"),
        (
            "<a>{code}</a",
            "expected `>` behind `</a`, found the end of the body",
            "",
        ),
        ("<a/><b/>", "expected the end of the body behind `</a>`", "<b/>"),
        ("<a:b/>", "the prefix `a` is not declared", "a"),
        ("<a b:c='1'/>", "the prefix `b` is not declared", "b"),
        ("<a><b xmlns:c='d'/><c:e/></a>", "the prefix `c` is not declared", "c"),
        ("<1/>", "`1` is not the name of an element", "1"),
        ("<a:b:c/>", "`a:b:c` is not the name of an element", "a:b:c"),
        ("<{code}/>", "expected the name of an element, found `{`", "{"),
        (
            "<a b/>",
            "expected `=` and a value in quotes behind `b`, found `/`",
            "/",
        ),
        ("<a b=1/>", "expected the value of `b` in quotes, found `1`", "1"),
        (
            "<a b='1'c='2'/>",
            "expected `>` or an attribute in `<a`, found `c`",
            "c",
        ),
        ("<a b='1' b='2'/>", "duplicate attribute `b`", "b"),
        ("<a b='<'/>", "`<` in the value of an attribute", "<"),
        ("<a b='1/>", "the value of `b` does not end: expected `'`", "1/>"),
        ("<a>R&D</a>", "`&` that begins no reference", "&"),
        ("<a b='&nbsp;'/>", "`&nbsp;` is not a reference of XML", "&nbsp;"),
        ("<a>&#1;</a>", "`&#1;` is not a reference of XML", "&#1;"),
        ("<a>]]></a>", "`]]>` in a text", "]]>"),
        ("<a>text<b/></a>", "text beside elements in `<a>`", "text"),
        ("<a><!-- b -- c --></a>", "`--` in a comment", "--"),
        ("<a><!-- b </a>", "the comment does not end: expected `-->`", " b </a>"),
        (
            "<a><![CDATA[b</a>",
            "the CDATA section does not end: expected `]]>`",
            "<![CDATA[b</a>",
        ),
        (
            "<!DOCTYPE a><a/>",
            "a document type or another declaration",
            "<!DOCTYPE a>",
        ),
        ("<a><?b c?></a>", "a processing instruction", "<?b c?>"),
        (
            " <?xml version='1.0'?><a/>",
            "white space before the XML declaration",
            " ",
        ),
        (
            "<?xml version='1.1'?><a/>",
            "expected version 1.0 in the XML declaration",
            "<?xml version='1.1'?>",
        ),
        ("<a xmlns:b=''/>", "`xmlns:b` has no URI", "xmlns:b"),
    ] {
        assert_eq!(problem(body), (message.to_owned(), place.to_owned()), "{body}");
        assert_eq!(problems(&json!(body)).0[0].rule.code, "EC0615", "{body}");
    }
    let latin = "<?xml version='1.0' encoding='ISO-8859-1'?><a/>";
    assert_eq!(problem(latin).0, "expected the encoding UTF-8 in the XML declaration");
    assert_eq!(problem("<a>\u{1}</a>").0, "U+0001 is not a character of XML");
    let deep = "<a>".repeat(65);
    assert_eq!(problem(&deep).0, "nesting exceeds 64 levels");
    let long = format!("<{}/>", "a".repeat(201));
    assert_eq!(problem(&long).0, "name exceeds 200 bytes");
}

#[test]
fn placeholders_are_rejected_where_they_have_no_place() {
    for (body, code, message) in [
        (
            "<a b='{code'/>",
            "EC0603",
            "unclosed `{`; write `{{` for a literal brace",
        ),
        (
            "<a>{ward?null}</a>",
            "EC0607",
            "`{ward?null}` is only valid as a whole JSON value",
        ),
        (
            "<a>{ward}</a>",
            "EC0607",
            "a placeholder of the optional parameter `ward` needs `?` or `?null`",
        ),
        (
            "<a>{wrad?}</a>",
            "EC0601",
            "`wrad` is neither a parameter nor a built-in placeholder",
        ),
        (
            "<a xmlns='{code}'/>",
            "EC0610",
            "placeholder `{code}` in the declaration of a namespace",
        ),
        (
            "<a>at {location*}</a>",
            "EC0607",
            "`{location*}` is only valid as the whole text of an element with constant attributes",
        ),
        (
            "<a b='{location*}'/>",
            "EC0607",
            "`{location*}` is only valid as the whole text of an element with constant attributes",
        ),
        (
            "<a b='{code}'>{location*}</a>",
            "EC0607",
            "`{location*}` is only valid as the whole text of an element with constant attributes",
        ),
        (
            "<a>{location}</a>",
            "EC0607",
            "`location` is a list: write `{location*}` as the whole text of an element",
        ),
        (
            "<a $repeat='true'/>",
            "EC0607",
            "`$repeat` is not valid in the root element",
        ),
        ("<a><b $repeat='yes'/></a>", "EC0607", "expected `true` in `$repeat`"),
        (
            "<a><b $repeat='true'/><c $repeat='true'/></a>",
            "EC0607",
            "more than one `$repeat` in a template",
        ),
        (
            "<a><b $repeat='true' $if='ward'/></a>",
            "EC0607",
            "`$if` cannot be combined with `$repeat`",
        ),
        (
            "<a><b $if=''/></a>",
            "EC0607",
            "expected the name of a placeholder in `$if`",
        ),
        ("<a $when='ward'/>", "EC0201", "unknown attribute `$when`"),
    ] {
        let (found, _) = problems(&json!(body));
        let found: Vec<_> = found.iter().map(|one| (one.rule.code, one.message.as_str())).collect();
        assert_eq!(found, [(code, message)], "{body}");
    }
}

#[test]
fn a_place_in_an_array_of_strings_is_that_in_its_string() {
    let (problems, source) = problems(&json!(["<a>", "  \"\\u00e9\" &x;", "</a>"]));
    assert_eq!(source.get(problems[0].span.clone()), Some("&x;"));
    let (problems, _) = super::tests::problems(&json!(["<a>", 1, "</a>"]));
    assert_eq!(
        problems[0].message,
        "expected a string or an array of strings, found a number"
    );
}

#[test]
fn well_formed_templates_are_accepted() {
    for body in [
        "<a/>",
        "<?xml version=\"1.0\" encoding='utf-8' standalone='yes'?>\n<!-- a -->\n<a ></a >\n<!-- b -->\n",
        "<a:b xmlns:a='urn:a' xml:lang=\"en\"><a:c a:d='&quot;{code}&#233;&#xe9;'>{{{message}}}</a:c></a:b>",
        "<é_-.1>&lt;{ward?}<!-- b --> c<![CDATA[<{code}&]]></é_-.1>",
        "<a><b $if='ward code'>{ward?}</b><c $repeat='true' d='{ward?}'/><e f='1'>{location*}</e></a>",
    ] {
        let (problems, _) = problems(&json!(body));
        assert!(problems.is_empty(), "{body}: {problems:?}");
    }
}
