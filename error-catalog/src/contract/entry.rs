//! Compares the facts of one entry.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::body::conditions_of;
use super::compare::{Comparison, differences, has_values, names, response, set_difference, texts};
use super::facts::is_text;
use super::table as rows;
use super::{Contract, Facts, Row, Subject};

/// Whether the value of an optional placeholder exists and is sent.
pub(super) fn is_sent(facts: &Facts, name: &str) -> bool {
    matches!(facts.get("sent"), Some(Value::Array(all)) if all.iter().any(|one| one == name))
}

/// Whether a placeholder of a response can be without a value for the entry.
pub(super) fn may_lack(facts: &Facts, name: &str) -> bool {
    match name {
        "name" | "status" | "title" | "message" | "severity" | "reason" | "catalog" => false,
        "code" => facts.get("code").is_none_or(Value::is_null),
        "issue" => !facts.contains_key("issue"),
        "retry_after" => !facts.contains_key("delay"),
        "request_id" | "id" | "instance" | "time" => true,
        _ if name.starts_with("x-") => facts.get(name).is_none_or(Value::is_null),
        _ if facts.contains_key(&format!("parameters.{name}.type")) => {
            facts.contains_key(&format!("parameters.{name}.optional"))
        }
        _ => !is_sent(facts, name),
    }
}

/// Adds the changes of an entry, apart from those of its response.
pub(super) fn compare(to: &mut Comparison<'_>, subject: &Subject, old: &Facts, new: &Facts) {
    let is_weak = to.is_weak(Some(old), new);
    let mut parameters = BTreeSet::new();
    let mut has_status = false;
    for (member, before, after) in differences(old, new) {
        let mut add = |row: &'static Row| to.add(row, subject, member, before, after);
        match member {
            "code" => add(&rows::CODE_CHANGED),
            "rust" => add(&rows::RUST_NAME_CHANGED),
            "type" => add(&rows::TYPE_CHANGED),
            "issue" => add(&rows::ISSUE_CHANGED),
            "severity" => {
                let default = json!("error");
                let (before, after) = (before.unwrap_or(&default), after.unwrap_or(&default));
                to.add(&rows::SEVERITY_CHANGED, subject, member, Some(before), Some(after));
            }
            // Its place comes or goes with a member, a header or a text, which is reported.
            "name" | "catalog" if before.is_none() || after.is_none() => {}
            "name" | "catalog" => add(&rows::IDENTITY_CHANGED),
            "deprecated" if after.is_some() => add(&rows::DEPRECATED),
            "deprecated" => add(&rows::REVIVED),
            "replaced_by" => add(&rows::REPLACEMENT_CHANGED),
            "category" if is_sent(old, member) || is_sent(new, member) => add(&rows::CATEGORY_CHANGED_SENT),
            "category" => add(&rows::CATEGORY_CHANGED),
            "status" | "statuses" | "status_range" => has_status = true,
            "aliases" => each(
                to,
                subject,
                (member, before, after),
                &rows::ALIAS_REMOVED,
                &rows::ALIAS_ADDED,
            ),
            "methods" | "endpoints" => scope(to, subject, (member, before, after), is_weak),
            "retry" => retry(to, subject, before, after),
            "delay" => {
                if old.get("retry") == new.get("retry") {
                    let seconds = |delay: Option<&Value>| delay.and_then(Value::as_f64).unwrap_or(0.0);
                    let is_longer = seconds(after) > seconds(before);
                    add(if is_longer {
                        &rows::DELAY_LONGER
                    } else {
                        &rows::DELAY_SHORTER
                    });
                }
            }
            "sent" => sent(to, subject, (old, new), is_weak),
            // They are compared with the response.
            "response" => {}
            _ if member.starts_with("x-") => {
                // Likewise, unless the place is there with and without the value.
                let is_there = before.is_some() || has_place(to.old, old, member);
                let stays = after.is_some() || has_place(to.new, new, member);
                if is_there && stays {
                    to.add(&rows::IDENTITY_CHANGED, subject, member, before, after);
                }
            }
            _ if member.starts_with("headers.") => header(to, subject, (member, before, after), new),
            _ => {
                if let Some((name, _)) = member.strip_prefix("parameters.").and_then(|rest| rest.split_once('.')) {
                    parameters.insert(name);
                } else if is_text(member) && to.has_texts() {
                    text(to, subject, (member, before, after), (old, new), is_weak);
                }
            }
        }
    }
    if has_status {
        status(to, subject, old, new);
    }
    for name in parameters {
        parameter(to, subject, name, old, new);
    }
}

