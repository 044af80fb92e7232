//! Parses the members that entries, categories and `defaults` share.

use std::collections::HashMap;
use std::time::Duration;

use error_layout::grammar;
use error_layout::vocabulary::{ISSUE_TYPES, RETRY_CLASSES, SEVERITIES};

use super::object::Kind;
use super::{Parser, wrong_type};
use crate::ast::text::Text;
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

const RETRY_KIND: Kind = Kind {
    noun: "`retry`",
    members: &[RETRY],
    has_metadata: false,
};

impl Parser<'_, '_> {
    /// Parses a member into `common`; returns whether it is one of [`COMMON`].
    pub(super) fn common(&mut self, member: &Member<'_>, common: &mut Common) -> bool {
        let node = &member.value;
        match &*member.name.value {
            "code" => common.code = self.code(node),
            "status" => common.status = self.status(node),
            "response" => common.response = self.string(node),
            "severity" => common.severity = self.word(node, &SEVERITIES, "an issue severity"),
            "issue" => common.issue = self.word(node, &ISSUE_TYPES, "a FHIR issue type"),
            "message" => common.message = self.text(node),
            "display" => common.display = self.text(node),
            "diagnostics" => common.diagnostics = self.text(node),
            "log" => common.log = self.text(node),
            "user_message" => common.user_message = self.string(node),
            "action" => common.action = self.string(node),
            "docs" => common.docs = self.uri(node),
            "headers" => common.headers = self.headers(node),
            "retry" => common.retry = self.retry(node),
            "required" => common.required = self.strings(node),
            "since" => common.since = self.string(node),
            "tags" => common.tags = self.strings(node),
            "methods" => common.methods = self.methods(node),
            "endpoints" => common.endpoints = self.strings(node),
            _ => return false,
        }
        true
    }

    /// Parses one status, or an array of them.
    fn status(&mut self, node: &Node<'_>) -> Option<Spanned<Vec<Spanned<u16>>>> {
        let Value::Array(_) = node.value else {
            let status = self.one_status(node, "an HTTP status (integer)")?;
            return Some(Spanned::new(vec![status], node.span.clone()));
        };
        let elements = self.array(node, "");
        let mut statuses: Vec<Spanned<u16>> = Vec::with_capacity(elements.len());
        for element in elements {
            let status = self.one_status(element, "an HTTP status (integer)")?;
            if statuses.iter().any(|known| known.value == status.value) {
                let message = format!("status {} is listed twice", status.value);
                self.problems.add(&rules::MALFORMED, status.span, message);
                return None;
            }
            statuses.push(status);
        }
        (!statuses.is_empty()).then(|| Spanned::new(statuses, node.span.clone()))
    }

    fn one_status(&mut self, node: &Node<'_>, expected: &str) -> Option<Spanned<u16>> {
        let range = |text: &str| {
            let range = match text.to_ascii_lowercase().as_str() {
                "4xx" => "400-499".to_owned(),
                "5xx" => "500-599".to_owned(),
                other => other.to_owned(),
            };
            let (first, last) = range.split_once('-')?;
            let is_range = first.parse::<u16>().is_ok() && last.parse::<u16>().is_ok();
            is_range.then(|| format!("write `\"status\": {first}, \"status_range\": \"{range}\"`"))
        };
        let help = match &node.value {
            Value::String(text) => match range(text) {
                Some(help) => help,
                None => return self.integer(node, expected),
            },
            _ => return self.integer(node, expected),
        };
        if let Some(problem) = wrong_type(node, expected) {
            self.problems.push(problem.help(help));
        }
        None
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
        let mut headers: Vec<ast::Header> = Vec::new();
        let mut positions: HashMap<String, usize> = HashMap::new();
        for member in self.filled_object(node) {
            let name = Spanned::new(member.name.value.to_string(), member.name.span.clone());
            let values = match &member.value.value {
                Value::Null => Some(Vec::new()),
                Value::Array(_) => {
                    let elements = self.array(&member.value, "an array of strings").iter();
                    let values: Vec<_> = elements.filter_map(|one| self.header_value(&name.value, one)).collect();
                    self.single_value(&name.value, &values);
                    (!values.is_empty()).then_some(values)
                }
                _ => self.header_value(&name.value, &member.value).map(|value| vec![value]),
            };
            let lower_case = name.value.to_ascii_lowercase();
            if let Some(known) = positions.get(&lower_case).and_then(|position| headers.get(*position)) {
                let message = format!(
                    "the header `{}` is there already, as `{}`",
                    name.value, known.name.value
                );
                let problem = Problem::new(&rules::HEADER_NAME, name.span.clone(), message);
                let problem = problem.related(known.name.span.clone(), "first here");
                self.problems.push(
                    problem.help("names of headers are compared without case; an array has several values of one"),
                );
                continue;
            }
            if let Some(values) = values {
                positions.insert(lower_case, headers.len());
                headers.push(ast::Header { name, values });
            }
        }
        headers
    }

    /// Reports the second value of a header that is not a list.
    fn single_value(&mut self, name: &str, values: &[Spanned<Text>]) {
        if let [first, second, ..] = values
            && places::is_single(name)
        {
            let message = format!("expected one value of `{name}`, found {}", values.len());
            let problem = Problem::new(&rules::HEADER_VALUE, second.span.clone(), message);
            self.problems
                .push(problem.label("remove it").related(first.span.clone(), "the first one"));
        }
    }

