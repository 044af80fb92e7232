//! Reads the errors of a body that has none of the catalog's entries: their codes, texts and fields.
//!
//! It knows the names that frameworks, gateways and cloud services use, wherever they are in the body. It identifies no entry.

mod members;
mod names;
pub(super) mod tree;

use alloc::borrow::Cow;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt::Write as _;

pub(super) use self::members::Fault;
use self::members::{Code, Members, Of, finish, value_of};
use self::names::{Role, role};
use self::tree::{Item, Kind, Tree};
use super::document::MAX_DEPTH;
use super::subject::MAX_ISSUES;

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
    let found = members.find_map(|(_, item)| item.value.as_deref().filter(|_| names::is_retry_after(&item.name)));
    // Google writes it in a list of details, with its unit: `13s`.
    let mut all = (0..).map_while(|id| tree.get(id));
    found.or_else(|| {
        all.find(|item| item.name == "retryDelay")?
            .value
            .as_deref()?
            .strip_suffix('s')
    })
}

struct Reader<'r, 't> {
    tree: &'r Tree<'t>,
    status: &'r str,
    found: Vec<Fault<'t>>,
}

impl<'t> Reader<'_, 't> {
    /// Reads an object that is the whole body.
    fn body(&mut self) {
        let start = self.found.len();
        self.object(0, &Fault::default(), "", false);
        // Without a known name: one object around the error.
        let mut members = self.tree.children(0);
        if let (Some((only, item)), None) = (members.next(), members.next())
            && self.found.len() == start
            && item.kind == Kind::Object
        {
            self.object(only, &Fault::default(), "", false);
        }
        // Without a known name, or with that of one list among others: a map of fields, as Django and Rails write it.
        let is_map = self.is_map_of_fields(0) && self.tree.children(0).nth(1).is_some();
        if (self.found.len() == start || is_map) && self.is_map_of_texts(0, 0) {
            self.found.truncate(start);
            self.list(0, &Fault::default(), "");
        }
    }

    /// Whether all members of an object are lists, or objects with the name of a field.
    fn is_map_of_fields(&self, id: usize) -> bool {
        let is_field = |name: &str| matches!(role(name), None | Some(Role::Field | Role::ElementField));
        let mut members = self.tree.children(id);
        members.all(|(_, item)| item.kind == Kind::List || item.kind == Kind::Object && is_field(&item.name))
    }

    /// Whether an object has lists of texts by field, directly or in objects.
    fn is_map_of_texts(&self, id: usize, depth: u8) -> bool {
        let is_object = |id: usize| self.tree.children(id).next().is_none() || self.is_map_of_texts(id, depth + 1);
        let mut members = self.tree.children(id);
        depth <= MAX_DEPTH
            && members.clone().next().is_some()
            && members.all(|(id, item)| match item.kind {
                Kind::List => self.tree.children(id).all(|(id, item)| match item.kind {
                    Kind::Object => is_object(id),
                    kind => kind == Kind::Value,
                }),
                Kind::Object => self.is_map_of_texts(id, depth + 1),
                Kind::Value | Kind::Null => false,
            })
    }

    /// Reads an error and the errors in it. `outer` is the error around it, and `field` the name that its map gives it.
    fn object(&mut self, id: usize, outer: &Fault<'t>, field: &str, is_element: bool) {
        let mut members = Members::default();
        members.fault.at = self.tree.get(id).map_or(0, |item| item.at);
        members.fault.inner = is_element;
        if !field.is_empty() {
            members.fault.fields.push(Cow::Owned(field.into()));
        }
        self.gather(id, None, &mut members, is_element, 0);
        let lists = core::mem::take(&mut members.lists);
        let fault = finish(members);
        let start = self.found.len();
        for (list, of) in lists {
            match of {
                Of::One => self.object(list, &fault, field, true),
                Of::Several => self.list(list, &fault, field),
            }
        }
        let is_none = is_element && fault.text.is_none() && fault.codes.iter().any(|code| names::says_none(&code.code));
        if self.found.len() > start || is_none || !fault.says_something() {
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
        if fault.diagnostics == fault.text {
            fault.diagnostics = None;
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
                        Kind::Object if self.tree.children(element).next().is_none() => {}
                        Kind::Object if !self.is_map(element) => self.object(element, outer, field, true),
                        _ => self.list(element, outer, field),
                    }
                }
            }
            Kind::Object if self.is_error(id) => self.object(id, outer, field, true),
            Kind::Object => {
                let around = names::plain(&item.name);
                for (member, item) in self.tree.children(id).filter(|(_, item)| !names::is_trace(&item.name)) {
                    let plain = names::plain(&item.name);
                    // Elements of a list in XML, and errors of no field.
                    let is_element = matches!(plain.as_str(), "error" | "errors" | "item" | "violation" | "member")
                        || plain == "nonfielderrors"
                        || around.strip_suffix('s') == Some(&plain);
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
        let mut members = self.tree.children(id).filter(|(_, item)| !names::is_trace(&item.name));
        members.clone().next().is_some() && members.all(|(_, item)| item.kind == Kind::List)
    }

    /// Whether an object has a text, a list or an object for each field.
    fn has_texts(&self, id: usize) -> bool {
        self.tree.children(id).all(|(_, item)| match &item.value {
            Some(value) => value.contains(char::is_whitespace),
            None => item.kind != Kind::Null,
        })
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
        // A field can be called `summary` or `title`.
        let all_known = members.clone().all(|(_, item)| role(&item.name).is_some());
        members.any(|(_, item)| {
            item.kind == Kind::Value
                && match role(&item.name) {
                    Some(Role::Text(0..=2)) => true,
                    Some(Role::Text(3..=6) | Role::Title) => all_known,
                    _ => false,
                }
        })
    }

    /// Collects the members of an error, and of the objects around and in it that belong to the same error.
    ///
    /// `around` is the role of an object in the error.
    fn gather(&self, id: usize, around: Option<Role>, members: &mut Members<'t>, is_element: bool, depth: u8) {
        if depth > MAX_DEPTH {
            return;
        }
        for (child, item) in self.tree.children(id) {
            let role = match (role(&item.name), around) {
                (Some(Role::Value), Some(around @ Role::Text(_))) => around,
                (Some(Role::Value), Some(Role::Code(_))) => Role::Code(2),
                (None, _) if self.has_errors(child) => Role::List,
                (Some(Role::Value) | None, _) => continue,
                (Some(role), _) => role,
            };
            if item.value.is_some() {
                value_of(role, item, members, is_element);
                // An element of XML can have a text and attributes, such as a code.
                for (_, inner) in self.tree.children(child) {
                    if let Some(code @ Role::Code(_)) = names::role(&inner.name) {
                        value_of(code, inner, members, is_element);
                    }
                }
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
                (Role::Fields, Kind::List) if self.tree.children(child).all(|(_, item)| item.kind == Kind::Value) => {
                    let values = self.tree.children(child).filter_map(|(_, item)| item.value.clone());
                    members.fault.fields.extend(values);
                }
                (Role::ElementField, Kind::Object) if is_element => {
                    members.fault.fields.extend(self.field_in(child));
                }
                (Role::Source, Kind::Object) => {
                    let values = self.tree.children(child).filter_map(|(_, item)| item.value.clone());
                    members.fault.fields.extend(values);
                }
                (Role::List | Role::Text(_), Kind::List) if self.is_info(child) => self.infos(child, members),
                (Role::List, Kind::Object) if names::may_be_object(&item.name) && !self.has_texts(child) => {
                    members.depth += 10;
                    self.gather(child, Some(role), members, is_element, depth + 1);
                    members.depth -= 10;
                }
                (Role::List | Role::Fields, _) | (Role::Text(_) | Role::Wrapper, Kind::List) => {
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
                    self.gather(child, Some(role), members, is_element, depth + 1);
                    members.depth -= 10;
                }
                _ => {}
            }
        }
    }

    /// Whether a list under an unknown name has errors: objects, some with a code and a message.
    fn has_errors(&self, list: usize) -> bool {
        let Some(item) = self.tree.get(list).filter(|item| item.kind == Kind::List) else {
            return false;
        };
        let mut elements = self.tree.children(list);
        let is_error = |id: usize| {
            let has = |wanted: fn(Role) -> bool| {
                let mut members = self.tree.children(id);
                members.any(|(_, item)| item.value.is_some() && role(&item.name).is_some_and(wanted))
            };
            has(|role| matches!(role, Role::Code(_))) && has(|role| matches!(role, Role::Text(1)))
        };
        names::may_have_errors(&item.name)
            && elements.clone().all(|(_, item)| item.kind == Kind::Object)
            && elements.any(|(id, _)| is_error(id))
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
            members.fault.diagnostics = members.fault.diagnostics.take().or_else(|| member("message"));
            let is_list = |item: &Item<'_>| item.kind == Kind::List && role(&item.name) == Some(Role::List);
            let lists = self.tree.children(element).filter(|(_, item)| is_list(item));
            members.lists.extend(lists.map(|(id, _)| (id, Of::Several)));
        }
    }

    /// The name of a field in an object about it.
    fn field_in(&self, id: usize) -> Option<Cow<'t, str>> {
        let mut members = self.tree.children(id);
        members.find_map(|(_, item)| {
            let is_field = matches!(role(&item.name), Some(Role::Field | Role::ElementField));
            item.value.clone().filter(|_| is_field)
        })
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
