//! Parses responses and their templates.

use error_layout::grammar::{self, MediaType};
use error_layout::vocabulary::{FHIR_VERSIONS, FORMATS};

use super::Parser;
use super::object::Kind;
use crate::ast::Coding;
use crate::ast::template::{Object, Template};
use crate::ast::text::Text;
use crate::ast::{self, OperationOutcome, ProblemDetails};
use crate::check::{TEXT_TYPE, braced};
use crate::json::{Member, Node, Value};
use crate::places;
use crate::problem::Problem;
use crate::rules;
use crate::source::{Span, Spanned};
use crate::suggest;

/// The members of every response.
pub const RESPONSE: &[&str] = &[
    "format",
    "description",
    "content_type",
    "in_band",
    "headers",
    "required",
];
/// The additional members of `"format": "json"`.
pub const JSON: &[&str] = &["body"];
/// The additional members of `"format": "text"`.
pub const TEXT: &[&str] = &["body"];
/// The additional members of `"format": "empty"`.
pub const EMPTY: &[&str] = &[];
/// The additional members of `"format": "operation-outcome"`.
pub const OPERATION_OUTCOME: &[&str] = &[
    "fhir",
    "profile",
    "coding",
    "details_text",
    "details_text_translations",
    "details_extension",
    "issue_extension",
    "diagnostics",
    "id",
    "members",
];
/// The additional members of `"format": "problem"`.
pub const PROBLEM: &[&str] = &["type", "title", "detail", "instance", "members"];
/// The additional members of `"format": "xml"`.
pub const XML: &[&str] = &["body"];
/// The members of a `coding`.
pub const CODING: &[&str] = &[
    "system",
    "version",
    "code",
    "display",
    "display_translations",
    "user_selected",
];

/// The objects with the members of a format, in the order of [`FORMATS`].
const KINDS: [Kind; 6] = [
    kind("a response with `\"format\": \"json\"`", &[RESPONSE, JSON]),
    kind("a response with `\"format\": \"text\"`", &[RESPONSE, TEXT]),
    kind("a response with `\"format\": \"empty\"`", &[RESPONSE, EMPTY]),
    kind(
        "a response with `\"format\": \"operation-outcome\"`",
        &[RESPONSE, OPERATION_OUTCOME],
    ),
    kind("a response with `\"format\": \"problem\"`", &[RESPONSE, PROBLEM]),
    kind("a response with `\"format\": \"xml\"`", &[RESPONSE, XML]),
];
const RESPONSE_KIND: Kind = kind("a response", &[RESPONSE]);
const CODING_KIND: Kind = Kind {
    noun: "a coding",
    members: &[CODING],
    has_metadata: false,
};
const TEMPLATE: Kind = Kind {
    noun: "a template",
    members: &[&["$if", "$repeat"]],
    has_metadata: false,
};

const fn kind(noun: &'static str, members: &'static [&'static [&'static str]]) -> Kind {
    Kind {
        noun,
        members,
        has_metadata: true,
    }
}

