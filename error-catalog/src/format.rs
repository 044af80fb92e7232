//! Formats a catalog in the canonical layout, with members in the order of `docs/format.md`.
//!
//! The indentation is two spaces, and each member has its own line, except in short arrays and objects of simple values. Names that the author
//! chooses (entries, categories, headers …) and members of templates keep their order. Strings have as few escapes as possible, and numbers are
//! unchanged.

mod order;

use crate::json::write::{flat, string};
use crate::json::{Member, Node, Value, parse};
use crate::problem::{Problem, Problems};
use crate::source::Source;
use order::Shape;

/// The maximum length of a line with a whole array or object, in characters.
const WIDTH: usize = 100;

/// Returns a catalog in the canonical layout, with line ends like the first one.
///
/// # Errors
/// The file is not valid JSON or has duplicate members.
pub fn format(source: &Source) -> Result<String, Vec<Problem>> {
    let mut problems = Problems::new();
    let node = parse(source, &mut problems);
    let problems = problems.finish();
    let Some(node) = node.filter(|_| problems.is_empty()) else {
        return Err(problems);
    };
    let mut layout = Layout { out: String::new() };
    layout.value(&node, Shape::Catalog, 0, 0);
    layout.out.push('\n');
    let windows = source
        .text
        .find('\n')
        .is_some_and(|at| source.text[..at].ends_with('\r'));
    Ok(if windows {
        layout.out.replace('\n', "\r\n")
    } else {
        layout.out
    })
}

struct Layout {
    out: String,
}

impl Layout {
    /// Writes a value that starts at `column` of its line; `depth` is the indentation level of that line.
    fn value(&mut self, node: &Node<'_>, shape: Shape, depth: usize, column: usize) {
        let (open, close, empty) = match &node.value {
            Value::Array(elements) => ('[', ']', elements.is_empty()),
            Value::Object(members) => ('{', '}', members.is_empty()),
            _ => ('\0', '\0', true),
        };
        if empty || (!shape.is_spread() && Self::fits(node, shape, column)) {
            flat(node, &mut self.out, " ", &|members| sort(members, shape));
            return;
        }
        self.out.push(open);
        match &node.value {
            Value::Array(elements) => {
                for (position, element) in elements.iter().enumerate() {
                    self.begin_line(position, depth + 1);
                    self.value(element, shape, depth + 1, 2 * depth + 2);
                }
            }
            Value::Object(members) => {
                let mut members: Vec<&Member<'_>> = members.iter().collect();
                sort(&mut members, shape);
                for (position, member) in members.into_iter().enumerate() {
                    self.begin_line(position, depth + 1);
                    let start = self.out.len();
                    string(&member.name.value, &mut self.out);
                    self.out.push_str(": ");
                    let column = 2 * depth + 2 + self.out[start..].chars().count();
                    self.value(&member.value, shape.member(&member.name.value), depth + 1, column);
                }
            }
            _ => {}
        }
        self.out.push('\n');
        self.indent(depth);
        self.out.push(close);
    }

    fn begin_line(&mut self, position: usize, depth: usize) {
        self.out.push_str(if position == 0 { "\n" } else { ",\n" });
        self.indent(depth);
    }

    fn indent(&mut self, depth: usize) {
        self.out.extend(std::iter::repeat_n("  ", depth));
    }

    /// Whether a value and a comma fit on one line.
    fn fits(node: &Node<'_>, shape: Shape, column: usize) -> bool {
        let is_simple = |node: &Node<'_>| !matches!(node.value, Value::Array(_) | Value::Object(_));
        let simple = match &node.value {
            Value::Array(elements) => elements.iter().all(is_simple),
            Value::Object(members) => members.iter().all(|member| is_simple(&member.value)),
            _ => true,
        };
        // Too long even if each character takes twelve bytes, as an escaped surrogate pair does.
        if !simple || node.span.len() > 12 * WIDTH {
            return false;
        }
        let mut line = String::new();
        flat(node, &mut line, " ", &|members| sort(members, shape));
        column + line.chars().count() < WIDTH
    }
}

/// Sorts members in the order of the format.
fn sort(members: &mut Vec<&Member<'_>>, shape: Shape) {
    members.sort_by_key(|member| shape.rank(&member.name.value));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::write::compact;

    fn formatted(text: &str) -> String {
        format(&Source::new("x.json", text)).expect("the text is JSON")
    }

    #[test]
    fn members_are_in_the_order_of_the_format_and_metadata_is_last() {
        let text = r#"{"x-b":1,"errors":{"B":{"x-z":1,"x-a":{"b":1,"a":2},"title":"T","nope":0,"status":404},"A":{"retry":{"delay":1,"class":"after"}}},"name":"n"}"#;
        let expected = r#"{
  "name": "n",
  "errors": {
    "B": {
      "status": 404,
      "title": "T",
      "nope": 0,
      "x-z": 1,
      "x-a": { "b": 1, "a": 2 }
    },
    "A": {
      "retry": { "class": "after", "delay": 1 }
    }
  },
  "x-b": 1
}
"#;
        assert_eq!(formatted(text), expected);
        assert_eq!(formatted(expected), expected);
    }

    #[test]
    fn templates_keep_their_order() {
        let text = r#"{"responses":{"default":{"body":{"title":1,"code":[{"z":1,"$if":"a"}]},"format":"json"}}}"#;
        let expected = r#"{
  "responses": {
    "default": {
      "format": "json",
      "body": {
        "title": 1,
        "code": [
          { "z": 1, "$if": "a" }
        ]
      }
    }
  }
}
"#;
        assert_eq!(formatted(text), expected);
    }

    #[test]
    fn a_line_has_at_most_a_hundred_characters_or_one_member() {
        for length in 80..92 {
            let text = formatted(&format!(r#"{{"x-a":["{}", 1]}}"#, "é".repeat(length)));
            let longest = text.lines().map(|line| line.chars().count()).max().unwrap_or(0);
            assert_eq!(text.lines().count() == 3, length <= 83, "{length} {longest}");
            assert!(longest <= 100);
        }
    }

    #[test]
    fn escapes_are_normalized_and_numbers_are_unchanged() {
        let text = r#"{"x-a":["\u0061\/\u0022\ud83d\ude00\u202e\n", 1.50e+3, -0.0]}"#;
        assert_eq!(
            formatted(text),
            "{\n  \"x-a\": [\"a/\\\"😀\\u202e\\n\", 1.50e+3, -0.0]\n}\n"
        );
    }

    #[test]
    fn line_ends_are_kept() {
        assert_eq!(formatted("{\r\n\"x-a\":1}"), "{\r\n  \"x-a\": 1\r\n}\r\n");
    }

    #[test]
    fn invalid_json_and_duplicate_members_are_not_formatted() {
        for text in ["{", "{} {}", r#"{"a":1,"a":2}"#, "\u{feff}{}", r#"["\ud800"]"#] {
            assert!(format(&Source::new("x.json", text)).is_err(), "{text}");
        }
    }

    #[test]
    fn metadata_is_compact_regardless_of_its_layout() {
        let mut problems = Problems::new();
        let source = Source::new("x.json", "{ \"b\" : [ 1.0 , \"\\u0061 b\" ] , \"a\" : { } }");
        let node = parse(&source, &mut problems).map(|node| compact(&node));
        assert!(problems.finish().is_empty());
        assert_eq!(node.as_deref(), Some(r#"{"b":[1.0,"a b"],"a":{}}"#));
    }
}
