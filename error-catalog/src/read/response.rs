//! Responses and their templates.

use error_layout::vocabulary::{FHIR_VERSIONS, FORMATS};

use super::Reader;
use crate::json::{Member, Node, Value};
use crate::problem::Problem;
use crate::raw::{OperationOutcome, ProblemDetails, RawFormat, RawResponse};
use crate::rules;
use crate::source::Spanned;
use crate::template::{Coding, Object, Template};
use crate::text::Text;

/// Members of every response.
pub const RESPONSE: &[&str] = &["format", "description", "content_type", "headers", "required"];
/// Further members of `"format": "json"`.
pub const JSON: &[&str] = &["body"];
/// Further members of `"format": "text"`.
pub const TEXT: &[&str] = &["body"];
/// Further members of `"format": "empty"`.
pub const EMPTY: &[&str] = &[];
/// Further members of `"format": "operation-outcome"`.
pub const OPERATION_OUTCOME: &[&str] = &[
    "fhir",
    "profile",
    "coding",
    "details_text",
    "diagnostics",
    "id",
    "members",
];
/// Further members of `"format": "problem"`.
pub const PROBLEM: &[&str] = &["type", "title", "detail", "instance", "members"];
/// Members of a `coding`.
pub const CODING: &[&str] = &["system", "version", "code", "display", "user_selected"];

impl Reader<'_, '_> {
    pub(super) fn response(&mut self, member: &Member<'_>) -> RawResponse {
        let name = self.key(member);
        let span = member.value.span.clone();
        let mut response = RawResponse {
            name,
            content_type: None,
            headers: Vec::new(),
            required: Vec::new(),
            format: None,
        };
        let mut own = Vec::new();
        let mut format = None;
        let members = self.object(&member.value, "a response is an object; an object");
        for member in members {
            let node = &member.value;
            match &*member.name.value {
                "format" => format = self.word(node, &FORMATS, "a format of responses"),
                "description" => drop(self.string(node)),
                "content_type" => response.content_type = self.content_type(node),
                "headers" => response.headers = self.headers(node),
                "required" => response.required = self.strings(node),
                name if name.starts_with("x-") => {}
                _ => own.push(member),
            }
        }
        if !members.iter().any(|member| member.name.value == "format") {
            let message = format!("the response `{}` needs a `format`", response.name.value);
            let problem = Problem::new(&rules::MISSING_MEMBER, span.clone(), message);
            self.problems
                .push(problem.help(format!("one of {}", crate::suggest::one_of(FORMATS))));
        }
        response.format = format.and_then(|format| match FORMATS.get(usize::from(format.value)).copied() {
            Some("json") => self.json(&own, span),
            Some("text") => self.text_body(&own, span),
            Some("empty") => {
                self.unknown_members(&own, EMPTY, "a response with `\"format\": \"empty\"`");
                Some(RawFormat::Empty)
            }
            Some("operation-outcome") => Some(RawFormat::OperationOutcome(self.operation_outcome(&own, span))),
            Some("problem") => Some(RawFormat::Problem(self.problem_details(&own))),
            _ => None,
        });
        response
    }

