//! Documentation comments of generated code. Only `description` is Markdown; all other texts are escaped.

use std::fmt::{self, Display, Formatter, Write as _};

use error_layout::vocabulary::{ISSUE_TYPES, PARAMETER_TYPES, RETRY_CLASSES, VISIBILITIES, reason};

use crate::ast;
use crate::ast::text::{self, Bytes, bytes};
use crate::model::{Catalog, Category, Entry, Parameter};

/// Returns the documentation of the enum.
pub(super) fn catalog(catalog: &Catalog) -> String {
    let mut out = format!("\n\nErrors of {}", escape(&catalog.title));
    if let Some(version) = &catalog.version {
        let _ = write!(out, ", version {}", escape(version));
    }
    let _ = write!(
        out,
        ": the {} entries of the catalog {}.",
        catalog.entries.len(),
        code(&catalog.name)
    );
    if let Some(description) = &catalog.description {
        let _ = write!(out, "\n\n{}", markdown(description));
    }
    out
}

/// Writes the documentation of a variant as comment lines.
pub(super) fn variant(f: &mut Formatter<'_>, catalog: &Catalog, entry: &Entry) -> fmt::Result {
    let (title, status) = (escape(entry.title.trim_end_matches('.')), entry.status);
    write!(f, "/// {title}.\n///\n/// **{status} {}**", reason(status))?;
    match &entry.code {
        ast::Code::None => f.write_str(" · no code")?,
        ast::Code::Text(text) => write!(f, " · code {}", code(text))?,
        ast::Code::Integer(number) => write!(f, " · code `{number}`")?,
    }
    if let Some(issue) = entry.issue.and_then(|issue| ISSUE_TYPES.get(usize::from(issue))) {
        write!(f, " · issue type `{issue}`")?;
    }
    if let Some(category) = entry.category.and_then(|category| catalog.categories.get(category)) {
        write!(f, " · category {}", code(&category.name))?;
    }
    if let Some(retry) = entry.retry
        && let Some(class) = RETRY_CLASSES.get(usize::from(retry.class))
    {
        write!(f, " · retry `{class}`")?;
        if let Some(delay) = retry.delay {
            write!(f, " ({delay} s)")?;
        }
    }
    f.write_str("\n")?;
    if let [first, others @ ..] = &*entry.aliases {
        write!(f, "///\n/// Also recognized: {}", code(&first.value))?;
        for alias in others {
            write!(f, ", {}", code(&alias.value))?;
        }
        f.write_str("\n")?;
    }
    if let Some(message) = &entry.message {
        write!(f, "///\n/// Message: {}\n", code(&message.value.to_source()))?;
    }
    if let Some(diagnostics) = &entry.diagnostics {
        write!(f, "///\n/// Diagnostics: {}\n", code(&diagnostics.value.to_source()))?;
    }
    if let Some(action) = &entry.action {
        write!(f, "///\n/// Action: {}\n", escape(action))?;
    }
    if let Some(description) = &entry.description {
        write!(f, "///\n/// {}\n", markdown(description).replace('\n', "\n/// "))?;
    }
    if let Some(since) = &entry.since {
        write!(f, "///\n/// Since {}\n", escape(since))?;
    }
    Ok(())
}

/// Returns the note of a deprecation attribute, which rustc prints as plain text.
pub(super) fn deprecation(catalog: &Catalog, entry: &Entry, note: &str) -> String {
    let replacement = entry
        .replaced_by
        .and_then(|position| catalog.entries.get(position))
        .map(|entry| entry.rust_name.as_str());
    let plain: String = note.chars().filter(|c| !c.is_control()).collect();
    match (plain.is_empty(), replacement) {
        (true, None) => "deprecated by the API".to_owned(),
        (true, Some(replacement)) => format!("use `{replacement}` instead"),
        (false, None) => plain,
        (false, Some(replacement)) => format!("{plain}; use `{replacement}` instead"),
    }
}

/// Writes the documentation of an error without arguments as a comment line.
pub(super) fn error(f: &mut Formatter<'_>, entry: &Entry) -> fmt::Result {
    let title = escape(entry.title.trim_end_matches('.'));
    writeln!(f, "/// The error {}: {title}.", code(&entry.name))
}

/// Returns the documentation of the struct that entries with the same parameters share.
pub(super) fn parameter_struct(parameters: &[Parameter]) -> String {
    let names: Vec<String> = parameters
        .iter()
        .map(|parameter| code(&parameter.name).to_string())
        .collect();
    format!(
        "The arguments of errors with the parameters {}. Use the type with the name of the entry.",
        names.join(", ")
    )
}

/// Writes the documentation of an entry's struct or alias as a comment line.
pub(super) fn entry_parameters(f: &mut Formatter<'_>, entry: &Entry) -> fmt::Result {
    let title = escape(entry.title.trim_end_matches('.'));
    writeln!(f, "/// The arguments of the error {}: {title}.", code(&entry.name))
}

