//! Whatever changes a catalog: if all changes are called compatible or textual, an old client decides as before.

use error_catalog::contract::{Class, Contract, compare};
use std::sync::LazyLock;

use proptest::prelude::*;
use proptest::sample::{Index, select};
use serde_json::Value;

use crate::cases::CATALOG;
use crate::effects::path_of;
use crate::support::{Api, kind};

/// Values that many members can have.
const VALUES: [&str; 12] = [
    "null",
    "true",
    "404",
    "503",
    "\"never\"",
    "\"backoff\"",
    "\"It is {status}.\"",
    "\"rooms\"",
    "\"slot\"",
    "\"x\"",
    "[\"/x\"]",
    "{}",
];

#[derive(Debug, Clone)]
enum Edit {
    Remove,
    /// Another value.
    Replace(&'static str),
    /// The value of another member of the same name.
    Copy(Index),
    /// A member more beside it: with this name, and the value of one that has the name elsewhere.
    Add(&'static str, Index),
}

/// Names of members that are added to an object.
const NAMES: [&str; 14] = [
    "title",
    "message",
    "action",
    "retry",
    "docs",
    "headers",
    "endpoints",
    "methods",
    "deprecated",
    "aliases",
    "description",
    "user_message",
    "content_type",
    "category",
];

fn edits() -> impl Strategy<Value = Vec<(Index, Edit)>> {
    let edit = prop_oneof![
        Just(Edit::Remove),
        select(VALUES.as_slice()).prop_map(Edit::Replace),
        any::<Index>().prop_map(Edit::Copy),
        (select(NAMES.as_slice()), any::<Index>()).prop_map(|(name, index)| Edit::Add(name, index)),
    ];
    prop::collection::vec((any::<Index>(), edit), 1..3)
}

/// Returns the JSON pointers of all members below a value.
fn pointers(value: &Value, at: &str, out: &mut Vec<String>) {
    let mut visit = |name: &str, value: &Value| {
        let at = format!("{at}/{}", name.replace('~', "~0").replace('/', "~1"));
        out.push(at.clone());
        pointers(value, &at, out);
    };
    match value {
        Value::Object(members) => members.iter().for_each(|(name, value)| visit(name, value)),
        Value::Array(elements) => elements
            .iter()
            .enumerate()
            .for_each(|(position, value)| visit(&position.to_string(), value)),
        _ => {}
    }
}

fn apply(catalog: &mut Value, (place, edit): &(Index, Edit)) {
    let mut all = Vec::new();
    pointers(catalog, "", &mut all);
    // Most members that can be added are those of entries.
    let is_entry = |pointer: &String| pointer.starts_with("/errors/") && pointer.matches('/').count() == 3;
    let places: Vec<String> = match edit {
        Edit::Add(..) => all.iter().filter(|pointer| is_entry(pointer)).cloned().collect(),
        _ => all.clone(),
    };
    let Some(pointer) = places.get(place.index(places.len().max(1))) else {
        return;
    };
    let (owner, name) = pointer.rsplit_once('/').unwrap();
    let elsewhere = |name: &str, index: &Index| {
        let same: Vec<&str> = all
            .iter()
            .map(String::as_str)
            .filter(|one| one.rsplit('/').next() == Some(name))
            .collect();
        let pointer = same.get(index.index(same.len().max(1)))?;
        catalog.pointer(pointer).cloned()
    };
    let value = match edit {
        Edit::Remove => None,
        Edit::Replace(json) => serde_json::from_str(json).ok(),
        Edit::Copy(index) => elsewhere(name, index),
        Edit::Add(name, index) => elsewhere(name, index),
    };
    let name = match edit {
        Edit::Add(name, _) => *name,
        _ => name,
    };
    match (catalog.pointer_mut(owner), value) {
        (Some(Value::Object(members)), None) => drop(members.remove(name)),
        (Some(Value::Object(members)), Some(value)) => drop(members.insert(name.to_owned(), value)),
        (Some(Value::Array(elements)), Some(value)) => {
            if let Some(element) = name.parse().ok().and_then(|position: usize| elements.get_mut(position)) {
                *element = value;
            }
        }
        _ => {}
    }
}

static OLD: LazyLock<Api> = LazyLock::new(|| Api::new(CATALOG).unwrap());

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn an_old_client_decides_as_before_after_compatible_changes(edits in edits()) {
        let mut value: Value = serde_json::from_str(CATALOG).unwrap();
        for edit in &edits {
            apply(&mut value, edit);
        }
        let old = &*OLD;
        let Some(new) = Api::new(&value.to_string()) else { return Ok(()) };
        let changes = compare(&Contract::of(&old.catalog), &Contract::of(&new.catalog));
        if changes.iter().any(|change| change.row.class <= Class::Risky) {
            return Ok(());
        }
        for entry in &new.catalog.entries {
            let was = changes.iter().find(|change| change.subject.entry() == Some(&entry.name)).and_then(|change| change.was.as_deref());
            let was = was.unwrap_or(&entry.name);
            let read = new.answer(&entry.name, true).read(old, path_of(was));
            if old.data.entry_by_name(was).is_none() {
                prop_assert_eq!(&read.entry, "unknown", "{:?}\n{}", changes, value);
                continue;
            }
            let before = old.answer(was, true).read(old, path_of(was));
            prop_assert_eq!(&read.entry, &before.entry, "{:?}\n{}", changes, value);
            prop_assert_eq!(kind(read.decision), kind(before.decision), "{:?}\n{}", changes, value);
            for parameter in &before.parameters {
                prop_assert!(read.parameters.iter().any(|(name, _)| *name == parameter.0), "{:?} {:?}\n{}", parameter, changes, value);
            }
        }
    }
}
