//! Allocations and sizes. A program of its own, because its allocator counts.

use std::mem::size_of;

use allocation_counter::measure;
use benchmarks::Clinic;
use benchmarks::samples::{HEADERS, one, six, ten};
use benchmarks::table::Table;
use error_runtime::{Answer, CatalogError, Error};

/// A service's error with a source and a parameter.
#[derive(Debug, CatalogError)]
#[catalog(Clinic)]
#[expect(dead_code, reason = "only its size is looked at")]
enum RecordError {
    #[code(PatientNotFound)]
    NoPatient,
    #[code(NoConsent)]
    NoConsent {
        #[param]
        details: String,
    },
    #[code(Maintenance)]
    Store(#[source] std::io::Error),
}

fn allocations<T>(name: &str, table: &mut Table, mut work: impl FnMut() -> T) {
    let mut result = None;
    let counted = measure(|| result = Some(work()));
    table.row(vec![
        name.to_owned(),
        counted.count_total.to_string(),
        counted.bytes_total.to_string(),
    ]);
}

fn main() {
    let mut table = Table::new(
        "Memory",
        "What allocates, and how much.",
        &["what", "allocations", "bytes"],
    );
    allocations("create and drop an error without parameters", &mut table, || {
        drop(std::hint::black_box(Error::new(Clinic::PatientNotFound)));
    });
    allocations("create an error with a text that is there", &mut table, || {
        one(Clinic::PatientNotFound)
    });
    allocations("create an error with six parameters", &mut table, six);
    let plain = Error::new(Clinic::PatientNotFound);
    let error = one(Clinic::PatientNotFound);
    let outcome = ten(|| Clinic::SlotTaken.into());
    allocations("body of an error without parameters", &mut table, || plain.body());
    allocations("body of an error with a text", &mut table, || error.body());
    allocations("body of ten errors", &mut table, || outcome.body());
    allocations(
        "response of an error with a text: status, headers, body",
        &mut table,
        || error.response(),
    );
    let body = error.body().unwrap_or_default();
    allocations("decode an answer with one issue", &mut table, || {
        Clinic::decode(Answer::new(404, &HEADERS, body.as_bytes())).entry()
    });
    let large = format!("{{\"a\":[{}1]}}", "1,".repeat(1 << 19));
    allocations("decode 1 MiB of something else", &mut table, || {
        Clinic::decode(Answer::new(404, &HEADERS, large.as_bytes())).entry()
    });
    print!("{}", table.markdown());

    let mut table = Table::new("Sizes", "Of values, in bytes.", &["what", "bytes"]);
    for (name, size) in [
        ("an entry (`Clinic`)", size_of::<Clinic>()),
        ("an error value (`Error<Clinic>`)", size_of::<Error<Clinic>>()),
        ("`Result<(), Error<Clinic>>`", size_of::<Result<(), Error<Clinic>>>()),
        (
            "a derived error with a `String` and an `io::Error`",
            size_of::<RecordError>(),
        ),
        ("`Result<(), E>` of it", size_of::<Result<(), RecordError>>()),
    ] {
        table.row(vec![name.to_owned(), size.to_string()]);
    }
    print!("\n{}", table.markdown());
}
