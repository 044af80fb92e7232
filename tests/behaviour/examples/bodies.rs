//! Writes every body that the FHIR catalogs and the catalogs for judges can produce into a folder, for `tests/judges/run.sh`:
//! `<FHIR version>/<catalog>-<entry>-<kind>.json` and `.xml`.
#![allow(clippy::print_stdout, reason = "it is a program")]

use std::path::Path;
use std::{env, fs, io};

use behaviour_tests::{Bars, BlueButton, GpConnect, GpConnectDstu2, HealthGorilla, Judged, Medblocks, samples};
use error_runtime::{Catalog, Format, Representation, Respond};

const REPRESENTATIONS: [Representation; 2] = [Representation::OWN, Representation::XML];

fn main() -> io::Result<()> {
    let Some(folder) = env::args_os().nth(1) else {
        return Err(io::Error::other("the folder to write to is missing"));
    };
    let folder = Path::new(&folder);
    let count = write::<GpConnect>(folder)?
        + write::<GpConnectDstu2>(folder)?
        + write::<Bars>(folder)?
        + write::<BlueButton>(folder)?
        + write::<HealthGorilla>(folder)?
        + write::<Medblocks>(folder)?
        + write::<Judged>(folder)?;
    println!("{count} files");
    Ok(())
}

/// The bodies of a catalog, once for each FHIR version in which they must be right.
fn write<C: Catalog>(folder: &Path) -> io::Result<usize> {
    let mut count = 0;
    let mut shapes = Vec::new();
    for entry in C::all().iter().copied() {
        let response = entry.entry().response();
        if response.format() != Format::OperationOutcome {
            continue;
        }
        let single = samples::of(entry).map(|(kind, error)| (kind, REPRESENTATIONS.map(|one| error.body_as(one))));
        let mut bodies = single.to_vec();
        if !shapes.contains(&response.name()) {
            shapes.push(response.name());
            let all = samples::together(entry);
            bodies.push(("all", REPRESENTATIONS.map(|one| all.body_as(one))));
        }
        for version in response.fhir_versions().iter() {
            let folder = folder.join(version.as_str());
            fs::create_dir_all(&folder)?;
            for (kind, both) in &bodies {
                for (extension, body) in ["json", "xml"].iter().zip(both) {
                    let name = format!("{}-{}-{kind}.{extension}", C::DATA.name(), entry.entry().rust_name());
                    let body = body.as_deref().unwrap_or_default();
                    fs::write(folder.join(name), body)?;
                    count += 1;
                }
            }
        }
    }
    Ok(count)
}