/// A member with its old and its new value.
type Difference<'d> = (&'d str, Option<&'d Value>, Option<&'d Value>);

/// Adds a change for each element that only one of two arrays has.
pub(super) fn each(
    to: &mut Comparison<'_>,
    subject: &Subject,
    of: Difference<'_>,
    removed: &'static Row,
    added: &'static Row,
) {
    let (member, before, after) = of;
    let (gone, come) = set_difference(before, after);
    for value in gone {
        to.add(removed, subject, member, Some(value), None);
    }
    for value in come {
        to.add(added, subject, member, None, Some(value));
    }
}

/// Returns all statuses of an entry.
fn statuses(facts: &Facts) -> BTreeSet<u64> {
    let mut all: BTreeSet<u64> = facts.get("status").and_then(Value::as_u64).into_iter().collect();
    if let Some(Value::Array(listed)) = facts.get("statuses") {
        all.extend(listed.iter().filter_map(Value::as_u64));
    }
    let range = facts.get("status_range").and_then(Value::as_str);
    if let Some((low, high)) = range.and_then(|range| range.split_once('-'))
        && let (Ok(low), Ok(high)) = (low.parse::<u64>(), high.parse::<u64>())
    {
        all.extend(low..=high.min(low.saturating_add(1000)));
    }
    all
}

fn status(to: &mut Comparison<'_>, subject: &Subject, old: &Facts, new: &Facts) {
    let (before, after) = (statuses(old), statuses(new));
    let (first, second) = (old.get("status"), new.get("status"));
    let default = second.and_then(Value::as_u64).unwrap_or_default();
    if first != second {
        let is_known = before.contains(&default);
        let row = if is_known {
            &rows::STATUS_DEFAULT_CHANGED
        } else {
            &rows::STATUS_CHANGED
        };
        to.add(row, subject, "status", first, second);
    }
    let shown = |facts: &Facts| {
        let several = facts.get("statuses").or_else(|| facts.get("status_range"));
        several.or_else(|| facts.get("status")).cloned()
    };
    let (was, is) = (shown(old), shown(new));
    if after
        .difference(&before)
        .any(|&status| status != default || first == second)
    {
        to.add(&rows::STATUS_ADDED, subject, "status", was.as_ref(), is.as_ref());
    } else if before
        .difference(&after)
        .any(|&status| Some(status) != first.and_then(Value::as_u64))
    {
        to.add(&rows::STATUS_REMOVED, subject, "status", was.as_ref(), is.as_ref());
    }
}

fn scope(to: &mut Comparison<'_>, subject: &Subject, of: Difference<'_>, is_weak: bool) {
    let (member, before, after) = of;
    let is_narrower = before.is_none() || after.is_some() && set_difference(before, after).1.is_empty();
    let row = match (is_narrower, is_weak) {
        (true, _) => &rows::SCOPE_NARROWED,
        (false, true) => &rows::SCOPE_WIDENED_SHARED,
        (false, false) => &rows::SCOPE_WIDENED,
    };
    to.add(row, subject, member, before, after);
}

fn retry(to: &mut Comparison<'_>, subject: &Subject, before: Option<&Value>, after: Option<&Value>) {
    // Without advice, a client decides by the status: more strictly than by advice to retry, less than by one that forbids it.
    let laxness = |class: Option<&Value>| match class.and_then(Value::as_str) {
        Some("never") => 0,
        Some("manual") => 1,
        Some("backoff") => 3,
        Some("after") => 4,
        Some("immediate") => 5,
        _ => 2,
    };
    let is_laxer = laxness(after) > laxness(before);
    let row = if is_laxer {
        &rows::RETRY_LAXER
    } else {
        &rows::RETRY_STRICTER
    };
    to.add(row, subject, "retry", before, after);
}

