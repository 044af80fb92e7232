//! Documentation comments of generated code. Only `description` is Markdown; all other texts are escaped.

use std::fmt::{self, Formatter, Write as _};

use error_layout::vocabulary::{PARAMETER_TYPES, reason};

use crate::ast;
use crate::model::{Catalog, Category, Entry, Parameter};
use crate::rust::markdown::{code, description as markdown, escape};

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
    write!(f, "/// {title}.\n///\n/// **{status}")?;
    match reason(status) {
        "" => f.write_str("**")?,
        reason => write!(f, " {reason}**")?,
    }
    for other in entry.listed_statuses().iter().skip(1) {
        write!(f, " or {other}")?;
    }
    match &entry.code {
        ast::Code::None => f.write_str(" · no code")?,
        ast::Code::Text(text) => write!(f, " · code {}", code(text))?,
        ast::Code::Integer(number) => write!(f, " · code `{number}`")?,
    }
    if let Some(issue) = entry.issue_name() {
        write!(f, " · issue type `{issue}`")?;
    }
    if let Some(category) = entry.category.and_then(|category| catalog.categories.get(category)) {
        write!(f, " · category {}", code(&category.name))?;
    }
    if let Some(retry) = entry.retry {
        write!(f, " · retry `{}`", retry.class_name())?;
        if let Some(delay) = retry.delay {
            write!(f, " ({} s)", delay.as_secs_f64())?;
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
        let _ = write!(out, ", {}: never sent to clients", parameter.visibility_name());
    }
    if let Some(example) = &parameter.example {
        let _ = write!(out, ", for example {}", code(example));
    }
    out.push('.');
    out
}

/// Returns the documentation of the enum of a parameter's values.
pub(super) fn parameter_enum(parameter: &Parameter) -> String {
    format!("The values of the parameter {}.", code(&parameter.name))
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
