//! Resolves inheritance and references.

use std::collections::{BTreeMap, HashMap, HashSet, hash_map as map};

use error_layout::vocabulary::{FORMATS, SEVERITIES};

use super::related_entries;
use crate::ast::{self, Common};
use crate::model::{Body, Catalog, Category, Entry, Header, Response};
use crate::names;
use crate::presets;
use crate::problem::{Problem, Problems};
use crate::rules;
use crate::source::Spanned;
use crate::suggest;

/// The media type of a text that names none.
pub(crate) const TEXT_TYPE: &str = "text/plain; charset=utf-8";

/// The maximum number of entries; their positions are 16-bit numbers.
const MAX_ENTRIES: usize = 65_000;

/// The maximum length of a name or code, in bytes.
const MAX_NAME: usize = 65_535;

/// Resolves a catalog; values that cannot be resolved are reported and get a default.
pub(super) fn catalog(ast: &ast::Catalog, problems: &mut Problems) -> Catalog {
    let value = |text: &Option<Spanned<String>>| text.as_ref().map(|text| text.value.clone());
    let mut catalog = Catalog {
        name: value(&ast.name).unwrap_or_default(),
        version: value(&ast.version),
        title: value(&ast.title).unwrap_or_default(),
        description: value(&ast.description),
        categories: ast.categories.iter().map(category).collect(),
        responses: ast.responses.iter().map(response).collect(),
        entries: Vec::with_capacity(ast.errors.len()),
        fallbacks: Vec::new(),
        metadata: ast.metadata.clone(),
        constants: Vec::new(),
        language: value(&ast.language),
        translations: Vec::new(),
    };
    if ast.errors.len() > MAX_ENTRIES {
        let message = format!("expected at most {MAX_ENTRIES} entries, found {}", ast.errors.len());
        problems.add(&rules::TOO_LARGE, ast.span.start..ast.span.start + 1, message);
    }
    for name in ast
        .errors
        .iter()
        .map(|entry| &entry.name)
        .chain(ast.errors.iter().filter_map(|entry| entry.common.response.as_ref()))
    {
        if name.value.len() > MAX_NAME {
            problems.add(
                &rules::TOO_LARGE,
                name.span.clone(),
                format!("name exceeds {MAX_NAME} bytes"),
            );
        }
    }
    for common in std::iter::once(&ast.defaults).chain(ast.categories.iter().map(|category| &category.common)) {
        if let Some(code) = common.code.as_ref().filter(|code| code.value != ast::Code::None) {
            let problem = Problem::new(
                &rules::WRONG_TYPE,
                code.span.clone(),
                "an inherited `code` can only be `null`",
            );
            problems.push(problem.help("set `code` in each entry"));
        }
    }
    problems.extend(no_default_response(ast));
    problems.extend(missing_status(ast));
    let responses = ast::positions(ast.responses.iter().map(|response| response.name.value.as_str()));
    let resolver = Resolver { ast, responses };
    // The places of unknown responses, which several entries can inherit.
    let mut reported = HashSet::new();
    for entry in ast.errors.iter().take(MAX_ENTRIES) {
        catalog.entries.push(resolver.entry(entry, &mut reported, problems));
    }
    if catalog.responses.is_empty() {
        catalog.responses.push(empty_response("default"));
    }
    catalog
}

/// Returns the problem of entries that name no response, in a catalog without a default one.
fn no_default_response(ast: &ast::Catalog) -> Option<Problem> {
    let names = || ast.responses.iter().map(|response| response.name.value.as_str());
    if ast.responses.is_empty() || names().any(|name| name == "default") {
        return None;
    }
    let unnamed = |entry: &&ast::Entry| {
        Levels::of(ast, entry)
            .nearest(|level| level.response.as_ref())
            .is_none()
    };
    let entries: Vec<&ast::Entry> = ast.errors.iter().filter(unnamed).collect();
    let first = entries.first()?;
    let message = match entries.len() {
        1 => format!(
            "no response is named `default`, and entry `{}` names none",
            first.name.value
        ),
        count => format!("no response is named `default`, and {count} entries name none"),
    };
    let problem = Problem::new(&rules::MISSING_MEMBER, ast.responses_key.clone(), message);
    let problem = related_entries(problem, &entries);
    let name = suggest::nearest("default", names()).or_else(|| names().next())?;
    Some(problem.help(format!(
        "rename one of them to `default`, or set `\"response\": \"{name}\"` in `defaults`, a category or an entry"
    )))
}