impl Parser<'_, '_> {
    pub(super) fn response(&mut self, member: &Member<'_>) -> ast::Response {
        let name = self.key(member);
        let span = member.value.span.clone();
        let mut response = ast::Response {
            name,
            content_type: None,
            in_band: false,
            headers: Vec::new(),
            required: Vec::new(),
            metadata: Vec::new(),
            format: None,
        };
        let mut own = Vec::new();
        let mut format = None;
        let members = self.object(&member.value);
        for member in &members {
            let node = &member.value;
            match &*member.name.value {
                "format" => format = self.word(node, &FORMATS, "a response format"),
                "description" => drop(self.markdown(node)),
                "content_type" => response.content_type = self.content_type(node),
                "in_band" => response.in_band = self.boolean(node).unwrap_or(false),
                "headers" => response.headers = self.headers(node),
                "required" => response.required = self.strings(node),
                name if name.starts_with("x-") => response.metadata.push(Self::metadata(member)),
                _ => own.push(*member),
            }
        }
        if let Value::Object(_) = member.value.value
            && let Some(problem) = Self::missing(&members, "format", RESPONSE_KIND, &span)
        {
            self.problems.push(problem.help(suggest::expected(FORMATS)));
        }
        let Some(position) = format.map(|format| usize::from(format.value)) else {
            // The other members depend on the format; only a misspelled `format` is reported.
            let misspelled = own
                .into_iter()
                .filter(|member| RESPONSE_KIND.meant(&member.name.value) == Some("format"));
            misspelled.for_each(|member| self.unknown_member(member, RESPONSE_KIND));
            return response;
        };
        let kind = KINDS.get(position).copied().unwrap_or(RESPONSE_KIND);
        self.unknown_members(&own, kind);
        response.format = match FORMATS.get(position).copied() {
            Some("json") => self.json(&own, kind, &span),
            Some("text") => self.text_body(&own, kind, &span),
            Some("empty") => Some(ast::Format::Empty),
            Some("operation-outcome") => Some(ast::Format::OperationOutcome(self.operation_outcome(&own, kind, &span))),
            Some("problem") => Some(ast::Format::Problem(self.problem_details(&own))),
            Some("xml") => {
                let body = self.body(&own, kind, &span);
                body.and_then(|body| self.xml(body)).map(ast::Format::Xml)
            }
            _ => None,
        };
        if let Some(ast::Format::Text(text)) = &mut response.format {
            let media_type = response.content_type.as_ref();
            places::body(&mut text.value, media_type.map_or(TEXT_TYPE, |own| &own.value));
        }
        response
    }

    /// Returns the member `body`; reports its absence.
    fn body<'n, 'a>(&mut self, members: &[&'n Member<'a>], kind: Kind, span: &Span) -> Option<&'n Node<'a>> {
        let missing = Self::missing(members, "body", kind, span);
        self.problems.extend(missing);
        let body = members.iter().find(|member| member.name.value == "body");
        body.map(|member| &member.value)
    }

    fn content_type(&mut self, node: &Node<'_>) -> Option<Spanned<String>> {
        let text = self.string(node)?;
        let media_type = MediaType::split(&text.value);
        if media_type.is_well_formed() && grammar::is_field_value(&text.value) {
            let charset = media_type.parameter("charset");
            if let Some(charset) = charset.filter(|charset| !charset.eq_ignore_ascii_case("utf-8")) {
                let message = format!("expected `charset=utf-8`, found `{charset}`");
                let problem = Problem::new(&rules::MALFORMED, text.span.clone(), message);
                self.problems.push(problem.help("bodies are sent as UTF-8: another charset changes their characters, and can make markup of a value"));
            }
            return Some(text);
        }
        let problem = Problem::new(
            &rules::MALFORMED,
            text.span,
            format!("`{}` is not a media type", text.value),
        );
        self.problems.push(problem.label("for example `application/json`"));
        None
    }

