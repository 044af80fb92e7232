//! EC10: translations, and the entries that they make.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::resolve::{Levels, unknown_reference};
use super::{allow, literals};
use crate::ast::text::{Placeholder, Text};
use crate::ast::{self, Common};
use crate::bases::Bases;
use crate::model::{Catalog, Entry, Translation};
use crate::problem::{Problem, Problems};
use crate::rules;
use crate::source::{Source, Span, Spanned};
use crate::suggest;
use crate::translation::{self, Language};

/// The files of a catalog and its translation into one language.
pub(crate) struct Files<'r> {
    pub(crate) all: &'r Source,
    pub(crate) bases: &'r Bases,
    pub(crate) language: &'r Language,
}

impl Files<'_> {
    /// Returns the number of the catalog, the first one or a base, that a place belongs to: in its file or in that of its translation.
    fn catalog(&self, place: &Span) -> usize {
        let number = self.all.number_at(place.start);
        let mut files = self.language.files.iter();
        files.position(|file| *file == Some(number)).unwrap_or(number)
    }

    /// Whether a place belongs to the catalog itself, and not to a base.
    fn is_own(&self, place: &Span) -> bool {
        self.catalog(place) == 0
    }

    /// Whether a translation can be that of an original: not if its catalog is a base of the original's, which overrides the text.
    fn belong(&self, original: Written<'_>, translation: Written<'_>) -> bool {
        let (original, translation) = (self.catalog(original.span()), self.catalog(translation.span()));
        original == translation || self.bases.rank(original) < self.bases.rank(translation)
    }
}

/// Checks a translation against its catalog, and adds its entries.
///
/// An entry inherits a translated text as it inherits the original: a translation of its category is not one of its own text.
pub(crate) fn add(
    files: &Files<'_>,
    ast: &ast::Catalog,
    translation: &ast::Translation,
    catalog: &mut Catalog,
    problems: &mut Problems,
) {
    let mut checker = Checker {
        files,
        ast,
        translation,
        problems,
        compared: HashSet::new(),
        missing: BTreeMap::new(),
        known: literals::Known::new(ast),
        untranslated: Vec::new(),
    };
    checker.names();
    checker.inherited();
    let entries = checker.entries(catalog);
    checker.report_missing();
    catalog.translations.push(Translation {
        language: files.language.tag.value.clone(),
        entries,
    });
}

/// The texts that can be translated.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Member {
    Title,
    Message,
    Display,
    Diagnostics,
    UserMessage,
    Action,
}

const MEMBERS: [(Member, &str); 6] = [
    (Member::Title, "title"),
    (Member::Message, "message"),
    (Member::Display, "display"),
    (Member::Diagnostics, "diagnostics"),
    (Member::UserMessage, "user_message"),
    (Member::Action, "action"),
];

/// A text in a catalog or a translation.
#[derive(Clone, Copy)]
enum Written<'t> {
    /// Without placeholders.
    Plain(&'t Spanned<String>),
    Text(&'t Spanned<Text>),
}

impl Written<'_> {
    fn span(&self) -> &Span {
        match self {
            Self::Plain(text) => &text.span,
            Self::Text(text) => &text.span,
        }
    }

    fn source(&self) -> String {
        match self {
            Self::Plain(text) => text.value.clone(),
            Self::Text(text) => text.value.to_whole_source(),
        }
    }

    /// Returns the placeholders; in a text without any, those that it seems to have.
    fn placeholders(&self) -> Vec<Placeholder> {
        match self {
            Self::Plain(text) if !text.value.contains('{') => Vec::new(),
            Self::Plain(text) => {
                let parsed = Text::parse(&text.value, |_| text.span.clone()).unwrap_or_default();
                parsed.placeholders().cloned().collect()
            }
            Self::Text(text) => text.value.placeholders().cloned().collect(),
        }
    }
}

/// The texts of an entry, a category or `defaults`.
#[derive(Clone, Copy)]
struct Level<'t> {
    title: Option<&'t Spanned<String>>,
    common: &'t Common,
}

impl<'t> Level<'t> {
    fn of_entry(entry: &'t ast::Entry) -> Self {
        Self {
            title: entry.title.as_ref(),
            common: &entry.common,
        }
    }