/// Returns the problem of all entries without a status.
fn missing_status(ast: &ast::Catalog) -> Option<Problem> {
    let without = |entry: &&ast::Entry| Levels::of(ast, entry).nearest(|level| level.status.as_ref()).is_none();
    let entries: Vec<&ast::Entry> = ast.errors.iter().filter(without).collect();
    let (first, others) = entries.split_first()?;
    let message = match others.len() {
        0 => format!("missing member `status` in entry `{}`", first.name.value),
        _ => format!("missing member `status` in {} entries", entries.len()),
    };
    let problem = Problem::new(&rules::MISSING_MEMBER, first.name.span.clone(), message);
    Some(related_entries(problem, others).help("`status` can also be set in the entry's category or in `defaults`"))
}

fn category(ast: &ast::Category) -> Category {
    let text = |text: &Option<Spanned<String>>| text.as_ref().map(|text| text.value.clone());
    Category {
        name: ast.name.value.clone(),
        rust_name: text(&ast.rust)
            .or_else(|| names::upper_camel(&ast.name.value))
            .unwrap_or_default(),
        title: text(&ast.title),
        description: text(&ast.description),
        metadata: ast.metadata.clone(),
    }
}

fn empty_response(name: &str) -> Response {
    Response {
        name: name.to_owned(),
        content_type: String::new(),
        in_band: false,
        format: format_position("empty"),
        fhir: Vec::new(),
        body: Body::Empty,
        metadata: Vec::new(),
    }
}

fn format_position(name: &str) -> u8 {
    FORMATS
        .iter()
        .position(|format| *format == name)
        .and_then(|position| u8::try_from(position).ok())
        .unwrap_or(0)
}

fn response(ast: &ast::Response) -> Response {
    let mut response = empty_response(&ast.name.value);
    response.metadata.clone_from(&ast.metadata);
    response.in_band = ast.in_band;
    let (format, content_type, body) = match &ast.format {
        None | Some(ast::Format::Empty) => return response,
        Some(ast::Format::Json(body)) => ("json", "application/json", Body::Json(body.clone())),
        Some(ast::Format::Xml(xml)) => ("xml", "application/xml", Body::Xml(xml.clone())),
        Some(ast::Format::Text(text)) => ("text", TEXT_TYPE, Body::Text(text.value.clone())),
        Some(ast::Format::OperationOutcome(preset)) => {
            response.fhir = preset.fhir.iter().map(|version| version.value).collect();
            // DSTU2 has another media type: https://hl7.org/fhir/DSTU2/http.html#mime-type
            let media_type = if response.fhir.first() == Some(&0) {
                "application/json+fhir"
            } else {
                "application/fhir+json"
            };
            (
                "operation-outcome",
                media_type,
                Body::Json(presets::operation_outcome(preset)),
            )
        }
        Some(ast::Format::Problem(preset)) => (
            "problem",
            "application/problem+json",
            Body::Json(presets::problem(preset)),
        ),
    };
    response.format = format_position(format);
    response.content_type = ast
        .content_type
        .as_ref()
        .map_or_else(|| content_type.to_owned(), |own| own.value.clone());
    response.body = body;
    response
}

/// The places that an entry inherits from: the entry itself, its category, `defaults`.
pub(super) struct Levels<'r> {
    levels: [Option<&'r Common>; 3],
}

impl<'r> Levels<'r> {
    pub(super) fn of(ast: &'r ast::Catalog, entry: &'r ast::Entry) -> Self {
        let category = entry
            .category_position
            .and_then(|position| ast.categories.get(position));
        Self {
            levels: [
                Some(&entry.common),
                category.map(|category| &category.common),
                Some(&ast.defaults),
            ],
        }
    }

    /// Returns the levels, nearest first.
    pub(super) fn levels(&self) -> [Option<&'r Common>; 3] {
        self.levels
    }

    /// Returns the value of the nearest level that has one.
    pub(super) fn nearest<T>(&self, get: impl Fn(&'r Common) -> Option<&'r T>) -> Option<&'r T> {
        self.levels.iter().flatten().find_map(|&level| get(level))
    }

