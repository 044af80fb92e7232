//! The record of a published contract: a file beside the catalog.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde_json::{Map, Value, json};

use super::compare::as_text;
use super::facts::is_text;
use super::{Change, Contract, Facts, Subject, compare, grouped, words};
use crate::json::{self, Member, Node};
use crate::problem::{Problem, Problems};
use crate::rules;
use crate::source::{Source, Span};

/// The version of the file's format.
const FORMAT: u64 = 1;

/// Returns the path of the baseline of a catalog: of `catalogs/clinic.json`, `catalogs/clinic.baseline.json`.
pub fn path(catalog: &str) -> String {
    let stem = catalog.strip_suffix(".json").unwrap_or(catalog);
    format!("{stem}.baseline.json")
}

/// The contract of the last accepted version of a catalog, and the history of what was accepted.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Baseline {
    /// The contract, without texts.
    pub contract: Contract,
    /// The codes that were sent once and may not be sent for another error, with the names of their entries.
    pub retired: BTreeMap<String, String>,
    /// The accepted changes, the oldest first.
    pub history: Vec<Accepted>,
}

/// Changes that were accepted together.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Accepted {
    /// The day: `2026-11-27`.
    pub date: String,
    /// The version of the API in the catalog on that day.
    pub version: Option<String>,
    /// The answer to the question why the changes were made.
    pub reason: String,
    /// The changes, the gravest first.
    pub changes: Vec<Recorded>,
}

/// A change in the history, of one subject or of several entries.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Recorded {
    /// The name of the row of the [table](super::ROWS), for example `status-changed`.
    pub change: String,
    /// The parts of the catalog that changed, with their names of that day: one, or several entries.
    pub subjects: Vec<Subject>,
    /// The member that changed; empty for the subjects as a whole.
    pub member: String,
    /// The old value, with `{name}` for the names of several entries.
    pub old: Option<Value>,
    /// The new value, in the same form.
    pub new: Option<Value>,
}

impl Recorded {
    /// Returns the names of the entries that changed.
    pub fn entries(&self) -> impl Iterator<Item = &str> {
        self.subjects.iter().filter_map(Subject::entry)
    }

    /// Returns the change in words, without its subjects: `` `status` changed from 410 to 404 ``.
    pub fn words(&self) -> String {
        words(&self.change, &self.member, [self.old.as_ref(), self.new.as_ref()])
    }
}

impl Baseline {
    /// Returns the first baseline of a catalog.
    pub fn new(contract: &Contract) -> Self {
        Self {
            contract: without_texts(contract),
            ..Self::default()
        }
    }

    /// Records a contract: what changed joins the history with the reason, and codes that are not sent any more are retired.
    ///
    /// Without changes the history stays as it is. Returns the changes.
    pub fn accept(&mut self, contract: &Contract, date: &str, reason: &str) -> Vec<Change> {
        let changes = compare(&self.contract, contract);
        let sent = |contract: &Contract| -> BTreeMap<String, String> {
            let codes = contract.entries().filter_map(|(name, facts)| {
                let code = facts.get("code").filter(|code| !code.is_null())?;
                Some((as_text(code), name.to_owned()))
            });
            codes.collect()
        };
        let current = sent(contract);
        let gone = sent(&self.contract)
            .into_iter()
            .filter(|(code, _)| !current.contains_key(code));
        self.retired.extend(gone);
        if !changes.is_empty() {
            self.history.push(Accepted {
                date: date.to_owned(),
                version: contract.version().map(str::to_owned),
                reason: reason.to_owned(),
                changes: grouped(&changes).iter().map(super::Group::record).collect(),
            });
        }
        self.contract = without_texts(contract);
        changes
    }

    /// Returns the file: sorted, a line for each fact of a response, for each other subject and for each change.
    pub fn to_json(&self) -> String {
        let catalog = line(self.contract.facts(&Subject::Catalog));
        let mut out = format!("{{\n  \"format\": {FORMAT},\n  \"catalog\": {catalog}");
        let lines = |facts: &Facts| {
            let lines = facts.iter().map(|(name, value)| format!("{}: {value}", json!(name)));
            block(&lines.collect::<Vec<_>>(), ['{', '}'], 2)
        };
        let mut sections = [
            ("categories", Vec::new()),
            ("responses", Vec::new()),
            ("errors", Vec::new()),
            ("retired", Vec::new()),
        ];
        let [categories, responses, entries, retired_codes] = sections.each_mut();
        for (subject, facts) in &self.contract.subjects {
            match subject {
                Subject::Catalog => {}
                Subject::Category(name) => categories.1.push(format!("{}: {}", json!(name), line(facts))),
                Subject::Response(name) => responses.1.push(format!("{}: {}", json!(name), lines(facts))),
                Subject::Entry(name) => entries.1.push(format!("{}: {}", json!(name), line(facts))),
            }
        }
        let retired = self.retired.iter();
        let retired = retired.map(|(code, entry)| format!("{}: {}", json!(code), json!(entry)));
        retired_codes.1.extend(retired);
        for (name, lines) in sections {
            if !lines.is_empty() {
                let _ = write!(out, ",\n  \"{name}\": {}", block(&lines, ['{', '}'], 1));
            }
        }
        if !self.history.is_empty() {
            let history: Vec<String> = self.history.iter().map(Accepted::to_json).collect();
            let _ = write!(out, ",\n  \"history\": {}", block(&history, ['[', ']'], 1));
        }
        out.push_str("\n}\n");
        out
    }

