//! Reads the errors of a body that has none of the catalog's entries: their codes, texts and fields.
//!
//! It knows the names that frameworks, gateways and cloud services use, wherever they are in the body. It identifies no entry.

mod names;
pub(super) mod tree;

use alloc::borrow::Cow;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt::Write as _;

use self::names::{Role, role};
use self::tree::{Item, Kind, Tree};
use super::document::MAX_DEPTH;
use super::resolve::MAX_CODES;
use super::subject::MAX_ISSUES;

/// A code with its system.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Code<'t> {
    pub(super) code: Cow<'t, str>,
    pub(super) system: Option<Cow<'t, str>>,
}

/// One error of a body.
#[derive(Clone, Debug, Default)]
pub(super) struct Fault<'t> {
    /// The position of its first byte in the text.
    pub(super) at: usize,
    /// Whether it is in a list of errors.
    pub(super) inner: bool,
    pub(super) codes: Vec<Code<'t>>,
    /// The short text that belongs to the code, if there is another text.
    pub(super) title: Option<Cow<'t, str>>,
    pub(super) text: Option<Cow<'t, str>>,
    pub(super) diagnostics: Option<Cow<'t, str>>,
    pub(super) severity: Option<Cow<'t, str>>,
    pub(super) fields: Vec<Cow<'t, str>>,
}

impl<'t> Fault<'t> {
    /// An error with a code only.
    pub(super) fn of_code(code: Cow<'t, str>) -> Self {
        Self {
            codes: [Code { code, system: None }].into(),
            ..Self::default()
        }
    }

    /// Whether it has a text, a code or a field.
    fn says_something(&self) -> bool {
        self.text.is_some() || self.title.is_some() || !self.codes.is_empty() || !self.fields.is_empty()
    }
}

/// Reads the errors of a body, at most one more than [`MAX_ISSUES`]. A code that is only the HTTP `status` comes last.
pub(super) fn read<'t>(tree: &Tree<'t>, status: &str) -> Vec<Fault<'t>> {
    let mut reader = Reader {
        tree,
        status,
        found: Vec::new(),
    };
    match tree.get(0) {
        Some(body) if body.kind == Kind::Object => reader.body(),
        Some(_) => reader.list(0, &Fault::default(), ""),
        None => {}
    }
    reader.found
}

/// Returns the delay in seconds that the body or an object in it asks for.
pub(super) fn retry_after<'r>(tree: &'r Tree<'_>) -> Option<&'r str> {
    let inner = tree.children(0).flat_map(|(id, _)| tree.children(id));
    let mut members = tree.children(0).chain(inner);
    members.find_map(|(_, item)| item.value.as_deref().filter(|_| names::is_retry_after(&item.name)))
}

struct Reader<'r, 't> {
    tree: &'r Tree<'t>,
    status: &'r str,
    found: Vec<Fault<'t>>,
}

/// Whether errors are one object or a list or map of them.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Of {
    One,
    Several,
}

/// The members of one error, the first of each role.
#[derive(Default)]
struct Members<'t> {
    fault: Fault<'t>,
    /// The rank of the text that was taken.
    rank: u16,
    /// What is added to the ranks of an object in the error: its texts and codes come later.
    depth: u16,
    /// Codes with their ranks.
    codes: Vec<(u16, Code<'t>)>,
    /// The errors and lists of errors in it.
    lists: Vec<(usize, Of)>,
}

