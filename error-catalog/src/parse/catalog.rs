//! Parses the catalog object and its parameters.

use std::collections::HashMap;

use error_layout::vocabulary::{PARAMETER_TYPES, VISIBILITIES};

use super::Parser;
use super::common::COMMON;
use super::object::Kind;
use crate::ast::{self, Common, Scalar};
use crate::json::{Member, Node, Value};
use crate::names;
use crate::problem::{Problem, Problems};
use crate::rules;
use crate::source::{Source, Spanned};

/// The members that describe a catalog itself.
pub const CATALOG: &[&str] = &[
    "$schema",
    "format_version",
    "extends",
    "name",
    "version",
    "title",
    "description",
];

/// The members of a catalog that are inherited from its bases.
pub const INHERITED: &[&str] = &[
    "language",
    "translations",
    "defaults",
    "categories",
    "parameters",
    "responses",
    "omitted_prefix",
    "fallbacks",
    "errors",
    "allow",
];

/// The types of other languages that have another name here.
const TYPES_ELSEWHERE: [(&str, &str); 14] = [
    ("number", "decimal"),
    ("float", "decimal"),
    ("double", "decimal"),
    ("long", "integer"),
    ("text", "string"),
    ("timestamp", "date-time"),
    ("date", "date-time"),
    ("url", "uri"),
    ("guid", "uuid"),
    ("array", "string[]"),
    ("list", "string[]"),
    ("object", "json"),
    ("map", "json"),
    ("any", "json"),
];

/// The members of a parameter.
pub const PARAMETER: &[&str] = &["type", "values", "visibility", "optional", "description", "example"];

const CATALOG_KIND: Kind = Kind {
    noun: "a catalog",
    members: &[CATALOG, INHERITED],
    has_metadata: true,
};
const DEFAULTS: Kind = Kind {
    noun: "`defaults`",
    members: &[COMMON],
    has_metadata: false,
};
const PARAMETER_KIND: Kind = Kind {
    noun: "a parameter",
    members: &[PARAMETER],
    has_metadata: false,
};

/// Parses a whole catalog, or one that is only a base of others, in which nothing is missing.
pub fn catalog(source: &Source, node: &Node<'_>, is_base: bool, problems: &mut Problems) -> ast::Catalog {
    Parser::new(source, problems).catalog(node, is_base)
}

/// Parses the paths of the bases of a catalog.
pub(crate) fn bases(source: &Source, node: &Node<'_>, problems: &mut Problems) -> Vec<Spanned<String>> {
    let member = node.member("extends");
    member.map_or_else(Vec::new, |member| Parser::new(source, problems).bases(&member.value))
}

impl Parser<'_, '_> {
    fn catalog(&mut self, node: &Node<'_>, is_base: bool) -> ast::Catalog {
        let mut catalog = ast::Catalog {
            span: node.span.clone(),
            ..ast::Catalog::default()
        };
        let members = self.object(node);
        for member in &members {
            let node = &member.value;
            match &*member.name.value {
                "$schema" => drop(self.string(node)),
                "format_version" => self.format_version(node),
                // Its problems are reported when the bases are read.
                "extends" => {}
                "name" => catalog.name = self.catalog_name(node),
                "version" => catalog.version = self.string(node),
                "title" => catalog.title = self.string(node),
                "description" => catalog.description = self.markdown(node),
                "language" => catalog.language = self.language(node),
                "translations" => catalog.translations = self.translations(node),
                "defaults" => catalog.defaults = self.defaults(node),
                "categories" => {
                    catalog.categories = self
                        .filled_object(node)
                        .into_iter()
                        .map(|member| self.category(member))
                        .collect();
                }
                "parameters" => catalog.parameters = self.parameters(node),
                "responses" => {
                    catalog.responses_key = member.name.span.clone();
                    catalog.responses = self
                        .filled_object(node)
                        .into_iter()
                        .map(|member| self.response(member))
                        .collect();
                }
                "omitted_prefix" => catalog.omitted_prefix = self.string(node),
                "fallbacks" => catalog.fallbacks = self.fallbacks(node),
                "errors" => {
                    catalog.errors = self
                        .filled_object(node)
                        .into_iter()
                        .map(|member| self.entry(member))
                        .collect();
                }
                "allow" => catalog.allow = self.strings(node),
                name if name.starts_with("x-") => catalog.metadata.push(Self::metadata(member)),
                _ => self.unknown_member(member, CATALOG_KIND),
            }
        }
        let categories = ast::positions(catalog.categories.iter().map(|category| category.name.value.as_str()));
        for entry in &mut catalog.errors {
            let category = entry.category.as_ref();
            entry.category_position = category.and_then(|name| categories.get(name.value.as_str()).copied());
        }
        if matches!(node.value, Value::Object(_)) && !is_base {
            let place = node.span.start..node.span.start + 1;
            for required in ["name", "title", "responses", "errors"] {
                let missing = Self::missing(&members, required, CATALOG_KIND, &place);
                self.problems.extend(missing);
            }
            if let Some(first) = catalog.translations.first() {
                let missing = Self::missing(&members, "language", CATALOG_KIND, &first.span);
                let help = "for example `\"language\": \"en\"`, the language of the texts in this file";
                self.problems.extend(missing.map(|problem| problem.help(help)));
            }
        }
        self.own_translation(&catalog);
        catalog
    }