/// Whether a placeholder is in the response, a header or a text of an entry.
fn has_place(contract: &Contract, facts: &Facts, name: &str) -> bool {
    let response = contract.facts(&Subject::Response(response(facts)));
    let mut values = facts.values().chain(response.values());
    values.any(|value| names(&texts(Some(value))).contains(name))
}

/// Compares which optional texts are sent, as far as the entry decides it.
fn sent(to: &mut Comparison<'_>, subject: &Subject, (old, new): (&Facts, &Facts), is_weak: bool) {
    let facts = |contract: &Contract, facts: &Facts| contract.facts(&Subject::Response(response(facts))).clone();
    if facts(to.old, old) != facts(to.new, new) {
        return;
    }
    let (gone, come) = set_difference(old.get("sent"), new.get("sent"));
    let added = if is_weak {
        &rows::TEXT_ADDED_EVIDENCE
    } else {
        &rows::TEXT_ADDED
    };
    // Documentation that is the `type` of a problem is reported as such.
    let is_type = |name: &&str| *name == "docs" && old.get("type") != new.get("type");
    for (row, names) in [(&rows::TEXT_REMOVED, gone), (added, come)] {
        for name in names
            .iter()
            .filter_map(|name| name.as_str())
            .filter(|name| !is_type(name))
        {
            to.add(row, subject, name, old.get(name), new.get(name));
        }
    }
}

fn header(to: &mut Comparison<'_>, subject: &Subject, of: Difference<'_>, new: &Facts) {
    let (member, before, after) = of;
    let conditions = |value: Option<&Value>| -> BTreeSet<String> {
        let all = texts(value);
        all.iter()
            .flat_map(conditions_of)
            .filter(|name| may_lack(new, name))
            .collect()
    };
    let (was, is) = (conditions(before), conditions(after));
    let row = match (before, after) {
        (None, _) => &rows::HEADER_ADDED,
        (_, None) => &rows::HEADER_REMOVED,
        _ if !is.is_subset(&was) => &rows::HEADER_OPTIONAL,
        _ if is != was => &rows::HEADER_REQUIRED,
        _ => &rows::HEADER_CHANGED,
    };
    to.add(row, subject, member, before, after);
}

/// Whether a parameter of an entry reaches clients.
pub(super) fn is_parameter_sent(facts: &Facts, name: &str) -> bool {
    let fact = |member: &str| facts.contains_key(&format!("parameters.{name}.{member}"));
    fact("type") && !fact("visibility") && !fact("sent")
}

fn parameter(to: &mut Comparison<'_>, subject: &Subject, name: &str, old: &Facts, new: &Facts) {
    let fact = |facts: &'_ Facts, member: &str| facts.get(&format!("parameters.{name}.{member}")).cloned();
    let whole = format!("parameters.{name}");
    let (was_sent, is_sent) = (is_parameter_sent(old, name), is_parameter_sent(new, name));
    let (before, after) = (fact(old, "type"), fact(new, "type"));
    let Some(after) = after else {
        let row = if was_sent {
            &rows::PARAMETER_REMOVED_SENT
        } else {
            &rows::PARAMETER_REMOVED
        };
        return to.add(row, subject, &whole, before.as_ref(), None);
    };
    let is_optional = fact(new, "optional").is_some();
    let Some(before) = before else {
        let had_any = old.keys().any(|key| key.starts_with("parameters."));
        let row = match (is_optional, had_any) {
            (false, _) => &rows::PARAMETER_ADDED,
            (true, true) => &rows::PARAMETER_ADDED_OPTIONAL,
            (true, false) => &rows::PARAMETER_ADDED_FIRST,
        };
        return to.add(row, subject, &whole, None, Some(&after));
    };
    if before != after {
        // Only a whole JSON value has the type: the response's leaves are compared for it.
        let row = if is_sent && is_whole_value(to, new, name) {
            &rows::PARAMETER_TYPE_SENT
        } else {
            &rows::PARAMETER_TYPE
        };
        to.add(row, subject, &format!("{whole}.type"), Some(&before), Some(&after));
    }
    if is_optional != fact(old, "optional").is_some() {
        let row = match (is_optional, was_sent) {
            (true, true) => &rows::PARAMETER_OPTIONAL_SENT,
            (true, false) => &rows::PARAMETER_OPTIONAL,
            (false, _) => &rows::PARAMETER_REQUIRED,
        };
        let (old, new) = (json!(!is_optional), json!(is_optional));
        to.add(row, subject, &format!("{whole}.optional"), Some(&old), Some(&new));
    }
    let public = Some(json!("public"));
    let visibility = |facts: &Facts| fact(facts, "visibility").or_else(|| public.clone());
    let (old_visibility, new_visibility) = (visibility(old), visibility(new));
    if old_visibility != new_visibility || was_sent != is_sent {
        let row = match (was_sent, is_sent) {
            (true, false) => &rows::PARAMETER_HIDDEN,
            (false, true) => &rows::PARAMETER_PUBLISHED,
            _ if new_visibility == public => &rows::PARAMETER_PUBLISHED,
            _ => &rows::PARAMETER_VISIBILITY,
        };
        if old_visibility == new_visibility {
            let (before, after) = (json!(was_sent), json!(is_sent));
            to.add(row, subject, &format!("{whole}.sent"), Some(&before), Some(&after));
        } else {
            let (before, after) = (old_visibility.as_ref(), new_visibility.as_ref());
            to.add(row, subject, &format!("{whole}.visibility"), before, after);
        }
    }
    let (old_values, new_values) = (fact(old, "values"), fact(new, "values"));
    if before == after {
        let of = (&*format!("{whole}.values"), old_values.as_ref(), new_values.as_ref());
        each(to, subject, of, &rows::VALUE_REMOVED, &rows::VALUE_ADDED);
    }
}

