use super::*;
use crate::testing::Clinic;
use error_layout::program::escape;
use error_runtime::__compiled::form;
use proptest::prelude::*;
use std::string::{String, ToString};
use std::vec;
use std::vec::Vec;

const PLACEHOLDER: Piece<'_> = Piece::Placeholder {
    argument: 0,
    escape: escape::PLAIN,
};

/// The values of the placeholders; `None` if the sequence does not write the text.
fn values(pieces: &[Piece<'_>], text: &str) -> Option<Vec<Option<String>>> {
    let mut sequence = Sequence::EMPTY;
    let mut argument = 0;
    for piece in pieces {
        let piece = match piece {
            Piece::Placeholder { escape, .. } => Piece::Placeholder {
                argument: argument + 1,
                escape: *escape,
            },
            Piece::Segment(segment) => Piece::Segment(segment),
        };
        argument += 1;
        // Argument 5 has digits only.
        argument += u8::from(argument == 4);
        sequence.pieces.push(piece);
    }
    let mut found = vec![];
    let context = Context::new(Clinic::Gone.entry(), 410, "410");
    sequence.holds(context, text, &mut |(_, value)| found.push(value.map(Cow::into_owned)))?;
    Some(found)
}

#[allow(clippy::unnecessary_wraps, reason = "the expected value of a placeholder")]
fn some(text: &str) -> Option<String> {
    Some(text.to_string())
}

#[test]
fn values_are_exact_or_not_at_all() {
    let of = [Piece::Segment("No "), PLACEHOLDER, Piece::Segment(" of "), PLACEHOLDER];
    assert_eq!(values(&of, "No x of y"), Some(vec![some("x"), some("y")]));
    assert_eq!(values(&of, "No x of y of z"), Some(vec![None, None]));
    assert_eq!(values(&of, "No x"), None);
    assert_eq!(values(&[PLACEHOLDER, PLACEHOLDER], "ab"), Some(vec![None, None]));
    assert_eq!(values(&[PLACEHOLDER, PLACEHOLDER], ""), Some(vec![some(""), some("")]));
    let three = [
        PLACEHOLDER,
        Piece::Segment(","),
        PLACEHOLDER,
        Piece::Segment(";"),
        PLACEHOLDER,
    ];
    assert_eq!(values(&three, "a,b;c;d"), Some(vec![some("a"), None, None]));
    assert_eq!(
        values(&[Piece::Segment("ab"), PLACEHOLDER, Piece::Segment("ba")], "aba"),
        None,
        "segments do not share characters"
    );
    assert_eq!(values(&[Piece::Segment("é"), Piece::Segment("")], "é"), Some(vec![]));
}

#[test]
fn an_upstream_text_contains_its_name() {
    let context = Context::new(Clinic::Upstream.entry(), 502, "502");
    let program = form(Clinic::Upstream.entry()).unwrap().message();
    let mut found = vec![];
    let fit = fit(context, program, Some("Upstream db failed"), &mut |value| {
        found.push(value);
    });
    assert_eq!(fit, Fit::Yes { literal: 16 });
    assert_eq!(found, [(argument::PARAMETER, Some(Cow::Borrowed("db")))]);
    assert_eq!(
        super::fit(context, program, Some("Downstream db failed"), &mut |_| {}),
        Fit::No
    );
    assert_eq!(super::fit(context, program, None, &mut |_| {}), Fit::No);
}

proptest! {
    #[test]
    fn values_of_a_written_text_are_found(parts in prop::collection::vec(("[ab]{0,2}", "[abé]{0,3}"), 1..5), tail in "[ab]{0,2}") {
        let mut pieces = vec![];
        let mut text = String::new();
        for (segment, value) in &parts {
            pieces.extend([Piece::Segment(segment.as_str()), PLACEHOLDER]);
            text += segment;
            text += value;
        }
        pieces.push(Piece::Segment(&tail));
        text += &tail;
        let found = values(&pieces, &text);
        prop_assert!(found.is_some());
        for ((_, value), found) in parts.iter().zip(found.unwrap()) {
            if let Some(found) = found {
                prop_assert_eq!(&found, value);
            }
        }
    }
}

#[test]
fn a_date_of_a_header_and_a_path_segment_are_read_back() {
    let placeholder = |escape| Piece::Placeholder { argument: 0, escape };
    let date = |text| values(&[placeholder(escape::HTTP_DATE)], text);
    assert_eq!(
        date("Sat, 31 Jan 2026 08:30:00 GMT"),
        Some(vec![some("2026-01-31T08:30:00Z")])
    );
    assert_eq!(date("soon"), Some(vec![None]));
    let segment = |text| values(&[Piece::Segment("/"), placeholder(escape::SEGMENT)], text);
    assert_eq!(segment("/a%2Fb"), Some(vec![some("a/b")]));
    // `..`, or `%2E%2E`.
    assert_eq!(segment("/%252E%252E"), Some(vec![None]));
}
