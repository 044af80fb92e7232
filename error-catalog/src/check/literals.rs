//! EC0611 to EC0613, EC0412: text that is sent letter for letter although it looks like a placeholder, and placeholders that are rarely meant.

use std::collections::{HashMap, HashSet};

use crate::ast;
use crate::ast::place::{Place, Refusal};
use crate::ast::text::{self, Absent, Piece, Placeholder, Text};
use crate::ast::{Common, Format, Parameter};
use crate::problem::{Problem, Problems};
use crate::rules;
use crate::source::{Span, Spanned};

/// Built-in placeholders that are seldom meant in a message: more often, a parameter of this name was not declared.
static RARE: [&str; 6] = ["name", "id", "reason", "time", "issue", "instance"];

/// Checks every text of the file once, at its own place.
pub(super) fn check(ast: &ast::Catalog, problems: &mut Problems) {
    let mut known = Known::new(ast);
    known.enter(ast.errors.iter().flat_map(|entry| &entry.parameters));
    let mut checker = Checker {
        known: &mut known,
        problems,
    };
    for common in ast.commons() {
        checker.common(common);
    }
    for response in &ast.responses {
        checker.response(response);
    }
    for entry in &ast.errors {
        checker.known.enter(&entry.parameters);
        checker.common(&entry.common);
        if let Some(title) = &entry.title {
            checker.fixed("title", title);
        }
        for alias in &entry.aliases {
            checker.code(&alias.value, &alias.span);
        }
        for text in entry.expression.iter().chain(&entry.location) {
            checker.text(text);
        }
    }
    known.withdraw(problems);
}

/// Checks a translated text.
pub(super) fn translated<'r>(
    known: &mut Known<'r>,
    entry: &'r ast::Entry,
    text: &Spanned<Text>,
    problems: &mut Problems,
) {
    known.enter(&entry.parameters);
    Checker { known, problems }.text(text);
}

/// The parameters that texts can use.
pub(super) struct Known<'r> {
    /// The places of the catalog's parameters by name.
    shared: HashMap<&'r str, usize>,
    /// The places of the parameters of the current texts by name.
    own: HashMap<&'r str, Vec<usize>>,
    /// The places of the parameters for which a literal stands.
    meant: HashSet<usize>,
    /// Whether a literal stands for any parameter of the catalog.
    is_any_meant: bool,
}

impl<'r> Known<'r> {
    pub(super) fn new(ast: &'r ast::Catalog) -> Self {
        let shared = ast
            .parameters
            .iter()
            .map(|one| (one.name.value.as_str(), one.name.span.start));
        Self {
            shared: shared.collect(),
            own: HashMap::new(),
            meant: HashSet::new(),
            is_any_meant: false,
        }
    }

    /// Starts to check the texts that can use some parameters.
    fn enter(&mut self, own: impl IntoIterator<Item = &'r Parameter>) {
        self.own.clear();
        for Parameter { name, .. } in own {
            self.own.entry(&name.value).or_default().push(name.span.start);
        }
    }

    fn has(&self, name: &str) -> bool {
        self.own.contains_key(name) || self.shared.contains_key(name)
    }

    /// Notes that a literal stands for a parameter: without a name, for any.
    fn is_used(&mut self, name: Option<&str>) {
        match name {
            Some(name) => {
                self.meant.extend(self.own.get(name).into_iter().flatten());
                self.meant.extend(self.shared.get(name));
            }
            None => {
                self.meant.extend(self.own.values().flatten());
                self.is_any_meant = true;
            }
        }
    }

    /// Withdraws that such parameters are unused, because this is the same mistake.
    fn withdraw(mut self, problems: &mut Problems) {
        if self.is_any_meant {
            self.meant.extend(self.shared.values());
        }
        problems.retain(|problem| {
            problem.rule.code != rules::UNUSED_PARAMETER.code || !self.meant.contains(&problem.span.start)
        });
    }
}