    /// Returns the list of the nearest level whose list is not empty.
    fn nearest_list<T>(&self, get: impl Fn(&'r Common) -> &'r Vec<T>) -> &'r [T] {
        self.levels
            .iter()
            .flatten()
            .map(|&level| get(level))
            .find(|list| !list.is_empty())
            .map_or(&[], Vec::as_slice)
    }

    /// Returns the elements of all levels, `defaults` first.
    pub(super) fn all<T: 'r>(&self, get: impl Fn(&'r Common) -> &'r Vec<T>) -> impl Iterator<Item = &'r T> {
        self.levels.into_iter().rev().flatten().flat_map(get)
    }
}

struct Resolver<'r> {
    ast: &'r ast::Catalog,
    /// The positions of the responses by name.
    responses: HashMap<&'r str, usize>,
}

impl<'r> Resolver<'r> {
    /// Returns the Rust name for the name of an entry. A name that is the prefix alone keeps it.
    fn rust_name(&self, name: &str) -> Option<String> {
        let prefix = self.ast.omitted_prefix.as_ref();
        prefix
            .and_then(|prefix| name.strip_prefix(&prefix.value))
            .and_then(names::upper_camel)
            .or_else(|| names::upper_camel(name))
    }

    fn entry(&self, ast: &'r ast::Entry, reported: &mut HashSet<usize>, problems: &mut Problems) -> Entry {
        let levels = Levels::of(self.ast, ast);
        let value = |text: &Option<Spanned<String>>| text.as_ref().map(|text| text.value.clone());
        let strings = |list: &[Spanned<String>]| list.iter().map(|text| text.value.clone()).collect::<Vec<_>>();
        let response_name = levels.nearest(|level| level.response.as_ref());
        let response = self.response(response_name, reported, problems);
        let ast_response = self.ast.responses.get(response);
        let statuses = levels.nearest(|level| level.status.as_ref());
        let statuses = statuses.map(|statuses| statuses.value.as_slice()).unwrap_or_default();
        let statuses: Vec<u16> = statuses.iter().map(|status| status.value).collect();
        if ast.title.is_none() {
            let message = format!("missing member `title` in entry `{}`", ast.name.value);
            problems.add(&rules::MISSING_MEMBER, ast.name.span.clone(), message);
        }
        let status = statuses.first().copied().unwrap_or(500);
        let lowest = statuses.iter().copied().min().unwrap_or(status);
        let highest = statuses.iter().copied().max().unwrap_or(status);
        let response_diagnostics = match ast_response.and_then(|response| response.format.as_ref()) {
            Some(ast::Format::OperationOutcome(preset)) => preset.diagnostics.as_ref(),
            _ => None,
        };
        let mut known: HashSet<&str> = HashSet::new();
        let tags = levels.all(|level| &level.tags).filter(|tag| known.insert(&tag.value));
        let tags: Vec<String> = tags.map(|tag| tag.value.clone()).collect();
        let error_severity = SEVERITIES
            .iter()
            .position(|word| *word == "error")
            .and_then(|position| u8::try_from(position).ok());
        Entry {
            name: ast.name.value.clone(),
            rust_name: value(&ast.rust)
                .or_else(|| self.rust_name(&ast.name.value))
                .unwrap_or_default(),
            code: levels
                .nearest(|level| level.code.as_ref())
                .map_or_else(|| ast::Code::Text(ast.name.value.clone()), |code| code.value.clone()),
            aliases: ast.aliases.clone(),
            status,
            status_range: ast.status_range.as_ref().map_or((lowest, highest), |range| range.value),
            statuses: if statuses.len() > 1 && ast.status_range.is_none() {
                statuses
            } else {
                Vec::new()
            },
            category: self.category(ast, problems),
            response,
            severity: levels
                .nearest(|level| level.severity.as_ref())
                .map(|severity| severity.value)
                .or(error_severity)
                .unwrap_or(0),
            issue: levels.nearest(|level| level.issue.as_ref()).map(|issue| issue.value),
            title: value(&ast.title).unwrap_or_else(|| ast.name.value.clone()),
            message: levels.nearest(|level| level.message.as_ref()).cloned(),
            display: levels.nearest(|level| level.display.as_ref()).cloned(),
            diagnostics: levels
                .nearest(|level| level.diagnostics.as_ref())
                .or(response_diagnostics)
                .cloned(),
            expression: ast.expression.clone(),
            location: ast.location.clone(),
            log: levels.nearest(|level| level.log.as_ref()).cloned(),
            user_message: levels
                .nearest(|level| level.user_message.as_ref())
                .map(|text| text.value.clone()),
            action: levels
                .nearest(|level| level.action.as_ref())
                .map(|text| text.value.clone()),
            description: value(&ast.description),
            docs: levels.nearest(|level| level.docs.as_ref()).cloned(),
            headers: headers(ast_response, &levels),
            retry: levels.nearest(|level| level.retry.as_ref()).map(|retry| retry.value),
            since: levels
                .nearest(|level| level.since.as_ref())
                .map(|text| text.value.clone()),
            deprecated: value(&ast.deprecated),
            replaced_by: None,
            tags,
            methods: strings(levels.nearest_list(|level| &level.methods)),
            endpoints: strings(levels.nearest_list(|level| &level.endpoints)),
            parameters: Vec::new(),
            metadata: ast.metadata.clone(),
            constants: BTreeMap::new(),
            translated: Vec::new(),
            name_span: ast.name.span.clone(),
        }
    }

