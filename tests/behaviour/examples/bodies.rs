//! Writes every body that the FHIR catalogs and the catalogs for judges can produce into a folder, for `tests/judges/run.sh`:
//! `<FHIR version>/<catalog>-<entry>-<kind>.json` and `.xml`.
#![allow(clippy::print_stdout, reason = "it is a program")]

use std::path::Path;
use std::{env, fs, io};

use behaviour_tests::{Bars, BlueButton, GpConnect, GpConnectDstu2, HealthGorilla, Judged, Medblocks, samples};
use error_runtime::{Catalog, Entry, Format, Representation, Respond, error_catalog};

error_catalog! {
    /// Errors with the texts of all languages of the catalog.
    pub enum Allergies = "catalogs/allergies.json";
}

error_catalog! {
    /// Errors with extensions, and translations that are constants.
    pub enum Immunisation = "catalogs/immunisation.json";
}

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
        + write::<Judged>(folder)?
        + write::<Allergies>(folder)?
        + write::<Immunisation>(folder)?;
    println!("{count} files");
    Ok(())
}

/// JSON and XML, in the language of the catalog and in each other one.
fn representations<C: Catalog>(entry: Entry<'static>) -> Vec<(&'static str, [Representation; 2])> {
    let others = C::DATA.languages().skip(1);
    let others = others.map(|language| {
        let asked = [language.as_bytes()];
        (
            language,
            REPRESENTATIONS.map(|one| one.negotiate_language(entry, asked)),
        )
    });
    [("", REPRESENTATIONS)].into_iter().chain(others).collect()
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
        let mut bodies = Vec::new();
        let is_new = !shapes.contains(&response.name());
        for (language, both) in representations::<C>(entry.entry()) {
            for (kind, error) in samples::of(entry) {
                bodies.push((format!("{kind}{language}"), both.map(|one| error.body_as(one))));
            }
            if is_new {
                let all = samples::together(entry);
                bodies.push((format!("all{language}"), both.map(|one| all.body_as(one))));
            }
        }
        if is_new {
            shapes.push(response.name());
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