    /// Reads a file. The problems are those of the file; with an error among them, parts are missing.
    pub fn read(source: &Source) -> (Self, Vec<Problem>) {
        let mut problems = Problems::new();
        let mut baseline = Self::default();
        if let Some(node) = json::parse(source, &mut problems) {
            let mut reader = Reader {
                problems: &mut problems,
            };
            reader.file(&node, &mut baseline);
        }
        (baseline, problems.finish())
    }
}

fn without_texts(contract: &Contract) -> Contract {
    let mut contract = contract.clone();
    contract.order.clear();
    contract.has_texts = false;
    for facts in contract.subjects.values_mut() {
        facts.retain(|name, _| !is_text(name));
    }
    contract
}

/// Returns the facts in one line, each with a space before it.
fn line(facts: &Facts) -> String {
    let facts = facts.iter().map(|(name, value)| format!("{}: {value}", json!(name)));
    let facts: Vec<String> = facts.collect();
    if facts.is_empty() {
        return "{}".to_owned();
    }
    format!("{{ {} }}", facts.join(", "))
}

/// Returns lines in brackets, one level deeper than the line that they are in.
fn block(lines: &[String], brackets: [char; 2], level: usize) -> String {
    let [open, close] = brackets;
    if lines.is_empty() {
        return format!("{open}{close}");
    }
    let outer = "  ".repeat(level);
    format!(
        "{open}\n{outer}  {}\n{outer}{close}",
        lines.join(&format!(",\n{outer}  "))
    )
}

impl Accepted {
    fn to_json(&self) -> String {
        let mut members = vec![format!("\"date\": {}", json!(self.date))];
        if let Some(version) = &self.version {
            members.push(format!("\"version\": {}", json!(version)));
        }
        members.push(format!("\"reason\": {}", json!(self.reason)));
        let changes = self.changes.iter().map(Recorded::to_json);
        members.push(format!(
            "\"changes\": {}",
            block(&changes.collect::<Vec<_>>(), ['[', ']'], 3)
        ));
        block(&members, ['{', '}'], 2)
    }
}

impl Recorded {
    fn to_json(&self) -> String {
        let mut facts = vec![("change", json!(self.change))];
        let entries: Vec<&str> = self.entries().collect();
        if !entries.is_empty() {
            facts.push(("errors", json!(entries)));
        }
        facts.extend(self.subjects.iter().filter_map(|subject| match subject {
            Subject::Category(name) => Some(("category", json!(name))),
            Subject::Response(name) => Some(("response", json!(name))),
            Subject::Catalog | Subject::Entry(_) => None,
        }));
        if !self.member.is_empty() {
            facts.push(("member", json!(self.member)));
        }
        facts.extend(self.old.clone().map(|old| ("old", old)));
        facts.extend(self.new.clone().map(|new| ("new", new)));
        let facts: Vec<String> = facts
            .iter()
            .map(|(name, value)| format!("\"{name}\": {value}"))
            .collect();
        format!("{{ {} }}", facts.join(", "))
    }
}

/// Reads the parts of a file.
struct Reader<'p> {
    problems: &'p mut Problems,
}