    fn inherited(common: &'t Common) -> Self {
        Self { title: None, common }
    }

    fn text(self, member: Member) -> Option<Written<'t>> {
        let common = self.common;
        let plain = |text: &'t Option<Spanned<String>>| text.as_ref().map(Written::Plain);
        let text = |text: &'t Option<Spanned<Text>>| text.as_ref().map(Written::Text);
        match member {
            Member::Title => self.title.map(Written::Plain),
            Member::Message => text(&common.message),
            Member::Display => text(&common.display),
            Member::Diagnostics => text(&common.diagnostics),
            Member::UserMessage => plain(&common.user_message),
            Member::Action => plain(&common.action),
        }
    }
}

/// The owner of a text: an entry, a category, `defaults`.
const ENTRY: usize = 0;
const CATEGORY: usize = 1;
const DEFAULTS: usize = 2;

struct Checker<'r, 'p> {
    files: &'r Files<'r>,
    ast: &'r ast::Catalog,
    translation: &'r ast::Translation,
    problems: &'p mut Problems,
    /// The places of the translated texts whose placeholders were compared.
    compared: HashSet<usize>,
    /// Inherited texts without a translation: the members by the name of the category, empty for `defaults`.
    missing: BTreeMap<&'r str, Vec<&'static str>>,
    /// The parameters of the catalog.
    known: literals::Known<'r>,
    /// The names of entries that the translation lacks.
    untranslated: Vec<&'r str>,
}

