//! Catalogs, `match` functions and `phf` maps of the same 10 to 10,000 names and codes.

use std::error::Error;
use std::fmt::Write as _;
use std::path::PathBuf;
use std::{env, fs};

use error_catalog::{Source, compile, rust};
use quote::{format_ident, quote};

const SIZES: [usize; 4] = [10, 100, 1_000, 10_000];
/// Two functions of 10,000 arms each are minutes of work for the optimiser.
const LARGEST_MATCH: usize = 1_000;

fn main() -> Result<(), Box<dyn Error>> {
    let folder = PathBuf::from(env::var("OUT_DIR")?);
    let mut sizes = String::new();
    for size in SIZES {
        let names: Vec<(String, String)> = (0..size).map(pair).collect();
        let mut module = catalog(size, &names)?;
        if size <= LARGEST_MATCH {
            module += &matches("match_name", names.iter().map(|(name, _)| name));
            module += &matches("match_code", names.iter().map(|(_, code)| code));
        }
        write!(
            module,
            "{}{}",
            map("PHF_NAMES", names.iter().map(|(name, _)| name)),
            map("PHF_CODES", names.iter().map(|(_, code)| code)),
        )?;
        write!(
            sizes,
            "#[allow(missing_docs, dead_code, clippy::all, reason = \"generated\")]\npub mod of_{size} {{ {module} }}\n"
        )?;
    }
    fs::write(folder.join("lookup.rs"), sizes)?;
    println!("cargo::rerun-if-changed=build.rs");
    Ok(())
}

/// The name and the code of an entry, as long as those of real catalogs.
fn pair(number: usize) -> (String, String) {
    const WORDS: [&str; 7] = [
        "PATIENT",
        "SLOT",
        "CONSENT",
        "REFERRAL",
        "BUNDLE",
        "TOKEN",
        "ORGANISATION",
    ];
    const ENDS: [&str; 5] = ["NOT_FOUND", "INVALID", "EXPIRED", "TOO_LARGE", "CONFLICT"];
    let word = WORDS[number % WORDS.len()];
    let end = ENDS[number / WORDS.len() % ENDS.len()];
    (format!("{word}_{end}_{number}"), format!("clinic.{number:05}"))
}

fn catalog(size: usize, names: &[(String, String)]) -> Result<String, Box<dyn Error>> {
    let entries: Vec<String> = names
        .iter()
        .map(|(name, code)| format!(r#""{name}": {{ "code": "{code}", "status": 404, "title": "Entry {name}" }}"#))
        .collect();
    let text = format!(
        r#"{{ "name": "lookup-{size}", "title": "Lookup", "responses": {{ "default": {{ "format": "json", "body": {{ "code": "{{code}}" }} }} }},
            "errors": {{ {} }} }}"#,
        entries.join(",\n")
    );
    let compiled = compile(&Source::new("lookup.json", text));
    if !compiled.problems.is_empty() {
        return Err(format!("{:?}", compiled.problems).into());
    }
    let request = rust::Request {
        attributes: quote! {},
        visibility: quote! { pub },
        name: format_ident!("Lookup"),
        module: None,
        path: "lookup.json".to_owned(),
        runtime: quote! { ::error_runtime },
        runtime_inside: quote! { ::error_runtime },
        exhaustive: false,
        tracked_paths: Vec::new(),
        is_broken: false,
    };
    Ok(rust::expand(&compiled.catalog, &request).to_string())
}

fn matches<'n>(function: &str, names: impl Iterator<Item = &'n String>) -> String {
    let mut text = format!("pub fn {function}(name: &str) -> Option<u16> {{ Some(match name {{");
    for (position, name) in names.enumerate() {
        let _ = write!(text, "\"{name}\" => {position},");
    }
    text + "_ => return None }) }\n"
}

fn map<'n>(name: &str, keys: impl Iterator<Item = &'n String>) -> String {
    let mut map = phf_codegen::Map::new();
    for (position, key) in keys.enumerate() {
        map.entry(key.as_str(), position.to_string());
    }
    format!("pub static {name}: phf::Map<&'static str, u16> = {};\n", map.build())
}
