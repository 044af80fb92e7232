//! The bytes that a catalog adds to a program, by what the program uses.

use std::{fs, io};

use object::{Object, ObjectSection, ObjectSymbol};

use crate::generate;
use crate::project::{Folder, Project, cpu_seconds, dependency};
use crate::table::Table;

/// How many entries the catalogs have. What twice as many add, divided by this, is what an entry takes.
const ENTRIES: usize = 1_000;

/// The programs: a name, whether it depends on the runtime, whether it has a catalog, and its code.
const PROGRAMS: [(&str, &str, bool, bool, &str); 6] = [
    ("nothing", "neither catalog nor runtime", false, false, ""),
    (
        "depends",
        "depends on the runtime, and does not use it",
        true,
        false,
        "",
    ),
    ("unused", "has a catalog, and does not use it", true, true, ""),
    (
        "facts",
        "finds an entry by name, and prints its status",
        true,
        true,
        "if let Some(entry) = Bench::from_name(&argument) { print!(\"{}\", entry.status()); }",
    ),
    (
        "renders",
        "the same, and renders its body",
        true,
        true,
        "if let Some(entry) = Bench::from_name(&argument) {
            use error_runtime::Respond;
            print!(\"{}{:?}\", entry.status(), error_runtime::Error::try_new(entry, []).map(|error| error.body()));
        }",
    ),
    (
        "decodes",
        "the same, and decodes responses",
        true,
        true,
        "if let Some(entry) = Bench::from_name(&argument) {
            use error_runtime::Respond;
            print!(\"{}{:?}\", entry.status(), error_runtime::Error::try_new(entry, []).map(|error| error.body()));
        }
        let answer = error_client::ReceivedResponse::new(404, &[(\"Content-Type\", \"application/json\")], argument.as_bytes());
        if let Some(entry) = <Bench as error_client::Decode>::decode(answer).entry() { print!(\"{}\", entry.status()); }",
    ),
];

/// Bytes of two sections, and how many functions of the decoder there are.
#[derive(Clone, Copy)]
struct Size {
    text: u64,
    rodata: u64,
    decoder: usize,
}

/// The table.
///
/// # Errors
/// A program cannot be written, built or read.
pub fn table() -> io::Result<Table> {
    let folder = Folder::new("sizes")?;
    let mut table = Table::new(
        "Size of a program",
        &format!(
            "Bytes of the sections `.text` and `.rodata` of a program after `cargo build --release`, with a catalog of {ENTRIES} entries, a third of them with two parameters, \
             and the bytes that each of {ENTRIES} more entries adds. The last column counts the functions of the decoder in the program."
        ),
        &[
            "program",
            ".text",
            ".rodata",
            ".text, each entry",
            ".rodata, each entry",
            "of the decoder",
        ],
    );
    let mut sizes = Vec::new();
    for (name, shown, depends, has_catalog, work) in PROGRAMS {
        let dependencies = if depends {
            dependency("error-runtime") + &dependency("error-client")
        } else {
            String::new()
        };
        let call = if has_catalog {
            "error_runtime::error_catalog! { pub enum Bench = \"catalog.json\"; }\n\n"
        } else {
            ""
        };
        let source = format!(
            "#![allow(dead_code)]\n\n{call}fn main() {{\n    let argument = std::env::args().next().unwrap_or_default();\n    print!(\"{{argument}}\");\n    {work}\n}}\n"
        );
        let project = folder.program(name, &dependencies, &source)?;
        let of_one = build(&folder, &project, name, ENTRIES)?;
        let mut cells = vec![shown.to_owned(), of_one.text.to_string(), of_one.rodata.to_string()];
        if has_catalog {
            let of_two = build(&folder, &project, name, 2 * ENTRIES)?;
            cells.extend([(of_one.text, of_two.text), (of_one.rodata, of_two.rodata)].map(each));
        } else {
            cells.extend([String::new(), String::new()]);
        }
        cells.push(of_one.decoder.to_string());
        table.row(cells);
        sizes.push(of_one);
    }
    if let [nothing, depends, unused, _, renders, _] = sizes[..] {
        for (name, size) in [("the runtime", depends), ("a catalog", unused)] {
            let added = (size.text + size.rodata).saturating_sub(nothing.text + nothing.rodata);
            table.goal(
                format!("{name} that is not used adds no bytes"),
                format!("{added} bytes"),
                added == 0,
            );
        }
        table.goal(
            "a program that only renders has no function of the decoder",
            format!("{} functions", renders.decoder),
            renders.decoder == 0,
        );
    }
    Ok(table)
}

/// Returns the bytes that each entry adds.
fn each((of_one, of_two): (u64, u64)) -> String {
    format!("{:.1}", (of_two as f64 - of_one as f64) / ENTRIES as f64)
}

fn build(folder: &Folder, project: &Project, name: &str, entries: usize) -> io::Result<Size> {
    project.write("catalog.json", &generate::catalog(entries))?;
    cpu_seconds(&mut project.cargo(&["build", "--release"]))?;
    let bytes = fs::read(folder.target().join("release").join(name))?;
    let file = object::File::parse(&*bytes).map_err(io::Error::other)?;
    let section = |name| file.section_by_name(name).map_or(0, |section| section.size());
    let is_of_decoder = |name: &str| name.contains("error_client6decode");
    let decoder = file
        .symbols()
        .filter(|symbol| symbol.name().is_ok_and(is_of_decoder))
        .count();
    Ok(Size {
        text: section(".text"),
        rodata: section(".rodata"),
        decoder,
    })
}
