//! `cargo run --release`: measures everything against peers, prints the tables, writes them to `docs/benchmarks.md` and draws the charts.
//!
//! With names of sections (`builds`, `cold`, `macro`, `sizes`, `rendering`, `decoding`, `lookup`, `server`, `memory`) it measures those and writes
//! no file. Goals and whether they are met go to the standard error.

use std::fmt::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::SystemTime;
use std::{env, fs};

use benchmarks::table::sections;
use benchmarks::{builds, clinic, cold, decode, expansion, lookup, render, shapes, sizes};
use error_runtime::Error;

type Failure = Box<dyn std::error::Error>;
/// A name, and what measures and writes.
type Section = (&'static str, fn() -> Result<String, Failure>);

fn main() -> Result<(), Failure> {
    let wanted: Vec<String> = env::args().skip(1).collect();
    let known: [Section; 9] = [
        ("builds", || Ok(sections(&builds::tables()?))),
        ("macro", || {
            Ok(sections(&[
                expansion::own_time()?,
                shapes::table()?,
                expansion::unchanged()?,
            ]))
        }),
        ("cold", || Ok(sections(&[cold::table()?]))),
        ("sizes", || Ok(sections(&[sizes::table()?]))),
        ("rendering", || Ok(sections(&[render::table()]))),
        ("decoding", || Ok(sections(&[decode::table()]))),
        ("lookup", || Ok(sections(&[lookup::table()]))),
        ("server", || {
            let server = program("server/Cargo.toml", "server")?;
            Ok(server + "\n" + &program("server/Cargo.toml", "allocations")?)
        }),
        ("memory", || program("Cargo.toml", "memory")),
    ];
    if let Some(unknown) = wanted.iter().find(|name| known.iter().all(|(known, _)| known != name)) {
        let names: Vec<&str> = known.iter().map(|(name, _)| *name).collect();
        return Err(format!("unknown section `{unknown}`; expected one of {}", names.join(", ")).into());
    }
    let mut document = introduction()?;
    for (name, measure) in known {
        if wanted.is_empty() || wanted.iter().any(|one| one == name) {
            let section = measure()?;
            println!("{section}");
            write!(document, "\n{section}")?;
        }
    }
    document += "\n";
    document += include_str!("../limits.md");
    if wanted.is_empty() {
        let docs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs");
        fs::write(docs.join("benchmarks.md"), document)?;
        charts::write(&docs)?;
    }
    Ok(())
}

/// Returns the sections that another program prints: one whose allocator counts, or one with other dependencies.
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
        // Its goals and its errors.
        .stderr(Stdio::inherit())
        .output()?;
    if !output.status.success() {
        return Err(format!("the program `{name}` failed").into());
    }
    Ok(String::from_utf8(output.stdout)?)
}

/// Returns the start of the page: the machine and the versions.
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
        "# Benchmarks\n\nWho should read this: people who compare this project with other ways to write, send and read errors.\n\n\
         `cargo run --release --manifest-path benches/Cargo.toml` writes this page. The contenders of a row take turns in one run, and the best turn of each counts. \
         Compare numbers of one row only.\n\nMeasured on {}, {cpu}, {cores} cores, with {}, {}{left_out}.\n",
        today(),
        rustc.trim(),
        peers.join(", "),
    ))
}

/// Returns the current date in UTC.
fn today() -> String {
    let now = clinic::Maintenance.error().with_time(SystemTime::now());
    now.time().map_or("", |time| time.get(..10).unwrap_or(time)).to_owned()
}
