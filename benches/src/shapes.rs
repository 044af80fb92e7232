//! The time that a check takes for catalogs of different shapes, in which entries are distinguished by different parts of a response.

use std::fmt::Write as _;
use std::io;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::expansion::macro_times;
use crate::project::{Folder, cpu_seconds};
use crate::table::{Table, time};

/// How many entries a catalog has, the fewer first.
const SIZES: [usize; 2] = [1_000, 10_000];
/// How often the command runs. The best counts.
const ROUNDS: u32 = 5;
/// The most seconds that the command may take for the larger catalog.
const SECONDS: f64 = 0.3;
/// The most time that the macro may take for an entry of the larger catalog, as a multiple of that of the smaller one.
const GROWTH: f64 = 1.5;

/// Where the entries of a catalog differ.
#[derive(Clone, Copy)]
pub enum Shape {
    /// The code is a JSON member of its own.
    CodeMember,
    /// The name is the end of a URI.
    CodeInUri,
    /// The code is a part of a text body.
    CodeInText,
    /// The body has a status and a text.
    NoCode,
    /// All entries have one status and messages with parameters.
    Patterns,
}

/// All shapes, with a description.
const SHAPES: [(Shape, &str); 5] = [
    (Shape::CodeMember, "code as a JSON member of its own"),
    (Shape::CodeInUri, "code inside a URI"),
    (Shape::CodeInText, "code inside a text body"),
    (Shape::NoCode, "no code: status and text only"),
    (Shape::Patterns, "one status, messages with parameters"),
];

/// Returns a catalog of a shape.
pub fn catalog(shape: Shape, entries: usize) -> String {
    let response = match shape {
        Shape::CodeMember => r#"{ "format": "json", "body": { "code": "{code}", "message": "{message}" } }"#,
        Shape::CodeInUri => r#"{ "format": "problem", "type": "https://e.example/{name}" }"#,
        Shape::CodeInText => r#"{ "format": "text", "body": "ERROR {code}: {message}" }"#,
        Shape::NoCode | Shape::Patterns => {
            r#"{ "format": "json", "body": { "status": "{status}", "message": "{message}" } }"#
        }
    };
    let mut out = format!(
        "{{\n  \"name\": \"shape\",\n  \"title\": \"Shape\",\n  \"parameters\": {{ \"record\": \"string\" }},\n  \"defaults\": {{ \"retry\": \"never\" }},\n  \"responses\": {{ \"default\": {response} }},\n  \"errors\": {{\n"
    );
    for position in 0..entries {
        let (status, message) = match (shape, position % 4) {
            (Shape::Patterns, 0) => (409, format!("The record {{record}} is held by {position} others.")),
            (Shape::Patterns, 1) => (409, format!("The state {position} of {{record}} is final.")),
            (Shape::Patterns, 2) => (409, format!("Record {position} is final.")),
            (Shape::Patterns, _) => (409, format!("{{record}} and {{record}} are number {position}.")),
            (_, 0) => (404, format!("There is no record {{record}} in {position}.")),
            (_, 1) => (400, format!("The value {position} is not a record.")),
            (_, 2) => (403, format!("The record {position} is not yours.")),
            (_, _) => (500, format!("The record {position} is damaged.")),
        };
        let comma = if position + 1 == entries { "" } else { "," };
        let _ = writeln!(
            out,
            "    \"RECORD_{position:05}\": {{ \"status\": {status}, \"title\": \"Record {position}\", \"message\": \"{message}\" }}{comma}"
        );
    }
    out.push_str("  }\n}\n");
    out
}

/// The table of shapes.
///
/// # Errors
/// A program cannot be built or run, or a catalog has problems.
pub fn table() -> io::Result<Table> {
    let folder = Folder::new("shapes")?;
    let project = folder.library("catalogs", "", "")?;
    let mut catalogs = Vec::new();
    for (number, (shape, _)) in SHAPES.into_iter().enumerate() {
        catalogs.extend(SIZES.map(|size| (format!("{number}-{size}.json"), catalog(shape, size))));
    }
    let times = macro_times(&project, &catalogs)?;
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR")).join("../error-cli/Cargo.toml");
    let target = folder.target();
    cpu_seconds(
        Command::new(env!("CARGO"))
            .args(["build", "--release", "--quiet", "--manifest-path"])
            .arg(manifest)
            .arg("--target-dir")
            .arg(&target),
    )?;
    let mut table = Table::new(
        "The shape of a catalog",
        "A check compares the entries that a client could confuse. CPU time of `error-catalog check`, and of `error_catalog!` without optimisation as above, for catalogs whose entries differ in \
         different parts of a response.",
        &[
            "entries differ in",
            "`check`, 1000 entries",
            "`check`, 10000 entries",
            "macro, each of 1000",
            "macro, each of 10000",
        ],
    );
    for ((_, description), (files, times)) in SHAPES.into_iter().zip(catalogs.chunks(2).zip(times.chunks(2))) {
        let mut cells = vec![description.to_owned()];
        let mut seconds = 0.0;
        for (file, _) in files {
            seconds = f64::INFINITY;
            for _ in 0..ROUNDS {
                let mut check = Command::new(target.join("release/error-catalog"));
                check.arg("check").arg(project.path.join(file)).stdout(Stdio::null());
                seconds = cpu_seconds(&mut check)?.min(seconds);
            }
            // The kernel counts in ticks of 10 ms.
            cells.push(if seconds < 0.015 {
                "at most 10 ms".to_owned()
            } else {
                time(seconds * 1e9)
            });
        }
        let each: Vec<f64> = times
            .iter()
            .zip(SIZES)
            .map(|(times, size)| times.iter().sum::<f64>() / size as f64)
            .collect();
        cells.extend(each.iter().map(|each| time(*each)));
        table.row(cells);
        table.goal(
            format!("{description}: the command takes at most {SECONDS} s for 10,000 entries"),
            time(seconds * 1e9),
            seconds <= SECONDS,
        );
        if let [few, many] = each.as_slice() {
            table.at_most(
                format!("{description}: an entry of 10,000 takes the macro at most {GROWTH}× that of 1,000"),
                many / few,
                GROWTH,
            );
        }
    }
    Ok(table)
}
