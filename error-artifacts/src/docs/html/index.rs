//! The index of the search: a script that assigns one constant, because a page of a file cannot load JSON.

use std::collections::{BTreeMap, HashMap};

use serde::Serialize;

use super::pages::Row;
use crate::docs::view::history::Retired;
use crate::docs::view::{Catalog, retry};

/// The size in bytes up to which the index has the messages of entries too.
const WITH_MESSAGES: usize = 900_000;

/// The longest title in the index, in characters.
const LONGEST_TITLE: usize = 80;

/// All entries in columns. A line of a text, or an element of an array, is an entry.
#[derive(Default, Serialize)]
pub(super) struct Index<'a> {
    catalogs: Vec<CatalogFacts<'a>>,
    /// Category labels by catalog and name.
    categories: Vec<&'a str>,
    tags: Vec<&'a str>,
    /// The words of each retry class.
    retries: BTreeMap<&'static str, String>,
    kinds: Vec<Kind>,
    /// Of each entry the position of its kind.
    kind: Vec<usize>,
    names: String,
    /// Empty where the code is the name.
    codes: String,
    /// Codes of earlier versions by position, each in a line.
    earlier: BTreeMap<usize, String>,
    titles: String,
    /// The files of entries whose file does not have their name, by position.
    files: BTreeMap<usize, String>,
    /// Titles in other languages, empty where a title is not translated.
    translations: BTreeMap<&'a str, String>,
    messages: Option<String>,
    #[serde(skip)]
    known: HashMap<Kind, usize>,
}

#[derive(Serialize)]
struct CatalogFacts<'a> {
    name: &'a str,
    title: &'a str,
    language: Option<&'a str>,
    languages: Vec<&'a str>,
}

/// The facts that filters compare: few entries have facts of their own.
#[derive(Clone, PartialEq, Eq, Hash, Serialize)]
struct Kind {
    catalog: usize,
    statuses: Vec<u16>,
    range: Option<(u16, u16)>,
    category: Option<usize>,
    /// `None` of entries that are no longer sent.
    retry: Option<&'static str>,
    state: State,
    tags: Vec<usize>,
}

#[derive(Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
enum State {
    Current,
    Deprecated,
    Removed,
    Renamed,
}

impl<'a> Index<'a> {
    /// Adds the entries of a catalog, whose own language is the first of `languages`, and those that are no longer sent.
    pub(super) fn add(
        &mut self,
        catalog: &Catalog<'a>,
        languages: &[(Option<&'static str>, Vec<Row<'a>>)],
        retired: Vec<Retired<'a>>,
    ) {
        let Some(((_, rows), translations)) = languages.split_first() else {
            return;
        };
        let first = self.kind.len();
        self.retries.extend(retry::words());
        let others = translations.iter().filter_map(|(language, _)| *language);
        self.catalogs.push(CatalogFacts {
            name: catalog.name,
            title: catalog.title,
            language: catalog.language,
            languages: others.collect(),
        });
        self.messages.get_or_insert_default();
        let mut categories: HashMap<&str, usize> = HashMap::new();
        for row in rows {
            let category = row.category.map(|name| {
                *categories.entry(name).or_insert_with(|| {
                    let label = catalog.categories.iter().find(|one| one.name == name);
                    self.categories.push(label.and_then(|one| one.title).unwrap_or(name));
                    self.categories.len() - 1
                })
            });
            let tags = &mut self.tags;
            let mut tag = |name: &'a str| {
                tags.iter().position(|known| *known == name).unwrap_or_else(|| {
                    tags.push(name);
                    tags.len() - 1
                })
            };
            let kind = Kind {
                catalog: self.catalogs.len() - 1,
                statuses: row.statuses.to_vec(),
                range: row.status_range,
                category,
                retry: Some(row.retry),
                state: if row.is_deprecated {
                    State::Deprecated
                } else {
                    State::Current
                },
                tags: row.tags.iter().map(|name| tag(name)).collect(),
            };
            let code = row.code.as_ref().map(ToString::to_string).unwrap_or_default();
            self.entry(kind, row.name, &code, &row.page, &row.earlier_codes);
            line(&mut self.titles, &shortened(&row.title.text()));
            line(self.messages.get_or_insert_default(), &row.message);
        }
        for (language, translated) in translations {
            let Some(language) = language else { continue };
            let column = self.translations.entry(language).or_default();
            // The entries of earlier catalogs without this language.
            let missing = first.saturating_sub(column.matches('\n').count());
            column.extend(std::iter::repeat_n('\n', missing));
            for (row, original) in translated.iter().zip(rows) {
                let (title, original) = (row.title.text(), original.title.text());
                line(column, if title == original { "" } else { &title });
            }
        }
        for entry in retired {
            let kind = Kind {
                catalog: self.catalogs.len() - 1,
                statuses: Vec::new(),
                range: None,
                category: None,
                retry: None,
                state: if entry.renamed { State::Renamed } else { State::Removed },
                tags: Vec::new(),
            };
            let (code, others) = entry
                .codes
                .split_first()
                .map_or(("", &[][..]), |(code, rest)| (*code, rest));
            self.entry(kind, &entry.name, code, &entry.page, others);
            line(&mut self.titles, &entry.lead());
            line(self.messages.get_or_insert_default(), "");
        }
    }

    /// Adds the facts of an entry that have no language.
    fn entry(&mut self, kind: Kind, name: &str, code: &str, page: &str, earlier_codes: &[&str]) {
        let position = self.kind.len();
        let number = *self.known.entry(kind).or_insert_with_key(|kind| {
            self.kinds.push(kind.clone());
            self.kinds.len() - 1
        });
        self.kind.push(number);
        line(&mut self.names, name);
        line(&mut self.codes, if code == name { "" } else { code });
        let file = page.rsplit('/').next().unwrap_or_default();
        if file != name {
            self.files.insert(position, file.to_owned());
        }
        if !earlier_codes.is_empty() {
            let mut column = String::new();
            for code in earlier_codes {
                line(&mut column, code);
            }
            self.earlier.insert(position, column);
        }
    }

    /// Returns the script.
    pub(super) fn script(mut self) -> String {
        let with_messages = self.json();
        if with_messages.len() <= WITH_MESSAGES {
            return with_messages;
        }
        self.messages = None;
        self.json()
    }

    fn json(&self) -> String {
        // `<` cannot end a script, and the two line separators cannot end a line of older engines.
        // Only a map whose keys are not texts cannot be written.
        let json = serde_json::to_string(self).unwrap_or_default().replace('<', "\\u003c");
        let json = json.replace('\u{2028}', "\\u2028").replace('\u{2029}', "\\u2029");
        format!("const ERRORS={json};\n")
    }
}

/// Adds a line.
fn line(column: &mut String, text: &str) {
    let mut words = text.split_whitespace();
    if let Some(first) = words.next() {
        column.push_str(first);
    }
    for word in words {
        column.push(' ');
        column.push_str(word);
    }
    column.push('\n');
}

fn shortened(text: &str) -> String {
    match text.char_indices().nth(LONGEST_TITLE) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default().trim_end()),
        None => text.to_owned(),
    }
}