    fn bases(&mut self, node: &Node<'_>) -> Vec<Spanned<String>> {
        let bases = match &node.value {
            Value::String(_) => self.string(node).into_iter().collect(),
            Value::Array(_) => self.strings(node),
            _ => {
                self.wrong_type(node, "a path (string) or an array of paths");
                Vec::new()
            }
        };
        let (paths, others): (Vec<_>, Vec<_>) = bases.into_iter().partition(|base| is_relative_path(&base.value));
        for other in others {
            let message = format!("`{}` is not a relative path", other.value);
            let problem = Problem::new(&rules::MALFORMED, other.span, message);
            let label = "expected the path of a file, relative to the folder of this file and with `/`";
            self.problems.push(problem.label(label));
        }
        paths
    }

    fn format_version(&mut self, node: &Node<'_>) {
        if let Some(version) = self.integer::<i64>(node, "a format version (integer)")
            && version.value != 1
        {
            let message = format!("unsupported format version {}", version.value);
            let problem = Problem::new(&rules::MALFORMED, version.span, message);
            self.problems.push(problem.label("expected 1"));
        }
    }

    fn catalog_name(&mut self, node: &Node<'_>) -> Option<Spanned<String>> {
        let name = self.string(node)?;
        if !names::is_catalog_name(&name.value) {
            let suggestion: Vec<String> = name
                .value
                .split(|c: char| !c.is_ascii_alphanumeric())
                .filter(|part| !part.is_empty())
                .map(str::to_ascii_lowercase)
                .collect();
            let problem = Problem::new(
                &rules::MALFORMED,
                name.span.clone(),
                format!("`{}` is not a valid catalog name", name.value),
            );
            let problem = problem.help("a catalog name consists of lowercase letters, digits and single hyphens");
            self.problems.push(if suggestion.is_empty() {
                problem
            } else {
                problem.label(format!("did you mean `{}`?", suggestion.join("-")))
            });
        }
        Some(name)
    }

    fn defaults(&mut self, node: &Node<'_>) -> Common {
        let mut common = Common::default();
        for member in self.filled_object(node) {
            if !self.common(member, &mut common) {
                self.unknown_member(member, DEFAULTS);
            }
        }
        common
    }

    pub(super) fn parameters(&mut self, node: &Node<'_>) -> Vec<ast::Parameter> {
        self.filled_object(node)
            .into_iter()
            .map(|member| self.parameter(member))
            .collect()
    }