struct Checker<'k, 'r, 'p> {
    known: &'k mut Known<'r>,
    problems: &'p mut Problems,
}

impl Checker<'_, '_, '_> {
    fn common(&mut self, common: &Common) {
        for (member, text) in common.texts() {
            self.text(text);
            if matches!(member, "message" | "diagnostics" | "log") {
                self.rare(text);
            }
        }
        for value in common.headers.iter().flat_map(|header| &header.values) {
            self.text(value);
        }
        if let Some(text) = &common.user_message {
            self.fixed("user_message", text);
        }
        if let Some(code) = &common.code
            && let ast::Code::Text(text) = &code.value
        {
            self.code(text, &code.span);
        }
    }

    fn code(&mut self, text: &str, span: &Span) {
        if let Some(found) = braced(text) {
            let message = format!("`{found}` in a code: codes have no placeholders");
            let problem = Problem::new(&rules::PLACEHOLDER_MISUSE, span.clone(), message);
            self.problems
                .push(problem.help("write an entry for each code, with a `code` of its own; the value belongs in a text, such as `message`"));
        }
    }

    fn response(&mut self, response: &ast::Response) {
        for value in response.headers.iter().flat_map(|header| &header.values) {
            self.text(value);
        }
        match &response.format {
            Some(Format::Json(template)) => template.texts(&mut |text| self.text(text)),
            Some(Format::Xml(xml)) => xml.element.texts(&mut |text| self.text(text)),
            Some(Format::Text(text)) => {
                self.text(text);
                self.leftover(&text.value);
            }
            Some(Format::Empty) => {
                if let Some(content_type) = &response.content_type {
                    let message = "`content_type` of a response without a body";
                    let problem = Problem::new(&rules::CONTENT_TYPE_WITHOUT_BODY, content_type.span.clone(), message);
                    self.problems
                        .push(problem.help("remove it, or use `\"format\": \"text\"` with a body"));
                }
            }
            Some(Format::OperationOutcome(outcome)) => {
                let texts = [&outcome.details_text, &outcome.diagnostics, &outcome.id];
                texts.into_iter().flatten().for_each(|text| self.text(text));
                for translation in outcome.translations() {
                    self.text(&translation.text);
                }
                let extensions = outcome.issue_extension.iter().chain(&outcome.details_extension);
                let members = outcome.members.iter().map(|(_, template)| template);
                extensions
                    .chain(members)
                    .for_each(|template| template.texts(&mut |text| self.text(text)));
            }
            Some(Format::Problem(problem)) => {
                let texts = [&problem.kind, &problem.title, &problem.detail, &problem.instance];
                texts.into_iter().flatten().for_each(|text| self.text(text));
                problem
                    .members
                    .iter()
                    .for_each(|(_, template)| template.texts(&mut |text| self.text(text)));
            }
            None => {}
        }
    }

    /// Reports the first placeholder of another notation in a text.
    fn text(&mut self, text: &Spanned<Text>) {
        let pieces = &text.value.pieces;
        for (position, piece) in pieces.iter().enumerate() {
            let Piece::Literal(literal) = piece else { continue };
            if let Some(Piece::Placeholder(placeholder)) = pieces.get(position + 1)
                && placeholder.place != Place::Refused(Refusal::Escape)
                && let Some(sign) = ['$', '%'].into_iter().find(|sign| literal.ends_with(*sign))
            {
                let name = &placeholder.name;
                let message = format!("`{sign}{{{name}}}` is sent as `{sign}` and the value");
                let problem = Problem::new(&rules::LITERAL_PLACEHOLDER, text.span.clone(), message);
                self.problems
                    .push(problem.help(format!("write `{{{name}}}` for the value alone")));
                return;
            }
            if let Some((found, name)) = self.foreign(literal) {
                let help = match name {
                    Some(name) => format!("write `{{{name}}}` for the value"),
                    None => "write the name of a parameter in braces, as in `{name}`".to_owned(),
                };
                self.known.is_used(name);
                return self.literal(text.span.clone(), found, &help);
            }
        }
    }

    /// Returns the first placeholder of another notation in constant text, and the name in it.
    fn foreign<'t>(&self, literal: &'t str) -> Option<(&'t str, Option<&'t str>)> {
        let printf = literal.contains('%').then(|| printf(literal)).flatten();
        printf.or_else(|| {
            let found = literal.contains('{').then(|| braced(literal)).flatten();
            let found = found.map(|found| (found, &found[1..found.len() - 1]));
            found
                .filter(|(_, name)| self.known.has(name))
                .or_else(|| literal.contains(':').then(|| self.colon(literal)).flatten())
                .map(|(found, name)| (found, Some(name)))
        })
    }

    /// Returns the first `:name` with the name of a parameter.
    fn colon<'t>(&self, literal: &'t str) -> Option<(&'t str, &'t str)> {
        literal.match_indices(':').find_map(|(at, _)| {
            let starts_word = !literal[..at].ends_with(|c: char| c.is_alphanumeric() || c == ':');
            let name = word(&literal[at + 1..]);
            (starts_word && self.known.has(name)).then(|| (&literal[at..=at + name.len()], name))
        })
    }

    /// Reports anything in braces in a text that has no placeholders.
    fn fixed(&mut self, member: &str, text: &Spanned<String>) {
        // A name that is known is an error: see `PLACEHOLDER_MISUSE`.
        let is_error = |name: &str| text::is_built_in(name) || text::is_constant(name) || self.known.has(name);
        let found = braced(&text.value).map(|found| (found, Some(&found[1..found.len() - 1])));
        let found = found.or_else(|| printf(&text.value));
        let doubled = text.value.contains("{{");
        if let Some((found, name)) = found
            && (doubled || !name.is_some_and(is_error))
        {
            let help = format!("`{member}` has no placeholders; use them in `message` or `diagnostics`");
            self.known.is_used(name);
            self.literal(text.span.clone(), found, &help);
        }
    }

    fn literal(&mut self, span: Span, found: &str, help: &str) {
        let message = format!("`{found}` is not a placeholder: it is sent as it is written");
        let problem = Problem::new(&rules::LITERAL_PLACEHOLDER, span, message);
        self.problems.push(problem.help(help));
    }

    /// Reports built-in placeholders that are seldom meant.
    fn rare(&mut self, text: &Spanned<Text>) {
        let mut before = "";
        for piece in &text.value.pieces {
            let placeholder = match piece {
                Piece::Literal(literal) => {
                    before = literal;
                    continue;
                }
                Piece::Placeholder(placeholder) => placeholder,
            };
            let name = placeholder.name.as_str();
            if text::is_among(&RARE, name) && !self.known.has(name) {
                let message = format!("`{{{name}}}` is a built-in placeholder, not a parameter");
                let proposal = proposal(before, name);
                let help = format!(
                    "for a value of your own, declare a parameter with another name: `\"parameters\": {{ \"{proposal}\": \"string\" }}`"
                );
                let problem = Problem::new(&rules::RARE_BUILT_IN, placeholder.span.clone(), message);
                self.problems.push(problem.label(meaning(name)).help(help));
            }
        }
    }

    /// Reports an optional placeholder in a text body whose label or element stays without its value.
    fn leftover(&mut self, body: &Text) {
        for (position, piece) in body.pieces.iter().enumerate() {
            let Piece::Placeholder(placeholder) = piece else {
                continue;
            };
            if placeholder.absent != Absent::Omit {
                continue;
            }
            let literal = |position: Option<usize>| match position.and_then(|position| body.pieces.get(position)) {
                Some(Piece::Literal(literal)) => literal.as_str(),
                _ => "",
            };
            let before = literal(position.checked_sub(1)).rsplit('\n').next().unwrap_or_default();
            let after = literal(Some(position + 1)).split('\n').next().unwrap_or_default();
            if let Some(rest) = rest(before, after) {
                self.remains(placeholder, &rest);
            }
        }
    }

    fn remains(&mut self, placeholder: &Placeholder, rest: &str) {
        let message = format!("without a value, `{rest}` remains");
        let problem = Problem::new(&rules::LEFTOVER, placeholder.span.clone(), message);
        let help = if rest.starts_with('<') {
            "make the value required, give entries without it a response of their own, or use `\"format\": \"xml\"`, which omits the element"
        } else {
            "make the value required, or give entries without it a response of their own"
        };
        self.problems.push(problem.help(help));
    }
}

