//! Objects of the format: their members, and messages about members that they do not have.

use super::{Parser, wrong_type};
use crate::json::{Member, Node, Value};
use crate::problem::Problem;
use crate::rules;
use crate::source::Span;
use crate::suggest;

/// The member for comments, which every object of the format can have.
pub const COMMENT: &str = "$comment";

/// A kind of object of the format.
#[derive(Clone, Copy)]
pub(super) struct Kind {
    /// A noun with its article.
    pub noun: &'static str,
    /// The lists of its members.
    pub members: &'static [&'static [&'static str]],
    /// Whether it can have `x-…` members.
    pub has_metadata: bool,
}

/// Names of other formats and libraries, without case, hyphens and underscores, and the members of this format.
const SYNONYMS: &[(&str, &str)] = &[
    ("detail", "message"),
    ("details", "message"),
    ("text", "message"),
    ("msg", "message"),
    ("errormessage", "message"),
    ("type", "docs"),
    ("href", "docs"),
    ("link", "docs"),
    ("url", "docs"),
    ("help", "docs"),
    ("documentation", "docs"),
    ("summary", "title"),
    ("retryable", "retry"),
    ("retriable", "retry"),
    ("isretryable", "retry"),
    ("retryafter", "retry"),
    ("httpstatus", "status"),
    ("httpstatuscode", "status"),
    ("httpcode", "status"),
    ("statuscode", "status"),
    ("errorcode", "code"),
    ("level", "severity"),
    ("issuetype", "issue"),
    ("hint", "action"),
    ("arguments", "parameters"),
    ("params", "parameters"),
    ("args", "parameters"),
    ("kind", "type"),
    ("private", "visibility"),
    ("nullable", "optional"),
    ("format", "type"),
    ("enum", "values"),
    ("choices", "values"),
    ("template", "body"),
    ("mediatype", "content_type"),
    ("entries", "errors"),
    ("comment", COMMENT),
    ("note", COMMENT),
    ("//", COMMENT),
    ("#", COMMENT),
];

impl Kind {
    fn names(&self) -> impl Iterator<Item = &'static str> {
        self.members.iter().flat_map(|list| list.iter().copied())
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.names().any(|known| known == name)
    }

    /// Returns the member that a wrong name most likely stands for.
    pub(super) fn meant(&self, name: &str) -> Option<&'static str> {
        let folded = suggest::fold(name);
        let synonym = SYNONYMS
            .iter()
            .find(|(foreign, member)| *foreign == folded && (*member == COMMENT || self.has(member)));
        match synonym {
            Some((_, member)) => Some(member),
            None => suggest::nearest(name, self.names().chain([COMMENT])),
        }
    }
}

impl Parser<'_, '_> {
    /// Returns the members of an object, without its comment.
    pub(super) fn object<'n, 'a>(&mut self, node: &'n Node<'a>) -> Vec<&'n Member<'a>> {
        match &node.value {
            Value::Object(members) => self.without_comment(members),
            _ => {
                self.wrong_type(node, "an object");
                Vec::new()
            }
        }
    }

    /// Returns the members of an object that must have at least one.
    pub(super) fn filled_object<'n, 'a>(&mut self, node: &'n Node<'a>) -> Vec<&'n Member<'a>> {
        let members = self.object(node);
        if members.is_empty() && matches!(node.value, Value::Object(_)) {
            self.empty(node, "empty object");
        }
        members
    }

    /// Returns all members but the comment, which is a string.
    pub(super) fn without_comment<'n, 'a>(&mut self, members: &'n [Member<'a>]) -> Vec<&'n Member<'a>> {
        let mut others = Vec::with_capacity(members.len());
        for member in members {
            if member.name.value != COMMENT {
                others.push(member);
            } else if !matches!(member.value.value, Value::String(_)) {
                self.wrong_type(&member.value, "a comment (string)");
            }
        }
        others
    }

    /// Reports a member that an object does not have.
    pub(super) fn unknown_member(&mut self, member: &Member<'_>, kind: Kind) {
        let name = &member.name.value;
        let message = format!("unknown member `{name}` in {}", kind.noun);
        let problem = Problem::new(&rules::UNKNOWN_MEMBER, member.name.span.clone(), message);
        let problem = match kind.meant(name) {
            Some("retry") if suggest::nearest(name, ["retry"]).is_none() => problem
                .label("did you mean `retry`?")
                .help("for example `\"retry\": \"never\"` or `\"retry\": { \"class\": \"after\", \"delay\": 30 }`"),
            Some(meant) => problem.label(format!("did you mean `{meant}`?")),
            None if name == "instance" && kind.has("message") => problem
                .label("`instance` is a value of each response (RFC 9457)")
                .help("the server sets it, with `with_instance` in Rust; write `{instance?}` where the response has it"),
            None if name.starts_with("x-") => problem.help(format!(
                "`x-…` members belong in the catalog, a category, a response or an entry; for a comment, use `{COMMENT}`"
            )),
            None => {
                let expected = suggest::expected(suggest::by_likeness(name, kind.names()));
                problem.help(if kind.has_metadata {
                    format!("{expected}; for your own data, use a name such as `x-{name}`")
                } else {
                    expected
                })
            }
        };
        self.problems.push(problem);
    }

    /// Reports members that an object does not have.
    pub(super) fn unknown_members(&mut self, members: &[&Member<'_>], kind: Kind) {
        for member in members {
            if !kind.has(&member.name.value) {
                self.unknown_member(member, kind);
            }
        }
    }

    /// Returns the problem of a required member that is missing; `None` if the object has it, perhaps misspelled.
    pub(super) fn missing(members: &[&Member<'_>], name: &'static str, kind: Kind, span: &Span) -> Option<Problem> {
        let is_there = members.iter().any(|member| {
            let own = &*member.name.value;
            own == name || (!kind.has(own) && kind.meant(own) == Some(name))
        });
        let message = format!("missing member `{name}` in {}", kind.noun);
        (!is_there).then(|| Problem::new(&rules::MISSING_MEMBER, span.clone(), message))
    }

    /// Reports a value of another type, unless its own problem was reported already.
    pub(super) fn wrong_type(&mut self, node: &Node<'_>, expected: &str) {
        if let Some(problem) = wrong_type(node, expected) {
            self.problems.push(problem);
        }
    }
}
