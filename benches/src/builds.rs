//! What a user's build costs: CPU seconds of cargo and all that it starts, for the one crate with the errors.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::{fs, io};

use crate::generate;
use crate::table::{Table, ratio};

/// How many entries there are.
const SIZES: [usize; 5] = [10, 100, 1_000, 5_000, 10_000];
/// Above this the peers take minutes in a release build, and only ours and the floor are built.
const LARGEST_PEER: usize = 5_000;

/// The crates that are built, by who makes the errors.
#[derive(Clone, Copy, PartialEq)]
enum Peer {
    Catalog,
    Floor,
    ThisError,
    Modkit,
}

const PEERS: [Peer; 4] = [Peer::Catalog, Peer::Floor, Peer::ThisError, Peer::Modkit];

/// The tables.
///
/// # Errors
/// A crate cannot be written or built.
pub fn tables() -> io::Result<Vec<Table>> {
    let root = std::env::temp_dir().join(format!("error-catalog-benches-{}", std::process::id()));
    let mut tables = Vec::new();
    for (title, arguments, rounds) in [
        ("The user's build: `cargo check`", &["check"][..], 2),
        (
            "The user's build: `cargo build --release`",
            &["build", "--release"][..],
            1,
        ),
    ] {
        let mut table = Table::new(
            title,
            "CPU seconds, user and system, of cargo and all that it starts, for one crate with so many errors, a third of them with two parameters; dependencies are built \
             already. The run of the macro, unoptimised as in every build, is in it. `enum` is the same documented variants and nothing else, the floor; `thiserror` has \
             `match` methods for status, code, issue type and action. Numbers with × are the peer's time as a multiple of ours.",
            &["entries", "ours", "enum", "thiserror", "cf-modkit-errors-macro"],
        );
        for peer in PEERS {
            // Builds the dependencies.
            build(&root, &write(&root, peer, 1)?, arguments)?;
        }
        for size in SIZES {
            let mut best = [f64::INFINITY; PEERS.len()];
            for _ in 0..rounds {
                for (peer, best) in PEERS.into_iter().zip(&mut best) {
                    if size > LARGEST_PEER && !matches!(peer, Peer::Catalog | Peer::Floor) {
                        continue;
                    }
                    let package = write(&root, peer, size)?;
                    *best = best.min(build(&root, &package, arguments)?);
                }
            }
            let [ours, peers @ ..] = best;
            let mut cells = vec![size.to_string(), format!("{ours:.2} s")];
            cells.extend(peers.map(|peer| {
                if peer.is_finite() {
                    ratio(peer / ours)
                } else {
                    String::new()
                }
            }));
            table.row(cells);
        }
        tables.push(table);
    }
    fs::remove_dir_all(&root)?;
    Ok(tables)
}

fn build(root: &Path, package: &Path, arguments: &[&str]) -> io::Result<f64> {
    // Cargo builds what is newer than its last build.
    let source = package.join("src/lib.rs");
    fs::write(&source, fs::read(&source)?)?;
    let before = children()?;
    let status = Command::new(env!("CARGO"))
        .args(arguments)
        .arg("--quiet")
        .current_dir(package)
        .env("CARGO_TARGET_DIR", root.join("target"))
        .env("CARGO_INCREMENTAL", "0")
        .stderr(Stdio::null())
        .status()?;
    if !status.success() {
        return Err(io::Error::other(format!("{} does not build", package.display())));
    }
    Ok(children()? - before)
}

/// CPU seconds of all processes that were waited for (proc(5): `cutime` and `cstime`).
fn children() -> io::Result<f64> {
    let stat = fs::read_to_string("/proc/self/stat")?;
    // The name, which may have spaces, is in parentheses and comes second.
    let fields: Vec<&str> = stat.rsplit(')').next().unwrap_or("").split_whitespace().collect();
    let ticks: f64 = [13, 14]
        .iter()
        .filter_map(|&at| fields.get(at)?.parse::<f64>().ok())
        .sum();
    Ok(ticks / 100.0)
}

fn write(root: &Path, peer: Peer, size: usize) -> io::Result<PathBuf> {
    let runtime = Path::new(env!("CARGO_MANIFEST_DIR")).join("../error-runtime");
    let (name, dependency, source) = match peer {
        Peer::Catalog => (
            "catalog",
            format!("error-runtime = {{ path = {runtime:?} }}"),
            "error_runtime::error_catalog! {\n    /// Errors.\n    pub enum Bench = \"catalog.json\";\n}\n".to_owned(),
        ),
        Peer::Floor => ("floor", String::new(), floor(size)),
        Peer::ThisError => ("with-thiserror", "thiserror = \"2\"".to_owned(), thiserror(size)),
        Peer::Modkit => (
            "modkit",
            "cf-modkit-errors = \"0.6\"\ncf-modkit-errors-macro = \"0.6\"\nhttp = \"1\"".to_owned(),
            modkit(),
        ),
    };
    let package = root.join(format!("{name}-{size}"));
    fs::create_dir_all(package.join("src"))?;
    let manifest = format!(
        "[package]\nname = \"{name}-{size}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[dependencies]\n{dependency}\n\n[workspace]\n"
    );
    fs::write(package.join("Cargo.toml"), manifest)?;
    fs::write(package.join("src/lib.rs"), source)?;
    match peer {
        Peer::Catalog => fs::write(package.join("catalog.json"), generate::catalog(size))?,
        Peer::Modkit => fs::write(package.join("errors.json"), modkit_json(size))?,
        Peer::Floor | Peer::ThisError => {}
    }
    Ok(package)
}

fn floor(size: usize) -> String {
    let mut out = String::from("/// Errors.\npub enum Bench {\n");
    for one in (0..size).map(generate::entry) {
        let _ = writeln!(
            out,
            "    /// {}.\n    ///\n    /// **{}** · code `{}` · issue type `{}` · retry `never`\n    ///\n    /// What to do: {}\n    {},",
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
