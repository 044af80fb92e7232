//! XML: whatever a template and its values are, the body is well-formed and is decoded, also if another server writes the same elements in its own way.

use std::fmt::Write;

use error_catalog::{Source, compile, emit};
use error_client::ReceivedResponse;
use error_runtime::{Data, Entry, Error, Respond};
use proptest::prelude::*;
use proptest::sample::select;
use roxmltree::{Document, Node};
use serde_json::{Map, json};

/// An element of a template. Its name is its number, so that each place has one value.
#[derive(Debug, Clone)]
struct Element {
    prefix: &'static str,
    attributes: Vec<(&'static str, Value)>,
    content: Content,
}

#[derive(Debug, Clone)]
enum Content {
    Empty,
    Text(Value),
    Elements(Vec<Element>),
}

/// A text with a parameter.
#[derive(Debug, Clone)]
struct Value {
    before: &'static str,
    after: &'static str,
    optional: bool,
    /// The value, unless it is missing.
    given: Option<String>,
}

fn value() -> impl Strategy<Value = Value> {
    let text = || select(&["", "a ", "&lt;b>", "é:"]);
    let given = prop_oneof![Just(String::new()), "[ -~é]{1,8}"];
    (text(), text(), any::<bool>(), prop::option::of(given)).prop_map(|(before, after, optional, given)| Value {
        before,
        after,
        optional,
        given: if optional {
            given
        } else {
            Some(given.unwrap_or_default())
        },
    })
}

fn element() -> impl Strategy<Value = Element> {
    let attributes = || prop::collection::btree_map(select(&["a", "value", "p:b"]), value(), 0..3);
    let of = move |content: BoxedStrategy<Content>| {
        (select(&["", "p:"]), attributes(), content).prop_map(|(prefix, attributes, content)| Element {
            prefix,
            attributes: attributes.into_iter().collect(),
            content,
        })
    };
    let leaf = prop_oneof![1 => Just(Content::Empty), 4 => value().prop_map(Content::Text)];
    of(leaf.boxed()).prop_recursive(3, 8, 3, move |inner| {
        of(prop::collection::vec(inner, 1..4).prop_map(Content::Elements).boxed())
    })
}

/// A template with its parameters and their values.
#[derive(Default)]
struct Written {
    template: String,
    elements: usize,
    parameters: Map<String, serde_json::Value>,
    values: Vec<(String, String)>,
}

impl Written {
    fn text(&mut self, value: &Value) -> String {
        let name = format!("v{}", self.parameters.len());
        let (before, after) = (value.before, value.after);
        let mark = if value.optional { "?" } else { "" };
        self.parameters
            .insert(name.clone(), json!({ "optional": value.optional }));
        let text = format!("{before}{{{name}{mark}}}{after}");
        if let Some(given) = &value.given {
            self.values.push((name, given.clone()));
        }
        text
    }

    fn element(&mut self, element: &Element) {
        self.elements += 1;
        let name = format!("{}e{}", element.prefix, self.elements);
        write!(self.template, "\n <{name}").unwrap();
        for (attribute, value) in &element.attributes {
            let text = self.text(value);
            write!(self.template, " {attribute}=\"{text}\"").unwrap();
        }
        self.template.push('>');
        match &element.content {
            Content::Empty => {}
            Content::Text(value) => {
                let text = self.text(value);
                self.template.push_str(&text);
            }
            Content::Elements(elements) => elements.iter().for_each(|one| self.element(one)),
        }
        write!(self.template, "</{name}>").unwrap();
    }
}

fn catalog(written: &Written) -> Data<'static> {
    let body = format!(
        "<root xmlns:p=\"urn:p\">\n<code>{{code}}</code>{}\n</root>",
        written.template
    );
    let mut source = json!({
        "name": "xml", "title": "XML",
        "responses": { "default": { "format": "xml", "body": body.split('\n').collect::<Vec<_>>() } },
        "errors": {
            "FULL": { "status": 400, "title": "Full" },
            "GONE": { "status": 400, "title": "Gone" },
        },
    });
    if !written.parameters.is_empty() {
        source["parameters"] = written.parameters.clone().into();
    }
    let compiled = compile(&Source::new("xml.json", source.to_string()));
    assert!(compiled.is_usable(), "{:?}", compiled.problems);
    let constants = emit::catalog(&compiled.catalog);
    // A test need not free it.
    Data::new(constants.index.leak(), constants.text.leak())
}

