//! What every document says, whatever its form.
//!
//! The forms HTML, Markdown and JSON show these views and nothing else of a catalog. What the readers may not see is left out here.

pub(crate) mod entry;
pub(crate) mod history;
mod neighbours;
pub(crate) mod response;
pub(crate) mod retry;
pub(crate) mod said;
pub(crate) mod samples;

use std::collections::{BTreeMap, BTreeSet};

use error_catalog::contract::Baseline;
use error_catalog::{ast, model};
use error_layout::vocabulary::reason;
use error_runtime::{Entry as Compiled, Representation, Respond as _};
use serde::Serialize;

use self::entry::{Category, Code, Deprecation, Entry, Internal, Link, Metadata, Neighbour, Parameter};
use self::history::Retired;
use self::neighbours::Groups;
use self::response::Response;
use self::said::{Said, Speaker};
use super::{Audience, address};
use crate::Api;
use crate::names::Names;

pub(crate) use self::neighbours::Shared;

type Text = error_catalog::Spanned<ast::text::Text>;

/// A catalog, prepared for the views of its entries.
pub(crate) struct Book<'a> {
    api: &'a Api,
    audience: Audience,
    entries: Vec<(Compiled<'static>, &'a model::Entry)>,
    stems: Vec<String>,
    groups: Groups,
    names: Names<'a>,
    /// The names that the catalog does not have any more, with their codes; their pages are behind those of the entries.
    retired: Vec<(String, Vec<&'a str>)>,
    /// The codes that entries of the catalog no longer have, by the names of the entries.
    former_codes: BTreeMap<String, Vec<&'a str>>,
}

/// A catalog in one language, without its entries.
#[derive(Debug, Serialize)]
pub(crate) struct Catalog<'a> {
    pub(crate) name: &'a str,
    pub(crate) title: &'a str,
    pub(crate) version: Option<&'a str>,
    /// The language of these views.
    pub(crate) language: Option<&'a str>,
    /// Markdown.
    pub(crate) description: Option<&'a str>,
    pub(crate) categories: Vec<CategoryPage<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) metadata: Option<Vec<Metadata<'a>>>,
}

/// A category with everything that is said about it.
#[derive(Debug, Serialize)]
pub(crate) struct CategoryPage<'a> {
    pub(crate) name: &'a str,
    pub(crate) title: Option<&'a str>,
    /// Markdown.
    pub(crate) description: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) metadata: Option<Vec<Metadata<'a>>>,
}

impl<'a> Book<'a> {
    pub(crate) fn new(api: &'a Api, audience: Audience, baseline: Option<&'a Baseline>) -> Self {
        let names = || api.catalog().entries.iter().map(|entry| &*entry.name);
        let current: BTreeSet<&str> = names().collect();
        let past = baseline.map(|baseline| Names::of(baseline, |name| current.contains(name)));
        let past = past.unwrap_or_default();
        let retired = baseline.map(|baseline| history::retired(baseline, &past));
        let (mut former_codes, retired): (BTreeMap<_, Vec<_>>, BTreeMap<_, _>) = retired
            .unwrap_or_default()
            .into_iter()
            .partition(|(name, _)| current.contains(&**name));
        for (name, codes) in &retired {
            if let Some(present) = past.present(name) {
                let known: &mut Vec<&str> = former_codes.entry(present.to_owned()).or_default();
                known.extend(codes);
            }
        }
        let retired: Vec<_> = retired.into_iter().collect();
        Self {
            api,
            audience,
            entries: api.entries().collect(),
            stems: address::stems(names().chain(retired.iter().map(|(name, _)| &**name))),
            groups: Groups::new(api.catalog()),
            names: past,
            retired,
            former_codes,
        }
    }