impl<'t> Reader<'_, 't> {
    /// Reads an object that is the whole body.
    fn body(&mut self) {
        let start = self.found.len();
        self.object(0, &Fault::default(), "", false);
        // Without a known name: a map of fields, as Django and Rails write it.
        let texts = |id: usize| {
            let mut elements = self.tree.children(id);
            elements.clone().next().is_some() && elements.all(|(_, item)| item.kind == Kind::Value)
        };
        let mut members = self.tree.children(0);
        if self.found.len() == start && members.all(|(id, item)| item.kind == Kind::List && texts(id)) {
            self.list(0, &Fault::default(), "");
        }
    }

    /// Reads an error and the errors in it. `outer` is the error around it, and `field` the name that its map gives it.
    fn object(&mut self, id: usize, outer: &Fault<'t>, field: &str, is_element: bool) {
        let mut members = Members::default();
        members.fault.at = self.tree.get(id).map_or(0, |item| item.at);
        members.fault.inner = is_element;
        if !field.is_empty() {
            members.fault.fields.push(Cow::Owned(field.into()));
        }
        self.gather(id, &mut members, is_element, 0);
        let lists = core::mem::take(&mut members.lists);
        let fault = finish(members);
        let start = self.found.len();
        for (list, of) in lists {
            match of {
                Of::One => self.object(list, &fault, field, true),
                Of::Several => self.list(list, &fault, field),
            }
        }
        if self.found.len() > start || !fault.says_something() {
            return;
        }
        self.push(fault, outer);
    }

    /// Adds an error, with the codes and texts of the error around it.
    fn push(&mut self, mut fault: Fault<'t>, outer: &Fault<'t>) {
        if self.found.len() > MAX_ISSUES {
            return;
        }
        for code in &outer.codes {
            if !fault.codes.contains(code) {
                fault.codes.push(code.clone());
            }
        }
        let around = if fault.text.is_some() {
            &mut fault.diagnostics
        } else {
            &mut fault.text
        };
        if around.is_none() {
            *around = outer.text.clone().or_else(|| outer.diagnostics.clone());
        }
        if fault.fields.is_empty() {
            fault.fields.clone_from(&outer.fields);
        }
        fault.title = fault.title.or_else(|| outer.title.clone());
        fault.severity = fault.severity.or_else(|| outer.severity.clone());
        self.found.push(fault);
    }

    /// Reads a list of errors, or a map of them by field.
    fn list(&mut self, id: usize, outer: &Fault<'t>, field: &str) {
        if self.found.len() > MAX_ISSUES {
            return;
        }
        let Some(item) = self.tree.get(id) else { return };
        match item.kind {
            Kind::Null => {}
            Kind::Value => {
                let mut fault = Fault {
                    at: item.at,
                    inner: true,
                    text: item.value.clone().filter(|text| !text.trim_ascii().is_empty()),
                    ..Fault::default()
                };
                if !field.is_empty() {
                    fault.fields.push(Cow::Owned(field.into()));
                }
                if fault.text.is_some() {
                    self.push(fault, outer);
                }
            }
            Kind::List => {
                for (element, item) in self.tree.children(id) {
                    match item.kind {
                        Kind::Object if !self.is_map(element) => self.object(element, outer, field, true),
                        _ => self.list(element, outer, field),
                    }
                }
            }
            Kind::Object if self.is_error(id) => self.object(id, outer, field, true),
            Kind::Object => {
                for (member, item) in self.tree.children(id) {
                    let plain = names::plain(&item.name);
                    // Elements of a list in XML.
                    let is_element = matches!(plain.as_str(), "error" | "errors" | "item" | "violation" | "member");
                    let name = match (field, is_element) {
                        (_, true) => String::from(field),
                        ("", false) => item.name.clone().into_owned(),
                        (_, false) => format!("{field}.{}", item.name),
                    };
                    if is_element && item.kind == Kind::Object {
                        self.object(member, outer, &name, true);
                    } else {
                        self.list(member, outer, &name);
                    }
                }
            }
        }
    }

    /// Whether all members of an object are lists, as in a map of errors by field.
    fn is_map(&self, id: usize) -> bool {
        let mut members = self.tree.children(id);
        members.clone().next().is_some() && members.all(|(_, item)| item.kind == Kind::List)
    }

    /// Whether an object has several objects of one name, as XML writes a list.
    fn is_one_of_several(&self, object: usize, name: &str) -> bool {
        let members = self.tree.children(object);
        let same = members.filter(|(_, item)| item.kind == Kind::Object && item.name == name);
        same.take(2).count() > 1
    }

    /// Whether an object is an error, and not a map of errors by field.
    fn is_error(&self, id: usize) -> bool {
        let mut members = self.tree.children(id);
        members.any(|(_, item)| {
            item.kind == Kind::Value
                && matches!(role(&item.name), Some(Role::Text(0..=6) | Role::Title))
                && names::plain(&item.name) != "error"
        })
    }

    /// Collects the members of an error, and of the objects around and in it that belong to the same error.
    fn gather(&self, id: usize, members: &mut Members<'t>, is_element: bool, depth: u8) {
        if depth > MAX_DEPTH {
            return;
        }
        for (child, item) in self.tree.children(id) {
            let Some(role) = role(&item.name) else { continue };
            if item.value.is_some() {
                // An element of XML can have a text and attributes.
                value_of(role, item, members, is_element);
                if let Some((rank, code)) = members.codes.last_mut()
                    && code.code == self.status
                {
                    *rank = u16::MAX;
                }
                continue;
            }
            match (role, item.kind) {
                (_, Kind::Null | Kind::Value) => {}
                (Role::Field | Role::ElementField, Kind::List) if is_element => {
                    let path = self.path(child);
                    if !path.is_empty() {
                        members.fault.fields.push(Cow::Owned(path));
                    }
                }
                (Role::Source, Kind::Object) => {
                    let values = self.tree.children(child).filter_map(|(_, item)| item.value.clone());
                    members.fault.fields.extend(values);
                }
                (Role::List | Role::Text(_), Kind::List) if self.is_info(child) => self.infos(child, members),
                (Role::List, _) | (Role::Text(_) | Role::Wrapper, Kind::List) => {
                    members.lists.push((child, Of::Several));
                }
                (Role::Wrapper | Role::Text(_), Kind::Object) if self.is_map(child) => {
                    members.lists.push((child, Of::Several));
                }
                (Role::Wrapper | Role::Text(_), Kind::Object) if self.is_one_of_several(id, &item.name) => {
                    members.lists.push((child, Of::One));
                }
                (Role::Wrapper | Role::Text(_) | Role::Code(_) | Role::Type, Kind::Object) => {
                    members.depth += 10;
                    self.gather(child, members, is_element, depth + 1);
                    members.depth -= 10;
                }
                _ => {}
            }
        }
    }

    /// Whether a list has details of the same error, as Google writes them (`@type`).
    fn is_info(&self, list: usize) -> bool {
        let mut elements = self.tree.children(list);
        elements.any(|(id, _)| self.tree.children(id).any(|(_, item)| item.name == "@type"))
    }

    /// Reads details of the same error: reasons, and lists of invalid fields.
    fn infos(&self, list: usize, members: &mut Members<'t>) {
        for (element, _) in self.tree.children(list) {
            let member = |wanted: &str| {
                let mut all = self.tree.children(element);
                all.find_map(|(_, item)| item.value.clone().filter(|_| item.name == wanted))
            };
            if let Some(code) = member("reason") {
                let system = member("domain");
                members.codes.push((members.depth + 1, Code { code, system }));
            }
            let is_list = |item: &Item<'_>| item.kind == Kind::List && role(&item.name) == Some(Role::List);
            let lists = self.tree.children(element).filter(|(_, item)| is_list(item));
            members.lists.extend(lists.map(|(id, _)| (id, Of::Several)));
        }
    }

    /// A list of names and numbers as one path: `a.b[0]`.
    fn path(&self, list: usize) -> String {
        let mut path = String::new();
        for (_, item) in self.tree.children(list) {
            let Some(part) = &item.value else { continue };
            if part.bytes().all(|byte| byte.is_ascii_digit()) {
                let _ = write!(path, "[{part}]");
            } else {
                if !path.is_empty() {
                    path.push('.');
                }
                path.push_str(part);
            }
        }
        path
    }
}

