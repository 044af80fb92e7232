//! Inheritance and references.

use error_layout::vocabulary::{FORMATS, SEVERITIES};

use crate::model::{Body, Catalog, Category, Entry, Header, Response};
use crate::names;
use crate::problem::{Problem, Problems};
use crate::raw::{Common, RawCatalog, RawCategory, RawCode, RawEntry, RawFormat, RawHeader, RawResponse};
use crate::rules;
use crate::source::Spanned;
use crate::suggest;
use crate::template;

/// How many entries a catalog can have: a position is 16 bits, and the last means "none".
const MAX_ENTRIES: usize = 65_000;

/// The longest name or code, in bytes.
const MAX_NAME: usize = 65_535;

/// Resolves everything that can be; the rest is reported and gets a harmless value.
pub(super) fn catalog(raw: &RawCatalog, problems: &mut Problems) -> Catalog {
    let value = |text: &Option<Spanned<String>>| text.as_ref().map(|text| text.value.clone());
    let mut catalog = Catalog {
        name: value(&raw.name).unwrap_or_default(),
        version: value(&raw.version),
        title: value(&raw.title).unwrap_or_default(),
        description: value(&raw.description),
        categories: raw.categories.iter().map(category).collect(),
        responses: raw.responses.iter().map(response).collect(),
        entries: Vec::with_capacity(raw.errors.len()),
        fallbacks: Vec::new(),
        metadata: raw.metadata.clone(),
    };
    if raw.errors.len() > MAX_ENTRIES {
        let message = format!(
            "the catalog has {} entries; at most {MAX_ENTRIES} are possible",
            raw.errors.len()
        );
        problems.add(&rules::TOO_LARGE, raw.span.start..raw.span.start + 1, message);
    }
    for name in raw
        .errors
        .iter()
        .map(|entry| &entry.name)
        .chain(raw.errors.iter().filter_map(|entry| entry.common.response.as_ref()))
    {
        if name.value.len() > MAX_NAME {
            problems.add(
                &rules::TOO_LARGE,
                name.span.clone(),
                format!("a name has at most {MAX_NAME} bytes"),
            );
        }
    }
    for common in std::iter::once(&raw.defaults).chain(raw.categories.iter().map(|category| &category.common)) {
        if let Some(code) = common.code.as_ref().filter(|code| code.value != RawCode::None) {
            let problem = Problem::new(
                &rules::WRONG_TYPE,
                code.span.clone(),
                "only `null` can be inherited as a code",
            );
            problems.push(problem.help("write the code in each entry"));
        }
    }
    let resolver = Resolver { raw };
    for entry in raw.errors.iter().take(MAX_ENTRIES) {
        catalog.entries.push(resolver.entry(entry, problems));
    }
    if catalog.responses.is_empty() {
        catalog.responses.push(empty_response("default"));
    }
    catalog
}

fn category(raw: &RawCategory) -> Category {
    let text = |text: &Option<Spanned<String>>| text.as_ref().map(|text| text.value.clone());
    Category {
        name: raw.name.value.clone(),
        rust_name: text(&raw.rust)
            .or_else(|| names::upper_camel(&raw.name.value))
            .unwrap_or_default(),
        title: text(&raw.title),
        description: text(&raw.description),
        metadata: raw.metadata.clone(),
    }
}

