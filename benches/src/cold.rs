//! The cost of the first build of the crates.

use std::io;

use crate::project::{Folder, Project, cpu_seconds, dependency, versions};
use crate::table::{Table, ratio};

/// How often each is built. The best counts.
const ROUNDS: usize = 3;

/// The table.
///
/// # Errors
/// A crate cannot be written or built.
pub fn table() -> io::Result<Table> {
    let peers = [
        (
            "error-runtime",
            "error-runtime, default features",
            dependency("error-runtime"),
        ),
        (
            "derive",
            "thiserror + serde (derive) + serde_json",
            "thiserror = \"2\"\nserde = { version = \"1\", features = [\"derive\"] }\nserde_json = \"1\"\n".to_owned(),
        ),
        (
            "no-derive",
            "syn 3 + quote + serde_json",
            "syn = \"3\"\nquote = \"1\"\nserde_json = \"1\"\n".to_owned(),
        ),
    ];
    let folder = Folder::new("cold")?;
    let mut projects: Vec<(Project, f64)> = Vec::new();
    for (name, _, dependencies) in &peers {
        let project = folder.library(name, dependencies, "")?;
        project.fetch()?;
        projects.push((project, f64::INFINITY));
    }
    for _ in 0..ROUNDS {
        for (project, best) in &mut projects {
            let target = folder.target();
            if target.exists() {
                std::fs::remove_dir_all(&target)?;
            }
            *best = best.min(cpu_seconds(&mut project.cargo(&["build", "--offline"]))?);
        }
    }
    let named = ["thiserror", "serde", "serde_json", "syn", "quote"];
    let versions = versions(projects.iter().skip(1).map(|(project, _)| project), &named)?;
    let mut table = Table::new(
        "A cold build",
        &format!(
            "CPU seconds (user and system) of `cargo build` of an empty crate with these dependencies, none of which is built yet, without downloads. \
         The last column counts all compiled crates, including build dependencies. × is the peer's time as a multiple of ours. With {versions}."
        ),
        &["dependencies", "CPU", "of ours", "crates"],
    );
    let ours = projects.first().map_or(f64::NAN, |(_, seconds)| *seconds);
    for ((_, shown, _), (project, seconds)) in peers.iter().zip(&projects) {
        let crates = project.crates()?.len().to_string();
        table.row(vec![
            (*shown).to_owned(),
            format!("{seconds:.2} s"),
            ratio(seconds / ours),
            crates,
        ]);
    }
    for ((_, shown, _), (_, seconds)) in peers.iter().zip(&projects).skip(1) {
        table.at_most(format!("not above 1× of {shown}"), ours / seconds, 1.0);
    }
    Ok(table)
}