    /// Returns the names that the catalog does not have any more, sorted.
    pub(crate) fn retired(&self) -> impl Iterator<Item = Retired<'a>> {
        self.retired.iter().enumerate().map(|(at, (name, codes))| {
            let present = self.names.present(name);
            Retired {
                name: name.clone(),
                page: self.page(self.len() + at, None),
                codes: codes.clone(),
                renamed: present.is_some(),
                replaced_by: self.successor(present, codes),
                history: self.history(name, &[]),
            }
        })
    }

    /// Returns the entry with this name, or else the one that clients recognize by one of these codes.
    fn successor(&self, name: Option<&str>, codes: &[&str]) -> Option<Link<'a>> {
        let is_it = |entry: &model::Entry| match name {
            Some(name) => entry.name == name,
            None => entry.aliases.iter().any(|alias| codes.contains(&&*alias.value)),
        };
        let position = self.entries.iter().position(|(_, entry)| is_it(entry))?;
        Some(Link {
            name: self.entry_name(position)?,
            page: self.page(position, None),
        })
    }

    /// Returns the codes that an entry had and that clients do not recognize, by the baseline.
    fn former_codes(&self, entry: &model::Entry) -> Vec<&'a str> {
        let codes = self.former_codes.get(&*entry.name).into_iter().flatten().copied();
        let is_alias = |code: &str| entry.aliases.iter().any(|alias| alias.value == code);
        codes.filter(|code| !is_alias(code)).collect()
    }

    /// Returns the changes of an entry with these parameters.
    fn history(&self, entry: &str, parameters: &[model::Parameter]) -> Vec<history::Change<'a>> {
        let may_see = |member: &str| {
            let mut parts = member.split('.');
            match (parts.next(), parts.next()) {
                _ if self.is_internal() => true,
                (Some("metadata" | "log"), _) => false,
                (Some("parameters"), Some(name)) => {
                    parameters.iter().any(|one| one.name == name && samples::is_public(one))
                }
                _ => true,
            }
        };
        history::of(&self.names, entry, may_see)
    }

    pub(crate) fn name(&self) -> &'a str {
        &self.catalog().name
    }

    pub(crate) fn is_internal(&self) -> bool {
        self.audience == Audience::Internal
    }

    fn catalog(&self) -> &'a model::Catalog {
        self.api.catalog()
    }

    pub(crate) fn len(&self) -> usize {
        self.entries.len()
    }

    /// Returns the languages of the views: `None` is that of the catalog.
    pub(crate) fn languages(&self) -> impl Iterator<Item = Option<&'static str>> + use<> {
        let data = self.api.data();
        let own = data.language();
        std::iter::once(None).chain(
            data.languages()
                .filter(move |language| Some(*language) != own)
                .map(Some),
        )
    }

    /// Returns the catalog in a language.
    pub(crate) fn overview(&self, language: Option<&'static str>) -> Catalog<'a> {
        let catalog = self.catalog();
        let metadata = |members: &'a [(String, String)]| self.is_internal().then(|| Metadata::all(members));
        Catalog {
            name: &catalog.name,
            title: &catalog.title,
            version: catalog.version.as_deref(),
            language: language.or(catalog.language.as_deref()),
            description: catalog.description.as_deref(),
            categories: catalog
                .categories
                .iter()
                .map(|category| CategoryPage {
                    name: &category.name,
                    title: category.title.as_deref(),
                    description: category.description.as_deref(),
                    metadata: metadata(&category.metadata),
                })
                .collect(),
            metadata: metadata(&catalog.metadata),
        }
    }

    /// Returns all entries in a language, in the order of the catalog.
    pub(crate) fn all(&self, language: Option<&'static str>) -> impl Iterator<Item = Entry<'_>> {
        (0..self.len()).filter_map(move |position| self.entry(position, language))
    }

    /// Returns the path of the page of an entry without an extension.
    pub(crate) fn page(&self, position: usize, language: Option<&str>) -> String {
        let stem = self.stems.get(position).map_or("", String::as_str);
        match language {
            Some(language) => format!("{}/{language}/{stem}", self.name()),
            None => format!("{}/{stem}", self.name()),
        }
    }

    /// Returns the entry at a position in a language.
    pub(crate) fn entry(&self, position: usize, language: Option<&'static str>) -> Option<Entry<'_>> {
        let (compiled, original) = *self.entries.get(position)?;
        let catalog = self.catalog();
        let model = self.translated(position, language).unwrap_or(original);
        let speaker = self.speaker(model, language);
        let plain = |text: &'a Option<String>, before: &'a Option<String>| {
            text.as_ref().map(|text| speaker.plain(text, before.as_deref()))
        };
        let text = |text: &'a Option<Text>, before: &'a Option<Text>| {
            let before = before.as_ref().map(|before| &before.value);
            text.as_ref().map(|text| speaker.text(&text.value, before))
        };
        let texts = |texts: &'a [Text]| texts.iter().map(|text| speaker.text(&text.value, None)).collect();
        let link = |position: usize| {
            Some(Link {
                name: &catalog.entries.get(position)?.name,
                page: self.page(position, language),
            })
        };

        let (retry, sends_code, responses) = examples(compiled, original, language);
        let may_see = |parameter: &model::Parameter| self.is_internal() || samples::is_public(parameter);
        let known = compiled.parameters().iter().zip(&original.parameters);
        let (arguments, parameters): (Vec<_>, Vec<_>) = known
            .filter(|(_, parameter)| may_see(parameter))
            .map(|(argument, parameter)| (argument, parameter_view(parameter, argument.sample())))
            .unzip();
        let (near, more_neighbours) = self.groups.of(catalog, position);
        let neighbours = near
            .into_iter()
            .filter_map(|near| self.neighbour(&near, original, sends_code, language))
            .collect();

        let (low, high) = original.status_range;
        let is_range = low != high && original.statuses.is_empty();
        let pages = || self.languages().map(|one| (one, self.page(position, one)));
        let languages = pages().filter_map(|(one, page)| Some((one.or(self.api.data().language())?, page)));
        Some(Entry {
            name: &original.name,
            page: self.page(position, language),
            languages: languages.collect(),
            code: match &original.code {
                ast::Code::None => None,
                ast::Code::Text(text) => Some(Code::Text(text.clone())),
                ast::Code::Integer(number) => Some(Code::Integer(*number)),
            },
            aliases: original.aliases.iter().map(|alias| &*alias.value).collect(),
            former_codes: self.former_codes(original),
            status: original.status,
            reason: reason(original.status),
            statuses: original.listed_statuses(),
            status_range: is_range.then_some((low, high)),
            category: original
                .category
                .and_then(|at| catalog.categories.get(at))
                .map(|category| Category {
                    name: &category.name,
                    title: category.title.as_deref(),
                }),
            severity: original.severity_name(),
            issue: original.issue_name(),
            title: speaker.plain(&model.title, Some(&original.title)),
            message: text(&model.message, &original.message),
            display: text(&model.display, &original.display),
            diagnostics: text(&model.diagnostics, &original.diagnostics),
            user_message: plain(&model.user_message, &original.user_message),
            action: plain(&model.action, &original.action),
            description: plain(&original.description, &original.description),
            docs: text(&original.docs, &original.docs),
            expression: texts(&original.expression),
            location: texts(&original.location),
            since: original.since.as_deref(),
            deprecated: original.deprecated.as_deref().map(|note| Deprecation {
                note,
                replaced_by: original.replaced_by.and_then(link),
            }),
            tags: &original.tags,
            methods: &original.methods,
            endpoints: &original.endpoints,
            retry,
            responses,
            samples: samples::of(catalog, original, &arguments),
            parameters,
            neighbours,
            more_neighbours,
            history: self.history(&original.name, &original.parameters),
            internal: self.is_internal().then(|| Internal {
                log: text(&original.log, &original.log),
                metadata: Metadata::all(&original.metadata),
                response_metadata: catalog
                    .responses
                    .get(original.response)
                    .map(|response| Metadata::all(&response.metadata))
                    .unwrap_or_default(),
            }),
        })
    }

    pub(crate) fn entry_name(&self, position: usize) -> Option<&'a str> {
        self.entries.get(position).map(|(_, entry)| &*entry.name)
    }

    /// Returns the title of an entry in a language.
    pub(crate) fn title(&self, position: usize, language: Option<&'static str>) -> Option<Said<'a>> {
        let (_, original) = *self.entries.get(position)?;
        let model = self.translated(position, language).unwrap_or(original);
        Some(self.speaker(model, language).plain(&model.title, Some(&original.title)))
    }

    fn speaker(&self, entry: &'a model::Entry, language: Option<&'static str>) -> Speaker<'a> {
        Speaker {
            catalog: self.catalog(),
            entry,
            translation: language,
        }
    }

    /// Returns the translation of an entry, if it has one.
    fn translated(&self, position: usize, language: Option<&str>) -> Option<&'a model::Entry> {
        let translations = &self.catalog().translations;
        let translation = translations.iter().find(|one| Some(&*one.language) == language)?;
        let entries = &translation.entries;
        let at = entries
            .binary_search_by_key(&position, |(original, _)| *original)
            .ok()?;
        entries.get(at).map(|(_, entry)| entry)
    }

    fn neighbour(
        &self,
        near: &neighbours::Near,
        entry: &model::Entry,
        sends_code: bool,
        language: Option<&'static str>,
    ) -> Option<Neighbour<'a>> {
        let other = self.catalog().entries.get(near.position)?;
        Some(Neighbour {
            name: &other.name,
            page: self.page(near.position, language),
            status: other.status,
            title: self.title(near.position, language)?,
            shared: near.shared,
            difference: neighbours::difference(entry, other, sends_code),
        })
    }
}