fn empty_response(name: &str) -> Response {
    Response {
        name: name.to_owned(),
        content_type: String::new(),
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

fn response(raw: &RawResponse) -> Response {
    let mut response = empty_response(&raw.name.value);
    response.metadata.clone_from(&raw.metadata);
    let (format, content_type, body) = match &raw.format {
        None | Some(RawFormat::Empty) => return response,
        Some(RawFormat::Json(body)) => ("json", "application/json", Body::Json(body.clone())),
        Some(RawFormat::Text(text)) => {
            let given = raw
                .content_type
                .as_ref()
                .map_or("text/plain; charset=utf-8", |given| given.value.as_str());
            let essence = given.split(';').next().unwrap_or("").trim().to_ascii_lowercase();
            let html = matches!(essence.as_str(), "text/html" | "application/xhtml+xml");
            (
                "text",
                "text/plain; charset=utf-8",
                if html {
                    Body::Html(text.value.clone())
                } else {
                    Body::Text(text.value.clone())
                },
            )
        }
        Some(RawFormat::OperationOutcome(preset)) => {
            response.fhir = preset.fhir.iter().map(|version| version.value).collect();
            // DSTU2 had its own media type: https://hl7.org/fhir/DSTU2/http.html#mime-type
            let media_type = if response.fhir.first() == Some(&0) {
                "application/json+fhir"
            } else {
                "application/fhir+json"
            };
            (
                "operation-outcome",
                media_type,
                Body::Json(template::operation_outcome(preset)),
            )
        }
        Some(RawFormat::Problem(preset)) => (
            "problem",
            "application/problem+json",
            Body::Json(template::problem(preset)),
        ),
    };
    response.format = format_position(format);
    response.content_type = raw
        .content_type
        .as_ref()
        .map_or_else(|| content_type.to_owned(), |given| given.value.clone());
    response.body = body;
    response
}

/// The place something is inherited from, nearest first.
pub(super) struct Levels<'r> {
    levels: [Option<&'r Common>; 3],
}

impl<'r> Levels<'r> {
    pub(super) fn of(raw: &'r RawCatalog, entry: &'r RawEntry) -> Self {
        let category = entry
            .category
            .as_ref()
            .and_then(|name| raw.categories.iter().find(|category| category.name.value == name.value));
        Self {
            levels: [
                Some(&entry.common),
                category.map(|category| &category.common),
                Some(&raw.defaults),
            ],
        }
    }

    /// What the nearest level says.
    pub(super) fn nearest<T>(&self, get: impl Fn(&'r Common) -> Option<&'r T>) -> Option<&'r T> {
        self.levels.iter().flatten().find_map(|&level| get(level))
    }

    /// What the nearest level says, of lists.
    fn nearest_list<T>(&self, get: impl Fn(&'r Common) -> &'r Vec<T>) -> &'r [T] {
        self.levels
            .iter()
            .flatten()
            .map(|&level| get(level))
            .find(|list| !list.is_empty())
            .map_or(&[], Vec::as_slice)
    }

    /// What all levels say, farthest first.
    pub(super) fn all<T: 'r>(&self, get: impl Fn(&'r Common) -> &'r Vec<T>) -> impl Iterator<Item = &'r T> {
        self.levels.into_iter().rev().flatten().flat_map(get)
    }
}

struct Resolver<'r> {
    raw: &'r RawCatalog,
}

impl<'r> Resolver<'r> {
    fn entry(&self, raw: &'r RawEntry, problems: &mut Problems) -> Entry {
        let levels = Levels::of(self.raw, raw);
        let value = |text: &Option<Spanned<String>>| text.as_ref().map(|text| text.value.clone());
        let strings = |list: &[Spanned<String>]| list.iter().map(|text| text.value.clone()).collect::<Vec<_>>();
        let response_name = levels.nearest(|level| level.response.as_ref());
        let response = self.response(raw, response_name, problems);
        let raw_response = self.raw.responses.get(response);
        let status = levels.nearest(|level| level.status.as_ref()).map(|status| status.value);
        if status.is_none() && !raw.incomplete {
            Self::missing(raw, "status", problems);
        }
        if raw.title.is_none() && !raw.incomplete {
            Self::missing(raw, "title", problems);
        }
        let status = status.unwrap_or(500);
        let response_diagnostics = match raw_response.and_then(|response| response.format.as_ref()) {
            Some(RawFormat::OperationOutcome(preset)) => preset.diagnostics.as_ref(),
            _ => None,
        };
        let mut tags: Vec<String> = Vec::new();
        for tag in levels.all(|level| &level.tags) {
            if !tags.contains(&tag.value) {
                tags.push(tag.value.clone());
            }
        }
        let error_severity = SEVERITIES
            .iter()
            .position(|word| *word == "error")
            .and_then(|position| u8::try_from(position).ok());
        Entry {
            name: raw.name.value.clone(),
            rust_name: value(&raw.rust)
                .or_else(|| names::upper_camel(&raw.name.value))
                .unwrap_or_default(),
            code: levels
                .nearest(|level| level.code.as_ref())
                .map_or_else(|| RawCode::Text(raw.name.value.clone()), |code| code.value.clone()),
            status,
            status_range: raw.status_range.as_ref().map_or((status, status), |range| range.value),
            category: self.category(raw, problems),
            response,
            severity: levels
                .nearest(|level| level.severity.as_ref())
                .map(|severity| severity.value)
                .or(error_severity)
                .unwrap_or(0),
            issue: levels.nearest(|level| level.issue.as_ref()).map(|issue| issue.value),
            title: value(&raw.title).unwrap_or_else(|| raw.name.value.clone()),
            message: levels.nearest(|level| level.message.as_ref()).cloned(),
            display: levels.nearest(|level| level.display.as_ref()).cloned(),
            diagnostics: levels
                .nearest(|level| level.diagnostics.as_ref())
                .or(response_diagnostics)
                .cloned(),
            expression: raw.expression.clone(),
            location: raw.location.clone(),
            log: levels.nearest(|level| level.log.as_ref()).cloned(),
            user_message: levels
                .nearest(|level| level.user_message.as_ref())
                .map(|text| text.value.clone()),
            action: levels
                .nearest(|level| level.action.as_ref())
                .map(|text| text.value.clone()),
            description: value(&raw.description),
            docs: levels.nearest(|level| level.docs.as_ref()).cloned(),
            headers: headers(raw_response, &levels),
            retry: levels.nearest(|level| level.retry.as_ref()).map(|retry| retry.value),
            since: levels
                .nearest(|level| level.since.as_ref())
                .map(|text| text.value.clone()),
            deprecated: value(&raw.deprecated),
            replaced_by: None,
            tags,
            methods: strings(levels.nearest_list(|level| &level.methods)),
            endpoints: strings(levels.nearest_list(|level| &level.endpoints)),
            parameters: Vec::new(),
            metadata: raw.metadata.clone(),
            name_span: raw.name.span.clone(),
        }
    }