/// Returns the text of an element or a labelled line without its value, if it has nothing else.
fn rest(before: &str, after: &str) -> Option<String> {
    if before.ends_with('>') && after.starts_with("</") {
        let start = before.rfind('<').unwrap_or(0);
        let end = after.find('>').map_or(after.len(), |end| end + 1);
        return Some(format!("{}{}", &before[start..], &after[..end]));
    }
    let label = before.trim();
    let is_label = label.len() > 1 && (label.ends_with(':') || label.ends_with('='));
    (is_label && after.trim().is_empty()).then(|| label.to_owned())
}

/// Returns the first `{name}` of a text, with its braces.
pub(crate) fn braced(text: &str) -> Option<&str> {
    text.match_indices('{').find_map(|(at, _)| {
        let rest = &text[at + 1..];
        let name = if rest.starts_with("x-") {
            let end = rest.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.')));
            &rest[..end.unwrap_or(rest.len())]
        } else {
            word(rest)
        };
        let end = at + 1 + name.len();
        (!name.is_empty() && text[end..].starts_with('}')).then(|| &text[at..=end])
    })
}

/// Returns the first placeholder of `printf`: `%s`, `%d`, `%1$s` or `%(name)s`, and the name in it.
fn printf(text: &str) -> Option<(&str, Option<&str>)> {
    text.match_indices('%').find_map(|(at, _)| {
        let rest = &text[at + 1..];
        let (name, behind) = match rest.strip_prefix('(').and_then(|rest| rest.split_once(')')) {
            Some((name, behind)) => (Some(name), behind),
            None => {
                let digits = rest.trim_start_matches(|c: char| c.is_ascii_digit());
                let behind = digits.strip_prefix('$').filter(|_| digits.len() < rest.len());
                (None, behind.unwrap_or(rest))
            }
        };
        let behind = behind.strip_prefix(['s', 'd'])?;
        let ends = !behind.starts_with(|c: char| c.is_alphanumeric());
        ends.then(|| (&text[at..text.len() - behind.len()], name))
    })
}

/// Returns the name at the start of a text: ASCII letters, digits and `_`.
fn word(text: &str) -> &str {
    let is_part = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_';
    let length = text.bytes().take_while(is_part).count();
    &text[..length]
}

/// Proposes the name of a parameter: `user_id` for `User {id}`.
fn proposal(before: &str, name: &str) -> String {
    let words = before
        .rsplit(|c: char| !c.is_ascii_alphabetic())
        .map(str::to_ascii_lowercase);
    let mut nouns =
        words.filter(|word| word.len() > 3 && word != name && !["with", "have", "been"].contains(&word.as_str()));
    let noun = nouns.next();
    format!("{}_{name}", noun.unwrap_or_else(|| "own".to_owned()))
}

/// Returns the value of a built-in placeholder in a few words.
fn meaning(name: &str) -> &'static str {
    match name {
        "name" => "the name of the entry",
        "id" => "the id of the resource or of this error, if the server sets it",
        "reason" => "the reason phrase of the status",
        "time" => "the time of the error",
        "issue" => "the FHIR issue type of the entry",
        _ => "the URI reference of this error, if the server sets it",
    }
}

#[cfg(test)]
mod tests;
