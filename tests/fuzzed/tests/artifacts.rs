//! The property that the fuzz target `artifacts` checks, on texts that try to end their place.

use proptest::prelude::*;
use proptest::sample::select;

/// Texts that mean something in HTML, Markdown, JavaScript, YAML, JSON, XML or a log.
const MARKS: [&str; 62] = [
    "<script>alert(1)</script>",
    "</script>",
    "</title>",
    "<!--",
    "-->",
    "]]>",
    "<img src=x onerror=alert(1)>",
    "<b onclick=x>",
    "<style>*{}</style>",
    "<a href=javascript:alert(1)>",
    "\" onload=\"x",
    "' onload='x",
    "&",
    "&lt;",
    "&#60;script&#62;",
    "<",
    ">",
    "\"",
    "'",
    "`",
    "```",
    "~~~",
    "\\",
    "${alert(1)}",
    "*/ alert(1) /*",
    "//",
    "\\u003c",
    "\u{2028}",
    "\u{2029}",
    "\u{202e}",
    "[a](javascript:alert(1))",
    "[a](data:text/html,x)",
    "![a](x)",
    "[a]: javascript:x",
    "<javascript:alert(1)>",
    "| a | b |",
    "# h",
    "- a",
    "> q",
    "1. x",
    "---",
    "***",
    "    code",
    "{{7*7}}",
    "{% raw %}",
    "{",
    "}",
    ": yes",
    "!!binary x",
    "&a *a",
    "null",
    "true",
    "1e3",
    "%0A::error::x",
    "%s",
    "$&",
    "entry=\"X\"",
    "\u{feff}",
    "\u{e000}",
    "𝒳",
    "é",
    " ",
];

fn texts() -> impl Strategy<Value = String> {
    let one = prop_oneof![
        4 => prop::collection::vec(select(&MARKS[..]), 1..4).prop_map(|marks| marks.concat()),
        1 => "\\PC{0,20}",
    ];
    prop::collection::vec(one, 1..12).prop_map(|texts| texts.join("\n"))
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(24) })]

    #[test]
    fn no_text_of_a_catalog_leaves_its_place_in_an_artifact(texts in texts()) {
        fuzzed::artifacts(texts.as_bytes());
    }
}

#[test]
fn each_mark_stays_in_its_place() {
    for marks in MARKS.chunks(5) {
        fuzzed::artifacts(marks.join("\n").as_bytes());
    }
}
