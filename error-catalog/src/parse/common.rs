//! Parses the members that entries, categories and `defaults` share.

use error_layout::grammar;
use error_layout::vocabulary::{ISSUE_TYPES, RETRY_CLASSES, SEVERITIES};

use super::Reader;
use crate::ast::{self, Common};
use crate::json::{Member, Node, Value};
use crate::places;
use crate::problem::Problem;
use crate::rules;
use crate::source::Spanned;

/// The members that entries inherit.
pub const COMMON: &[&str] = &[
    "code",
    "status",
    "response",
    "severity",
    "issue",
    "message",
    "display",
    "diagnostics",
    "log",
    "user_message",
    "action",
    "docs",
    "headers",
    "retry",
    "required",
    "since",
    "tags",
    "methods",
    "endpoints",
];

/// The members of a `retry` object.
pub const RETRY: &[&str] = &["class", "delay"];

impl Reader<'_, '_> {
    /// Parses a member into `common`. Returns `None` if it is not one of [`COMMON`], otherwise whether its value is valid.
    pub(super) fn common(&mut self, member: &Member<'_>, common: &mut Common) -> Option<bool> {
        let node = &member.value;
        let read = match &*member.name.value {
            "code" => set(&mut common.code, self.code(node)),
            "status" => set(&mut common.status, self.integer(node, "an HTTP status (integer)")),
            "response" => set(&mut common.response, self.string(node)),
            "severity" => set(&mut common.severity, self.word(node, &SEVERITIES, "an issue severity")),
            "issue" => set(&mut common.issue, self.word(node, &ISSUE_TYPES, "a FHIR issue type")),
            "message" => set(&mut common.message, self.text(node)),
            "display" => set(&mut common.display, self.text(node)),
            "diagnostics" => set(&mut common.diagnostics, self.text(node)),
            "log" => set(&mut common.log, self.text(node)),
            "user_message" => set(&mut common.user_message, self.string(node)),
            "action" => set(&mut common.action, self.string(node)),
            "docs" => set(&mut common.docs, self.uri(node)),
            "headers" => fill(&mut common.headers, self.headers(node)),
            "retry" => set(&mut common.retry, self.retry(node)),
            "required" => fill(&mut common.required, self.strings(node)),
            "since" => set(&mut common.since, self.string(node)),
            "tags" => fill(&mut common.tags, self.strings(node)),
            "methods" => fill(&mut common.methods, self.methods(node)),
            "endpoints" => fill(&mut common.endpoints, self.strings(node)),
            _ => return None,
        };
        Some(read)
    }

    fn code(&mut self, node: &Node<'_>) -> Option<Spanned<ast::Code>> {
        let code = match &node.value {
            Value::Null => ast::Code::None,
            Value::Number(_) => ast::Code::Integer(self.integer(node, "a 64-bit integer")?.value),
            Value::String(_) => ast::Code::Text(self.string(node)?.value),
            _ => {
                self.wrong_type(node, "a string, an integer or `null`");
                return None;
            }
        };
        Some(Spanned::new(code, node.span.clone()))
    }

    pub(super) fn headers(&mut self, node: &Node<'_>) -> Vec<ast::Header> {
        let mut headers = Vec::new();
        for member in self.filled_object(node) {
            let name = Spanned::new(member.name.value.to_string(), member.name.span.clone());
            let value = match &member.value.value {
                Value::Null => None,
                Value::String(text) if text.contains(|c: char| c.is_control() && c != '\t') => {
                    let message = "control character in header value";
                    self.problems
                        .add(&rules::HEADER_VALUE, member.value.span.clone(), message);
                    continue;
                }
                _ => match self.text(&member.value) {
                    Some(mut text) => {
                        places::header(&name.value, &mut text.value);
                        Some(text)
                    }
                    None => continue,
                },
            };
            headers.push(ast::Header { name, value });
        }
        headers
    }

    fn retry(&mut self, node: &Node<'_>) -> Option<Spanned<ast::Retry>> {
        if matches!(node.value, Value::String(_)) {
            let class = self.word(node, &RETRY_CLASSES, "a retry class")?.value;
            return Some(Spanned::new(ast::Retry { class, delay: None }, node.span.clone()));
        }
        let Value::Object(members) = &node.value else {
            self.wrong_type(node, "a retry class or an object with `class` and `delay`");
            return None;
        };
        let (mut class, mut delay) = (None, None);
        for member in members {
            match &*member.name.value {
                "class" => class = self.word(&member.value, &RETRY_CLASSES, "a retry class"),
                "delay" => {
                    delay = self.integer::<u32>(&member.value, "a number of seconds (integer)");
                    if let Some(forever) = delay.take_if(|delay| delay.value == u32::MAX) {
                        let message = "delay exceeds 4294967294 seconds";
                        self.problems.add(&rules::NUMBER_RANGE, forever.span, message);
                    }
                }
                _ => self.unknown_member(member, &[RETRY], "`retry`"),
            }
        }
        if !members.iter().any(|member| member.name.value == "class") {
            let problem = Problem::new(
                &rules::MISSING_MEMBER,
                node.span.clone(),
                "missing member `class` in `retry`",
            );
            self.problems
                .push(problem.help("for example `{ \"class\": \"after\", \"delay\": 30 }`"));
        }
        let retry = ast::Retry {
            class: class?.value,
            delay: delay.map(|delay| delay.value),
        };
        Some(Spanned::new(retry, node.span.clone()))
    }

    fn methods(&mut self, node: &Node<'_>) -> Vec<Spanned<String>> {
        let methods = self.strings(node);
        for method in &methods {
            if !grammar::is_token(&method.value) {
                let message = format!("`{}` is not an HTTP method", method.value);
                let problem = Problem::new(&rules::MALFORMED, method.span.clone(), message);
                self.problems.push(problem.label("expected a token, for example `GET`"));
            } else if method.value.chars().any(|c| c.is_ascii_lowercase()) {
                let upper = method.value.to_ascii_uppercase();
                let message = format!("`{}` is not an HTTP method: methods are case-sensitive", method.value);
                let problem = Problem::new(&rules::MALFORMED, method.span.clone(), message)
                    .label(format!("did you mean `{upper}`?"));
                self.problems
                    .push(problem.fix(method.span.clone(), format!("\"{upper}\"")));
            }
        }
        methods
    }
}

/// Assigns a value; returns whether there is one.
pub(super) fn set<T>(place: &mut Option<T>, value: Option<T>) -> bool {
    let read = value.is_some();
    *place = value;
    read
}

/// Assigns a list; returns whether it has elements.
pub(super) fn fill<T>(place: &mut Vec<T>, values: Vec<T>) -> bool {
    *place = values;
    !place.is_empty()
}
