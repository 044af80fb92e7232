//! A catalog that has given texts wherever its format has free text.

use serde_json::{Map, Value, json};

/// The text at a position, as catalogs allow it: not empty, and without control characters.
fn text(texts: &[&str], position: usize) -> String {
    let given = match texts.len() {
        0 => "",
        many => texts[position % many],
    };
    let text: String = given.chars().filter(|c| !c.is_control()).take(400).collect();
    if text.trim().is_empty() { "x".to_owned() } else { text }
}

/// The same in a text with placeholders.
fn escaped(texts: &[&str], position: usize) -> String {
    text(texts, position).replace('{', "{{").replace('}', "}}")
}

/// The same in a text without placeholders, which a translation repeats.
fn constant(texts: &[&str], position: usize) -> String {
    text(texts, position).replace(['{', '}'], "-")
}

/// Returns the catalog.
pub(super) fn catalog(texts: &[&str]) -> String {
    let plain = |position| text(texts, position);
    let message = |position| escaped(texts, position);
    let member = format!("m {}", plain(1));
    let entry = |number: usize, response: &str| {
        json!({
            "rust": format!("Entry{number}"),
            "code": format!("{} {number}", constant(texts, number)),
            "status": 400 + number,
            "category": format!("c {}", plain(2)),
            "response": response,
            "title": constant(texts, number + 1),
            "message": format!("{} {{value}} {number}", message(number + 2)),
            "log": format!("SECRET {}", message(number + 3)),
            "user_message": constant(texts, number + 4),
            "action": constant(texts, number + 5),
            "description": plain(number + 6),
            "since": plain(number + 7),
            "tags": [plain(number + 8)],
            "endpoints": ["/patients/.*"],
            "methods": ["GET"],
            "parameters": { "value": { "type": "string", "description": plain(number + 9), "example": plain(number + 10) } },
            "x-note": format!("SECRET {}", plain(number)),
        })
    };
    let mut errors = Map::new();
    for (number, response) in ["default", "problem", "text", "xml"].into_iter().enumerate() {
        errors.insert(format!("{} {number}", plain(number)), entry(number, response));
    }
    let mut outcome = entry(5, "outcome");
    outcome["code"] = json!("OUTCOME");
    outcome["issue"] = json!("invalid");
    outcome["display"] = json!(message(3));
    outcome["deprecated"] = json!(plain(4));
    outcome["replaced_by"] = json!(format!("{} 0", plain(0)));
    errors.insert("OUTCOME".to_owned(), outcome);
    let mut categories = Map::new();
    categories.insert(
        format!("c {}", plain(2)),
        json!({ "rust": "First", "title": plain(3), "description": plain(4) }),
    );
    let mut body = Map::new();
    body.insert(member, json!(message(0)));
    body.insert("code".to_owned(), json!("{code}"));
    body.insert("message".to_owned(), json!("{message}"));
    let xml = message(5).replace('&', "&amp;").replace('<', "&lt;").replace("]]>", "");
    let catalog: Value = json!({
        "name": "hostile",
        "version": plain(6),
        "title": plain(7),
        "description": plain(8),
        "language": "en",
        "translations": ["de"],
        "categories": categories,
        "responses": {
            "default": { "format": "json", "body": body },
            "problem": { "format": "problem", "members": { "code": "{code}", "text": message(1) } },
            "text": { "format": "text", "body": [message(2), "{code}: {message}"] },
            "xml": { "format": "xml", "body": format!("<error code=\"{{code}}\"><text>{xml}</text><message>{{message}}</message></error>") },
            "outcome": {
                "format": "operation-outcome",
                "fhir": "R4",
                "details_text": "{message}",
                "coding": { "system": "https://hostile.example/CodeSystem/codes", "display": "{display}" },
            },
        },
        "errors": errors,
        "x-about": plain(9),
    });
    catalog.to_string()
}

/// Returns its translation.
pub(super) fn translation(texts: &[&str]) -> String {
    let entry = |number: usize| {
        json!({
            "title": constant(texts, number + 11),
            "message": format!("{{value}} {} {number}", escaped(texts, number + 12)),
            "user_message": constant(texts, number + 13),
            "action": constant(texts, number + 14),
        })
    };
    let mut errors = Map::new();
    for number in 0..4 {
        errors.insert(format!("{} {number}", text(texts, number)), entry(number));
    }
    let mut outcome = entry(5);
    outcome["display"] = json!(escaped(texts, 15));
    errors.insert("OUTCOME".to_owned(), outcome);
    json!({ "errors": errors }).to_string()
}
