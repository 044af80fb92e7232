//! Code that reports and handles an error.

use std::fmt::Write as _;

use error_catalog::model::{Catalog, Entry, Parameter};
use error_catalog::names;
use error_runtime::{Parameter as Compiled, ParameterType, Visibility};
use serde::Serialize;

/// An example of code.
#[derive(Debug, Serialize)]
pub(crate) struct Sample {
    pub(crate) label: &'static str,
    /// The language, as in the info string of a fenced code block.
    pub(crate) language: &'static str,
    pub(crate) code: String,
}

/// Returns the examples of an entry. `parameters` are those that the readers may see.
pub(super) fn of(catalog: &Catalog, entry: &Entry, parameters: &[Compiled<'_>]) -> Vec<Sample> {
    vec![
        Sample {
            label: "Rust server",
            language: "rust",
            code: server(catalog, entry, parameters),
        },
        Sample {
            label: "Rust client",
            language: "rust",
            code: client(catalog, entry, parameters),
        },
        Sample {
            label: "TypeScript client",
            language: "ts",
            code: typescript(catalog, entry, parameters),
        },
    ]
}

fn enum_name(catalog: &Catalog) -> String {
    names::upper_camel(&catalog.name).unwrap_or_else(|| "Errors".to_owned())
}

/// Returns the module of the generated code.
fn module(catalog: &Catalog) -> String {
    error_catalog::rust::module(&enum_name(catalog))
}

fn server(catalog: &Catalog, entry: &Entry, parameters: &[Compiled<'_>]) -> String {
    let path = format!("{}::{}", module(catalog), entry.rust_name);
    let needed = entry.parameters.iter().any(|parameter| !parameter.optional);
    if !needed {
        return format!("return Err({path}.error());\n");
    }
    let mut out = format!("return Err({path} {{\n");
    for parameter in parameters {
        let _ = writeln!(out, "    {}", field(catalog, entry, parameter));
    }
    if parameters.len() < entry.parameters.len() {
        out.push_str("    // and parameters for the log only\n");
    }
    out.push_str("}\n.into());\n");
    out
}

/// Returns a field of the error's struct with a literal; a variable of the same name where no literal has the type.
fn field(catalog: &Catalog, entry: &Entry, parameter: &Compiled<'_>) -> String {
    let name = parameter.name;
    let sample = parameter.sample();
    let value = match parameter.kind {
        ParameterType::String | ParameterType::Uri | ParameterType::Display => Some(literal(sample)),
        ParameterType::Integer => sample.parse::<i64>().ok().map(|number| number.to_string()),
        ParameterType::Boolean => Some(sample.to_owned()),
        ParameterType::Enum => enum_value(catalog, entry, parameter.name, sample),
        ParameterType::Strings => list(sample, literal),
        ParameterType::Integers => list(sample, str::to_owned),
        _ => None,
    };
    match value {
        Some(value) if parameter.optional => format!("{name}: Some({value}),"),
        Some(value) => format!("{name}: {value},"),
        None => format!("{name}, // {}", parameter.kind),
    }
}

/// Returns the items of a JSON array as a slice of Rust.
fn list(json: &str, item: impl Fn(&str) -> String) -> Option<String> {
    let items: Vec<serde_json::Value> = serde_json::from_str(json).ok()?;
    let items: Vec<String> = items
        .iter()
        .map(|value| match value {
            serde_json::Value::String(text) => item(text),
            other => item(&other.to_string()),
        })
        .collect();
    Some(format!("&[{}]", items.join(", ")))
}

/// Returns the path of a value of an `enum`, by the rules of the generated code.
fn enum_value(catalog: &Catalog, entry: &Entry, name: &str, value: &str) -> Option<String> {
    let parameter = entry.parameters.iter().find(|parameter| parameter.name == name)?;
    let path = error_catalog::rust::enum_name(catalog, parameter)?;
    Some(format!("{}::{path}::{}", module(catalog), names::variant(value)?))
}

/// Returns a text as a literal of Rust and of TypeScript.
fn literal(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            '\r' => out.push_str("\\r"),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// Returns the first parameter whose argument a client can read from the response.
fn shown<'p>(parameters: &'p [Compiled<'p>]) -> Option<&'p Compiled<'p>> {
    parameters.iter().find(|one| one.visibility == Visibility::Public)
}

/// Returns the method of the request in the examples: one that the entry occurs with.
fn method(entry: &Entry) -> &str {
    match entry.methods.first() {
        Some(first) if entry.methods.iter().all(|method| method != "GET") => first,
        _ => "GET",
    }
}

fn client(catalog: &Catalog, entry: &Entry, parameters: &[Compiled<'_>]) -> String {
    let (name, variant) = (enum_name(catalog), &entry.rust_name);
    let mut out = format!("let decoded = {name}::decode(response);\n");
    let _ = writeln!(out, "if decoded.entry() == Some({name}::{variant}) {{");
    if let Some(parameter) = shown(parameters) {
        let _ = writeln!(
            out,
            "    let {} = decoded.issue().and_then(|issue| issue.parameter({}));",
            parameter.name,
            literal(parameter.name)
        );
    }
    let _ = writeln!(
        out,
        "    match decoded.decide(&Attempt::new({}), &Budget::default()) {{",
        literal(method(entry))
    );
    out.push_str("        Decision::Never(_) | Decision::Manual => {}\n");
    out.push_str("        again => println!(\"{again}\"),\n    }\n}\n");
    out
}

fn typescript(catalog: &Catalog, entry: &Entry, parameters: &[Compiled<'_>]) -> String {
    let name = literal(&entry.name);
    let mut out = format!(
        "import {{ decide, decode, receive }} from {};\n\n",
        literal(&catalog.name)
    );
    let _ = writeln!(
        out,
        "const decoded = decode(await receive(response, {}));",
        literal(method(entry))
    );
    let _ = writeln!(out, "if (decoded.error?.entry === {name}) {{");
    if let Some(parameter) = shown(parameters) {
        let _ = writeln!(out, "  console.log(decoded.error.parameters.{});", parameter.name);
    }
    out.push_str("  console.log(decide(decoded));\n}\n");
    out
}

/// Whether readers of public documents may see a parameter.
pub(super) fn is_public(parameter: &Parameter) -> bool {
    parameter.visibility == 0
}