    fn parameter(&mut self, member: &Member<'_>) -> ast::Parameter {
        let name = Spanned::new(member.name.value.to_string(), member.name.span.clone());
        let mut parameter = ast::Parameter {
            name,
            kind: 0,
            values: Vec::new(),
            visibility: 0,
            optional: false,
            description: None,
            example: None,
        };
        if matches!(member.value.value, Value::String(_)) {
            parameter.kind = self.parameter_type(&member.value).unwrap_or(0);
            self.enum_values(&mut parameter, None, &[]);
            return parameter;
        }
        if !matches!(member.value.value, Value::Object(_)) {
            self.wrong_type(&member.value, "a parameter type (string) or an object");
            return parameter;
        }
        let members = self.object(&member.value);
        // An example of an unknown type can be any value.
        let has_default = Self::missing(&members, "type", PARAMETER_KIND, &parameter.name.span).is_some();
        let (mut kind, mut example, mut values) = (has_default.then_some(0), None, None);
        for member in &members {
            let node = &member.value;
            match &*member.name.value {
                "type" => kind = self.parameter_type(node),
                "values" => values = Some(*member),
                "visibility" => {
                    parameter.visibility = self
                        .word(node, &VISIBILITIES, "a visibility")
                        .map_or(0, |word| word.value);
                }
                "optional" => parameter.optional = self.boolean(node).unwrap_or(false),
                "description" => parameter.description = self.markdown(node).map(|text| text.value),
                "example" => example = Some(node),
                _ => self.unknown_member(member, PARAMETER_KIND),
            }
        }
        parameter.kind = kind.unwrap_or(0);
        if kind.is_some() {
            self.enum_values(&mut parameter, values, &members);
        }
        parameter.example = kind.and_then(|kind| self.example(example?, kind, &parameter.values));
        parameter
    }

    /// Parses the values of an `enum`, which only it has.
    fn enum_values(&mut self, parameter: &mut ast::Parameter, member: Option<&Member<'_>>, members: &[&Member<'_>]) {
        let is_enum = PARAMETER_TYPES.get(usize::from(parameter.kind)) == Some(&"enum");
        match member {
            None if is_enum => {
                let missing = Self::missing(members, "values", PARAMETER_KIND, &parameter.name.span);
                let help = "for example `\"values\": [\"expired\", \"revoked\"]`";
                self.problems.extend(missing.map(|problem| problem.help(help)));
            }
            None => {}
            Some(member) if !is_enum => {
                let message = "member `values` of a parameter that is not an `enum`";
                let problem = Problem::new(&rules::UNKNOWN_MEMBER, member.name.span.clone(), message);
                self.problems.push(problem.label("did you mean `\"type\": \"enum\"`?"));
            }
            Some(member) => {
                let mut known: HashMap<String, usize> = HashMap::new();
                for value in self.strings(&member.value) {
                    self.enum_value(parameter, value, &mut known);
                }
            }
        }
    }

    /// Adds a value of an enum; `known` has the positions of the values by Rust name.
    fn enum_value(
        &mut self,
        parameter: &mut ast::Parameter,
        value: Spanned<String>,
        known: &mut HashMap<String, usize>,
    ) {
        let name = names::variant(&value.value);
        let text = &value.value;
        let message = match name {
            None => format!("`{text}` has no characters valid in an identifier"),
            Some(_) if text.contains(['\n', '\r']) => "expected a value of one line".to_owned(),
            Some(name) => {
                let other = known.get(&name).and_then(|position| parameter.values.get(*position));
                let Some(other) = other else {
                    known.insert(name, parameter.values.len());
                    parameter.values.push(value);
                    return;
                };
                format!("`{text}` and `{}` are both `{name}` in Rust", other.value)
            }
        };
        self.problems.add(&rules::ENUM_VALUE, value.span, message);
    }

    fn parameter_type(&mut self, node: &Node<'_>) -> Option<u8> {
        if let Value::String(word) = &node.value
            && let Some((_, meant)) = TYPES_ELSEWHERE
                .iter()
                .find(|(other, _)| other.eq_ignore_ascii_case(word))
        {
            let message = format!("`{word}` is not a parameter type");
            let problem = Problem::new(&rules::UNKNOWN_WORD, node.span.clone(), message);
            self.problems.push(problem.label(format!("did you mean `{meant}`?")));
            return None;
        }
        self.word(node, &PARAMETER_TYPES, "a parameter type")
            .map(|word| word.value)
    }

    fn example(&mut self, node: &Node<'_>, kind: u8, values: &[Spanned<String>]) -> Option<Spanned<String>> {
        let text = scalar(node).and_then(|value| value.of_type(kind));
        let is_value = |text: &String| values.is_empty() || values.iter().any(|value| value.value == *text);
        let Some(text) = text.filter(is_value) else {
            let kind = PARAMETER_TYPES.get(usize::from(kind)).copied().unwrap_or("string");
            let problem = Problem::new(
                &rules::EXAMPLE_TYPE,
                node.span.clone(),
                format!("expected an example of type `{kind}`"),
            );
            self.problems.push(match kind {
                "date-time" => problem.help("use the format of RFC 3339, for example `2026-01-31T09:30:00Z`"),
                _ => problem,
            });
            return None;
        };
        Some(Spanned::new(text, node.span.clone()))
    }
}

