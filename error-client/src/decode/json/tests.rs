use super::super::document::at;
use super::super::places::places_at;
use super::*;
use proptest::prelude::*;
use serde_json::Value;
use std::string::{String, ToString};
use std::vec::Vec;

/// Parses a text along the places of these tests.
fn parse(text: &str) -> Document<'_> {
    super::parse(text, places_at(&[&["a", "b"], &["a", "c", "d"], &["b"], &["status"]]))
}

#[test]
fn values_that_are_complete_before_the_end_are_kept() {
    let text = r#"{"a":{"b":"x","c":[1,2,{"d":"cut"#;
    let document = parse(text);
    assert_eq!(
        (document.stop, at(&document, &["a", "b"])),
        (Some(Stop::End), ["x".to_string()].to_vec())
    );
    assert_eq!(at(&document, &["a", "c"]), ["1", "2"]);
    assert!(at(&document, &["a", "c", "d"]).is_empty());
    assert!(document.is_open());
    assert!(at(&parse("{\"status\":40"), &["status"]).is_empty(), "half a number");
}

#[test]
fn published_syntax_errors_do_not_stop_parsing() {
    let document = parse("{\"a\":[1,2,],}\n}");
    assert_eq!((document.stop, document.sloppy), (None, true));
    assert_eq!(at(&document, &["a"]), ["1", "2"]);
    assert_eq!(at(&parse("{\"a\":1,\"b\":nope,\"c\":2}"), &["a"]), ["1"]);
    assert!(!parse(r#"{"a":[1,{}],"b":[]}"#).sloppy);
}

#[test]
fn members_are_found_in_any_order_and_with_escapes() {
    let document = parse(r#"{"b":1,"x":{"a":{"b":2}},"\u0061":{"\u0063":3,"b":4},"a":{"b" : 5}}"#);
    assert_eq!(at(&document, &["a", "b"]), ["4", "5"]);
    assert_eq!(at(&document, &["a", "c"]), ["3"]);
    assert_eq!(at(&document, &["b"]), ["1"]);
    let names = [r#"a"b"#, "c\\", "d"];
    let places = places_at(&[&names[..1], &names[1..2], &names[2..]]);
    let document = super::parse(r#"{"a\"b":1,"c\\":2,"d":3}"#, places);
    assert_eq!(names.map(|name| at(&document, &[name]).concat()), ["1", "2", "3"]);
    assert_eq!(super::parse(r#"{"a"b":1}"#, places).stop, Some(Stop::Syntax));
}

#[test]
fn depth_and_size_are_bounded() {
    let deep = std::format!("{{\"a\":{}{},\"b\":1}}", "[".repeat(100_000), "]".repeat(100_000));
    let document = parse(&deep);
    assert!(document.too_deep && document.len() < 100);
    assert_eq!(at(&document, &["b"]), ["1"]);
    assert_eq!(parse(&"[".repeat(1_000_000)).stop, Some(Stop::End));
    let wide = std::format!("[{}1]", "1,".repeat(1_000_000));
    assert_eq!(parse(&wide).stop, Some(Stop::Full));
}

/// Every leaf of a value with its path, without arrays.
fn leaves(value: &Value, path: &mut Vec<String>, out: &mut Vec<(Vec<String>, Option<String>)>) {
    match value {
        Value::Object(members) => {
            for (name, member) in members {
                path.push(name.clone());
                leaves(member, path, out);
                path.pop();
            }
        }
        Value::Array(elements) => elements.iter().for_each(|element| leaves(element, path, out)),
        Value::String(text) => out.push((path.clone(), Some(text.clone()))),
        Value::Null => {}
        other => out.push((path.clone(), Some(other.to_string()))),
    }
}

fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<String>().prop_map(Value::from),
    ];
    leaf.prop_recursive(5, 64, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
            prop::collection::vec((".{0,4}", inner), 0..6)
                .prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}

proptest! {
    #[test]
    fn every_value_is_at_the_same_path_as_in_serde_json(value in any_json(), pretty: bool) {
        let text = if pretty { serde_json::to_string_pretty(&value) } else { serde_json::to_string(&value) }.unwrap();
        let mut expected = Vec::new();
        leaves(&value, &mut Vec::new(), &mut expected);
        let paths: Vec<&[String]> = expected.iter().map(|(path, _)| path.as_slice()).collect();
        let document = super::parse(&text, places_at(&paths));
        prop_assert_eq!((document.stop, document.sloppy), (None, false));
        for (path, text) in expected {
            let path: Vec<&str> = path.iter().map(String::as_str).collect();
            prop_assert!(at(&document, &path).contains(&text.unwrap()), "{:?}", path);
        }
    }

    #[test]
    fn a_cut_text_has_only_values_of_the_whole_text(value in any_json(), cut in 0.0..1.0_f64) {
        let text = serde_json::to_string(&[value]).unwrap();
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss)]
        let mut at = (text.len() as f64 * cut) as usize;
        while !text.is_char_boundary(at) { at -= 1; }
        let mut all = Vec::new();
        leaves(&text.parse().unwrap(), &mut Vec::new(), &mut all);
        let paths: Vec<&[String]> = all.iter().map(|(path, _)| path.as_slice()).collect();
        let places = places_at(&paths);
        let (whole, part) = (super::parse(&text, places), super::parse(&text[..at], places));
        for id in 0..part.len() {
            prop_assert_eq!(part.value(id), whole.value(id));
        }
    }

    #[test]
    fn a_string_ends_at_the_first_quotation_mark_that_no_backslash_escapes(
        bytes in prop::collection::vec(prop_oneof![Just(b'"'), Just(b'\\'), 0x20..0x60_u8, any::<u8>()], 0..40),
        skipped in 0..150_usize,
    ) {
        let text: Vec<u8> = core::iter::once(b'"').chain(core::iter::repeat_n(b'a', skipped)).chain(bytes).collect();
        let (mut at, mut escaped) = (1, false);
        while at < text.len() && text[at] != b'"' {
            escaped |= text[at] == b'\\';
            at += if text[at] == b'\\' { 2 } else { 1 };
        }
        let ends = at < text.len();
        let expected = if ends { Ok((&text[at + 1..], escaped)) } else { Err(Stop::End) };
        prop_assert_eq!(behind_string(&text[1..]), expected);
    }

    #[test]
    fn what_is_passed_over_is_read_as_what_is_kept(
        text in r#"\{"a":[\[\]{}",:\\a-c0-9 \n-]{0,60}\}|\{("a": ?([1-3]|"x"|\[1,2\]|\{"b":1\}|null|nope),? ?){0,9}\}"#,
    ) {
        let (kept, passed) = (parse(&text), super::parse(&text, Places::NONE));
        prop_assert_eq!((kept.stop, kept.sloppy, kept.too_deep), (passed.stop, passed.sloppy, passed.too_deep));
    }

    #[test]
    fn every_text_can_be_parsed(text in r#"[\[\]{}",:\\a-c0-9 \n-]{0,200}|.{0,80}"#) {
        let document = parse(&text);
        let _ = (at(&document, &["a"]), at(&document, &[]));
    }
}

#[test]
fn after_the_limit_of_visits_no_node_is_found() {
    let places = places_at(&[&["texts"]]);
    let texts = places.child(places::BODY, "texts").unwrap();
    let body = std::format!("{{\"texts\":[{}]}}", std::vec!["1"; 8_000].join(","));
    let document = super::parse(&body, places);
    let visits = || document.at(document.all(), texts).count();
    for _ in 0..900 {
        assert!(!document.is_exhausted());
        assert_eq!(visits(), 8_000);
    }
    let left: usize = (0..100).map(|_| visits()).sum();
    assert!(left < 100 * 8_000 && document.is_exhausted() && visits() == 0);
}