impl<'r> Checker<'r, '_> {
    /// Reports names that the catalog does not have.
    fn names(&mut self) {
        let entries = || self.ast.errors.iter().map(|entry| entry.name.value.as_str());
        let categories = || self.ast.categories.iter().map(|category| category.name.value.as_str());
        let known: HashSet<&str> = entries().collect();
        for entry in &self.translation.errors {
            if !known.contains(&*entry.name.value) && self.files.is_own(&entry.name.span) {
                let problem = unknown_reference(&entry.name, "entry", entries(), self.problems);
                self.problems.push(problem);
            }
        }
        for category in &self.translation.categories {
            let is_known = categories().any(|name| name == category.name.value);
            if !is_known && self.files.is_own(&category.name.span) {
                let problem = unknown_reference(&category.name, "category", categories(), self.problems);
                self.problems.push(problem);
            }
        }
    }

    /// Reports texts of categories and `defaults` that have no original.
    fn inherited(&mut self) {
        let original = Level::inherited(&self.ast.defaults);
        let in_response = self.ast.responses.iter().any(|response| {
            matches!(&response.format, Some(ast::Format::OperationOutcome(outcome)) if outcome.diagnostics.is_some())
        });
        let has = |member: Member| original.text(member).is_some() || in_response && member == Member::Diagnostics;
        let mut levels = vec![(
            Level::inherited(&self.translation.defaults),
            None,
            "`defaults`".to_owned(),
        )];
        for category in &self.translation.categories {
            let mut originals = self.ast.categories.iter();
            if let Some(original) = originals.find(|one| one.name.value == category.name.value) {
                let name = format!("category `{}`", category.name.value);
                levels.push((
                    Level::inherited(&category.common),
                    Some(Level::inherited(&original.common)),
                    name,
                ));
            }
        }
        for (level, original, name) in levels {
            for (member, member_name) in MEMBERS {
                let has_own = original.is_some_and(|original| original.text(member).is_some());
                if let Some(text) = level.text(member).filter(|_| !has_own && !has(member)) {
                    self.no_original(text, member_name, &name);
                }
            }
        }
    }

    fn no_original(&mut self, text: Written<'_>, member: &str, owner: &str) {
        // The base has the original of such a text, and the catalog removes it.
        if !self.files.is_own(text.span()) {
            return;
        }
        let message = format!("{owner} has no `{member}` to translate");
        let problem = Problem::new(&rules::NO_ORIGINAL, text.span().clone(), message);
        self.problems
            .push(problem.label("remove it, or add the original to the catalog"));
    }

    /// Returns the translated entries, with the positions of their originals.
    fn entries(&mut self, catalog: &Catalog) -> Vec<(usize, Entry)> {
        let (ast, translation) = (self.ast, self.translation);
        let translated = translation
            .errors
            .iter()
            .map(|entry| (entry.name.value.as_str(), entry));
        let translated: HashMap<&str, &ast::Entry> = translated.collect();
        let categories = translation.categories.iter();
        let categories = categories.map(|category| (category.name.value.as_str(), &category.common));
        let categories: HashMap<&str, &Common> = categories.collect();
        let mut entries = Vec::new();
        for (position, (original, entry)) in ast.errors.iter().zip(&catalog.entries).enumerate() {
            let own = translated.get(original.name.value.as_str()).copied();
            let category = original.category.as_ref().and_then(|name| categories.get(&*name.value));
            let levels = [
                own.map(Level::of_entry),
                category.map(|common| Level::inherited(common)),
                Some(Level::inherited(&translation.defaults)),
            ];
            if let Some(entry) = self.entry(original, entry, own, levels) {
                entries.push((position, entry));
            }
        }
        entries
    }

    /// Returns an entry with its translated texts; `None` if it has none.
    fn entry(
        &mut self,
        original: &'r ast::Entry,
        entry: &Entry,
        own: Option<&'r ast::Entry>,
        translated: [Option<Level<'r>>; 3],
    ) -> Option<Entry> {
        let originals = Levels::of(self.ast, original);
        let mut result: Option<Entry> = None;
        let mut missing: Vec<&'static str> = Vec::new();
        for (member, name) in MEMBERS {
            let mut levels = originals.levels().into_iter().enumerate();
            let found = levels.find_map(|(depth, common)| {
                let title = original.title.as_ref().filter(|_| depth == ENTRY);
                Some((depth, Level { title, common: common? }.text(member)?))
            });
            // The diagnostics of a response are inherited like those of `defaults`.
            let in_response = entry.diagnostics.as_ref().filter(|_| member == Member::Diagnostics);
            let found = found.or_else(|| Some((DEFAULTS, Written::Text(in_response?))));
            let Some((depth, text)) = found else {
                let superfluous = translated[ENTRY].and_then(|own| own.text(member));
                if let Some(text) = superfluous {
                    self.no_original(text, name, &format!("entry `{}`", original.name.value));
                }
                continue;
            };
            let files = self.files;
            let levels = translated.iter().take(depth + 1).flatten();
            let mut texts = levels.filter_map(|level| level.text(member));
            match texts.find(|translation| files.belong(text, *translation)) {
                Some(translation) => {
                    if self.compared.insert(translation.span().start) {
                        self.compare(original, name, text, translation);
                    }
                    set(result.get_or_insert_with(|| entry.clone()), member, translation);
                }
                None if depth == ENTRY => missing.push(name),
                None => {
                    let category = original.category.as_ref().filter(|_| depth == CATEGORY);
                    let owner = category.map_or("", |name| name.value.as_str());
                    let members = self.missing.entry(owner).or_default();
                    if !members.contains(&name) {
                        members.push(name);
                    }
                }
            }
        }
        match own {
            _ if missing.is_empty() || allow::allows_rule(&original.allow, &rules::MISSING_TRANSLATION) => {}
            None => self.untranslated.push(&original.name.value),
            // The text may be one that could not be parsed.
            Some(own) if own.incomplete => {}
            Some(own) if self.files.is_own(&own.name.span) => {
                self.report(&own.name.span, &missing, &format!("entry `{}`", own.name.value));
            }
            Some(own) => {
                let place = self.start();
                self.report(&place, &missing, &format!("entry `{}`", own.name.value));
            }
        }
        result
    }

    /// Compares the placeholders of a translated text with those of the original.
    fn compare(&mut self, entry: &'r ast::Entry, member: &str, original: Written<'_>, translation: Written<'_>) {
        if let Written::Text(text) = translation {
            literals::translated(&mut self.known, entry, text, self.problems);
        }
        let wanted = original.placeholders();
        let found = translation.placeholders();
        let has = |list: &[Placeholder], wanted: &Placeholder| list.iter().any(|one| is_same(one, wanted));
        let mut missing: Vec<&Placeholder> = Vec::new();
        for one in &wanted {
            if !has(&found, one) && !missing.iter().any(|known| is_same(known, one)) {
                missing.push(one);
            }
        }
        let help = format!("the original is `{}`", original.source());
        for one in found.iter().filter(|one| !has(&wanted, one)) {
            let message = format!("`{}` is not in the original `{member}`", one.to_source());
            let mut problem = Problem::new(&rules::TRANSLATED_PLACEHOLDER, one.span.clone(), message);
            let names = missing.iter().map(|missing| missing.name.as_str());
            if let Some(near) = suggest::nearest(&one.name, names)
                && let Some(at) = missing.iter().position(|missing| missing.name == near)
            {
                problem = problem.label(format!("did you mean `{}`?", missing.remove(at).to_source()));
            }
            self.problems.push(problem.help(help.clone()));
        }
        if !missing.is_empty() {
            let names: Vec<String> = missing.into_iter().map(Placeholder::to_source).collect();
            let names = suggest::list(names.iter().map(String::as_str));
            let message = format!("the translation of `{member}` lacks {names}");
            let problem = Problem::new(&rules::TRANSLATED_PLACEHOLDER, translation.span().clone(), message);
            self.problems.push(problem.help(help));
        }
    }

    /// Returns the start of the translation, or the place that names the language if a base alone has a translation.
    fn start(&self) -> Span {
        let start = self.translation.span.start;
        if self.files.is_own(&self.translation.span) {
            start..start + 1
        } else {
            self.files.language.tag.span.clone()
        }
    }

    fn report_missing(&mut self) {
        let start = self.start();
        let categories = self.translation.categories.iter().map(|category| &category.name);
        let categories: HashMap<&str, &Span> = categories.map(|name| (name.value.as_str(), &name.span)).collect();
        for (owner, members) in std::mem::take(&mut self.missing) {
            let span = categories
                .get(owner)
                .map_or_else(|| start.clone(), |span| (*span).clone());
            let name = if owner.is_empty() {
                "`defaults`".to_owned()
            } else {
                format!("category `{owner}`")
            };
            self.report(&span, &members, &name);
        }
        let message = match self.untranslated.as_slice() {
            [] => return,
            [only] => format!("entry `{only}` has no translation"),
            several => format!("{} entries have no translation", several.len()),
        };
        let mut problem = Problem::new(&rules::MISSING_TRANSLATION, start, message);
        let mut helps = Vec::new();
        if self.untranslated.len() > 1 {
            helps.push(format!("they are {}", suggest::list(self.untranslated.iter().copied())));
        }
        // Only the files of catalogs that list the language are read.
        let tag = &self.files.language.tag;
        if !self.files.is_own(&tag.span) {
            let path = translation::path(self.files.all.file(0).path, &tag.value);
            helps.push(format!(
                "list `{}` in `translations` of this catalog, and translate its texts in `{path}`",
                tag.value
            ));
        }
        if !helps.is_empty() {
            problem = problem.help(helps.join("; "));
        }
        self.problems.push(problem);
    }

    /// Reports the texts that an owner has in the catalog only.
    fn report(&mut self, span: &Span, members: &[&str], owner: &str) {
        let members = suggest::list(members.iter().copied());
        let message = format!("{owner} has no translation of {members}");
        self.problems.add(&rules::MISSING_TRANSLATION, span.clone(), message);
    }
}

/// Whether two placeholders are written in the same way.
pub(super) fn is_same(one: &Placeholder, other: &Placeholder) -> bool {
    one.name == other.name && one.absent == other.absent && one.list == other.list && one.string == other.string
}

fn set(entry: &mut Entry, member: Member, text: Written<'_>) {
    match (member, text) {
        (Member::Title, Written::Plain(text)) => entry.title.clone_from(&text.value),
        (Member::UserMessage, Written::Plain(text)) => entry.user_message = Some(text.value.clone()),
        (Member::Action, Written::Plain(text)) => entry.action = Some(text.value.clone()),
        (Member::Message, Written::Text(text)) => entry.message = Some(text.clone()),
        (Member::Display, Written::Text(text)) => entry.display = Some(text.clone()),
        (Member::Diagnostics, Written::Text(text)) => entry.diagnostics = Some(text.clone()),
        // Each member has texts of one kind.
        _ => {}
    }
}
