//! The cost of the macro itself, and of an unchanged catalog.

use std::io;
use std::path::Path;
use std::process::Command;

use crate::generate;
use crate::project::{Folder, Project, cpu_seconds, dependency};
use crate::table::{Table, time};

/// How many entries there are.
const SIZES: [usize; 5] = [10, 100, 1_000, 5_000, 10_000];
/// Entries of each catalog where there are two.
const EACH: usize = 1_000;
/// How often each change is made and built. The best counts.
const ROUNDS: u32 = 3;
/// Less than this is nothing: from one run to the next, cargo and rustc differ by hundredths of a second.
const NOTHING: f64 = 0.05;

/// The table of the macro's own time.
///
/// # Errors
/// The program `expansion` cannot be built or run.
pub fn own_time() -> io::Result<Table> {
    let folder = Folder::new("expansion")?;
    let project = folder.library("catalogs", "", "")?;
    let catalogs = SIZES.map(|size| (format!("{size}.json"), generate::catalog(size)));
    let times = macro_times(&project, &catalogs)?;
    let mut table = Table::new(
        "The macro's own time",
        "CPU time of `error_catalog!`, without optimisation, as cargo builds macros in every profile. It is a part of the builds above. A separate program measures it \
         (`benches/expansion`), so the time that the compiler needs for the tokens is not included.",
        &["entries", "parse and check", "expand", "both", "both, each entry"],
    );
    for (size, times) in SIZES.into_iter().zip(times) {
        let both: f64 = times.iter().sum();
        let mut cells = vec![size.to_string()];
        cells.extend(times.into_iter().map(time));
        cells.extend([time(both), time(both / size as f64)]);
        table.row(cells);
    }
    Ok(table)
}

/// Writes catalogs, by file name, and returns the nanoseconds that the macro needs to check and to expand each.
///
/// # Errors
/// The files cannot be written, or the program `expansion` cannot be built or run.
pub fn macro_times(project: &Project, catalogs: &[(String, String)]) -> io::Result<Vec<Vec<f64>>> {
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR")).join("expansion/Cargo.toml");
    let mut program = Command::new(env!("CARGO"));
    program
        .args(["run", "--quiet", "--manifest-path"])
        .arg(manifest)
        .arg("--");
    for (file, catalog) in catalogs {
        project.write(file, catalog)?;
        program.arg(project.path.join(file));
    }
    let output = program.output()?;
    if !output.status.success() {
        return Err(io::Error::other(String::from_utf8_lossy(&output.stderr)));
    }
    let lines = String::from_utf8_lossy(&output.stdout);
    Ok(lines
        .lines()
        .map(|line| line.split(' ').filter_map(|time| time.parse().ok()).collect())
        .collect())
}

/// A crate that is built several times, and the change before each build.
struct Case {
    name: &'static str,
    project: Project,
    change: fn(&Project, u32) -> io::Result<()>,
    /// The case without the unchanged catalog.
    without: usize,
}

/// The table of unchanged catalogs.
///
/// # Errors
/// A crate cannot be written or built.
pub fn unchanged() -> io::Result<Table> {
    let folder = Folder::new("unchanged")?;
    let runtime = dependency("error-runtime");
    let call = |name: &str| format!("error_runtime::error_catalog! {{ pub enum {name} = \"{name}.json\"; }}\n");
    let first = |project: &Project, round: u32| {
        let catalog = generate::catalog(EACH).replace("Bench API", &format!("Bench API {round}"));
        project.write("First.json", &catalog)
    };
    let other = |project: &Project, round: u32| {
        project.write("src/other.rs", &format!("pub fn other() -> u32 {{ {round} }}\n"))
    };
    let library = |name: &str, dependencies: &str, calls: &[&str]| {
        let source: String = calls.iter().map(|name| call(name)).collect();
        let project = folder.library(name, dependencies, &format!("{source}pub mod other;\n"))?;
        for name in calls {
            project.write(&format!("{name}.json"), &generate::catalog(EACH))?;
        }
        other(&project, 0)?;
        io::Result::Ok(project)
    };
    let with_second = format!("{runtime}second = {{ path = \"../second\" }}\n");
    library("second", &runtime, &["Second"])?;
    let cases = [
        Case {
            name: "the only catalog is changed",
            project: library("one", &runtime, &["First"])?,
            change: first,
            without: 0,
        },
        Case {
            name: "the same, beside a second catalog in the same crate",
            project: library("two", &runtime, &["First", "Second"])?,
            change: first,
            without: 0,
        },
        Case {
            name: "the same, beside a second catalog in a crate of its own",
            project: library("two-crates", &with_second, &["First"])?,
            change: first,
            without: 0,
        },
        Case {
            name: "other code is changed, in a crate without a catalog",
            project: library("none", &runtime, &[])?,
            change: other,
            without: 3,
        },
        Case {
            name: "other code is changed, beside a catalog in the same crate",
            project: library("beside", &runtime, &["First"])?,
            change: other,
            without: 3,
        },
        Case {
            name: "other code is changed, beside a catalog in a crate of its own",
            project: library("beside-crate", &with_second, &[])?,
            change: other,
            without: 3,
        },
    ];
    let mut best = cases.each_ref().map(|_| f64::INFINITY);
    // The first round builds everything, and does not count.
    for round in 0..=ROUNDS {
        for (case, best) in cases.iter().zip(&mut best) {
            (case.change)(&case.project, round)?;
            let mut check = case.project.cargo(&["check"]);
            let seconds = cpu_seconds(check.env("CARGO_INCREMENTAL", "1"))?;
            if round > 0 {
                *best = best.min(seconds);
            }
        }
    }
    let mut table = Table::new(
        "An unchanged catalog",
        &format!(
            "CPU seconds of an incremental `cargo check` after a change, with {EACH} entries in each catalog. The cost of the unchanged catalog is the difference \
             to the same change without it. The compiler runs every macro of a crate again whenever it compiles the crate."
        ),
        &["change", "CPU", "of it for the unchanged catalog"],
    );
    for (position, (case, seconds)) in cases.iter().zip(best).enumerate() {
        let cost = if case.without == position {
            String::new()
        } else {
            format!("{:.2} s", seconds - best[case.without])
        };
        table.row(vec![case.name.to_owned(), format!("{seconds:.2} s"), cost]);
    }
    for (position, place) in [(1, "in the same crate"), (2, "in a crate of its own")] {
        let cost = best[position] - best[0];
        let wanted = format!("a second, unchanged catalog {place} costs nothing (at most {NOTHING} s)");
        table.goal(wanted, format!("{cost:.2} s"), cost <= NOTHING);
    }
    Ok(table)
}
