//! EC04 and EC09: statuses, headers, retry advice and endpoints.

use error_layout::grammar::{describes_body, is_token};

use super::Once;
use super::resolve::Levels;
use crate::ast;
use crate::model::{Body, Catalog, Entry};
use crate::problem::{Problem, Problems};
use crate::route_pattern;
use crate::rules;
use crate::source::Spanned;

/// Checks every entry.
pub(super) fn check(ast: &ast::Catalog, catalog: &Catalog, problems: &mut Problems) {
    let mut once = Once::default();
    for headers in ast.commons().chain(ast.errors.iter().map(|entry| &entry.common)) {
        headers.headers.iter().for_each(|header| header_name(header, problems));
    }
    ast.responses
        .iter()
        .flat_map(|response| &response.headers)
        .for_each(|header| header_name(header, problems));
    for (entry, ast_entry) in catalog.entries.iter().zip(&ast.errors) {
        let levels = Levels::of(ast, ast_entry);
        let mut report = |problem: Problem| once.report(problems, problem, (&ast_entry.name.span, &ast_entry.span));
        if let Some(statuses) = levels.nearest(|level| level.status.as_ref()) {
            let response = catalog.responses.get(entry.response);
            let in_band = response.is_some_and(|response| response.in_band);
            status(entry, in_band, &statuses.value, &mut report);
            status_range(entry, ast_entry, in_band, statuses, &mut report);
            match response.map(|response| &response.body) {
                Some(Body::Empty) if in_band => without_place(entry, &statuses.value, &mut report),
                Some(Body::Empty) | None => {}
                Some(_) => without_body(&statuses.value, &mut report),
            }
        }
        headers(entry, ast_entry, &mut report);
        missing_headers(entry, ast_entry, &levels, &mut report);
        for endpoint in levels
            .nearest(|level| (!level.endpoints.is_empty()).then_some(&level.endpoints))
            .into_iter()
            .flatten()
        {
            if let Err(mut problem) = route_pattern::check(&endpoint.value) {
                problem.span = endpoint.span.clone();
                report(*problem);
            }
        }
    }
}

/// Reports a body of a status that never has one (RFC 9110, sections 15.3.5, 15.3.6 and 15.4.5).
fn without_body(statuses: &[Spanned<u16>], report: &mut impl FnMut(Problem)) {
    for status in statuses.iter().filter(|status| matches!(status.value, 204 | 205 | 304)) {
        let message = format!("a response with status {} has no body", status.value);
        let problem = Problem::new(&rules::STATUS_RANGE, status.span.clone(), message);
        report(problem.help("use a response with `\"format\": \"empty\"`, or another status"));
    }
}

/// Reports an error in band that has neither a body nor the `Location` of a redirect.
fn without_place(entry: &Entry, statuses: &[Spanned<u16>], report: &mut impl FnMut(Problem)) {
    let redirects = entry
        .headers
        .iter()
        .any(|header| header.name.eq_ignore_ascii_case("location"));
    let informational = is_informational(entry);
    let has_none = |status: u16| !informational && (status < 300 || status < 400 && !redirects);
    for status in statuses.iter().filter(|status| has_none(status.value)) {
        let message = "an error in band has a body, or is in the `Location` of a redirect";
        let problem = Problem::new(&rules::STATUS_RANGE, status.span.clone(), message.to_owned());
        report(problem.help("use a response with a body, or a 3xx status and a `Location` with `{code}`"));
    }
}

fn status(entry: &Entry, in_band: bool, statuses: &[Spanned<u16>], report: &mut impl FnMut(Problem)) {
    let informational = is_informational(entry);
    let allowed = |status: &u16| {
        (400..=599).contains(status)
            || (informational && (200..=299).contains(status))
            || (in_band && (200..=399).contains(status))
    };
    for status in statuses.iter().filter(|status| !allowed(&status.value)) {
        let message = format!("{} is not an error status", status.value);
        let problem = Problem::new(&rules::STATUS_RANGE, status.span.clone(), message);
        report(if (200..=299).contains(&status.value) {
            problem.help(
                "for an informational outcome, add `\"severity\": \"information\"`; for errors inside a success, add `\"in_band\": true` to the response",
            )
        } else {
            problem.label("expected 400 to 599")
        });
    }
}

fn is_informational(entry: &Entry) -> bool {
    matches!(entry.severity_name(), "information" | "success")
}

fn status_range(
    entry: &Entry,
    ast: &ast::Entry,
    in_band: bool,
    statuses: &Spanned<Vec<Spanned<u16>>>,
    report: &mut impl FnMut(Problem),
) {
    let Some(range) = &ast.status_range else {
        return;
    };
    let (low, high) = range.value;
    let status = entry.status;
    let message = if statuses.value.len() > 1 {
        "`status` lists all statuses, so a range has no meaning".to_owned()
    } else if low < 400 && !in_band {
        format!("status range {low}-{high} starts below 400")
    } else if !(low..=high).contains(&status) {
        format!("status range {low}-{high} does not include status {status}")
    } else {
        return;
    };
    let problem = Problem::new(&rules::STATUS_OUTSIDE_RANGE, range.span.clone(), message);
    report(problem.related(statuses.span.clone(), "status set here"));
}

