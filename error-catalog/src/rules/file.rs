//! EC01: the file, its encoding and its JSON syntax.

use super::Example::File;
use super::rules;

rules! {
    /// The file is valid JSON.
    SYNTAX = "EC0101" "syntax" Error,
        why: "A catalog is JSON as defined by RFC 8259: no comments, no trailing commas, names in double quotes. \
              Parsing stops at the first syntax error, so other problems are reported only after it is fixed.",
        wrong: File(r#"{ "name": "clinic", }"#),
        right: File(r#"{ "name": "clinic", "title": "Clinic", "responses": { "default": { "format": "empty" } },
  "errors": { "GONE": { "status": 410, "title": "Gone" } } }"#);
    /// The file is UTF-8 without a byte order mark, and its strings are valid Unicode.
    ENCODING = "EC0102" "encoding" Error,
        why: "RFC 8259, section 8.1, requires UTF-8 and forbids a byte order mark. An unpaired surrogate such as `\\ud800` \
              cannot be encoded as UTF-8.",
        wrong: File(r#"{ "name": "\ud800" }"#),
        right: File(r#"{ "name": "clinic", "title": "Clinic \ud83d\ude00", "responses": { "default": { "format": "empty" } },
  "errors": { "GONE": { "status": 410, "title": "Gone" } } }"#);
    /// The members of an object have different names.
    DUPLICATE = "EC0103" "duplicate-member" Error,
        why: "Most JSON parsers silently keep only the last member of a name, so an entry in the file could have \
              no effect.",
        wrong: File(r#"{ "name": "a", "name": "b" }"#),
        right: File(r#"{ "name": "a", "title": "A", "responses": { "default": { "format": "empty" } },
  "errors": { "GONE": { "status": 410, "title": "Gone" } } }"#);
    /// Arrays and objects are nested at most 64 levels deep.
    TOO_DEEP = "EC0104" "too-deep" Error,
        why: "No member of a catalog needs deeper nesting, and the limit keeps recursive parsers from overflowing their stack.",
        wrong: File(concat!(r#"{ "x-deep": "#, "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[1", "]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]] }")),
        right: File(r#"{ "name": "a", "title": "A", "x-deep": [[1]], "responses": { "default": { "format": "empty" } },
  "errors": { "GONE": { "status": 410, "title": "Gone" } } }"#);
    /// The size limits are: 16 MiB per file, 65,000 entries, 192 parameters per entry, 65,535 bytes per name or code, 1 MiB per body.
    TOO_LARGE = "EC0105" "too-large" Error,
        why: "The limits keep an error value within 16 bytes and an entry's index within two. A larger file is most likely \
              a mistake.",
        wrong: File(TOO_MANY_PARAMETERS),
        right: File(r#"{ "name": "a", "title": "A", "responses": { "default": { "format": "empty" } },
  "errors": { "GONE": { "status": 410, "title": "Gone" } } }"#);
    /// The file has no content after the catalog's object.
    TRAILING = "EC0106" "trailing-content" Error,
        why: "Two JSON values in one file are usually the result of a failed merge.",
        wrong: File(r#"{ "name": "a" } { "name": "b" }"#),
        right: File(r#"{ "name": "a", "title": "A", "responses": { "default": { "format": "empty" } },
  "errors": { "GONE": { "status": 410, "title": "Gone" } } }"#);
    /// A number is within the range of its member.
    NUMBER_RANGE = "EC0107" "number-range" Error,
        why: "Codes are signed 64-bit integers; delays are seconds in an unsigned 32-bit integer. Numbers are never rounded or truncated.",
        wrong: super::Example::Entry(r#""code": 99999999999999999999"#),
        right: super::Example::Entry(r#""code": 20003"#);
    /// The file can be read.
    CANNOT_READ = "EC0108" "cannot-read" Error,
        why: "The path in `error_catalog!` is relative to the folder of the package's `Cargo.toml`, regardless of the current directory. A \
              file outside the package is not included by `cargo publish`.";
    /// The file is inside the package that compiles it.
    OUTSIDE_PACKAGE = "EC0109" "outside-package" Warning,
        why: "`cargo publish` includes only files inside the package's folder, so a published crate with its catalog elsewhere does not \
              build. Move the file into the package. In a package that is never published, write \
              `#[catalog(allow(EC0109))]` in the call.";
}

/// One entry with 193 parameters.
const TOO_MANY_PARAMETERS: &str = include_str!("too_many_parameters.json");
