//! `error-catalog render`: the response of an entry.

use std::time::Duration;

use error_catalog::suggest;
use error_runtime::{
    Data, Entry, Error, Format, HttpResponse, Parameter, ParameterError, ParameterType, Representation, Respond,
    Rfc3339, Visibility,
};

use crate::args::{Form, Render};
use crate::catalog;
use crate::output::{Exit, Output};

/// The values of a render context besides parameters.
const OCCURRENCE: [&str; 9] = [
    "diagnostics",
    "expression",
    "location",
    "request_id",
    "id",
    "instance",
    "time",
    "retry_after",
    "status",
];

/// Those of them that may have several values.
const LISTS: [&str; 2] = ["expression", "location"];

pub(crate) fn run(arguments: &Render, output: &mut Output) -> Exit {
    let data = match catalog::api(&arguments.catalog, output) {
        Ok(api) => api.data(),
        Err(exit) => return exit,
    };
    let rendered = entry(data, &arguments.entry)
        .and_then(|entry| error(entry, &arguments.values))
        .and_then(|error| {
            let language = arguments.language.as_deref();
            let language = language.map(|tag| language_of(error.entry(), tag)).transpose()?;
            render(&error, arguments.form, language)
        });
    match rendered {
        Ok(bytes) => {
            output.exact(&bytes);
            Exit::Clean
        }
        Err(message) => {
            output.fail(&message);
            Exit::CouldNotRun
        }
    }
}

