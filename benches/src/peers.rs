//! The same errors as those of `generate`, made by others: what the user's build is measured against.

use std::fmt::Write as _;

use crate::generate;

/// Who makes the errors of a crate.
#[derive(Clone, Copy, PartialEq)]
pub enum Peer {
    /// `error_catalog!`.
    Catalog,
    /// The documented enum and nothing else.
    Floor,
    /// `thiserror`, with the other facts in methods.
    ThisError,
    /// `cf-modkit-errors-macro`.
    Modkit,
}

impl Peer {
    /// All of them, ours first.
    pub const ALL: [Self; 4] = [Self::Catalog, Self::Floor, Self::ThisError, Self::Modkit];

    /// The name of the crate.
    pub fn name(self) -> &'static str {
        match self {
            Self::Catalog => "catalog",
            Self::Floor => "floor",
            Self::ThisError => "with-thiserror",
            Self::Modkit => "modkit",
        }
    }

    /// What it depends on, as in a manifest.
    pub fn dependencies(self) -> String {
        match self {
            Self::Catalog => crate::project::dependency("error-runtime"),
            Self::Floor => String::new(),
            Self::ThisError => "thiserror = \"2\"\n".to_owned(),
            Self::Modkit => "cf-modkit-errors = \"0.6\"\ncf-modkit-errors-macro = \"0.6\"\nhttp = \"1\"\n".to_owned(),
        }
    }

    /// Its source with so many errors, and the file that the source reads, if there is one.
    pub fn source(self, size: usize) -> (String, Option<(&'static str, String)>) {
        match self {
            Self::Catalog => (catalog(), Some(("catalog.json", generate::catalog(size)))),
            Self::Floor => (floor(size), None),
            Self::ThisError => (thiserror(size), None),
            Self::Modkit => (modkit(), Some(("errors.json", modkit_json(size)))),
        }
    }
}

fn catalog() -> String {
    "error_runtime::error_catalog! {\n    /// Errors.\n    pub enum Bench = \"catalog.json\";\n}\n".to_owned()
}

fn floor(size: usize) -> String {
    let mut out = String::from("/// Errors.\npub enum Bench {\n");
    for one in (0..size).map(generate::entry) {
        let _ = writeln!(
            out,
            "    /// {}.\n    ///\n    /// **{}** · code `{}` · issue type `{}` · retry `never`\n    ///\n    /// Action: {}\n    {},",
            one.title, one.status, one.name, one.issue, one.action, one.rust_name
        );
    }
    out + "}\n"
}

/// The same facts by hand: the text is `thiserror`'s, the rest are methods with a `match`.
fn thiserror(size: usize) -> String {
    let entries: Vec<_> = (0..size).map(generate::entry).collect();
    let mut out = String::from("/// Errors.\n#[derive(Debug, thiserror::Error)]\npub enum Bench {\n");
    for one in &entries {
        let text = one.message.as_ref().unwrap_or(&one.title);
        let fields = one
            .parameters
            .map_or(String::new(), |(a, b)| format!(" {{ {a}: String, {b}: i64 }}"));
        let _ = writeln!(
            out,
            "    /// {}.\n    #[error({text:?})]\n    {}{fields},",
            one.title, one.rust_name
        );
    }
    out.push_str("}\n\nimpl Bench {\n");
    let mut method = |name: &str, kind: &str, value: &dyn Fn(&generate::Entry) -> String| {
        let _ = writeln!(
            out,
            "    /// {name}\n    pub fn {name}(&self) -> {kind} {{\n        match self {{"
        );
        for one in &entries {
            let _ = writeln!(out, "            Self::{} {{ .. }} => {},", one.rust_name, value(one));
        }
        out.push_str("        }\n    }\n");
    };
    method("status", "u16", &|one| one.status.to_string());
    method("code", "&'static str", &|one| format!("{:?}", one.name));
    method("issue_type", "&'static str", &|one| format!("{:?}", one.issue));
    method("action", "&'static str", &|one| format!("{:?}", one.action));
    out + "}\n"
}

fn modkit() -> String {
    let call = "modkit_errors_macro::declare_errors! { path = \"errors.json\", namespace = \"bench\", vis = \"pub\" }";
    format!("pub mod errors {{ {call} }}\n")
}

fn modkit_json(size: usize) -> String {
    let mut out = String::from("[\n");
    for (position, one) in (0..size).map(generate::entry).enumerate() {
        let comma = if position + 1 == size { "" } else { "," };
        let _ = writeln!(
            out,
            "  {{ \"status\": {}, \"title\": \"{}\", \"code\": \"gts.hx.core.errors.err.v1~bench.core.errors.{}.v1\" }}{comma}",
            one.status,
            one.title,
            one.name.to_lowercase()
        );
    }
    out + "]\n"
}
