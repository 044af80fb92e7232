//! The members of one error, collected from an object and the objects around and in it.

use alloc::borrow::Cow;
use alloc::vec::Vec;

use super::super::resolve::MAX_CODES;
use super::names::{self, Role};
use super::tree::Item;

/// A code with its system.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in super::super) struct Code<'t> {
    pub(in super::super) code: Cow<'t, str>,
    pub(in super::super) system: Option<Cow<'t, str>>,
}

/// One error of a body.
#[derive(Clone, Debug, Default)]
pub(in super::super) struct Fault<'t> {
    /// The position of its first byte in the text.
    pub(in super::super) at: usize,
    /// Whether it is in a list of errors.
    pub(in super::super) inner: bool,
    pub(in super::super) codes: Vec<Code<'t>>,
    /// The short text that belongs to the code, if there is another text.
    pub(in super::super) title: Option<Cow<'t, str>>,
    pub(in super::super) text: Option<Cow<'t, str>>,
    pub(in super::super) diagnostics: Option<Cow<'t, str>>,
    pub(in super::super) severity: Option<Cow<'t, str>>,
    pub(in super::super) fields: Vec<Cow<'t, str>>,
}

impl<'t> Fault<'t> {
    /// An error with a code only.
    pub(in super::super) fn of_code(code: Cow<'t, str>) -> Self {
        Self {
            codes: [Code { code, system: None }].into(),
            ..Self::default()
        }
    }

    /// Whether it has a text, a code or a field.
    pub(super) fn says_something(&self) -> bool {
        self.text.is_some() || self.title.is_some() || !self.codes.is_empty() || !self.fields.is_empty()
    }
}

/// Whether errors are one object or a list or map of them.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Of {
    One,
    Several,
}

/// The members of one error, the first of each role.
#[derive(Default)]
pub(super) struct Members<'t> {
    pub(super) fault: Fault<'t>,
    /// The rank of the text that was taken.
    pub(super) rank: u16,
    /// What is added to the ranks of an object in the error: its texts and codes come later.
    pub(super) depth: u16,
    /// Codes with their ranks.
    pub(super) codes: Vec<(u16, Code<'t>)>,
    /// The errors and lists of errors in it.
    pub(super) lists: Vec<(usize, Of)>,
}

/// Adds a value to the members of an error.
pub(super) fn value_of<'t>(role: Role, item: &Item<'t>, members: &mut Members<'t>, is_element: bool) {
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
        Role::Field if fault.fields.contains(value) => {}
        Role::Field => fault.fields.push(value.clone()),
        Role::ElementField if is_word && item.name == "name" && names::is_error_name(value, is_element) => {
            code(2, value.clone());
        }
        Role::ElementField if fault.fields.contains(value) || names::is_part_of_request(value) => {}
        Role::ElementField | Role::Fields | Role::Source if is_element => fault.fields.push(value.clone()),
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
pub(super) fn finish(members: Members<'_>) -> Fault<'_> {
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
