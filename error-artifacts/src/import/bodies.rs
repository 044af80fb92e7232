//! JSON bodies in documents, and the facts in them.

use error_layout::escape::is_invisible;
use error_layout::grammar::pointer_token;
use error_layout::vocabulary::{ISSUE_TYPES, SEVERITIES, reason};
use serde_json::Value;

use super::text::{tidy, words};

/// The maximum number of places in a document where a body is tried.
const MAX_TRIES: usize = 2000;

/// The maximum depth in which a body is searched.
const MAX_DEPTH: usize = 8;

/// Returns the JSON objects that begin at the start of a line, with their offsets.
pub(crate) fn in_text(text: &str) -> Vec<(usize, Value)> {
    let mut found: Vec<(usize, Value)> = Vec::new();
    let (mut tries, mut offset, mut end) = (0, 0, 0);
    for line in text.split_inclusive('\n') {
        let start = offset + line.len() - line.trim_start().len();
        offset += line.len();
        let content = line.trim();
        // One published example has lost its first line.
        let missing_brace = content.starts_with("\"resourceType\"");
        if start < end || tries >= MAX_TRIES || !(content.starts_with('{') || missing_brace) {
            continue;
        }
        tries += 1;
        let rest = &text[start..];
        let owned;
        let rest = if missing_brace {
            // Only the lines up to the next empty one are copied.
            owned = format!("{{{}", rest.split("\n\n").next().unwrap_or_default());
            owned.as_str()
        } else {
            rest
        };
        let mut values = serde_json::Deserializer::from_str(rest).into_iter::<Value>();
        if let Some(Ok(value @ Value::Object(_))) = values.next() {
            end = start + values.byte_offset();
            found.push((start, value));
        }
    }
    found
}

/// The meaning of a member of a body, by its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Meaning {
    Status,
    Title,
    Message,
    Category,
    Docs,
    RequestId,
    Id,
    Instance,
    Time,
    RetryAfter,
    Severity,
    Reason,
}

/// Returns the meaning of a member; codes are found by [`facts`].
pub(crate) fn meaning(name: &str) -> Option<Meaning> {
    let plain: String = name.chars().filter(char::is_ascii_alphanumeric).collect();
    Some(match plain.to_ascii_lowercase().as_str() {
        "status" | "statuscode" | "httpstatus" | "httpstatuscode" | "httpcode" => Meaning::Status,
        "title" | "summary" => Meaning::Title,
        "message" | "detail" | "description" | "errordescription" | "errormessage" | "msg" | "usermessage"
        | "developermessage" => Meaning::Message,
        "type" | "errortype" | "category" => Meaning::Category,
        "docurl" | "documentationurl" | "helpurl" | "moreinfo" | "docs" | "documentation" | "infolink"
        | "informationlink" => Meaning::Docs,
        "requestid" | "correlationid" | "traceid" | "debugid" | "transactionid" | "xrequestid" => Meaning::RequestId,
        "id" | "errorid" => Meaning::Id,
        "instance" => Meaning::Instance,
        "timestamp" | "time" | "datetime" => Meaning::Time,
        "retryafter" | "retryafterseconds" | "retryaftersec" => Meaning::RetryAfter,
        "severity" => Meaning::Severity,
        "reason" | "statustext" | "error" => Meaning::Reason,
        _ => return None,
    })
}

/// Returns how likely a member holds the code: 0 most likely; `None` never.
pub(crate) fn code_rank(name: &str) -> Option<usize> {
    let plain: String = name.chars().filter(char::is_ascii_alphanumeric).collect();
    match plain.to_ascii_lowercase().as_str() {
        "code" | "errorcode" | "errcode" => Some(0),
        "issue" | "reason" => Some(1),
        "error" => Some(2),
        "type" | "errortype" => Some(3),
        "name" | "errorname" | "key" => Some(4),
        _ => None,
    }
}

/// Whether a value can be a code: a word, or an integer that is not a status.
pub(crate) fn is_code(value: &Value) -> bool {
    match value {
        Value::String(text) => {
            let is_word = (1..=200).contains(&text.len())
                && !text
                    .chars()
                    .any(|c| c.is_whitespace() || c.is_control() || is_invisible(c) || "{}".contains(c));
            let is_status = text.parse().is_ok_and(|number: u16| (100..=599).contains(&number));
            is_word && text.chars().any(char::is_alphanumeric) && !is_status && text != "about:blank"
        }
        Value::Number(number) => number.as_i64().is_some_and(|code| !(100..=599).contains(&code)),
        _ => false,
    }
}

