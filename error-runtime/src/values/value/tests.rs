use super::*;
use crate::values::{Number, Rfc3339};

struct Broken;

impl fmt::Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("half")?;
        Err(fmt::Error)
    }
}

#[test]
fn values_of_every_type_are_stored_in_order() {
    let (count, share) = (core::num::NonZero::<u8>::MAX, Number::try_from(0.5_f32).unwrap());
    let time = Rfc3339::new("2024-01-01T00:00:00Z").unwrap();
    let values = Values::collect(&[
        Value::string("é"),
        Value::integer(&count),
        Value::absent(),
        Value::decimal(&share),
        Value::boolean(true),
        Value::uri(&"/x"),
        Value::date_time(&time),
        Value::optional(None),
        Value::optional_integer(Some(-3)),
        Value::optional_decimal(Some(&Number::try_from(1e21).unwrap())),
        Value::optional_boolean(Some(false)),
        Value::optional_text(Some("")),
    ]);
    let expected = [
        Some(("é", Kind::Quoted)),
        Some(("255", Kind::Bare)),
        None,
        Some(("0.5", Kind::Bare)),
        Some(("true", Kind::Bare)),
        Some(("/x", Kind::Quoted)),
        Some(("2024-01-01T00:00:00Z", Kind::Quoted)),
        None,
        Some(("-3", Kind::Bare)),
        Some(("1000000000000000000000", Kind::Bare)),
        Some(("false", Kind::Bare)),
        Some(("", Kind::Quoted)),
        None,
    ];
    for (position, expected) in expected.into_iter().enumerate() {
        assert_eq!(values.get(position), expected, "{position}");
    }
}

#[test]
fn a_value_that_cannot_be_displayed_is_missing() {
    let values = Values::collect(&[
        Value::string("a"),
        Value::absent(),
        Value::display(&Broken),
        Value::string("b"),
    ]);
    assert_eq!(values.get(1), None);
    assert_eq!(values.get(2), None);
    assert_eq!(values.get(3), Some(("b", Kind::Quoted)));
}

#[test]
fn every_uri_is_a_uri_reference() {
    let values = Values::collect(&[
        Value::uri(&"https://e.example/a b?<\"é>"),
        Value::optional_uri(Some(&"see the wiki%")),
        Value::optional_uri::<&str>(None),
        Value::uri(&"/a%20b#c"),
    ]);
    let text = |position| values.get(position).map(|(text, _)| text);
    assert_eq!(text(0), Some("https://e.example/a%20b?%3C%22%C3%A9%3E"));
    assert_eq!(text(1), Some("see%20the%20wiki%25"));
    assert_eq!((text(2), text(3)), (None, Some("/a%20b#c")));
}

#[test]
fn values_may_be_passed_in_any_order_and_left_out() {
    let values = Values::placed(&[(0, Value::absent()), (2, Value::string("c")), (0, Value::boolean(true))]);
    assert_eq!((values.get(0), values.get(1)), (Some(("true", Kind::Bare)), None));
    assert_eq!((values.get(2), values.get(3)), (Some(("c", Kind::Quoted)), None));
    assert!(Values::placed(&[]).is_empty());
}

#[test]
fn strings_are_stored_short_and_without_control_characters() {
    let long = "é".repeat(5_000);
    let mut values = Values::collect(&[Value::string("a\r\nb\u{9b}"), Value::display(&long)]);
    assert_eq!(values.get(0), Some(("a  b ", Kind::Quoted)));
    let (text, kind) = values.get(1).unwrap();
    assert_eq!(
        (text.chars().count(), text.ends_with("é…"), kind),
        (1_024, true, Kind::Quoted)
    );
    values.set(0, &long, Kind::Quoted);
    assert_eq!(values.get(0).unwrap().0.chars().count(), 1_024);
}

#[test]
fn a_value_can_be_set_and_replaced_by_position() {
    let mut values = Values::default();
    values.set(2, "c", Kind::Quoted);
    values.set(0, "long", Kind::Quoted);
    values.set(2, "3", Kind::Bare);
    assert_eq!((values.get(0), values.get(1)), (Some(("long", Kind::Quoted)), None));
    assert_eq!((values.get(2), values.len()), (Some(("3", Kind::Bare)), 5));
}
