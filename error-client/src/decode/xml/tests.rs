use super::super::document::at;
use super::super::places::places_at;
use super::*;
use proptest::prelude::*;
use std::string::String;

const OUTCOME: &str = "<?xml version='1.0'?>\n<!-- x --><OperationOutcome xmlns=\"http://hl7.org/fhir\">
    <id value='o&amp;1'/><text><status value=\"generated\"/><div xmlns=\"http://www.w3.org/1999/xhtml\"><p>a<br/></p></div></text>
    <issue><severity value=\"error\"/><code value=\"value\"><extension url=\"u\"><valueString value=\"v\"/></extension></code>
    <location value=\"a\"/><location value=\"b\"/></issue><issue><diagnostics value=\"&lt;&#10;é\"/></issue></OperationOutcome>";

/// Parses a text along the places of these tests.
fn parse(text: &str) -> Document<'_> {
    let names = [["resourceType"], ["id"], ["a"], ["b"]];
    let issue = [
        ["issue", "code"],
        ["issue", "location"],
        ["issue", "diagnostics"],
        ["text", "status"],
    ];
    let extension = [["issue", "_code", "extension", "valueString"]];
    let paths = names
        .iter()
        .map(<[_; 1]>::as_slice)
        .chain(issue.iter().map(<[_; 2]>::as_slice))
        .chain(extension.iter().map(<[_; 4]>::as_slice));
    super::parse(text, places_at(&paths.collect::<std::vec::Vec<_>>()))
}

#[test]
fn an_outcome_has_the_same_values_as_its_json() {
    let document = parse(OUTCOME);
    assert_eq!((document.stop, document.sloppy), (None, false));
    assert_eq!(at(&document, &["resourceType"]), ["OperationOutcome"]);
    assert_eq!(at(&document, &["id"]), ["o&1"]);
    assert_eq!(at(&document, &["issue", "code"]), ["value"]);
    assert_eq!(at(&document, &["issue", "_code", "extension", "valueString"]), ["v"]);
    assert_eq!(at(&document, &["issue", "location"]), ["a", "b"]);
    assert_eq!(at(&document, &["issue", "diagnostics"]), ["<\né"]);
    assert_eq!(at(&document, &["text", "status"]), ["generated"]);
}

#[test]
fn xml_and_html_are_distinguished() {
    assert_eq!(kind(OUTCOME), Markup::Xml);
    assert_eq!(kind("<f:OperationOutcome>"), Markup::Xml);
    assert_eq!(kind("<?xml version='1.0'?><error/>"), Markup::Xml);
    for html in [
        "<!DOCTYPE html><html>",
        "<html>",
        "<?xml version='1.0'?><!doctype HTML PUBLIC '-'><html>",
        "<p>x",
        "<HTML>",
        "<",
    ] {
        assert_eq!(kind(html), Markup::Html, "{html}");
    }
}

#[test]
fn entity_declarations_and_deep_nesting_are_rejected() {
    let document = parse("<!DOCTYPE a [<!ENTITY b \"c\">]><OperationOutcome/>");
    assert_eq!((document.stop, document.len()), (Some(Stop::Syntax), 0));
    let deep = "<a>".repeat(100_000);
    assert!(parse(&deep).too_deep);
}

proptest! {
    #[test]
    fn a_cut_text_has_only_values_of_the_whole_text(cut in 0..OUTCOME.len()) {
        let mut cut = cut;
        while !OUTCOME.is_char_boundary(cut) { cut -= 1; }
        let (whole, part) = (parse(OUTCOME), parse(&OUTCOME[..cut]));
        for path in [&["id"][..], &["issue", "code"], &["issue", "location"], &["issue", "diagnostics"]] {
            prop_assert!(at(&part, path).iter().all(|value| at(&whole, path).contains(value)));
        }
    }

    #[test]
    fn values_are_those_of_roxmltree(value in "[ -~\n\té😀]{0,30}", text in "[ -~]{0,10}") {
        let mut escaped = String::new();
        error_layout::escape::write(&mut escaped, &value, false, error_layout::program::escape::XML_ATTRIBUTE);
        let plain = value.replace(['&', '<', '"'], "");
        let text = text.replace(['&', '<', ']'], "");
        let xml = std::format!("<OperationOutcome>{text}<a value=\"{escaped}\"/><b value=\"{plain}\">{text}</b></OperationOutcome>");
        let tree = roxmltree::Document::parse(&xml).unwrap();
        let document = parse(&xml);
        for name in ["a", "b"] {
            let expected = tree.descendants().find(|node| node.has_tag_name(name)).unwrap();
            prop_assert_eq!(at(&document, &[name]), [expected.attribute("value").unwrap()]);
        }
    }

    #[test]
    fn texts_are_those_of_roxmltree(first in "[ -~é😀]{0,10}", second in "[ -~é😀]{0,10}", mark in "(<!--x-->|<\\?x\\?>)?") {
        let mut text = String::new();
        error_layout::escape::write(&mut text, &first, false, error_layout::program::escape::XML_ATTRIBUTE);
        let data = second.replace("]]>", "");
        let xml = std::format!("<r><b>{text}</b>{text}<a c=\"d\" value=\"e\">{text}{mark}<![CDATA[{data}]]></a></r>");
        let tree = roxmltree::Document::parse(&xml).unwrap();
        let document = parse(&xml);
        for name in ["a", "b"] {
            let element = tree.descendants().find(|node| node.has_tag_name(name)).unwrap();
            let expected: String = element.children().filter_map(|node| node.text().filter(|_| node.is_text())).collect();
            prop_assert_eq!(at(&document, &[name]), [expected]);
        }
    }

    #[test]
    fn texts_that_roxmltree_parses_are_parsed(text in "(<a( b=\"[c&;#0-9]{0,4}\")?>|</a>|<c/>|<!--x-->|d|\\s|<\\?e\\?>){0,20}") {
        let document = parse(&text);
        if roxmltree::Document::parse(&text).is_ok() {
            prop_assert_eq!((document.stop, document.sloppy), (None, false));
        }
    }

    #[test]
    fn every_text_can_be_parsed(text in "[<>/a-c=\"' &;!\\[\\-]{0,100}|.{0,60}") {
        let _ = (kind(&text), at(&parse(&text), &["a"]));
    }
}