impl Reader<'_> {
    fn wrong(&mut self, span: &Span, message: String) {
        let problem = Problem::new(&rules::INVALID_BASELINE, span.clone(), message);
        self.problems
            .push(problem.help(
                "restore the file from the version control, or write it anew with `error-catalog baseline init`",
            ));
    }

    fn members<'n, 'a>(&mut self, node: &'n Node<'a>) -> &'n [Member<'a>] {
        match &node.value {
            json::Value::Object(members) => members,
            other => {
                self.wrong(&node.span, format!("expected an object, found {}", other.type_name()));
                &[]
            }
        }
    }

    fn elements<'n, 'a>(&mut self, node: &'n Node<'a>) -> &'n [Node<'a>] {
        match &node.value {
            json::Value::Array(elements) => elements,
            other => {
                self.wrong(&node.span, format!("expected an array, found {}", other.type_name()));
                &[]
            }
        }
    }

    fn text(&mut self, node: &Node<'_>) -> String {
        match &node.value {
            json::Value::String(text) => text.to_string(),
            other => {
                self.wrong(&node.span, format!("expected a string, found {}", other.type_name()));
                String::new()
            }
        }
    }

    fn file(&mut self, node: &Node<'_>, baseline: &mut Baseline) {
        let mut format = None;
        for member in self.members(node) {
            let value = &member.value;
            match &*member.name.value {
                "format" => {
                    format = Some(plain(value));
                    if plain(value) != json!(FORMAT) {
                        let found = plain(value);
                        let message = format!(
                            "expected the format {FORMAT}, found {found}: another version of `error-catalog` wrote the file"
                        );
                        self.wrong(&value.span, message);
                    }
                }
                "catalog" => {
                    let facts = self.facts(value);
                    baseline.contract.subjects.insert(Subject::Catalog, facts);
                }
                "categories" => self.subjects(value, Subject::Category, baseline),
                "responses" => self.subjects(value, Subject::Response, baseline),
                "errors" => self.subjects(value, Subject::Entry, baseline),
                "retired" => {
                    for member in self.members(value) {
                        let entry = self.text(&member.value);
                        baseline.retired.insert(member.name.value.to_string(), entry);
                    }
                }
                "history" => {
                    for element in self.elements(value) {
                        let accepted = self.accepted(element);
                        baseline.history.push(accepted);
                    }
                }
                other => self.wrong(&member.name.span, format!("unknown member `{other}` of a baseline")),
            }
        }
        if format.is_none() {
            self.wrong(
                &(node.span.start..node.span.start + 1),
                "missing member `format`: not a baseline".to_owned(),
            );
        }
    }

    fn facts(&mut self, node: &Node<'_>) -> Facts {
        let members = self.members(node).iter();
        members
            .map(|member| (member.name.value.to_string(), plain(&member.value)))
            .collect()
    }

    fn subjects(&mut self, node: &Node<'_>, kind: fn(String) -> Subject, baseline: &mut Baseline) {
        for member in self.members(node) {
            let facts = self.facts(&member.value);
            baseline
                .contract
                .subjects
                .insert(kind(member.name.value.to_string()), facts);
        }
    }

    fn accepted(&mut self, node: &Node<'_>) -> Accepted {
        let mut accepted = Accepted::default();
        for member in self.members(node) {
            let value = &member.value;
            match &*member.name.value {
                "date" => accepted.date = self.text(value),
                "version" => accepted.version = Some(self.text(value)),
                "reason" => accepted.reason = self.text(value),
                "changes" => {
                    for element in self.elements(value) {
                        let change = self.change(element);
                        accepted.changes.push(change);
                    }
                }
                other => self.wrong(&member.name.span, format!("unknown member `{other}` of the history")),
            }
        }
        accepted
    }

    fn change(&mut self, node: &Node<'_>) -> Recorded {
        let mut change = Recorded::default();
        for member in self.members(node) {
            let value = &member.value;
            match &*member.name.value {
                "change" => change.change = self.text(value),
                "errors" => {
                    let names = self.elements(value).iter();
                    change.subjects = names.map(|name| Subject::Entry(self.text(name))).collect();
                }
                "category" => change.subjects.push(Subject::Category(self.text(value))),
                "response" => change.subjects.push(Subject::Response(self.text(value))),
                "member" => change.member = self.text(value),
                "old" => change.old = Some(plain(value)),
                "new" => change.new = Some(plain(value)),
                other => self.wrong(&member.name.span, format!("unknown member `{other}` of a change")),
            }
        }
        if change.subjects.is_empty() {
            change.subjects.push(Subject::Catalog);
        }
        change
    }
}

/// Returns a value without its place.
fn plain(node: &Node<'_>) -> Value {
    match &node.value {
        json::Value::Null | json::Value::Unreadable => Value::Null,
        json::Value::Bool(value) => Value::Bool(*value),
        json::Value::Number(digits) => serde_json::from_str(digits).unwrap_or(Value::Null),
        json::Value::String(text) => Value::String(text.to_string()),
        json::Value::Array(elements) => elements.iter().map(plain).collect(),
        json::Value::Object(members) => {
            let members = members.iter();
            let members = members.map(|member| (member.name.value.to_string(), plain(&member.value)));
            Value::Object(members.collect::<Map<String, Value>>())
        }
    }
}