    fn unknown_members(&mut self, members: &[&Member<'_>], known: &'static [&'static str], owner: &str) {
        for member in members {
            if !known.contains(&&*member.name.value) {
                self.unknown_member(member, &[RESPONSE, known], owner);
            }
        }
    }

    fn missing_body(&mut self, span: std::ops::Range<usize>) {
        self.problems
            .add(&rules::MISSING_MEMBER, span, "the response needs a `body`");
    }

    fn content_type(&mut self, node: &Node<'_>) -> Option<Spanned<String>> {
        let text = self.string(node)?;
        let essence = text.value.split(';').next().unwrap_or("").trim();
        let well_formed = essence
            .split_once('/')
            .is_some_and(|(kind, sub)| crate::http::is_token(kind) && crate::http::is_token(sub));
        if well_formed && text.value.is_ascii() && !text.value.contains(|c: char| c.is_control()) {
            return Some(text);
        }
        let problem = Problem::new(
            &rules::MALFORMED,
            text.span,
            format!("`{}` is no media type", text.value),
        );
        self.problems.push(problem.label("as in `application/json`"));
        None
    }

    fn json(&mut self, members: &[&Member<'_>], span: std::ops::Range<usize>) -> Option<RawFormat> {
        self.unknown_members(members, JSON, "a response with `\"format\": \"json\"`");
        match members.iter().find(|member| member.name.value == "body") {
            Some(body) => self.template(&body.value).map(RawFormat::Json),
            None => {
                self.missing_body(span);
                None
            }
        }
    }

    fn text_body(&mut self, members: &[&Member<'_>], span: std::ops::Range<usize>) -> Option<RawFormat> {
        self.unknown_members(members, TEXT, "a response with `\"format\": \"text\"`");
        let Some(body) = members.iter().find(|member| member.name.value == "body") else {
            self.missing_body(span);
            return None;
        };
        let Value::Array(lines) = &body.value.value else {
            let text = self.untidied_text(&body.value)?;
            return Some(RawFormat::Text(text));
        };
        let mut all = Text::default();
        for (position, line) in lines.iter().enumerate() {
            if position > 0 {
                all.pieces.push(crate::text::Piece::Literal("\n".to_owned()));
            }
            if !matches!(&line.value, Value::String(empty) if empty.is_empty()) {
                all.pieces.extend(self.untidied_text(line)?.value.pieces);
            }
        }
        Some(RawFormat::Text(Spanned::new(all, body.value.span.clone())))
    }

    /// A text whose spaces are markup, not prose.
    fn untidied_text(&mut self, node: &Node<'_>) -> Option<Spanned<Text>> {
        match &node.value {
            Value::String(text) => self.parse_text(Spanned::new(text.to_string(), node.span.clone())),
            _ => {
                self.wrong_type(node, "a string or an array of strings");
                None
            }
        }
    }

    /// A JSON template.
    fn template(&mut self, node: &Node<'_>) -> Option<Template> {
        Some(match &node.value {
            Value::Null => Template::Raw("null".to_owned()),
            Value::Bool(value) => Template::Raw(value.to_string()),
            Value::Number(digits) => Template::Raw((*digits).to_owned()),
            Value::String(_) => Template::Text(self.untidied_text(node)?),
            Value::Array(elements) => {
                Template::Array(elements.iter().filter_map(|element| self.template(element)).collect())
            }
            Value::Object(members) => Template::Object(self.object_template(members)),
        })
    }

    fn object_template(&mut self, members: &[Member<'_>]) -> Object {
        let mut object = Object::default();
        for member in members {
            match &*member.name.value {
                "$if" => {
                    object.guard = match &member.value.value {
                        Value::Array(_) => self.strings(&member.value),
                        _ => self.string(&member.value).into_iter().collect(),
                    }
                }
                "$repeat" => object.repeat = self.boolean(&member.value).unwrap_or(false),
                name => {
                    let literal = match name.strip_prefix('$') {
                        None => name,
                        Some(rest) if rest.starts_with('$') => rest,
                        Some(_) => {
                            self.unknown_member(member, &[&["$if", "$repeat"]], "a template");
                            continue;
                        }
                    };
                    if let Some(value) = self.template(&member.value) {
                        object.members.push((literal.to_owned(), value));
                    }
                }
            }
        }
        object
    }

    fn further_members(&mut self, node: &Node<'_>) -> Vec<(String, Template)> {
        let members = self.filled_object(node, "an object of members");
        self.object_template(members).members
    }

    fn operation_outcome(&mut self, members: &[&Member<'_>], span: std::ops::Range<usize>) -> OperationOutcome {
        let mut outcome = OperationOutcome::default();
        for member in members {
            let node = &member.value;
            match &*member.name.value {
                "fhir" => {
                    outcome.fhir =
                        self.one_or_more(node, |reader, node| reader.word(node, &FHIR_VERSIONS, "a FHIR version"));
                }
                "profile" => outcome.profile = self.one_or_more(node, Self::absolute_uri),
                "coding" => outcome.coding = self.one_or_more(node, |reader, node| Some(reader.coding(node))),
                "details_text" => outcome.details_text = self.text(node),
                "diagnostics" => outcome.diagnostics = self.text(node),
                "id" => outcome.id = self.text(node),
                "members" => outcome.members = self.further_members(node),
                _ => self.unknown_member(
                    member,
                    &[RESPONSE, OPERATION_OUTCOME],
                    "a response with `\"format\": \"operation-outcome\"`",
                ),
            }
        }
        if !members.iter().any(|member| member.name.value == "fhir") {
            let problem = Problem::new(
                &rules::MISSING_MEMBER,
                span,
                "an OperationOutcome needs its `fhir` version",
            );
            self.problems
                .push(problem.help(format!("one of {}", crate::suggest::one_of(FHIR_VERSIONS))));
        }
        outcome
    }

    fn one_or_more<T>(&mut self, node: &Node<'_>, mut read: impl FnMut(&mut Self, &Node<'_>) -> Option<T>) -> Vec<T> {
        match &node.value {
            Value::Array(_) => self
                .array(node, "an array")
                .iter()
                .filter_map(|element| read(self, element))
                .collect(),
            _ => read(self, node).into_iter().collect(),
        }
    }

    fn absolute_uri(&mut self, node: &Node<'_>) -> Option<Spanned<String>> {
        let uri = self.string(node)?;
        if !crate::http::is_absolute_uri(&uri.value) {
            let problem = Problem::new(
                &rules::RELATIVE_URI,
                uri.span.clone(),
                format!("`{}` is no absolute URI", uri.value),
            );
            self.problems.push(problem.label("as in `https://…` or `urn:oid:…`"));
        }
        Some(uri)
    }

    fn coding(&mut self, node: &Node<'_>) -> Coding {
        let mut coding = Coding::default();
        for member in self.filled_object(node, "a coding is an object; an object") {
            let node = &member.value;
            match &*member.name.value {
                "system" => coding.system = self.system(node),
                "version" => coding.version = self.text(node),
                "code" => coding.code = self.text(node),
                "display" => coding.display = self.text(node),
                "user_selected" => coding.user_selected = self.boolean(node),
                _ => self.unknown_member(member, &[CODING], "a coding"),
            }
        }
        coding
    }

    fn system(&mut self, node: &Node<'_>) -> Option<Spanned<Text>> {
        let text = self.text(node)?;
        if let Some(uri) = text.value.as_literal() {
            if !crate::http::is_absolute_uri(uri) {
                let problem = Problem::new(
                    &rules::RELATIVE_URI,
                    text.span.clone(),
                    format!("`{uri}` is no absolute URI"),
                );
                self.problems.push(problem.label("as in `https://…` or `urn:oid:…`"));
            } else if uri.to_ascii_lowercase().contains("/valueset/") {
                let problem = Problem::new(
                    &rules::VALUE_SET_AS_SYSTEM,
                    text.span.clone(),
                    "this is the URL of a value set, not of a code system",
                );
                let help = "look the code system up; if the published API really sends this, put `\"allow\": [\"EC0507\"]` in the catalog";
                self.problems.push(problem.help(help));
            }
        }
        Some(text)
    }

    fn problem_details(&mut self, members: &[&Member<'_>]) -> ProblemDetails {
        let mut problem = ProblemDetails::default();
        for member in members {
            let node = &member.value;
            match &*member.name.value {
                "type" => problem.kind = self.text(node),
                "title" => problem.title = self.text(node),
                "detail" => problem.detail = self.text(node),
                "instance" => problem.instance = self.text(node),
                "members" => problem.members = self.further_members(node),
                _ => self.unknown_member(
                    member,
                    &[RESPONSE, PROBLEM],
                    "a response with `\"format\": \"problem\"`",
                ),
            }
        }
        problem
    }
}
