//! The parameters of an entry, as declared in the catalog.

use core::fmt;
use core::iter::FusedIterator;

use error_layout::fact;

use super::facts::Facts;
use super::vocabulary::{ParameterType, Visibility};

/// The declaration of a named, typed placeholder in the texts of an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Parameter<'a> {
    /// The name, which is also the name of the field in Rust.
    pub name: &'a str,
    /// The type.
    pub kind: ParameterType,
    /// The readers that may see the value.
    pub visibility: Visibility,
    /// Whether an error may omit the value.
    pub optional: bool,
    /// The description.
    pub description: Option<&'a str>,
    /// A sample value, as text.
    pub example: Option<&'a str>,
    /// The values of an `enum`, one on each line.
    pub(crate) lines: &'a str,
}

impl<'a> Parameter<'a> {
    /// Returns the example of the catalog, otherwise a value of the parameter's type.
    pub const fn sample(&self) -> &'a str {
        match (self.example, self.kind) {
            (Some(example), _) => example,
            (None, ParameterType::Integer | ParameterType::Decimal) => "1",
            (None, ParameterType::Boolean) => "true",
            (None, ParameterType::Uri) => "https://example.org/",
            (None, ParameterType::DateTime) => "2026-01-31T09:30:00Z",
            (None, ParameterType::Uuid) => "3f1e7d5a-9c42-4b8e-8d11-6a0c2f9b7e54",
            (None, ParameterType::Enum) => first_line(self.lines),
            (None, ParameterType::Json) => r#"{"name":["too long"]}"#,
            (None, ParameterType::Strings) => r#"["name","date"]"#,
            (None, ParameterType::Integers) => "[1,2]",
            (None, _) => self.name,
        }
    }

    /// Returns the values of a parameter of the type `enum`, in the order of the catalog.
    pub fn values(&self) -> impl Iterator<Item = &'a str> + Clone + use<'a> {
        self.lines.lines()
    }

    /// Whether a text is a value of the parameter.
    pub fn accepts(&self, text: &str) -> bool {
        match self.kind {
            ParameterType::Enum => self.values().any(|value| value == text),
            kind => kind.accepts(text),
        }
    }
}

const fn first_line(lines: &str) -> &str {
    let mut end = 0;
    while end < lines.len() && lines.as_bytes()[end] != b'\n' {
        end += 1;
    }
    lines.split_at(end).0
}

/// The parameters of an entry. It is a `Copy` view.
#[derive(Clone, Copy)]
pub struct Parameters<'a> {
    facts: Facts<'a>,
}

impl<'a> Parameters<'a> {
    pub(crate) const fn new(facts: Facts<'a>) -> Self {
        Self { facts }
    }

    /// Returns the number of parameters.
    pub const fn len(self) -> usize {
        self.facts.strings(fact::PARAMETER).len()
    }

    /// Whether the entry has no parameters.
    pub const fn is_empty(self) -> bool {
        self.facts.strings(fact::PARAMETER).is_empty()
    }

    /// Returns the parameter at `position`, counted from 0.
    pub const fn get(self, position: usize) -> Option<Parameter<'a>> {
        let mut rest = self.facts;
        let mut at = 0;
        while let Some((parameter, behind)) = split_first(rest) {
            if at == position {
                return Some(parameter);
            }
            at += 1;
            rest = behind;
        }
        None
    }

    /// Returns the parameters in order.
    pub const fn iter(self) -> ParametersIter<'a> {
        ParametersIter { rest: self.facts }
    }
}

/// Reads the next parameter and its facts.
const fn split_first(facts: Facts<'_>) -> Option<(Parameter<'_>, Facts<'_>)> {
    let Some((name, mut rest)) = facts.find(fact::PARAMETER) else {
        return None;
    };
    let mut parameter = Parameter {
        name: facts.text_of(name),
        kind: ParameterType::String,
        // A damaged catalog must not disclose a value.
        visibility: Visibility::Personal,
        optional: false,
        description: None,
        example: None,
        lines: "",
    };
    while let Some((next, behind)) = rest.split_first() {
        match next.tag {
            fact::PARAMETER_INFO => {
                // Valid numbers are below 256.
                let ([kind, ..], [flags, ..]) = (next.first.to_le_bytes(), next.second.to_le_bytes());
                if let Some(kind) = ParameterType::at(kind) {
                    parameter.kind = kind;
                }
                if let Some(visibility) = Visibility::at(flags & 0b11) {
                    parameter.visibility = visibility;
                }
                parameter.optional = flags & 0b100 != 0;
            }
            fact::PARAMETER_DESCRIPTION => parameter.description = Some(facts.text_of(next)),
            fact::PARAMETER_EXAMPLE => parameter.example = Some(facts.text_of(next)),
            fact::PARAMETER_VALUES => parameter.lines = facts.text_of(next),
            _ => break,
        }
        rest = behind;
    }
    Some((parameter, rest))
}

impl fmt::Debug for Parameters<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}

impl<'a> IntoIterator for Parameters<'a> {
    type Item = Parameter<'a>;
    type IntoIter = ParametersIter<'a>;

    fn into_iter(self) -> ParametersIter<'a> {
        self.iter()
    }
}

/// Iterator over [`Parameters`].
#[derive(Clone)]
pub struct ParametersIter<'a> {
    rest: Facts<'a>,
}

impl<'a> Iterator for ParametersIter<'a> {
    type Item = Parameter<'a>;

    fn next(&mut self) -> Option<Parameter<'a>> {
        let (parameter, rest) = split_first(self.rest)?;
        self.rest = rest;
        Some(parameter)
    }
}

impl FusedIterator for ParametersIter<'_> {}

impl fmt::Debug for ParametersIter<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.clone()).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::Clinic;

    #[test]
    fn a_parameter_has_all_facts_of_the_catalog() {
        let parameters = Clinic::PatientNotFound.entry().parameters();
        let expected = Parameter {
            name: "patient",
            kind: ParameterType::String,
            visibility: Visibility::Public,
            optional: false,
            description: Some("The id as the client sent it."),
            example: Some("p-17"),
            lines: "",
        };
        assert_eq!(parameters.get(0), Some(expected));
        assert!(
            parameters
                .iter()
                .map(|parameter| parameter.name)
                .eq(["patient", "nhs_number"])
        );
        assert_eq!(
            parameters.get(1).map(|parameter| parameter.visibility),
            Some(Visibility::Personal)
        );
        assert_eq!((parameters.len(), parameters.get(2)), (2, None));
    }
}