/// Writes an element as another server would: other prefixes and order, more elements and attributes, CDATA sections, and layout.
fn rewrite(node: Node<'_, '_>, out: &mut String) {
    let escaped = |text: &str| {
        let text = text.replace('&', "&#38;").replace('<', "&#60;").replace('\'', "&#39;");
        text.replace('\n', "&#10;").replace('\t', "&#9;")
    };
    let name = node.tag_name().name();
    write!(out, "\n<other:{name} xmlns:other='urn:p' more='1'").unwrap();
    for attribute in node.attributes() {
        write!(out, " other:{}='{}'", attribute.name(), escaped(attribute.value())).unwrap();
    }
    out.push('>');
    let children: Vec<_> = node.children().filter(Node::is_element).collect();
    match node.text() {
        Some(text) if children.is_empty() && text.contains(['&', '\n']) && !text.contains("]]>") => {
            write!(out, "<!-- a --><![CDATA[{text}]]>").unwrap();
        }
        Some(text) if children.is_empty() => out.push_str(&escaped(text)),
        _ => {}
    }
    if !children.is_empty() {
        out.push_str("<more>1</more>");
    }
    children.into_iter().rev().for_each(|child| rewrite(child, out));
    write!(out, "</other:{name}>").unwrap();
}

fn check(
    data: Data<'static>,
    entry: Entry<'static>,
    body: &str,
    values: &[(String, String)],
) -> Result<(), TestCaseError> {
    let decoded = behaviour_tests::recorded::decode(data, ReceivedResponse::new(400, &[], body.as_bytes()));
    let issue = decoded.issue().unwrap();
    prop_assert_eq!(issue.known().map(|known| known.name()), Some(entry.name()), "{}", body);
    for (name, value) in values {
        let found = issue.parameter(name);
        // An empty text may be a missing value.
        let may_be_missing = value.is_empty() && entry.parameters().iter().any(|one| one.name == *name && one.optional);
        if !may_be_missing {
            prop_assert_eq!(found, Some(value.as_str()), "{} in {}", name, body);
        }
    }
    let names: Vec<&str> = values.iter().map(|(name, _)| name.as_str()).collect();
    prop_assert!(issue.parameters().all(|(name, _)| names.contains(&name)), "{}", body);
    Ok(())
}

proptest! {
    #![proptest_config(super::cases(300))]

    #[test]
    fn what_is_rendered_as_xml_is_decoded(elements in prop::collection::vec(element(), 0..4)) {
        let mut written = Written::default();
        elements.iter().for_each(|one| written.element(one));
        let data = catalog(&written);
        for entry in ["FULL", "GONE"].map(|name| data.entry_by_name(name).unwrap()) {
            let values = written.values.iter().map(|(name, value)| (name.as_str(), value.as_str()));
            let body = Error::try_new(entry, values).unwrap().body().unwrap().into_owned();
            let document = Document::parse(&body);
            prop_assert!(document.is_ok(), "{:?}: {}", document, body);
            check(data, entry, &body, &written.values)?;
            let mut other = "<?xml version='1.0'?>".to_owned();
            rewrite(document.unwrap().root_element(), &mut other);
            prop_assert!(Document::parse(&other).is_ok(), "{}", other);
            check(data, entry, &other, &written.values)?;
        }
    }

    #[test]
    fn any_tokens_of_xml_are_a_template_or_have_problems(tokens in prop::collection::vec(select(&TOKENS), 0..12), wrapped: bool) {
        let tokens = tokens.concat();
        let body = if wrapped { format!("<a xmlns:p='urn:p'>{tokens}</a>") } else { tokens };
        let lines: Vec<&str> = body.split('\n').collect();
        let source = json!({
            "name": "xml", "title": "XML", "parameters": { "ward": { "optional": true } },
            "responses": { "default": { "format": "xml", "body": lines } },
            "errors": { "FULL": { "status": 400, "title": "Full" }, "GONE": { "status": 400, "title": "Gone", "location": ["a"] } },
        });
        // It tests that bodies are well-formed, too.
        super::read(source.to_string().as_bytes());
    }
}

const TOKENS: [&str; 40] = [
    "<a>",
    "</a>",
    "<p:b>",
    "</p:b>",
    "<b ",
    "<b",
    "x=\"",
    "p:x='",
    "xmlns='urn:x'",
    "xmlns:q=\"urn:q\"",
    "\"",
    "'",
    " ",
    "\n",
    ">",
    "/>",
    "{code}",
    "{ward?}",
    "{ward?null}",
    "{location*}",
    "{{",
    "}",
    "$if=\"ward\"",
    "$repeat=\"true\"",
    "$x=''",
    "&amp;",
    "&#233;",
    "&nbsp;",
    "&",
    "<![CDATA[",
    "]]>",
    "<!-- ",
    "-->",
    "<!DOCTYPE a>",
    "<?xml version=\"1.0\"?>",
    "<?a ?>",
    "text",
    "é",
    "\u{1}",
    "<",
];
