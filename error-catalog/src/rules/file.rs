//! EC01: the file as bytes and as JSON.

use super::Example::File;
use super::rules;

rules! {
    /// The file is JSON.
    SYNTAX = "EC0101" "syntax" Error,
        why: "A catalog is a JSON text as RFC 8259 defines it: no comments, no trailing commas, names in double quotes. \
              The parser stops at the first mistake of this kind, so other problems show only when it is mended.",
        wrong: File(r#"{ "name": "clinic", }"#),
        right: File(r#"{ "name": "clinic", "title": "Clinic", "responses": { "default": { "format": "empty" } },
  "errors": { "GONE": { "status": 410, "title": "Gone" } } }"#);
    /// The file is UTF-8 without a byte order mark, and its strings are Unicode text.
    ENCODING = "EC0102" "encoding" Error,
        why: "RFC 8259, section 8.1, asks for UTF-8 and forbids a byte order mark. An escape such as `\\ud800` alone is half a \
              character and cannot be sent to anyone.",
        wrong: File(r#"{ "name": "\ud800" }"#),
        right: File(r#"{ "name": "clinic", "title": "Clinic \ud83d\ude00", "responses": { "default": { "format": "empty" } },
  "errors": { "GONE": { "status": 410, "title": "Gone" } } }"#);
    /// No member stands twice in an object.
    DUPLICATE = "EC0103" "duplicate-member" Error,
        why: "Most JSON readers silently take the last of two members of one name, so half the team would see an entry that \
              does not count.",
        wrong: File(r#"{ "name": "a", "name": "b" }"#),
        right: File(r#"{ "name": "a", "title": "A", "responses": { "default": { "format": "empty" } },
  "errors": { "GONE": { "status": 410, "title": "Gone" } } }"#);
    /// Arrays and objects stand at most 64 levels deep in each other.
    TOO_DEEP = "EC0104" "too-deep" Error,
        why: "Nothing a catalog can say needs such nesting; it would only cost every reader of the file its stack.",
        wrong: File(concat!(r#"{ "x-deep": "#, "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[1", "]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]] }")),
        right: File(r#"{ "name": "a", "title": "A", "x-deep": [[1]], "responses": { "default": { "format": "empty" } },
  "errors": { "GONE": { "status": 410, "title": "Gone" } } }"#);
    /// The file keeps the limits of size: 16 MiB, 65,000 entries, 192 parameters for an entry, 65,535 bytes for a name or code, 1 MiB for a body.
    TOO_LARGE = "EC0105" "too-large" Error,
        why: "The limits keep an error value in 16 bytes and a position in two. A file beyond them is more likely broken than \
              large.",
        wrong: File(TOO_MANY_PARAMETERS),
        right: File(r#"{ "name": "a", "title": "A", "responses": { "default": { "format": "empty" } },
  "errors": { "GONE": { "status": 410, "title": "Gone" } } }"#);
    /// Nothing stands behind the catalog's object.
    TRAILING = "EC0106" "trailing-content" Error,
        why: "A file with two JSON texts is the trace of a failed merge.",
        wrong: File(r#"{ "name": "a" } { "name": "b" }"#),
        right: File(r#"{ "name": "a", "title": "A", "responses": { "default": { "format": "empty" } },
  "errors": { "GONE": { "status": 410, "title": "Gone" } } }"#);
    /// A number fits where it stands.
    NUMBER_RANGE = "EC0107" "number-range" Error,
        why: "Codes are 64-bit signed integers, delays are seconds in 32 bits. Nothing is rounded or cut.",
        wrong: super::Example::Entry(r#""code": 99999999999999999999"#),
        right: super::Example::Entry(r#""code": 20003"#);
    /// The file can be read.
    CANNOT_READ = "EC0108" "cannot-read" Error,
        why: "The path in `error_catalog!` counts from the folder with the package's `Cargo.toml`, wherever cargo runs. If the \
              file is outside the package, `cargo publish` does not pack it.";
    /// The file lies inside the package that compiles it.
    OUTSIDE_PACKAGE = "EC0109" "outside-package" Warning,
        why: "`cargo publish` packs only files below the package's folder, so a crate with its catalog elsewhere builds here and fails for \
              everyone else. Move the file into the package, or allow this in the call, \
              `#[catalog(allow(EC0109))]`, in a package that is never published.";
}

/// One entry with 193 parameters.
const TOO_MANY_PARAMETERS: &str = include_str!("too_many_parameters.json");
