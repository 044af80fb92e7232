//! The documents as Markdown (CommonMark with tables).
//!
//! A text of the catalog is escaped, so that it is no markup; a description keeps the markup that is safe in HTML too.

use std::fmt::Write as _;

use error_catalog::rust::markdown::{code, description, escape};

use super::view::entry::{Entry, Metadata, Parameter};
use super::view::history::{Change, Retired};
use super::view::said::{Part, Said};
use super::view::{Book, Catalog, Shared};
use super::{MARKDOWN_MARK, address};
use crate::Artifact;

/// Returns `errors.md` with everything, and a page for each entry.
pub(super) fn pages(books: &[Book<'_>]) -> Artifact {
    let mut artifact = Artifact::default();
    let mut whole = format!("{MARKDOWN_MARK}\n\n");
    for book in books {
        for language in book.languages() {
            let catalog = book.overview(language);
            let _ = writeln!(whole, "# Errors of {}\n", heading(&catalog));
            overview(&mut whole, &catalog);
            for entry in book.all(language) {
                let mut page = format!("{MARKDOWN_MARK}\n\n");
                one(&mut page, &entry, "#", &"../".repeat(entry.page.matches('/').count()));
                artifact.add(format!("{}.md", entry.page), page);
                one(&mut whole, &entry, "##", "");
                whole.push('\n');
            }
            for entry in book.retired().filter(|_| language.is_none()) {
                let mut page = format!("{MARKDOWN_MARK}\n\n");
                gone(&mut page, &entry, "#", &"../".repeat(entry.page.matches('/').count()));
                artifact.add(format!("{}.md", entry.page), page);
                gone(&mut whole, &entry, "##", "");
                whole.push('\n');
            }
        }
    }
    whole.truncate(whole.trim_end().len());
    whole.push('\n');
    artifact.add("errors.md", whole);
    artifact
}

fn heading(catalog: &Catalog<'_>) -> String {
    let mut out = escape(catalog.title).into_owned();
    if let Some(version) = catalog.version {
        let _ = write!(out, " {}", escape(version));
    }
    out
}

fn overview(out: &mut String, catalog: &Catalog<'_>) {
    if let Some(text) = catalog.description {
        let _ = writeln!(out, "{}\n", description(text));
    }
    metadata(out, catalog.metadata.as_deref().unwrap_or_default());
    for category in &catalog.categories {
        let _ = write!(out, "- {}", code(category.name));
        if let Some(title) = category.title {
            let _ = write!(out, ": {}", escape(title));
        }
        out.push('\n');
        for member in category.metadata.iter().flatten() {
            let _ = writeln!(out, "  - {}: {}", code(member.name), escape(&member.value));
        }
    }
    if !catalog.categories.is_empty() {
        out.push('\n');
    }
}

/// Writes one entry below a heading. `root` is the relative path of the root.
fn one(out: &mut String, entry: &Entry<'_>, level: &str, root: &str) {
    let link = |name: &str, page: &str| link(root, name, page);
    let _ = writeln!(out, "{level} {}\n\n{}\n", escape(entry.name), said(&entry.title));
    status_and_code(out, entry);
    if let Some(deprecated) = &entry.deprecated {
        out.push_str("**Deprecated.**");
        if !deprecated.note.is_empty() {
            let _ = write!(out, " {}", escape(deprecated.note));
        }
        if let Some(other) = &deprecated.replaced_by {
            let _ = write!(out, " Use {} instead.", link(other.name, &other.page));
        }
        out.push_str("\n\n");
    }
    if let Some(message) = &entry.message {
        let _ = writeln!(out, "Message: {}\n", said(message));
    }
    if let Some(text) = &entry.description {
        let _ = writeln!(out, "{}\n", description(&text.text()));
    }
    for (label, text) in [
        ("What to do", &entry.action),
        ("Text for end users", &entry.user_message),
        ("Display", &entry.display),
        ("Documentation", &entry.docs),
    ] {
        if let Some(text) = text {
            let _ = writeln!(out, "{label}: {}\n", said(text));
        }
    }
    let retry = &entry.retry;
    let _ = writeln!(out, "Retry: **{}.** {}\n", retry.summary, escape(&retry.text));
    for one in &retry.decisions {
        let _ = writeln!(out, "- {}: {}", one.methods, one.decision);
    }
    out.push('\n');
    lists(out, entry);
    let sub = format!("{level}#");
    let _ = writeln!(out, "{sub} Response\n");
    for response in &entry.responses {
        let text = format!("{}{}", response.head(), response.body.as_deref().unwrap_or_default());
        fenced(out, "http", &text);
    }
    if !entry.parameters.is_empty() {
        let _ = writeln!(out, "{sub} Parameters\n");
        parameters(out, &entry.parameters);
    }
    let _ = writeln!(out, "{sub} Code\n");
    for sample in &entry.samples {
        let _ = writeln!(out, "{}:\n", sample.label);
        fenced(out, sample.language, &sample.code);
    }
    if !entry.neighbours.is_empty() || !retry.ambiguous_with.is_empty() {
        let _ = writeln!(out, "{sub} Easily confused with\n");
        for name in &retry.ambiguous_with {
            let _ = writeln!(out, "- {}: can have the same response", escape(name));
        }
        for near in &entry.neighbours {
            let shared = match near.shared {
                Shared::Code => "the same code",
                Shared::StatusAndResponse => "the same status and body",
            };
            let (name, title) = (link(near.name, &near.page), said(&near.title));
            let _ = writeln!(out, "- {name}: {title} ({shared}; {})", escape(&near.difference));
        }
        out.push('\n');
    }
    if !entry.history.is_empty() {
        let _ = writeln!(out, "{sub} History\n");
        history(out, &entry.history);
    }
    if let Some(internal) = &entry.internal {
        let _ = writeln!(out, "{sub} Internal\n");
        if let Some(log) = &internal.log {
            let _ = writeln!(out, "Log text: {}\n", said(log));
        }
        metadata(out, &internal.metadata);
        metadata(out, &internal.response_metadata);
    }
    out.truncate(out.trim_end().len());
    out.push('\n');
}

/// Returns a link to the page of another entry.
fn link(root: &str, name: &str, page: &str) -> String {
    format!("[{}]({root}{})", escape(name), address::uri(&format!("{page}.md")))
}

/// Writes the facts of one line.
fn status_and_code(out: &mut String, entry: &Entry<'_>) {
    let _ = write!(out, "**{}", entry.status);
    if !entry.reason.is_empty() {
        let _ = write!(out, " {}", entry.reason);
    }
    out.push_str("**");
    for other in entry.statuses.iter().skip(1) {
        let _ = write!(out, " or {other}");
    }
    if let Some((low, high)) = entry.status_range {
        let _ = write!(out, " ({low} to {high} are passed on)");
    }
    match &entry.code {
        Some(text) => {
            let _ = write!(out, " · code {}", code(&text.to_string()));
        }
        None => out.push_str(" · no code"),
    }
    let _ = write!(out, " · severity {}", entry.severity);
    if let Some(issue) = entry.issue {
        let _ = write!(out, " · issue type `{issue}`");
    }
    if let Some(category) = &entry.category {
        let _ = write!(out, " · {}", escape(category.label()));
    }
    out.push_str("\n\n");
}

/// Writes the changes of an entry. Their texts are Markdown of the comparison of catalogs.
fn history(out: &mut String, changes: &[Change<'_>]) {
    for change in changes {
        let version = change
            .version
            .map(|version| format!(", version {}", escape(version)))
            .unwrap_or_default();
        let (text, reason) = (description(&change.text), escape(change.reason));
        let _ = writeln!(out, "- {}{version}: {text}. {reason}", escape(change.date));
    }
    out.push('\n');
}

/// Writes an entry that is no longer sent below a heading. `root` is the relative path of the root.
fn gone(out: &mut String, entry: &Retired<'_>, level: &str, root: &str) {
    let (name, lead) = (escape(&entry.name), escape(&entry.lead()).into_owned());
    let _ = writeln!(out, "{level} {name}\n\n**{lead}.**\n");
    for one in entry.codes.iter().filter(|_| !entry.renamed) {
        let _ = writeln!(out, "Its code {} is never sent for another error.\n", code(one));
    }
    if let Some(other) = &entry.replaced_by {
        let other = link(root, other.name, &other.page);
        let _ = if entry.renamed {
            writeln!(out, "The error has another name: {other}.\n")
        } else {
            writeln!(
                out,
                "Handle {other} instead. Clients recognize the code as this error.\n"
            )
        };
    }
    history(out, &entry.history);
    out.truncate(out.trim_end().len());
    out.push('\n');
}

fn lists(out: &mut String, entry: &Entry<'_>) {
    let codes =
        |all: &mut dyn Iterator<Item = &str>| all.map(|one| code(one).into_owned()).collect::<Vec<_>>().join(", ");
    for (label, text) in [
        (
            "Earlier codes",
            codes(&mut entry.aliases.iter().chain(&entry.former_codes).copied()),
        ),
        ("Methods", codes(&mut entry.methods.iter().map(String::as_str))),
        ("Endpoints", codes(&mut entry.endpoints.iter().map(String::as_str))),
        ("Tags", codes(&mut entry.tags.iter().map(String::as_str))),
        ("Since", codes(&mut entry.since.into_iter())),
    ] {
        if !text.is_empty() {
            let _ = writeln!(out, "{label}: {text}\n");
        }
    }
}

fn parameters(out: &mut String, parameters: &[Parameter<'_>]) {
    // A bar would end a cell, also in a code span.
    let cell = |text: &str| text.replace('|', "\\|");
    out.push_str("| name | type | meaning | example |\n| --- | --- | --- | --- |\n");
    for one in parameters {
        let mut kind = one.kind.to_owned();
        if one.optional {
            kind.push_str(", optional");
        }
        if one.visibility != "public" {
            let _ = write!(kind, ", {}", one.visibility);
        }
        let mut meaning = one
            .description
            .map(|text| escape(text).replace("\\|", "|"))
            .unwrap_or_default();
        if !one.values.is_empty() {
            let values: Vec<String> = one.values.iter().map(|value| code(value).into_owned()).collect();
            let _ = write!(meaning, " One of {}.", values.join(", "));
        }
        let (name, meaning, example) = (cell(&code(one.name)), cell(meaning.trim()), cell(&code(&one.example)));
        let _ = writeln!(out, "| {name} | {kind} | {meaning} | {example} |");
    }
    out.push('\n');
}

fn metadata(out: &mut String, members: &[Metadata<'_>]) {
    for member in members {
        let _ = writeln!(out, "- {}: {}", code(member.name), escape(&member.value));
    }
    if !members.is_empty() {
        out.push('\n');
    }
}

/// Returns a text; its placeholders are code.
fn said(text: &Said<'_>) -> String {
    let part = |part: &Part| match part {
        Part::Literal(text) => {
            // The spaces at the ends are those between it and a placeholder.
            let inner = escape(text.trim()).into_owned();
            let start = if text.starts_with(char::is_whitespace) { " " } else { "" };
            let end = if text.trim().len() < text.trim_start().len() {
                " "
            } else {
                ""
            };
            format!("{start}{inner}{end}")
        }
        Part::Placeholder(name) => code(name).into_owned(),
    };
    text.parts.iter().map(part).collect()
}

/// Writes a code block with a fence that its text does not have (section 4.5).
fn fenced(out: &mut String, language: &str, text: &str) {
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat((longest + 1).max(3));
    let text = text.strip_suffix('\n').unwrap_or(text);
    let _ = writeln!(out, "{fence}{language}\n{text}\n{fence}\n");
}