/// Returns the documentation of a field.
pub(super) fn parameter(parameter: &Parameter) -> String {
    let kind = PARAMETER_TYPES
        .get(usize::from(parameter.kind))
        .copied()
        .unwrap_or("string");
    let mut out = match &parameter.description {
        Some(description) => escape(description).to_string(),
        None => format!(
            "The value of the placeholder {}.",
            code(&format!("{{{}}}", parameter.name))
        ),
    };
    let _ = write!(out, "\n\nType {}", code(kind));
    if parameter.visibility > 0 {
        let visibility = VISIBILITIES
            .get(usize::from(parameter.visibility))
            .copied()
            .unwrap_or("internal");
        let _ = write!(out, ", {visibility}: never sent to clients");
    }
    if let Some(example) = &parameter.example {
        let _ = write!(out, ", for example {}", code(example));
    }
    out.push('.');
    out
}

/// Returns the documentation of a category's variant.
pub(super) fn category(category: &Category) -> String {
    let mut out = code(&category.name).to_string();
    if let Some(title) = &category.title {
        let _ = write!(out, ": {}", escape(title));
    }
    if let Some(description) = &category.description {
        let _ = write!(out, "\n\n{}", markdown(description));
    }
    out
}

/// Characters without a meaning in Markdown.
static PLAIN: Bytes = bytes(b" .,-'()");

/// Characters without a meaning in a code span.
static PLAIN_CODE: Bytes = bytes(b" !\"#$%&'()*+,-./:;<=>?@[\\]^_{|}~");

/// Whether a character changes the direction of text, which rustc rejects in comments.
fn is_direction(c: char) -> bool {
    matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// An escaped text.
enum Shown<'t> {
    /// Unchanged, between two fences.
    Plain(&'t str, &'static str),
    Escaped(String),
}

impl Display for Shown<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Plain(text, around) => {
                f.write_str(around)?;
                f.write_str(text)?;
                f.write_str(around)
            }
            Self::Escaped(text) => f.write_str(text),
        }
    }
}

/// Escapes a text as Markdown without markup, links and HTML.
fn escape(text: &str) -> Shown<'_> {
    if text::is_all(text, &PLAIN) && !text.starts_with(' ') && !text.ends_with(' ') {
        return Shown::Plain(text, "");
    }
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '|' | '~' | '&' | '$' => {
                out.push('\\');
                out.push(c);
            }
            c if is_direction(c) => {}
            c if c.is_whitespace() || c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    // rustdoc warns about a bare URL, so it becomes a code span.
    if out.contains("://") {
        out = out
            .split(' ')
            .map(|word| {
                if word.contains("://") {
                    code(&word.replace('\\', "")).to_string()
                } else {
                    word.to_owned()
                }
            })
            .collect::<Vec<_>>()
            .join(" ");
    }
    Shown::Escaped(out)
}

/// Escapes a text as a code span (CommonMark 0.31, section 6.1).
fn code(text: &str) -> Shown<'_> {
    if text::is_all(text, &PLAIN_CODE) && !text.trim().is_empty() {
        return Shown::Plain(text, "`");
    }
    let text: String = text
        .chars()
        .filter(|&c| !is_direction(c))
        .map(|c| if c.is_whitespace() || c.is_control() { ' ' } else { c })
        .collect();
    if text.trim().is_empty() {
        return Shown::Escaped("(empty)".to_owned());
    }
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    let pad = if text.starts_with('`') || text.ends_with('`') {
        " "
    } else {
        ""
    };
    Shown::Escaped(format!("{fence}{pad}{text}{pad}{fence}"))
}

/// Removes HTML, links and code blocks from Markdown, which rustdoc would interpret.
fn markdown(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut in_code = false;
    let mut at_line_start = true;
    for c in text.chars() {
        match c {
            '`' => {
                in_code = !in_code;
                out.push(c);
            }
            '<' | '>' | '[' | ']' if !in_code => {
                out.push('\\');
                out.push(c);
            }
            // Four spaces or a tab at the start of a line start a code block, which rustdoc compiles.
            ' ' | '\t' if at_line_start => continue,
            '\r' => continue,
            c if is_direction(c) => {}
            c if c.is_control() && c != '\n' => out.push(' '),
            c => out.push(c),
        }
        at_line_start = c == '\n';
    }
    if in_code || out.contains("```") || out.contains("~~~") || out.contains("://") {
        return escape(text).to_string();
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escaped_texts_are_shown_unchanged() {
        assert_eq!(escape("a_b [x] <y>").to_string(), "a\\_b \\[x\\] \\<y\\>");
        assert_eq!(
            escape("see https://a.example/b_c.").to_string(),
            "see `https://a.example/b_c.`"
        );
        assert_eq!(code("a`b").to_string(), "``a`b``");
        assert_eq!(code(" ").to_string(), "(empty)");
    }

    #[test]
    fn descriptions_keep_their_markup_except_code_blocks_and_html() {
        assert_eq!(markdown("- `A [x]`\n- <b>"), "- `A [x]`\n- \\<b\\>");
        assert_eq!(markdown("    let x = 1;"), "let x = 1;");
        assert!(!markdown("```\ncode\n```").contains("```\n"));
    }
}