    fn response(
        &self,
        name: Option<&Spanned<String>>,
        reported: &mut HashSet<usize>,
        problems: &mut Problems,
    ) -> usize {
        let wanted = name.map_or("default", |name| name.value.as_str());
        if let Some(&position) = self.responses.get(wanted) {
            return position;
        }
        let known = || self.ast.responses.iter().map(|response| response.name.value.as_str());
        let problem = match name {
            Some(name) if !reported.insert(name.span.start) => return 0,
            Some(name) => unknown_reference(name, "response", known(), problems),
            // The missing `responses` were reported.
            None if self.ast.responses.is_empty() => return 0,
            // Reported once for all entries.
            None => return 0,
        };
        problems.push(problem);
        0
    }

    fn category(&self, ast: &ast::Entry, problems: &mut Problems) -> Option<usize> {
        let name = ast.category.as_ref()?;
        let found = ast.category_position;
        if found.is_none() {
            let known = self.ast.categories.iter().map(|category| category.name.value.as_str());
            let problem = unknown_reference(name, "category", known, problems);
            problems.push(problem);
        }
        found
    }
}

/// Returns the problem of a name that refers to nothing, with a suggestion.
pub(super) fn unknown_reference<'k>(
    name: &Spanned<String>,
    what: &str,
    known: impl ExactSizeIterator<Item = &'k str> + Clone,
    problems: &mut Problems,
) -> Problem {
    let problem = Problem::new(
        &rules::UNKNOWN_REFERENCE,
        name.span.clone(),
        format!("unknown {what} `{}`", name.value),
    );
    if !problems.may_suggest(known.len()) {
        return problem;
    }
    match suggest::nearest(&name.value, known.clone()) {
        Some(nearest) => problem.label(format!("did you mean `{nearest}`?")),
        None if known.clone().next().is_none() => problem.help(format!("no {what} is defined")),
        None => problem.help(suggest::expected(known)),
    }
}

/// Merges the headers of all levels: a nearer header replaces those of the same name, and `null` removes them.
fn headers(response: Option<&ast::Response>, levels: &Levels<'_>) -> Vec<Header> {
    let own: &[ast::Header] = response.map_or(&[], |response| &response.headers);
    let mut positions: HashMap<String, usize> = HashMap::new();
    let mut headers: Vec<&ast::Header> = Vec::new();
    for header in own.iter().chain(levels.all(|level| &level.headers)) {
        match positions.entry(header.name.value.to_ascii_lowercase()) {
            map::Entry::Occupied(known) => headers[*known.get()] = header,
            map::Entry::Vacant(place) => {
                place.insert(headers.len());
                headers.push(header);
            }
        }
    }
    let values = headers.into_iter().flat_map(|header| {
        header.values.iter().map(|value| Header {
            name: header.name.value.clone(),
            value: value.clone(),
        })
    });
    values.collect()
}