/// The facts in a body.
#[derive(Debug, Default, Clone, PartialEq)]
pub(crate) struct Facts {
    pub(crate) code: Option<Value>,
    /// The JSON Pointer of the code, with 0 for elements of arrays.
    pub(crate) code_at: Option<String>,
    /// The URI of a problem type.
    pub(crate) kind: Option<String>,
    pub(crate) title: Option<String>,
    pub(crate) message: Option<String>,
    pub(crate) message_at: Option<String>,
    pub(crate) category: Option<String>,
    pub(crate) docs: Option<String>,
    pub(crate) status: Option<u16>,
    pub(crate) issue: Option<&'static str>,
    pub(crate) severity: Option<&'static str>,
    pub(crate) system: Option<String>,
    pub(crate) display: Option<String>,
    pub(crate) form: Form,
}

/// The kind of a body.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Form {
    #[default]
    Json,
    Problem,
    Outcome,
}

/// Returns the facts in a body; `None` if it does not look like an error.
pub(crate) fn facts(body: &Value, media_type: Option<&str>) -> Option<Facts> {
    let members = body.as_object()?;
    if body["resourceType"] == "OperationOutcome" {
        return Some(outcome(body));
    }
    let is_success = ["openapi", "swagger", "resourceType", "$schema"];
    if is_success.into_iter().any(|name| members.contains_key(name)) {
        return None;
    }
    let mut facts = Facts::default();
    let is_problem = media_type.is_some_and(|name| name.contains("problem+json"))
        || (members.contains_key("type") && members.contains_key("title") && body["status"].is_u64());
    if is_problem {
        facts.form = Form::Problem;
        let kind = body["type"]
            .as_str()
            .filter(|kind| *kind != "about:blank" && !kind.is_empty());
        facts.kind = kind.map(str::to_owned);
    }
    let mut ranked: Vec<(usize, usize, String, &Value)> = Vec::new();
    codes(body, "", 0, &mut ranked);
    let best = ranked.into_iter().min_by(|a, b| (a.0, a.1).cmp(&(b.0, b.1)));
    if let Some((_, _, pointer, value)) = best.filter(|(rank, ..)| !is_problem || *rank == 0) {
        facts.code = Some(value.clone());
        facts.code_at = Some(pointer);
    }
    // The object with the code, then those around it.
    let mut pointer = facts.code_at.clone().unwrap_or_default();
    loop {
        pointer.truncate(pointer.rfind('/').unwrap_or(0));
        if let Some(Value::Object(object)) = body.pointer(&pointer) {
            near(object, &pointer, &mut facts);
        }
        if pointer.is_empty() {
            break;
        }
    }
    if facts.code.is_none()
        && facts.message.is_none()
        && let Some((pointer, inner)) = members.iter().find_map(|(name, value)| match value {
            Value::Object(inner) => Some((format!("/{name}"), inner)),
            _ => None,
        })
    {
        near(inner, &pointer, &mut facts);
    }
    let says = facts.code.is_some() || facts.message.is_some() || facts.title.is_some() || facts.kind.is_some();
    says.then_some(facts)
}

/// Collects the members that can be a code, with their rank and depth.
fn codes<'v>(value: &'v Value, pointer: &str, depth: usize, found: &mut Vec<(usize, usize, String, &'v Value)>) {
    if depth > MAX_DEPTH || found.len() > 100 {
        return;
    }
    match value {
        Value::Object(members) => {
            for (name, value) in members {
                let pointer = format!("{pointer}/{}", pointer_token(name));
                if let Some(rank) = code_rank(name).filter(|_| is_code(value)) {
                    // A type is a category if there is another code; a URI in it is a code for certain.
                    found.push((rank, depth, pointer.clone(), value));
                }
                codes(value, &pointer, depth + 1, found);
            }
        }
        Value::Array(all) => {
            if let Some(first) = all.first() {
                codes(first, &format!("{pointer}/0"), depth, found);
            }
        }
        _ => {}
    }
}

