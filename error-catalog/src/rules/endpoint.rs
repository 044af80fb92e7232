//! EC09: endpoint patterns.

use super::Example::Entry;
use super::rules;

rules! {
    /// An endpoint pattern follows the syntax of the format.
    ENDPOINT_SYNTAX = "EC0901" "endpoint-syntax" Error,
        why: "Patterns are a small subset of regular expressions, so that every client matches them the same way. Look-around, backreferences and counted repetition are not supported.",
        wrong: Entry(r#""endpoints": ["/v[12/o/.*"]"#),
        right: Entry(r#""endpoints": ["/v[12]/o/.*"]"#);
    /// An endpoint pattern matches in linear time in every regex engine.
    ENDPOINT_TIME = "EC0902" "endpoint-time" Error,
        why: "This library matches in linear time, but the pattern is also copied into documents and into other clients. A repeated group that can match one text in several ways, such as `(a+)+`, takes exponential time in a backtracking engine.",
        wrong: Entry(r#""endpoints": ["/(a+)+"]"#),
        right: Entry(r#""endpoints": ["/a+"]"#);
}