    fn json(&mut self, members: &[&Member<'_>], kind: Kind, span: &Span) -> Option<ast::Format> {
        let body = self.body(members, kind, span)?;
        self.whole_template(body).map(ast::Format::Json)
    }

    fn text_body(&mut self, members: &[&Member<'_>], kind: Kind, span: &Span) -> Option<ast::Format> {
        let body = self.body(members, kind, span)?;
        let Value::Array(lines) = &body.value else {
            let text = self.untidied_text(body)?;
            return Some(ast::Format::Text(text));
        };
        let mut all = Text::default();
        for (position, line) in lines.iter().enumerate() {
            if position > 0 {
                all.pieces.push(crate::ast::text::Piece::Literal("\n".to_owned()));
            }
            if !matches!(&line.value, Value::String(empty) if empty.is_empty()) {
                all.pieces.extend(self.untidied_text(line)?.value.pieces);
            }
        }
        Some(ast::Format::Text(Spanned::new(all, body.span.clone())))
    }

    /// Parses a text in which all spaces and control characters are allowed.
    fn untidied_text(&mut self, node: &Node<'_>) -> Option<Spanned<Text>> {
        match &node.value {
            Value::String(text) => self.parse_text(Spanned::new(text.to_string(), node.span.clone())),
            _ => {
                self.wrong_type(node, "a string or an array of strings");
                None
            }
        }
    }

    /// Parses the JSON template of a body.
    fn whole_template(&mut self, node: &Node<'_>) -> Option<Template> {
        let template = self.template(node, false)?;
        if template.repeats() > 1 {
            let message = "more than one `$repeat` in a template";
            self.problems
                .add(&rules::PLACEHOLDER_MISUSE, node.span.clone(), message);
        }
        Some(template)
    }

    pub(super) fn template(&mut self, node: &Node<'_>, in_array: bool) -> Option<Template> {
        Some(match &node.value {
            Value::Null | Value::Unreadable => Template::Raw("null".to_owned()),
            Value::Bool(value) => Template::Raw(value.to_string()),
            Value::Number(digits) => Template::Raw((*digits).to_owned()),
            Value::String(string) => {
                let mut text = self.untidied_text(node)?;
                if string.starts_with("<div") {
                    places::narrative(&mut text.value);
                }
                Template::Text(text)
            }
            Value::Array(elements) => Template::Array(
                elements
                    .iter()
                    .filter_map(|element| self.template(element, true))
                    .collect(),
            ),
            Value::Object(members) => Template::Object(self.object_template(members, in_array)),
        })
    }

    fn object_template(&mut self, members: &[Member<'_>], in_array: bool) -> Object {
        let mut object = Object::default();
        for member in self.without_comment(members) {
            match &*member.name.value {
                "$if" => {
                    object.guard = match &member.value.value {
                        Value::Array(_) => self.strings(&member.value),
                        _ => self.string(&member.value).into_iter().collect(),
                    }
                }
                "$repeat" => object.repeat = self.repeat(member, in_array),
                name => {
                    if let Some(literal) = self.template_name(member, name)
                        && let Some(value) = self.template(&member.value, false)
                    {
                        object.members.push((literal, value));
                    }
                }
            }
        }
        if let (true, Some(guard)) = (object.repeat, object.guard.first()) {
            let message = "`$if` cannot be combined with `$repeat`";
            self.problems
                .add(&rules::PLACEHOLDER_MISUSE, guard.span.clone(), message);
            object.guard.clear();
        }
        object
    }

    /// Returns the name of a template's member as it is sent, without its escape.
    fn template_name(&mut self, member: &Member<'_>, name: &str) -> Option<String> {
        if let Some(found) = braced(name) {
            let message = format!("`{found}` is not a placeholder: it is sent as it is written");
            let problem = Problem::new(&rules::LITERAL_PLACEHOLDER, member.name.span.clone(), message);
            self.problems.push(problem.help("a member name has no placeholders"));
        }
        match name.strip_prefix('$') {
            None => Some(name.to_owned()),
            Some(rest) if rest.starts_with('$') => Some(rest.to_owned()),
            Some(_) => {
                self.unknown_member(member, TEMPLATE);
                None
            }
        }
    }

    fn repeat(&mut self, member: &Member<'_>, in_array: bool) -> bool {
        let node = &member.value;
        match node.value {
            Value::Bool(true) if in_array => true,
            Value::Bool(true) => {
                let message = "`$repeat` is only valid in an element of an array";
                self.problems
                    .add(&rules::PLACEHOLDER_MISUSE, member.name.span.clone(), message);
                false
            }
            _ => {
                self.wrong_type(node, "`true`");
                false
            }
        }
    }

    /// Parses `members`, which are added to those of a preset.
    fn further_members(&mut self, node: &Node<'_>, own: &[&str]) -> Vec<(String, Template)> {
        let mut further = Vec::new();
        for member in self.filled_object(node) {
            if own.contains(&&*member.name.value) {
                let message = format!("member `{}` is already part of the preset", member.name.value);
                self.problems.add(&rules::DUPLICATE, member.name.span.clone(), message);
                continue;
            }
            if let Some(name) = self.template_name(member, &member.name.value)
                && let Some(value) = self.template(&member.value, false)
            {
                further.push((name, value));
            }
        }
        further
    }

    fn operation_outcome(&mut self, members: &[&Member<'_>], kind: Kind, span: &Span) -> OperationOutcome {
        let mut outcome = OperationOutcome::default();
        for member in members {
            let node = &member.value;
            match &*member.name.value {
                "fhir" => {
                    outcome.fhir =
                        self.one_or_more(node, |parser, node| parser.word(node, &FHIR_VERSIONS, "a FHIR version"));
                }
                "profile" => outcome.profile = self.one_or_more(node, Self::absolute_uri),
                "coding" => outcome.coding = self.one_or_more(node, |reader, node| Some(reader.coding(node))),
                "details_text" => outcome.details_text = self.text(node),
                "details_text_translations" => outcome.details_text_translations = self.text_translations(node),
                "details_extension" => outcome.details_extension = self.extensions(node),
                "issue_extension" => outcome.issue_extension = self.extensions(node),
                "diagnostics" => outcome.diagnostics = self.text(node),
                "id" => outcome.id = self.text(node),
                "members" => outcome.members = self.further_members(node, &["resourceType", "id", "meta", "issue"]),
                _ => {}
            }
        }
        if let Some(problem) = Self::missing(members, "fhir", kind, span) {
            self.problems.push(problem.help(suggest::expected(FHIR_VERSIONS)));
        }
        self.original(members, kind, ["details_text", "details_text_translations"]);
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
        self.check_absolute(&uri.value, &uri.span);
        Some(uri)
    }

    /// Reports a URI that is not absolute; returns whether it is.
    pub(super) fn check_absolute(&mut self, uri: &str, span: &Span) -> bool {
        let is_absolute = grammar::is_absolute_uri(uri);
        if !is_absolute {
            let problem = Problem::new(
                &rules::RELATIVE_URI,
                span.clone(),
                format!("`{uri}` is not an absolute URI"),
            );
            self.problems
                .push(problem.label("for example `https://…` or `urn:oid:…`"));
        }
        is_absolute
    }

    fn coding(&mut self, node: &Node<'_>) -> Coding {
        let mut coding = Coding::default();
        let members = self.filled_object(node);
        for member in &members {
            let node = &member.value;
            match &*member.name.value {
                "system" => coding.system = self.system(node),
                "version" => coding.version = self.text(node),
                "code" => coding.code = self.text(node),
                "display" => coding.display = self.text(node),
                "display_translations" => coding.display_translations = self.text_translations(node),
                "user_selected" => coding.user_selected = self.boolean(node),
                _ => self.unknown_member(member, CODING_KIND),
            }
        }
        self.original(&members, CODING_KIND, ["display", "display_translations"]);
        coding
    }

    fn system(&mut self, node: &Node<'_>) -> Option<Spanned<Text>> {
        let mut text = self.text(node)?;
        places::uri(&mut text.value);
        if let Some(uri) = text.value.as_literal()
            && self.check_absolute(uri, &text.span)
            && uri.to_ascii_lowercase().contains("/valueset/")
        {
            let problem = Problem::new(
                &rules::VALUE_SET_AS_SYSTEM,
                text.span.clone(),
                "expected the URL of a code system, found a value set",
            );
            let help = "use the URL of the code system; if the published API really sends this one, add `\"allow\": [\"EC0507\"]` to the catalog";
            self.problems.push(problem.help(help));
        }
        Some(text)
    }

    fn problem_details(&mut self, members: &[&Member<'_>]) -> ProblemDetails {
        let mut problem = ProblemDetails::default();
        for member in members {
            let node = &member.value;
            match &*member.name.value {
                "type" => problem.kind = self.uri(node),
                "title" => problem.title = self.text(node),
                "detail" => problem.detail = self.text(node),
                "instance" => problem.instance = self.uri(node),
                "members" => {
                    let own = ["type", "title", "status", "detail", "instance"];
                    problem.members = self.further_members(node, &own);
                }
                _ => {}
            }
        }
        problem
    }
}