/// Adds a value to the members of an error.
fn value_of<'t>(role: Role, item: &Item<'t>, members: &mut Members<'t>, is_element: bool) {
    let Some(value) = item.value.as_ref().filter(|value| !value.trim_ascii().is_empty()) else {
        return;
    };
    let is_number = value.bytes().all(|byte| byte.is_ascii_digit());
    let is_bool = matches!(&**value, "true" | "false");
    let is_code = !is_bool && !value.contains(char::is_whitespace);
    let is_word = is_code && !is_number;
    let depth = members.depth;
    let mut code = |rank: u16, code: Cow<'t, str>| members.codes.push((rank + depth, Code { code, system: None }));
    let fault = &mut members.fault;
    match role {
        Role::Code(rank) if is_code => code(rank.into(), value.clone()),
        Role::Status if is_word && names::is_specific(value) => code(0, value.clone()),
        Role::Type if is_word && names::is_specific(value) => code(4, after_hash(value)),
        // `error` and `reason` have a code or a text.
        Role::Text(_) if is_word && names::may_be_code(&item.name) => code(3, value.clone()),
        Role::Wrapper if is_word => code(5, value.clone()),
        Role::Text(_) | Role::Code(_) | Role::Wrapper | Role::List if !is_bool && !is_number => {
            let rank = match role {
                Role::Text(rank) => rank,
                _ => 20,
            };
            let rank = u16::from(rank) + depth;
            if fault.text.is_none() || rank < members.rank {
                let before = fault.text.replace(value.clone());
                members.rank = rank;
                fault.diagnostics = fault.diagnostics.take().or(before);
            } else if fault.diagnostics.is_none() && fault.text.as_ref() != Some(value) {
                fault.diagnostics = Some(value.clone());
            }
        }
        Role::Title if fault.title.is_none() => fault.title = Some(value.clone()),
        Role::Diagnostics => fault.diagnostics = Some(value.clone()),
        Role::Severity => fault.severity = Some(value.clone()),
        Role::Field => fault.fields.push(value.clone()),
        Role::ElementField | Role::Source if is_element => fault.fields.push(value.clone()),
        _ => {}
    }
}

/// The name of an AWS exception without its namespace: `com.amazon.coral#ThrottlingException`.
fn after_hash<'t>(value: &Cow<'t, str>) -> Cow<'t, str> {
    if value.contains("://") {
        return value.clone();
    }
    match value {
        Cow::Borrowed(value) => Cow::Borrowed(value.rsplit('#').next().unwrap_or(value)),
        Cow::Owned(value) => Cow::Owned(value.rsplit('#').next().unwrap_or(value).into()),
    }
}

/// Orders the codes, and chooses the text.
fn finish(members: Members<'_>) -> Fault<'_> {
    let Members {
        mut fault, mut codes, ..
    } = members;
    codes.sort_by_key(|(rank, _)| *rank);
    codes.truncate(MAX_CODES);
    for (_, code) in codes {
        if !fault.codes.iter().any(|known| known.code == code.code) {
            fault.codes.push(code);
        }
    }
    if fault.text.is_none() {
        fault.text = fault.title.take();
    }
    if fault.diagnostics == fault.text {
        fault.diagnostics = None;
    }
    fault
}