/// Whether a text is a path that has the same meaning on every operating system.
fn is_relative_path(text: &str) -> bool {
    !text.starts_with('/') && !text.ends_with('/') && !text.contains(['\\', ':'])
}

/// Returns the value of a parameter; `None` if it is unreadable.
pub(super) fn scalar(node: &Node<'_>) -> Option<Scalar> {
    Some(match &node.value {
        Value::String(text) => Scalar::Text(text.to_string()),
        Value::Number(digits) => Scalar::Number((*digits).to_owned()),
        Value::Bool(value) => Scalar::Boolean(*value),
        Value::Null | Value::Array(_) | Value::Object(_) => Scalar::Structure(crate::json::write::compact(node)),
        Value::Unreadable => return None,
    })
}

#[cfg(test)]
mod tests {
    use crate::rules::Example;
    use crate::{Source, compile};

    /// The problems of a catalog whose entry has a parameter like this.
    fn problems(parameter: &str) -> Vec<String> {
        let members = format!(r#""parameters": {{ "cause": {parameter} }}, "diagnostics": "{{cause}}""#);
        let source = Source::new("c.json", Example::Entry(members.leak()).to_catalog());
        let problems = compile(&source).problems.into_iter();
        problems
            .map(|problem| format!("{} {}", problem.rule.code, problem.message))
            .collect()
    }

    #[test]
    fn an_enum_has_values_and_other_types_have_none() {
        assert_eq!(
            problems(r#"{ "type": "enum", "values": ["a", "Self", "404"], "example": "a" }"#),
            [""; 0]
        );
        for (parameter, expected) in [
            (r#""enum""#, "EC0202 missing member `values` in a parameter"),
            (
                r#"{ "values": ["a"] }"#,
                "EC0201 member `values` of a parameter that is not an `enum`",
            ),
            (
                r#"{ "type": "enum", "values": ["!"] }"#,
                "EC0306 `!` has no characters valid in an identifier",
            ),
            (
                r#"{ "type": "enum", "values": ["a", "a"] }"#,
                "EC0306 `a` and `a` are both `A` in Rust",
            ),
            (
                r#"{ "type": "enum", "values": ["a\nb"] }"#,
                "EC0306 expected a value of one line",
            ),
            (
                r#"{ "type": "enum", "values": ["a"], "example": "b" }"#,
                "EC0608 expected an example of type `enum`",
            ),
        ] {
            assert_eq!(problems(parameter), [expected], "{parameter}");
        }
    }

    #[test]
    fn an_example_has_the_structure_of_its_type() {
        for (kind, example) in [
            ("json", r#"{ "a": [null] }"#),
            ("json", "null"),
            ("json", "\"a\""),
            ("string[]", r#"["a", "b"]"#),
            ("integer[]", "[1, -2]"),
            ("uuid", "\"3f1e7d5a-9c42-4b8e-8d11-6a0c2f9b7e54\""),
        ] {
            let parameter = format!(r#"{{ "type": "{kind}", "example": {example} }}"#);
            assert_eq!(problems(&parameter), [""; 0], "{parameter}");
        }
        for (kind, example) in [
            ("string[]", "\"a\""),
            ("string[]", "[1]"),
            ("integer[]", "[1.5]"),
            ("uuid", "\"3f1e7d5a\""),
            ("string", "[\"a\"]"),
            ("integer", "null"),
        ] {
            let parameter = format!(r#"{{ "type": "{kind}", "example": {example} }}"#);
            assert_eq!(
                problems(&parameter),
                [format!("EC0608 expected an example of type `{kind}`")],
                "{parameter}"
            );
        }
    }
}
