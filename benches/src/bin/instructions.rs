//! Does one piece of work many times, for `instructions.sh` to count: `instructions NAME TIMES`.

use std::env::args;
use std::hint::black_box;

use benchmarks::samples::{CLEAN, HEADERS, one, six, six_in_a_text, ten};
use benchmarks::{Clinic, clinic};
use error_client::{Decode, ReceivedResponse};
use error_runtime::{Error, Representation, Respond};

fn main() {
    let arguments: Vec<String> = args().skip(1).collect();
    let [name, times] = &arguments[..] else {
        return cases(&mut |name, _| println!("{name}"));
    };
    let times: u32 = times.parse().unwrap_or(0);
    cases(&mut |known, work| {
        if known == name {
            (0..times).for_each(|_| work());
        }
    });
}

/// Gives every case: its name, and what to do.
fn cases(each: &mut dyn FnMut(&str, &mut dyn FnMut())) {
    let clean = one(clinic::PatientNotFound);
    let quoted = CLEAN.replace(' ', "\" ");
    let quoted = clinic::PatientNotFound.error().with_diagnostics(quoted);
    let fixed = clinic::Maintenance.error();
    let problem: Error<Clinic> = clinic::NoConsent { details: CLEAN }.into();
    let of_six = six();
    let in_a_text = six_in_a_text();
    let ten = ten(|| clinic::SlotTaken.into());
    each("render/fixed", &mut || drop(black_box(fixed.body())));
    each("render/98-bytes", &mut || drop(black_box(clean.body())));
    each("render/98-bytes-xml", &mut || {
        drop(black_box(clean.body_as(Representation::XML)))
    });
    each("render/quotes", &mut || drop(black_box(quoted.body())));
    each("render/problem", &mut || drop(black_box(problem.body())));
    each("render/six-parameters", &mut || drop(black_box(of_six.body())));
    each("render/six-in-a-text", &mut || drop(black_box(in_a_text.body())));
    each("render/ten-issues", &mut || drop(black_box(ten.body())));
    each("render/response", &mut || drop(black_box(clean.response())));
    each("build/six-parameters", &mut || drop(black_box(six())));
    each("lookup/name", &mut || {
        black_box(Clinic::from_name(black_box("SLOT_TAKEN")));
    });
    each("lookup/code", &mut || {
        black_box(Clinic::by_code(black_box("SLOT_TAKEN")).next());
    });
    for (name, status, _, body) in benchmarks::decode::bodies() {
        let name = format!("decode/{}", name.replace([' ', ','], "-"));
        each(&name, &mut || {
            black_box(Clinic::decode(ReceivedResponse::new(status, &HEADERS, &body)).entry());
        });
    }
}
