//! The cost of a user's build: CPU seconds of cargo and everything it starts, for the one crate with the errors.

use std::io;

use crate::peers::Peer;
use crate::project::{Folder, Project, cpu_seconds, versions};
use crate::table::{Table, ratio};

/// How many entries there are.
const SIZES: [usize; 5] = [10, 100, 1_000, 5_000, 10_000];
/// Above this the peers take minutes in a release build, and only ours and the floor are built.
const LARGEST_PEER: usize = 5_000;

/// CPU seconds of each peer, ours first; infinity where it was not built.
type Seconds = [f64; Peer::ALL.len()];

/// The tables.
///
/// # Errors
/// A crate cannot be written or built.
pub fn tables() -> io::Result<Vec<Table>> {
    let folder = Folder::new("builds")?;
    let projects = Peer::ALL
        .into_iter()
        .map(|peer| {
            let project = folder.library(peer.name(), &peer.dependencies(), "")?;
            project.fetch()?;
            Ok(project)
        })
        .collect::<io::Result<Vec<_>>>()?;
    let peers = versions(&projects, &["thiserror", "cf-modkit-errors-macro"])?;
    let note = |command: &str| {
        format!(
            "CPU seconds (user and system) of `{command}` and everything it starts, for one crate with this many errors, a third of them with two parameters. The dependencies are built \
             already. The macro runs unoptimised, as in every build, and is included. `enum` has the same documented variants and nothing else, and is the lower limit. `thiserror` has \
             `match` methods for status, code, issue type and action. Numbers with × are the peer's time as a multiple of ours. With {peers}."
        )
    };
    let columns = ["entries", "ours", "enum", "thiserror", "cf-modkit-errors-macro"];

    let mut check = Table::new("The user's build: `cargo check`", &note("cargo check"), &columns);
    let measured = measure(&projects, &["check"], 2, &mut check)?;
    let [ours, floor, thiserror, modkit] = at(&measured, 5_000);
    check.at_most("5,000 entries: at most 5× the floor", ours / floor, 5.0);
    check.at_least("5,000 entries: `thiserror` takes at least 2×", thiserror / ours, 2.0);
    check.at_least(
        "5,000 entries: `cf-modkit-errors-macro` takes at least 2×",
        modkit / ours,
        2.0,
    );
    growth(&measured, &mut check);

    let title = "The user's build: `cargo build --release`";
    let mut release = Table::new(title, &note("cargo build --release"), &columns);
    let measured = measure(&projects, &["build", "--release"], 1, &mut release)?;
    let [ours, floor, thiserror, _] = at(&measured, 5_000);
    release.at_most("5,000 entries: at most 3× the floor", ours / floor, 3.0);
    release.at_least("5,000 entries: `thiserror` takes at least 30×", thiserror / ours, 30.0);
    growth(&measured, &mut release);
    Ok(vec![check, release])
}

/// Builds every size of every peer so many times, and makes a row of the best of each.
fn measure(projects: &[Project], arguments: &[&str], rounds: usize, table: &mut Table) -> io::Result<Vec<Seconds>> {
    for (peer, project) in Peer::ALL.into_iter().zip(projects) {
        // Builds the dependencies.
        build(project, peer, 1, arguments)?;
    }
    let mut measured = Vec::new();
    for size in SIZES {
        let mut best = [f64::INFINITY; Peer::ALL.len()];
        for _ in 0..rounds {
            for ((peer, project), best) in Peer::ALL.into_iter().zip(projects).zip(&mut best) {
                if size <= LARGEST_PEER || matches!(peer, Peer::Catalog | Peer::Floor) {
                    *best = best.min(build(project, peer, size, arguments)?);
                }
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
        measured.push(best);
    }
    Ok(measured)
}

fn build(project: &Project, peer: Peer, size: usize, arguments: &[&str]) -> io::Result<f64> {
    let (source, file) = peer.source(size);
    project.write("src/lib.rs", &source)?;
    if let Some((name, text)) = file {
        project.write(name, &text)?;
    }
    cpu_seconds(&mut project.cargo(arguments))
}

fn at(measured: &[Seconds], size: usize) -> Seconds {
    let found = SIZES.iter().zip(measured).find(|(known, _)| **known == size);
    found.map_or([f64::NAN; Peer::ALL.len()], |(_, seconds)| *seconds)
}

fn growth(measured: &[Seconds], table: &mut Table) {
    let growth = at(measured, 10_000)[0] / at(measured, 1_000)[0];
    table.at_most("10,000 entries take at most 11× of what 1,000 take", growth, 11.0);
}