    fn header_value(&mut self, name: &str, node: &Node<'_>) -> Option<Spanned<Text>> {
        if let Value::String(text) = &node.value
            && text.contains(|c: char| c.is_control() && c != '\t')
        {
            let message = "control character in header value";
            self.problems.add(&rules::HEADER_VALUE, node.span.clone(), message);
            return None;
        }
        let mut text = self.text(node)?;
        self.date(name, &text);
        self.constant(name, &text);
        places::header(name, &mut text.value);
        Some(text)
    }

    /// Parses a number of seconds, with up to three decimals.
    fn delay(&mut self, node: &Node<'_>) -> Option<Duration> {
        let expected = "a number of seconds, as in `30` or `0.5`";
        let Value::Number(digits) = node.value else {
            return self
                .integer(node, expected)
                .map(|seconds: Spanned<u32>| Duration::from_secs(seconds.value.into()));
        };
        let (whole, decimals) = digits.split_once('.').unwrap_or((digits, "0"));
        let is_decimal = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        let decimals = decimals.trim_end_matches('0');
        if !(is_decimal(whole) && is_decimal(decimals) && decimals.len() <= 3) {
            let message = format!("number out of range: expected {expected}, found {digits}");
            self.problems.add(&rules::NUMBER_RANGE, node.span.clone(), message);
            return None;
        }
        let milliseconds = format!("{decimals:0<3}").parse().unwrap_or(0);
        let seconds = whole.parse().ok().map(Duration::from_secs);
        let delay = seconds.map(|seconds| seconds.saturating_add(Duration::from_millis(milliseconds)));
        if delay.is_none_or(|delay| delay > ast::MAX_DELAY) {
            let message = format!("delay exceeds {} seconds", ast::MAX_DELAY.as_secs());
            self.problems.add(&rules::NUMBER_RANGE, node.span.clone(), message);
            return None;
        }
        delay
    }

    /// Reports a constant date that is not one of HTTP.
    fn date(&mut self, name: &str, value: &Spanned<Text>) {
        let Some(literal) = value.value.as_literal() else {
            return;
        };
        // Caches take an invalid date for one in the past (RFC 9111, section 5.3).
        let is_past = name.eq_ignore_ascii_case("Expires") && matches!(literal, "0" | "-1");
        if places::is_date(name) && !is_past && grammar::http_date(literal, 0).is_none() {
            let mut date = String::new();
            let message = format!("expected a date in header `{name}`, found `{literal}`");
            let problem = Problem::new(&rules::HEADER_VALUE, value.span.clone(), message);
            self.problems.push(if grammar::push_http_date(&mut date, literal) {
                problem.label(format!("write `{date}`"))
            } else {
                problem.label("expected an HTTP date, for example `Sun, 06 Nov 1994 08:49:37 GMT`")
            });
        }
    }

    /// Reports constant text that is not of the header's grammar.
    fn constant(&mut self, name: &str, value: &Spanned<Text>) {
        if let Some((expected, example)) = places::header_mistake(name, &value.value) {
            let message = format!("expected {expected} in header `{name}`");
            let problem = Problem::new(&rules::HEADER_VALUE, value.span.clone(), message);
            self.problems.push(problem.label(format!("for example {example}")));
        }
    }

    fn retry(&mut self, node: &Node<'_>) -> Option<Spanned<ast::Retry>> {
        if matches!(node.value, Value::String(_)) {
            let class = self.word(node, &RETRY_CLASSES, "a retry class")?.value;
            return Some(Spanned::new(ast::Retry { class, delay: None }, node.span.clone()));
        }
        let Value::Object(members) = &node.value else {
            let problem = wrong_type(node, "a retry class or an object with `class` and `delay`");
            let example = match node.value {
                Value::Bool(false) => "`\"never\"`: the same request fails again",
                _ => "for example `\"never\"` or `{ \"class\": \"after\", \"delay\": 30 }`",
            };
            self.problems.extend(problem.map(|problem| problem.help(example)));
            return None;
        };
        let members = self.without_comment(members);
        let (mut class, mut delay) = (None, None);
        for member in &members {
            match &*member.name.value {
                "class" => class = self.word(&member.value, &RETRY_CLASSES, "a retry class"),
                "delay" => delay = self.delay(&member.value),
                word if RETRY_CLASSES.contains(&word) => {
                    let message = format!("`{word}` is a class, not a member of `retry`");
                    let problem = Problem::new(&rules::UNKNOWN_MEMBER, member.name.span.clone(), message);
                    let delay = if matches!(word, "after" | "backoff") {
                        ", \"delay\": 30"
                    } else {
                        ""
                    };
                    self.problems
                        .push(problem.help(format!("write `{{ \"class\": \"{word}\"{delay} }}`")));
                }
                _ => self.unknown_member(member, RETRY_KIND),
            }
        }
        // A class as the name of a member was reported.
        let has_class = members
            .iter()
            .any(|member| RETRY_CLASSES.contains(&&*member.name.value));
        if let Some(problem) = Self::missing(&members, "class", RETRY_KIND, &node.span).filter(|_| !has_class) {
            self.problems
                .push(problem.help("for example `{ \"class\": \"after\", \"delay\": 30 }`"));
        }
        let class = class?.value;
        let word = RETRY_CLASSES.get(usize::from(class)).copied().unwrap_or_default();
        if let Some(delay) = members.iter().find(|member| member.name.value == "delay")
            && !matches!(word, "after" | "backoff")
        {
            let message = format!("`delay` of the retry class `{word}`");
            let problem = Problem::new(&rules::RETRY_AFTER_NEVER, delay.name.span.clone(), message);
            self.problems
                .push(problem.help("remove it, or change `class` to `after` or `backoff`"));
        }
        let retry = ast::Retry { class, delay };
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
