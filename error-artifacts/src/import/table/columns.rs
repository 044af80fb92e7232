//! The meaning of columns, by their headings and their cells.

use super::{Cell, Table};
use crate::import::text::{tidy, words};
use crate::import::words::{range, statuses};

/// The meaning of a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    Status,
    Code,
    /// The URI of a problem type.
    Type,
    Title,
    Message,
    Description,
    Action,
    /// Remarks, which mostly are advice.
    Notes,
    Category,
    Issue,
    Severity,
    Retry,
    Endpoint,
    Method,
    Docs,
    Since,
    Deprecated,
}

/// Headings in lower case, without other characters than letters and digits between the words.
const HEADINGS: &[(Role, &[&str])] = &[
    (
        Role::Status,
        &[
            "status",
            "status code",
            "http status",
            "http status code",
            "http code",
            "http",
            "http response code",
            "http error code",
            "response code",
            "recommended http status code",
            "http response",
            "http status codes",
            "status codes",
        ],
    ),
    (
        Role::Code,
        &[
            "code",
            "error code",
            "errorcode",
            "code value",
            "error",
            "error name",
            "name",
            "error id",
            "id",
            "identifier",
            "key",
            "exception",
            "fault code",
            "operation outcome code",
            "operationoutcome code",
            "public code",
            "error constant",
            "error codes",
            "codes",
        ],
    ),
    (
        Role::Type,
        &["type uri", "problem type", "uri", "type url", "problem type uri"],
    ),
    (
        Role::Title,
        &[
            "title",
            "summary",
            "short description",
            "label",
            "display",
            "http meaning",
            "reason phrase",
            "status text",
            "error title",
        ],
    ),
    (
        Role::Message,
        &[
            "message",
            "error message",
            "text",
            "detail",
            "details",
            "error text",
            "response message",
            "sample message",
            "diagnostics",
            "error description",
        ],
    ),
    (
        Role::Description,
        &[
            "description",
            "meaning",
            "cause",
            "causes",
            "typical cause",
            "possible cause",
            "possible causes",
            "explanation",
            "comments",
            "comment",
            "scenario",
            "when",
            "definition",
            "reason",
        ],
    ),
    (
        Role::Action,
        &[
            "action",
            "actions",
            "solution",
            "solutions",
            "possible solution",
            "possible solutions",
            "resolution",
            "next step",
            "next steps",
            "how to fix",
            "fix",
            "what to do",
            "remedy",
            "recommended action",
            "client action",
            "suggested action",
            "handling",
            "recommendation",
            "troubleshooting",
        ],
    ),
    (Role::Notes, &["notes", "note", "remarks", "hint"]),
    (
        Role::Category,
        &[
            "type",
            "error type",
            "category",
            "group",
            "class",
            "source",
            "component",
        ],
    ),
    (
        Role::Issue,
        &[
            "issue type",
            "issue code",
            "fhir issue",
            "fhir issue type",
            "fhir issue code",
        ],
    ),
    (Role::Severity, &["severity", "issue severity"]),
    (
        Role::Retry,
        &[
            "retry",
            "retryable",
            "retriable",
            "can retry",
            "retry advice",
            "should retry",
        ],
    ),
    (
        Role::Endpoint,
        &[
            "endpoint",
            "endpoints",
            "end point url",
            "endpoint url",
            "end point",
            "path",
            "url",
            "paths",
        ],
    ),
    (Role::Method, &["method", "methods", "http method", "verb"]),
    (
        Role::Docs,
        &[
            "reference",
            "references",
            "link",
            "documentation",
            "docs",
            "href",
            "more info",
            "doc url",
        ],
    ),
    (Role::Since, &["since", "added in", "introduced in"]),
    (Role::Deprecated, &["deprecated"]),
];

/// Returns the meaning of a heading.
fn role(heading: &str) -> Option<Role> {
    let heading = tidy(&words(heading));
    let exact = HEADINGS.iter().find(|(_, names)| names.contains(&heading.as_str()));
    if let Some((role, _)) = exact {
        return Some(*role);
    }
    let within = [
        ("issue", Role::Issue),
        ("http", Role::Status),
        ("status", Role::Status),
        ("error code", Role::Code),
        ("message", Role::Message),
        ("diagnostics", Role::Message),
        ("description", Role::Description),
        ("meaning", Role::Description),
        ("cause", Role::Description),
        ("solution", Role::Action),
        ("resolution", Role::Action),
        ("action", Role::Action),
        ("next step", Role::Action),
    ];
    within
        .into_iter()
        .find(|(part, _)| heading.contains(part) && heading.len() < 40)
        .map(|(_, role)| role)
}