    fn missing(raw: &RawEntry, member: &str, problems: &mut Problems) {
        let message = format!("the entry `{}` needs a `{member}`", raw.name.value);
        let mut problem = Problem::new(&rules::MISSING_MEMBER, raw.name.span.clone(), message);
        if member != "title" {
            problem = problem.help(format!(
                "`{member}` can also come from the entry's category or from `defaults`"
            ));
        }
        problems.push(problem);
    }

    fn response(&self, raw: &RawEntry, name: Option<&Spanned<String>>, problems: &mut Problems) -> usize {
        let wanted = name.map_or("default", |name| name.value.as_str());
        if let Some(position) = self
            .raw
            .responses
            .iter()
            .position(|response| response.name.value == wanted)
        {
            return position;
        }
        let known = || self.raw.responses.iter().map(|response| response.name.value.as_str());
        let problem = match name {
            Some(name) => unknown_reference(name, "response", known()),
            // A catalog without responses has its own message.
            None if self.raw.responses.is_empty() => return 0,
            None => {
                let message = format!(
                    "the entry `{wanted_by}` needs a `response`: none is named `default`",
                    wanted_by = raw.name.value
                );
                Problem::new(&rules::MISSING_MEMBER, raw.name.span.clone(), message)
                    .help(format!("there are {}", suggest::one_of(known())))
            }
        };
        problems.push(problem);
        0
    }

    fn category(&self, raw: &RawEntry, problems: &mut Problems) -> Option<usize> {
        let name = raw.category.as_ref()?;
        let found = self
            .raw
            .categories
            .iter()
            .position(|category| category.name.value == name.value);
        if found.is_none() {
            problems.push(unknown_reference(
                name,
                "category",
                self.raw.categories.iter().map(|category| category.name.value.as_str()),
            ));
        }
        found
    }
}

pub(super) fn unknown_reference<'k>(
    name: &Spanned<String>,
    what: &str,
    known: impl Iterator<Item = &'k str> + Clone,
) -> Problem {
    let problem = Problem::new(
        &rules::UNKNOWN_REFERENCE,
        name.span.clone(),
        format!("there is no {what} `{}`", name.value),
    );
    match suggest::nearest(&name.value, known.clone()) {
        Some(nearest) => problem.label(format!("did you mean `{nearest}`?")),
        None if known.clone().next().is_none() => problem.help(format!("the catalog has no {what} at all")),
        None => problem.help(format!("there are {}", suggest::one_of(known))),
    }
}

/// The headers of all levels; a nearer one replaces a farther one of the same name, `null` removes it.
fn headers(response: Option<&RawResponse>, levels: &Levels<'_>) -> Vec<Header> {
    let mut headers: Vec<Header> = Vec::new();
    let own: &[RawHeader] = response.map_or(&[], |response| &response.headers);
    for header in own.iter().chain(levels.all(|level| &level.headers)) {
        let found = headers
            .iter()
            .position(|known| known.name.eq_ignore_ascii_case(&header.name.value));
        match (&header.value, found) {
            (Some(value), Some(position)) => {
                headers[position] = Header {
                    name: header.name.value.clone(),
                    value: value.clone(),
                }
            }
            (Some(value), None) => headers.push(Header {
                name: header.name.value.clone(),
                value: value.clone(),
            }),
            (None, Some(position)) => drop(headers.remove(position)),
            (None, None) => {}
        }
    }
    headers
}
