//! EC09: endpoint patterns.

use super::Example::Entry;
use super::rules;

rules! {
    /// An endpoint pattern is one the format knows.
    ENDPOINT_SYNTAX = "EC0901" "endpoint-syntax" Error,
        why: "Patterns are a small part of regular expressions, so that every client matches them the same way. Look-around, back references and counted repetition are not part of it.",
        wrong: Entry(r#""endpoints": ["/v[12/o/.*"]"#),
        right: Entry(r#""endpoints": ["/v[12]/o/.*"]"#);
    /// An endpoint pattern takes linear time in any matcher.
    ENDPOINT_TIME = "EC0902" "endpoint-time" Error,
        why: "This library matches in linear time, but the pattern is also copied into documents and other people's clients. A repeated group that can match one text in many ways, such as `(a+)+`, takes a backtracking matcher exponential time.",
        wrong: Entry(r#""endpoints": ["/(a+)+"]"#),
        right: Entry(r#""endpoints": ["/a+"]"#);
}