/// Returns the retry advice, whether the response has the code, and the responses in each syntax that the server has.
fn examples(
    compiled: Compiled<'static>,
    entry: &model::Entry,
    language: Option<&'static str>,
) -> (retry::Retry, bool, Vec<Response>) {
    let error = Api::example(compiled);
    let in_language = |representation: Representation| match language {
        Some(tag) => representation.in_language(tag),
        None => representation,
    };
    let response = error.response_as(in_language(Representation::OWN));
    let retry = retry::of(compiled, &response);
    let sends_code = sends(&response, entry);
    let mut responses = vec![Response::of(response)];
    if compiled.has_xml() {
        responses.push(Response::of(error.response_as(in_language(Representation::XML))));
    }
    (retry, sends_code, responses)
}

/// Whether a response has the code of its entry.
fn sends(response: &error_runtime::HttpResponse, entry: &model::Entry) -> bool {
    let body = response.body.as_deref().unwrap_or_default();
    let headers = response.headers.iter().map(|header| &*header.value);
    let Some(code) = entry.code.text() else { return true };
    headers.chain([body]).any(|text| text.contains(&*code))
}

fn parameter_view<'a>(parameter: &'a model::Parameter, sample: &str) -> Parameter<'a> {
    Parameter {
        name: &parameter.name,
        kind: parameter.type_name(),
        values: &parameter.values,
        visibility: parameter.visibility_name(),
        optional: parameter.optional,
        description: parameter.description.as_deref(),
        example: sample.to_owned(),
    }
}