/// Adds the first cell to rows that lack it.
///
/// In Markdown without bars at the start of lines, a row with an empty first cell looks like one with an empty last cell:
/// `404 | NOT_FOUND | … |` is followed by `GONE | … | |`.
pub(super) fn align(table: &mut Table) {
    let roles: Vec<Option<Role>> = table.headings.iter().take(2).map(|heading| role(heading)).collect();
    if roles != [Some(Role::Status), Some(Role::Code)] {
        return;
    }
    for row in &mut table.rows {
        let is_empty = |cell: &Cell| cell.text.trim().is_empty();
        let is_shifted = match row.as_slice() {
            [first, second, .., last] => {
                is_empty(last)
                    && !is_empty(first)
                    && !is_status(&first.text)
                    && has_code(&first.text)
                    && !has_code(&second.text)
            }
            _ => false,
        };
        if is_shifted {
            let place = row[0].place.clone();
            row.pop();
            row.insert(
                0,
                Cell {
                    text: String::new(),
                    place,
                },
            );
        }
    }
}

/// Returns the position of each column with a meaning; `None` if the table has neither codes nor statuses.
pub(super) fn columns(table: &Table) -> Option<Vec<(usize, Role)>> {
    let mut columns: Vec<(usize, Role)> = Vec::new();
    for (position, heading) in table.headings.iter().enumerate() {
        let Some(mut role) = role(heading) else { continue };
        let cells = || {
            let cells = table.rows.iter().filter_map(|row| row.get(position));
            cells.filter(|cell| !cell.text.trim().is_empty()).take(200)
        };
        // Half of them, as tables have cells that are not what the heading says.
        let most = |holds: &dyn Fn(&str) -> bool| {
            let (mut all, mut good) = (0, 0);
            for cell in cells() {
                all += 1;
                good += usize::from(holds(&cell.text));
            }
            all > 0 && good * 2 >= all
        };
        let has = |columns: &[(usize, Role)], role: Role| columns.iter().any(|(_, known)| *known == role);
        match role {
            Role::Code if most(&is_status) => role = Role::Status,
            Role::Code if !most(&has_code) => role = Role::Title,
            Role::Status if !most(&is_status) && most(&has_code) => role = Role::Code,
            Role::Status if !most(&is_status) => continue,
            // `reason` in a list of a machine's values.
            Role::Description if tidy(heading).eq_ignore_ascii_case("reason") && most(&is_constant) => {
                role = Role::Code;
            }
            _ => {}
        }
        if has(&columns, role) {
            // A second column of one meaning: descriptions explain each other, of all others the first one counts.
            match role {
                Role::Code if !has(&columns, Role::Title) => role = Role::Title,
                Role::Title | Role::Message if !has(&columns, Role::Description) => role = Role::Description,
                Role::Description if !has(&columns, Role::Message) => role = Role::Message,
                Role::Description => {}
                _ => continue,
            }
        }
        columns.push((position, role));
    }
    let is_of_errors = columns
        .iter()
        .any(|(_, role)| matches!(role, Role::Status | Role::Code | Role::Type));
    is_of_errors.then_some(columns)
}

/// Whether a cell has a status of an error or a range of them.
pub(super) fn is_status(text: &str) -> bool {
    let start = text.trim_start_matches(|c: char| !c.is_alphanumeric());
    range(start.split_whitespace().next().unwrap_or_default()).is_some()
        || !statuses(start.get(..4).unwrap_or(start)).0.is_empty()
}

/// Whether a cell has a code, or several.
pub(super) fn has_code(text: &str) -> bool {
    !codes(text).is_empty()
}

/// Whether a text is a code in capital letters.
fn is_constant(text: &str) -> bool {
    let text = text.trim();
    text.contains('_')
        && text
            .chars()
            .all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_')
}

/// Returns the codes in a cell.
pub(super) fn codes(text: &str) -> Vec<String> {
    let text = text.trim();
    if is_code(text) {
        return vec![code(text)];
    }
    for separator in ["\n", " / ", ",", ";", " or ", " and ", "|", "/"] {
        let parts: Vec<&str> = text
            .split(separator)
            .map(str::trim)
            .filter(|part| !part.is_empty())
            .collect();
        if parts.len() > 1 && parts.len() <= 50 && parts.iter().all(|part| is_code(part)) {
            return parts.into_iter().map(code).collect();
        }
    }
    // `ACCESS DENIED`, as published by one API.
    let is_spaced = text.len() <= 64
        && text
            .chars()
            .all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || "_- ".contains(c))
        && text.chars().any(|c| c.is_ascii_uppercase());
    if is_spaced {
        return vec![tidy(text)];
    }
    Vec::new()
}

/// Whether a text is one code: a word without spaces.
pub(super) fn is_code(text: &str) -> bool {
    let text = text.trim_end_matches('?');
    let parts = |c: char| c.is_alphanumeric() || "_-.:#$".contains(c);
    (1..=128).contains(&text.len()) && text.chars().all(parts) && text.chars().any(char::is_alphanumeric)
}

/// Returns a code without marks of doubt.
fn code(text: &str) -> String {
    text.trim_end_matches('?').trim_end_matches(['.', ':']).to_owned()
}