fn header_name(header: &crate::ast::Header, problems: &mut Problems) {
    let name = &header.name.value;
    if !is_token(name) {
        let problem = Problem::new(
            &rules::HEADER_NAME,
            header.name.span.clone(),
            format!("`{name}` is not a valid header name"),
        );
        let hyphens = name.trim().replace([' ', '_'], "-");
        problems.push(if is_token(&hyphens) {
            problem.label(format!("did you mean `{hyphens}`?"))
        } else {
            problem.label("expected letters, digits and hyphens")
        });
    } else if describes_body(name) {
        let problem = Problem::new(
            &rules::MANAGED_HEADER,
            header.name.span.clone(),
            format!("`{name}` cannot be set in `headers`"),
        );
        problems.push(problem.help("set `content_type` in the response; the server sets its length and encoding"));
    }
}

fn has_header(entry: &Entry, name: &str) -> bool {
    entry
        .headers
        .iter()
        .any(|header| header.name.eq_ignore_ascii_case(name))
}

fn retry_class(entry: &Entry) -> Option<&'static str> {
    Some(entry.retry?.class_name())
}

fn headers(entry: &Entry, ast: &ast::Entry, report: &mut impl FnMut(Problem)) {
    let retry_after = entry
        .headers
        .iter()
        .find(|header| header.name.eq_ignore_ascii_case("Retry-After"));
    if let (Some(header), Some("never")) = (retry_after, retry_class(entry)) {
        let message = format!(
            "entry `{}` has retry class `never` and a `Retry-After` header",
            entry.name
        );
        let problem = Problem::new(&rules::RETRY_AFTER_NEVER, ast.name.span.clone(), message);
        let problem = problem.related(header.value.span.clone(), "header set here");
        report(problem.help(
            "change `retry` to `after` or `backoff`, or remove the header; `\"Retry-After\": null` removes an inherited one",
        ));
    }
}

fn missing_headers(entry: &Entry, ast: &ast::Entry, levels: &Levels<'_>, report: &mut impl FnMut(Problem)) {
    for status in entry.listed_statuses() {
        missing(*status, entry, ast, levels, report);
    }
}

fn missing(status: u16, entry: &Entry, ast: &ast::Entry, levels: &Levels<'_>, report: &mut impl FnMut(Problem)) {
    let place = ast.name.span.clone();
    let name = &entry.name;
    match status {
        401 if !has_header(entry, "WWW-Authenticate") => {
            let problem = Problem::new(
                &rules::UNAUTHORIZED_WITHOUT_CHALLENGE,
                place,
                format!("entry `{name}` has status 401 but no `WWW-Authenticate` header"),
            );
            report(problem.help(
                "add it, for example `\"headers\": { \"WWW-Authenticate\": \"Bearer\" }`; for an API with client certificates (mTLS), add `\"allow\": [\"EC0405\"]` to the catalog",
            ));
        }
        405 if !has_header(entry, "Allow") => {
            let problem = Problem::new(
                &rules::METHOD_WITHOUT_ALLOW,
                place,
                format!("entry `{name}` has status 405 but no `Allow` header"),
            );
            report(problem.help(
                "add it, for example `\"headers\": { \"Allow\": \"{allow?}\" }` with an optional parameter `allow`",
            ));
        }
        408 if ast.common.retry.is_none()
            && matches!(retry_class(entry), Some("immediate" | "after" | "backoff"))
            && !is_idempotent(entry) =>
        {
            let class = retry_class(entry).unwrap_or_default();
            let message = format!("entry `{name}` has status 408 but inherits `\"retry\": \"{class}\"`");
            let mut problem = Problem::new(&rules::INHERITED_TIMEOUT_RETRY, place, message);
            if let Some(retry) = levels.nearest(|level| level.retry.as_ref()) {
                problem = problem.related(retry.span.clone(), "inherited from here");
            }
            report(problem.help(format!(
                "add its own: `\"retry\": \"manual\"`, or `\"retry\": \"{class}\"` if the server sends 408 only before it has read the whole request"
            )));
        }
        429 | 503 if entry.retry.is_none() => {
            let message = format!("entry `{name}` has status {status} but no `retry` advice");
            report(
                Problem::new(&rules::OVERLOAD_WITHOUT_RETRY, place, message)
                    .help("add it, for example `\"retry\": \"backoff\"`"),
            );
        }
        429 | 503
            if retry_class(entry) == Some("never")
            && ast.common.retry.is_none()
            // This contradiction is an error.
            && !has_header(entry, "Retry-After") =>
        {
            let message = format!("entry `{name}` has status {status} but inherits `\"retry\": \"never\"`");
            let mut problem = Problem::new(&rules::OVERLOAD_WITHOUT_RETRY, place, message);
            if let Some(retry) = levels.nearest(|level| level.retry.as_ref()) {
                problem = problem.related(retry.span.clone(), "inherited from here");
            }
            report(problem.help(
                "add its own, for example `\"retry\": \"backoff\"`, or `\"retry\": \"never\"` if that is intended",
            ));
        }
        _ => {}
    }
}

/// Whether all requests that get an entry are idempotent (RFC 9110, section 9.2.2).
fn is_idempotent(entry: &Entry) -> bool {
    let idempotent = ["GET", "HEAD", "OPTIONS", "TRACE", "PUT", "DELETE"];
    !entry.methods.is_empty() && entry.methods.iter().all(|method| idempotent.contains(&method.as_str()))
}
