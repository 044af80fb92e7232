//! A first catalog without an input.

use error_catalog::{Source, format};
use serde_json::{Value, json};

use super::naming;
use super::text::{humanise, tidy, without_braces};

/// The answers that a first catalog depends on.
#[derive(Debug, Clone)]
pub struct Start {
    /// The name of the catalog, made valid: `Clinic API` is `clinic-api`.
    pub name: String,
    /// The name of the API; by default from the name of the catalog.
    pub title: Option<String>,
    /// The bodies.
    pub format: StartFormat,
}

/// The bodies of a first catalog.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StartFormat {
    /// Problem details (RFC 9457) with the code as a member.
    Problem,
    /// A FHIR OperationOutcome of a version, such as `R4`.
    OperationOutcome(&'static str),
    /// An object `error` with code, message and id of the request.
    Json,
}

/// Returns a formatted catalog with the errors that every API has, and fallbacks to them.
///
/// ```
/// use error_artifacts::import::{Start, StartFormat, start};
///
/// let text = start(&Start { name: "Clinic API".to_owned(), title: None, format: StartFormat::Problem });
/// assert!(text.starts_with("{\n  \"name\": \"clinic-api\",\n  \"title\": \"Clinic api\","));
/// ```
pub fn start(start: &Start) -> String {
    let name = naming::catalog(&start.name);
    let title = start.title.as_deref().map(tidy).filter(|title| !title.is_empty());
    let title = title.unwrap_or_else(|| humanise(&name));
    let response = match start.format {
        StartFormat::Problem => {
            json!({ "format": "problem", "members": { "code": "{code}", "request_id": "{request_id?}" } })
        }
        StartFormat::OperationOutcome(fhir) => json!({
            "format": "operation-outcome",
            "fhir": fhir,
            "coding": { "system": format!("https://{name}.example/CodeSystem/errors"), "display": "{title}" },
            "diagnostics": "{message}"
        }),
        StartFormat::Json => json!({
            "format": "json",
            "body": { "error": { "code": "{code}", "message": "{message}", "request_id": "{request_id?}" } }
        }),
    };
    let mut errors = json!({
        "BAD_REQUEST": {
            "status": 400,
            "issue": "invalid",
            "title": "Bad request",
            "action": "Correct the request before it is sent again.",
            "retry": "never"
        },
        "NOT_FOUND": {
            "status": 404,
            "issue": "not-found",
            "title": "Not found",
            "message": "No {resource} has this identifier.",
            "user_message": "We could not find what you asked for.",
            "action": "Check the identifier.",
            "retry": "never",
            "parameters": {
                "resource": { "description": "The kind of the resource.", "example": "patient" }
            }
        },
        "PATH_NOT_FOUND": {
            "status": 404,
            "issue": "not-supported",
            "title": "Unknown path",
            "action": "Check the URL against the documentation.",
            "retry": "never"
        },
        "TOO_MANY_REQUESTS": {
            "status": 429,
            "issue": "throttled",
            "title": "Too many requests",
            "action": "Wait for the time in the header Retry-After.",
            "headers": { "Retry-After": "{retry_after}" },
            "retry": { "class": "after", "delay": 30 }
        },
        "INTERNAL_ERROR": {
            "status": 500,
            "issue": "exception",
            "title": "Internal error",
            "user_message": "Something went wrong. Please try again later.",
            "action": "Contact the support with the id of the request.",
            "retry": "manual"
        },
        "TEMPORARILY_UNAVAILABLE": {
            "status": 503,
            "issue": "transient",
            "title": "Temporarily unavailable",
            "user_message": "The service is busy. Please try again in a moment.",
            "headers": { "Retry-After": "{retry_after}" },
            "retry": { "class": "after", "delay": 5 }
        }
    });
    if !matches!(start.format, StartFormat::OperationOutcome(_))
        && let Value::Object(errors) = &mut errors
    {
        for entry in errors.values_mut().filter_map(Value::as_object_mut) {
            entry.remove("issue");
        }
    }
    let catalog = json!({
        "name": name,
        "title": without_braces(&title),
        "responses": { "default": response },
        "fallbacks": {
            "404": "PATH_NOT_FOUND",
            "429": "TOO_MANY_REQUESTS",
            "503": "TEMPORARILY_UNAVAILABLE",
            "4xx": "BAD_REQUEST",
            "5xx": "INTERNAL_ERROR"
        },
        "errors": errors
    });
    let text = catalog.to_string();
    // JSON that was written here has no syntax errors.
    format::format(&Source::new("catalog.json", text.clone())).unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use error_catalog::compile;

    #[test]
    fn a_first_catalog_has_no_problems() {
        let versions = error_layout::vocabulary::FHIR_VERSIONS.map(StartFormat::OperationOutcome);
        for format in [StartFormat::Problem, StartFormat::Json].into_iter().chain(versions) {
            for name in ["clinic", "Clinic API", "42", "", "Self", "{x}"] {
                let text = start(&Start {
                    name: name.to_owned(),
                    title: (name == "{x}").then(|| "An {api}".to_owned()),
                    format,
                });
                let compiled = compile(&Source::new("a.json", text.clone()));
                assert!(compiled.problems.is_empty(), "{:?}\n{text}", compiled.problems);
                assert_eq!(compiled.catalog.entries.len(), 6);
            }
        }
    }
}