fn entry(data: Data<'static>, name: &str) -> Result<Entry<'static>, String> {
    if let Some(entry) = data.entry_by_name(name) {
        return Ok(entry);
    }
    let coded = data.positions_by_code(name).filter_map(|position| data.entry(position));
    let coded: Vec<&str> = coded.map(Entry::name).collect();
    let hint = if coded.is_empty() {
        let names = (0..data.entries()).filter_map(|position| Some(data.entry(position)?.name()));
        match suggest::nearest(name, names.clone()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => suggest::expected(names),
        }
    } else {
        format!("it is the code of {}", suggest::list(coded))
    };
    Err(format!(
        "`{name}` is not an error of the catalog `{}`; {hint}",
        data.name()
    ))
}

/// Returns the error that the values describe.
fn error(entry: Entry<'static>, values: &[(String, String)]) -> Result<Error<Entry<'static>>, String> {
    let is_parameter = |name: &str| entry.parameters().iter().any(|parameter| parameter.name == name);
    for (position, (name, _)) in values.iter().enumerate() {
        let is_list = LISTS.contains(&name.as_str());
        if !is_list && values.iter().take(position).any(|(before, _)| before == name) {
            return Err(format!("`{name}` has two values"));
        }
        if !is_parameter(name) && !OCCURRENCE.contains(&name.as_str()) {
            return Err(unknown(entry, name));
        }
    }
    let values = values.iter().map(|(name, value)| (name.as_str(), value.as_str()));
    let (arguments, others): (Vec<_>, Vec<_>) = values.partition(|(name, _)| is_parameter(name));
    let required = entry.parameters().iter().filter(|parameter| !parameter.optional);
    let samples = required.clone().map(|parameter| (parameter.name, parameter.sample()));
    let error = Error::try_new(entry, samples.chain(arguments.iter().copied()));
    let error = error.map_err(|mistake| misfit(entry, &arguments, &mistake))?;
    let error = others
        .into_iter()
        .try_fold(error, |error, (name, value)| set(error, name, value))?;
    // A client never sees the others, so no response needs them.
    let missing = required.filter(|parameter| parameter.visibility == Visibility::Public);
    let missing = missing.filter(|parameter| !arguments.iter().any(|(name, _)| *name == parameter.name));
    let missing: Vec<String> = missing.map(described).collect();
    if missing.is_empty() {
        return Ok(error);
    }
    Err(format!("`{}` needs\n  {}", entry.name(), missing.join("\n  ")))
}

/// An argument that does not fit its parameter.
fn misfit(entry: Entry<'static>, arguments: &[(&str, &str)], mistake: &ParameterError) -> String {
    match mistake {
        ParameterError::Type {
            name, expected: kind, ..
        } => {
            let value = arguments.iter().find(|(given, _)| given == name);
            let value = value.map_or("", |(_, value)| value);
            let mut parameters = entry.parameters().iter();
            match parameters.find(|parameter| parameter.name == *name) {
                Some(parameter) if *kind == ParameterType::Enum => {
                    wrong(name, value, &format!("one of {}", suggest::list(parameter.values())))
                }
                _ => wrong(name, value, expected(*kind)),
            }
        }
        other => other.to_string(),
    }
}

/// A parameter as a person could give it.
fn described(parameter: Parameter<'_>) -> String {
    let example = parameter.example.map_or_else(|| "…".to_owned(), quoted);
    let mut line = format!("{}={example} ({}", parameter.name, parameter.kind);
    if parameter.kind == ParameterType::Enum {
        line.push_str(": ");
        line.push_str(&suggest::list(parameter.values()));
    }
    line.push(')');
    if let Some(description) = parameter.description {
        line.push_str(": ");
        line.push_str(description);
    }
    line
}

/// A word as a shell takes it.
fn quoted(word: &str) -> String {
    let is_plain = |c: char| c.is_alphanumeric() || "-_./:@,+%".contains(c);
    if !word.is_empty() && word.chars().all(is_plain) {
        return word.to_owned();
    }
    format!("'{}'", word.replace('\'', r"'\''"))
}

/// Gives one value, which is not an argument, to an occurrence.
fn set(error: Error<Entry<'static>>, name: &str, value: &str) -> Result<Error<Entry<'static>>, String> {
    let entry = error.entry();
    let owned = value.to_owned();
    Ok(match name {
        "diagnostics" => error.with_diagnostics(owned),
        "expression" => error.with_expression(owned),
        "location" => error.with_location(owned),
        "request_id" => error.with_request_id(owned),
        "id" => error.with_id(owned),
        "instance" => error.with_instance(owned),
        "time" => {
            let time = Rfc3339::new(owned).map_err(|_| wrong(name, value, expected(ParameterType::DateTime)))?;
            error.with_time(time)
        }
        "retry_after" => {
            let seconds = value
                .parse()
                .ok()
                .and_then(|seconds| Duration::try_from_secs_f64(seconds).ok());
            error.with_retry_after(seconds.ok_or_else(|| wrong(name, value, "a number of seconds"))?)
        }
        "status" => {
            let status = value.parse().ok().filter(|status| entry.has_status(*status));
            error.with_status(status.ok_or_else(|| wrong(name, value, &statuses(entry)))?)
        }
        _ => return Err(unknown(entry, name)),
    })
}

/// Describes the statuses of an entry.
fn statuses(entry: Entry<'_>) -> String {
    let (lowest, highest) = entry.status_range();
    if entry.forwards_status() {
        return format!("a status from {lowest} to {highest}");
    }
    let all: Vec<String> = entry.statuses().map(|status| status.to_string()).collect();
    format!("the status {}", all.join(" or "))
}

fn wrong(name: &str, value: &str, expected: &str) -> String {
    format!("`{name}`: expected {expected}, found `{value}`")
}

/// Describes the values of a type.
const fn expected(kind: ParameterType) -> &'static str {
    match kind {
        ParameterType::Integer => "an integer, as in `42`",
        ParameterType::Decimal => "a number, as in `1.5`",
        ParameterType::Boolean => "`true` or `false`",
        ParameterType::Uri => "a URI reference, as in `https://api.example/a`",
        ParameterType::Token => "a token, as in `patient.read`",
        ParameterType::Uuid => "a UUID, as in `3f1e7d5a-9c42-4b8e-8d11-6a0c2f9b7e54`",
        ParameterType::Json => "JSON, as in `{\"name\":[\"too long\"]}`",
        ParameterType::Strings => "a JSON array of strings, as in `[\"name\",\"date\"]`",
        ParameterType::Integers => "a JSON array of integers, as in `[1,2]`",
        ParameterType::DateTime => "a date and time of RFC 3339, as in `2026-01-31T09:30:00Z`",
        _ => "a text",
    }
}

fn unknown(entry: Entry<'_>, name: &str) -> String {
    let own = entry.parameters().iter().map(|parameter| parameter.name);
    let known = || own.clone().chain(OCCURRENCE);
    let hint = match suggest::nearest(name, known()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => suggest::expected(known()),
    };
    format!("`{}` has no parameter `{name}`; {hint}", entry.name())
}

/// Returns the language of the catalog that is found for a tag.
fn language_of(entry: Entry<'static>, tag: &str) -> Result<&'static str, String> {
    let data = entry.data();
    data.find_language(tag).ok_or_else(|| {
        let name = data.name();
        match suggest::expected(data.languages()) {
            _ if data.language().is_none() => format!("the catalog `{name}` does not name its language"),
            expected => format!("the catalog `{name}` has no texts in `{tag}`; {expected}"),
        }
    })
}

/// The bytes to print.
fn render(error: &Error<Entry<'static>>, form: Form, language: Option<&'static str>) -> Result<Vec<u8>, String> {
    let entry = error.entry();
    let in_language = |representation: Representation| match language {
        Some(tag) => representation.in_language(tag),
        None => representation,
    };
    let format = entry.response().format();
    let is_json = !matches!(format, Format::Text | Format::Empty | Format::Xml);
    let missing = |what: &str| {
        let own = entry.response().content_type();
        let has = own.map_or_else(|| "it has no body".to_owned(), |own| format!("its body is {own}"));
        Err(format!(
            "`{}` has no body in {what}: {has}; `--as http` shows the response",
            entry.name()
        ))
    };
    let representation = match form {
        Form::Http => {
            let response = error.response_as(in_language(Representation::OWN));
            return Ok(message(response).into_bytes());
        }
        Form::Json if is_json => Representation::OWN,
        Form::Xml if format == Format::Xml => Representation::OWN,
        Form::Xml if entry.has_xml() => Representation::XML,
        Form::Json => return missing("JSON"),
        Form::Xml => return missing("XML"),
    };
    Ok(error
        .body_as(in_language(representation))
        .unwrap_or_default()
        .into_owned()
        .into_bytes())
}

/// A response as HTTP/1.1 has it (RFC 9112, section 2.1). `Content-Length` and the like are the server's.
fn message(response: HttpResponse) -> String {
    let mut out = format!("HTTP/1.1 {} {}\r\n", response.status, response.reason());
    for header in &response.headers {
        out.push_str(&header.name);
        out.push_str(": ");
        out.push_str(&header.value);
        out.push_str("\r\n");
    }
    out.push_str("\r\n");
    out.push_str(&response.body.unwrap_or_default());
    out
}