/// Whether a parameter is a whole JSON value in the response of an entry.
fn is_whole_value(to: &Comparison<'_>, facts: &Facts, name: &str) -> bool {
    let response = to.new.facts(&Subject::Response(response(facts)));
    let is_json = response.get("format").and_then(Value::as_str) == Some("json");
    is_json
        && response.values().any(|value| {
            let texts = texts(Some(value));
            let mut only = texts.iter().filter_map(crate::ast::text::Text::only_placeholder);
            only.any(|one| one.name == name && !one.string)
        })
}

fn text(to: &mut Comparison<'_>, subject: &Subject, of: Difference<'_>, (old, new): (&Facts, &Facts), is_weak: bool) {
    let (member, before, after) = of;
    let (name, language) = match member.split_once('.') {
        Some((name, language)) if name != "metadata" => (name, Some(language)),
        _ => (member, None),
    };
    let was_and_is_sent = |name: &str| is_sent(old, name) || is_sent(new, name);
    let sent = match name {
        // The message of an entry without one is its title.
        "title" | "message" => true,
        "description" | "log" | "tags" | "deprecated_note" => false,
        _ => was_and_is_sent(name),
    };
    // An optional text that comes or goes is reported as such.
    if sent && language.is_none() && is_sent(old, name) != is_sent(new, name) {
        return;
    }
    let has_values = has_values(&texts(before)) || has_values(&texts(after));
    let is_evidence = sent && (is_weak || has_values && !matches!(name, "docs"));
    let row = match (name, language) {
        (_, Some(_)) if is_evidence => &rows::TRANSLATION_EVIDENCE,
        (_, Some(_)) => &rows::TRANSLATION_CHANGED,
        ("title", _) if is_weak => &rows::TITLE_EVIDENCE,
        ("title", _) => &rows::TITLE_CHANGED,
        ("display", _) if sent => &rows::DISPLAY_CHANGED,
        ("message" | "diagnostics" | "expression" | "location", _) if is_evidence => &rows::MESSAGE_EVIDENCE,
        ("message" | "diagnostics" | "expression" | "location", _) => &rows::MESSAGE_CHANGED,
        ("deprecated_note", _) => &rows::REPLACEMENT_CHANGED,
        // Reported as `type`.
        ("docs", _) if old.get("type") != new.get("type") => return,
        _ if is_evidence => &rows::DOCUMENTATION_EVIDENCE,
        _ => &rows::DOCUMENTATION_CHANGED,
    };
    to.add(row, subject, member, before, after);
}