/// Reads the facts of one object.
fn near(object: &serde_json::Map<String, Value>, pointer: &str, facts: &mut Facts) {
    for (name, value) in object {
        let at = format!("{pointer}/{}", pointer_token(name));
        if facts.code_at.as_ref() == Some(&at) {
            continue;
        }
        let text = value.as_str().map(tidy).filter(|text| !text.is_empty());
        let set = |slot: &mut Option<String>| {
            if slot.is_none() {
                slot.clone_from(&text);
            }
        };
        match meaning(name) {
            Some(Meaning::Title) => set(&mut facts.title),
            Some(Meaning::Message) if facts.message.is_none() && text.is_some() => {
                facts.message.clone_from(&text);
                facts.message_at = Some(at);
            }
            Some(Meaning::Category) if facts.form == Form::Json => set(&mut facts.category),
            Some(Meaning::Docs) if value.as_str().is_some_and(|text| text.starts_with("http")) => set(&mut facts.docs),
            Some(Meaning::Status) if facts.status.is_none() => {
                let number = value.as_u64().or_else(|| value.as_str()?.parse().ok());
                facts.status = number
                    .and_then(|one| u16::try_from(one).ok())
                    .filter(|one| (400..600).contains(one));
            }
            Some(Meaning::Reason) if facts.message.is_none() && text.is_some() => {
                let status = facts.status.map_or("", reason);
                let is_phrase = text.as_deref().map(words) == Some(words(status));
                if !is_phrase && name.eq_ignore_ascii_case("error") {
                    facts.message.clone_from(&text);
                    facts.message_at = Some(at);
                }
            }
            _ => {}
        }
    }
}

/// Reads the facts of the first issue of an OperationOutcome.
fn outcome(body: &Value) -> Facts {
    let issue = &body["issue"][0];
    let coding = &issue["details"]["coding"][0];
    let text = |value: &Value| value.as_str().map(tidy).filter(|text| !text.is_empty());
    let among = |value: &Value, words: &[&'static str]| -> Option<&'static str> {
        let value = value.as_str()?;
        words.iter().find(|word| **word == value).copied()
    };
    Facts {
        code: Some(coding["code"].clone()).filter(is_code),
        code_at: Some("/issue/0/details/coding/0/code".to_owned()),
        message: text(&issue["details"]["text"]),
        issue: among(&issue["code"], &ISSUE_TYPES),
        severity: among(&issue["severity"], &SEVERITIES),
        system: text(&coding["system"]),
        display: text(&coding["display"]),
        form: Form::Outcome,
        ..Facts::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn bodies_are_found_at_the_start_of_lines() {
        let text = "Example:\n {\n \"a\": 1 }\n{ not json }\n\"resourceType\": \"OperationOutcome\",\n\"issue\": [] }\n\nend {\"b\": 2}\n";
        let found: Vec<Value> = in_text(text).into_iter().map(|(_, value)| value).collect();
        assert_eq!(
            found,
            [
                json!({"a": 1}),
                json!({"resourceType": "OperationOutcome", "issue": []})
            ]
        );
    }

    #[test]
    fn the_code_of_a_body_is_found_at_any_depth() {
        for (body, code, at) in [
            (
                json!({"error": {"type": "a_error", "code": "b", "message": "c"}}),
                json!("b"),
                "/error/code",
            ),
            (
                json!({"Code": "400 Bad", "Errors": [{"ErrorCode": "UK.Missing"}]}),
                json!("UK.Missing"),
                "/Errors/0/ErrorCode",
            ),
            (
                json!({"name": "UNPROCESSABLE", "details": [{"issue": "AMOUNT"}]}),
                json!("AMOUNT"),
                "/details/0/issue",
            ),
            (
                json!({"error": {"code": 403, "status": "DENIED", "details": [{"reason": "OFF"}]}}),
                json!("OFF"),
                "/error/details/0/reason",
            ),
            (
                json!({"ok": false, "error": "not_authed"}),
                json!("not_authed"),
                "/error",
            ),
            (json!({"code": 20404, "status": 404}), json!(20404), "/code"),
        ] {
            let facts = facts(&body, None).unwrap();
            assert_eq!((facts.code, facts.code_at.as_deref()), (Some(code), Some(at)), "{body}");
        }
    }

    #[test]
    fn a_body_without_a_code_has_a_message() {
        let facts = facts(
            &json!({"status": 404, "error": "Not Found", "detail": "No such card."}),
            None,
        )
        .unwrap();
        assert_eq!(
            (facts.code, facts.message.as_deref(), facts.status),
            (None, Some("No such card."), Some(404))
        );
        assert!(super::facts(&json!({"items": []}), None).is_none());
    }
}
