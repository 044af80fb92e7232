//! `cargo run --release`: measures everything against peers, prints the tables and writes them to `docs/benchmarks.md`.
//!
//! With names of sections (`builds`, `cold`, `macro`, `sizes`, `rendering`, `decoding`, `lookup`, `server`, `memory`) it measures those and writes
//! nothing.

use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;
use std::time::SystemTime;
use std::{env, fs};

use benchmarks::table::Table;
use benchmarks::{Clinic, builds, cold, decode, expansion, lookup, render, sizes};
use error_runtime::Error;

type Failure = Box<dyn std::error::Error>;
/// A name, and what measures and writes.
type Section = (&'static str, fn() -> Result<String, Failure>);

fn main() -> Result<(), Failure> {
    let wanted: Vec<String> = env::args().skip(1).collect();
    let sections: [Section; 9] = [
        ("builds", || Ok(markdown(&builds::tables()?))),
        ("macro", || {
            Ok(markdown(&[expansion::own_time()?, expansion::unchanged()?]))
        }),
        ("cold", || Ok(cold::table()?.markdown())),
        ("sizes", || Ok(sizes::table()?.markdown())),
        ("rendering", || Ok(render::table().markdown())),
        ("decoding", || Ok(decode::table().markdown())),
        ("lookup", || Ok(lookup::table().markdown())),
        ("server", || {
            let server = program("server/Cargo.toml", "server")?;
            Ok(server + "\n" + &program("server/Cargo.toml", "allocations")?)
        }),
        ("memory", || program("Cargo.toml", "memory")),
    ];
    if let Some(unknown) = wanted
        .iter()
        .find(|name| sections.iter().all(|(known, _)| known != name))
    {
        let known: Vec<&str> = sections.iter().map(|(name, _)| *name).collect();
        return Err(format!("there is no section `{unknown}`; there are {}", known.join(", ")).into());
    }
    let mut document = introduction()?;
    for (name, measure) in sections {
        if wanted.is_empty() || wanted.iter().any(|one| one == name) {
            let section = measure()?;
            println!("{section}");
            write!(document, "\n{section}")?;
        }
    }
    document += "\n";
    document += include_str!("../limits.md");
    if wanted.is_empty() {
        fs::write(
            Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/benchmarks.md"),
            document,
        )?;
    }
    Ok(())
}

fn markdown(tables: &[Table]) -> String {
    tables.iter().map(Table::markdown).collect::<Vec<_>>().join("\n")
}

/// The tables of a program of its own: of one that counts allocations, which the others should not pay for, or one with other dependencies.
fn program(manifest: &str, name: &str) -> Result<String, Failure> {
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR")).join(manifest);
    let output = Command::new(env!("CARGO"))
        .args([
            "run",
            "--release",
            "--quiet",
            "--no-default-features",
            "--bin",
            name,
            "--manifest-path",
        ])
        .arg(manifest)
        .output()?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into());
    }
    Ok(String::from_utf8(output.stdout)?)
}

/// Where and with what it was measured.
fn introduction() -> Result<String, Failure> {
    let cpus = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let cpu = cpus
        .lines()
        .find_map(|line| line.strip_prefix("model name")?.split_once(": "));
    let cpu = cpu.map_or("an unknown processor", |(_, name)| name);
    let cores = std::thread::available_parallelism()?;
    let rustc = Command::new("rustc").arg("--version").output()?;
    let rustc = String::from_utf8(rustc.stdout)?;
    let lock = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.lock"))?;
    let version = |name: &str| {
        let found = lock
            .split("[[package]]")
            .find(|package| package.contains(&format!("\nname = \"{name}\"\n")));
        let line = found.and_then(|package| package.lines().find_map(|line| line.strip_prefix("version = ")));
        line.map(|version| format!("{name} {}", version.trim_matches('"')))
    };
    let peers = ["axum", "fhir-model", "phf", "problem_details", "serde", "serde_json"];
    let peers: Vec<String> = peers.into_iter().filter_map(version).collect();
    let left_out = match (cfg!(feature = "fhir-sdk-read"), cfg!(feature = "fhir-sdk-write")) {
        (true, true) => "",
        (false, true) => ", without the parser of fhir-sdk",
        (true, false) => ", without the builders of fhir-sdk",
        (false, false) => ", without fhir-sdk",
    };
    Ok(format!(
        "# Benchmarks\n\nWritten by `cargo run --release --manifest-path benches/Cargo.toml`. Contenders of a row take turns in one run, and the best turn of each counts; \
         compare numbers of one row, not of two machines.\n\nMeasured on {}, {cpu}, {cores} cores, with {}, {}{left_out}.\n",
        today(),
        rustc.trim(),
        peers.join(", "),
    ))
}

/// Today's date in UTC.
fn today() -> String {
    let now = Error::new(Clinic::Maintenance).with_time(SystemTime::now());
    now.time().map_or("", |time| time.get(..10).unwrap_or(time)).to_owned()
}
