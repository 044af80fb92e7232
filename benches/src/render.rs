//! Bodies: from an error value to bytes in a buffer of its own.

use error_runtime::{Error, Representation, Respond};

use crate::bodies;
use crate::measure::{Contender, race};
use crate::samples::{CLEAN, DIRTY, SIX, one, six, six_in_a_text, ten};
use crate::table::{Table, times};
use crate::{Clinic, clinic};

fn ours(error: &Error<Clinic>) -> Contender<'_> {
    Contender::new("ours", move || error.body())
}

/// The limit: the same bytes, copied into a buffer of the right size.
fn copy(body: &str) -> Contender<'_> {
    Contender::new("copy", move || {
        let mut out = String::with_capacity(body.len());
        out.push_str(body);
        out
    })
}

/// Who else writes an OperationOutcome, with this text in so many issues.
fn peers<'c, T: AsRef<str>>(
    entry: Clinic,
    text: impl Fn() -> T + Copy + 'c,
    times: usize,
) -> impl Iterator<Item = Contender<'c>> {
    [
        Contender::new("serde structs", move || {
            bodies::with_structs(entry, text().as_ref(), times)
        }),
        Contender::new("json!", move || bodies::with_json(entry, text().as_ref(), times)),
        #[cfg(feature = "fhir-sdk-write")]
        Contender::new("fhir-sdk", move || bodies::with_fhir_sdk(entry, text().as_ref(), times)),
    ]
    .into_iter()
}

/// Runs a race, adds its row and its goals.
fn row<'c>(table: &mut Table, name: &str, contenders: impl IntoIterator<Item = Contender<'c>>) {
    let results = race(contenders.into_iter().collect());
    table.race(name, &results);
    if name.contains("clean") || name == "fixed" {
        let wanted = format!("{name}: at most 1.5× of a copy");
        table.at_most(wanted, times(&results, "ours", "copy"), 1.5);
    }
    for (peer, limit) in [("serde structs", 10.0), ("fhir-sdk", 20.0)] {
        let wanted = format!("{name}: {peer} takes at least {limit}×");
        table.at_least(wanted, times(&results, peer, "ours"), limit);
    }
}

/// The table.
pub fn table() -> Table {
    let mut table = Table::new(
        "Rendering",
        "From the error value to the body. `copy` is a copy of the same bytes into a buffer of the right size. Numbers with × are the peer's time as a multiple of ours. \
         `build` is the time from the texts to the error value, which the peers' times include. `fhir-sdk` writes FHIR's JSON only, `problem_details` problem details only. \
         XML has no peer: neither `serde_json` nor `fhir-sdk` writes it.",
        &[
            "body",
            "ours",
            "copy",
            "serde structs",
            "json!",
            "fhir-sdk",
            "problem_details",
            "build",
        ],
    );
    let fixed = clinic::Maintenance.error();
    let body = fixed.body().unwrap_or_default();
    let contenders = [
        ours(&fixed),
        copy(&body),
        Contender::new("serde structs", || bodies::fixed_with_structs(Clinic::Maintenance)),
        Contender::new("json!", || bodies::fixed_with_json(Clinic::Maintenance)),
    ];
    row(&mut table, "fixed", contenders);

    for (name, text) in [
        ("98 bytes of clean text", CLEAN),
        ("98 bytes, one in eight escaped", DIRTY),
    ] {
        let build = || clinic::PatientNotFound.error().with_diagnostics(text);
        let error = build();
        let body = error.body().unwrap_or_default();
        let contenders = [ours(&error), copy(&body), Contender::new("build", build)];
        let peers = peers(Clinic::PatientNotFound, || text, 1);
        row(&mut table, name, contenders.into_iter().chain(peers));
    }

    let error = one(clinic::PatientNotFound);
    let body = error.body_as(Representation::XML).unwrap_or_default();
    let xml = Contender::new("ours", || error.body_as(Representation::XML));
    row(&mut table, "98 bytes as XML", [xml, copy(&body)]);

    let build = || -> Error<Clinic> { clinic::NoConsent { details: CLEAN }.into() };
    let error = build();
    let body = error.body().unwrap_or_default();
    let entry = Clinic::NoConsent;
    let contenders = [
        ours(&error),
        copy(&body),
        Contender::new("serde structs", || bodies::problem_with_structs(entry, CLEAN)),
        Contender::new("json!", || bodies::problem_with_json(entry, CLEAN)),
        Contender::new("problem_details", || bodies::problem_with_problem_details(entry, CLEAN)),
        Contender::new("build", build),
    ];
    row(&mut table, "problem, 98 bytes", contenders);

    let error = six();
    let body = error.body().unwrap_or_default();
    let entry = Clinic::WardFull;
    let contenders = [
        ours(&error),
        copy(&body),
        Contender::new("serde structs", || bodies::six_with_structs(entry, &SIX)),
        Contender::new("json!", || bodies::six_with_json(entry, &SIX)),
        Contender::new("build", six),
    ];
    row(&mut table, "six parameters, a member each", contenders);

    let error = six_in_a_text();
    let body = error.body().unwrap_or_default();
    let contenders = [ours(&error), copy(&body), Contender::new("build", six_in_a_text)];
    let peers_of_six = peers(Clinic::NoBed, || bodies::six_in_a_text(&SIX), 1);
    row(
        &mut table,
        "six parameters in a text",
        contenders.into_iter().chain(peers_of_six),
    );

    let build = || ten(|| one(clinic::InvalidParameter));
    let outcome = build();
    let body = outcome.body().unwrap_or_default();
    let contenders = [
        Contender::new("ours", || outcome.body()),
        copy(&body),
        Contender::new("build", build),
    ];
    let peers_of_ten = peers(Clinic::InvalidParameter, || CLEAN, 10);
    row(&mut table, "ten issues", contenders.into_iter().chain(peers_of_ten));
    table
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::Value;

    fn parsed(body: impl AsRef<[u8]>) -> Value {
        serde_json::from_slice(body.as_ref()).unwrap()
    }

    /// The OperationOutcome that each peer writes.
    fn outcomes(entry: Clinic, text: &str, times: usize) -> Vec<Value> {
        vec![
            parsed(bodies::with_structs(entry, text, times)),
            parsed(bodies::with_json(entry, text, times)),
            #[cfg(feature = "fhir-sdk-write")]
            parsed(bodies::with_fhir_sdk(entry, text, times)),
        ]
    }

    #[test]
    fn peers_write_what_we_write() {
        let mut pairs = Vec::new();
        for text in [CLEAN, DIRTY] {
            let error = clinic::PatientNotFound.error().with_diagnostics(text);
            pairs.push((error.body(), outcomes(Clinic::PatientNotFound, text, 1)));
        }
        let text = bodies::six_in_a_text(&SIX);
        pairs.push((six_in_a_text().body(), outcomes(Clinic::NoBed, &text, 1)));
        let outcome = ten(|| one(clinic::InvalidParameter));
        pairs.push((outcome.body(), outcomes(Clinic::InvalidParameter, CLEAN, 10)));

        let entry = Clinic::Maintenance;
        let fixed = [bodies::fixed_with_structs(entry), bodies::fixed_with_json(entry)];
        pairs.push((clinic::Maintenance.error().body(), fixed.map(parsed).to_vec()));
        let entry = Clinic::WardFull;
        let of_six = [
            bodies::six_with_structs(entry, &SIX),
            bodies::six_with_json(entry, &SIX),
        ];
        pairs.push((six().body(), of_six.map(parsed).to_vec()));
        let entry = Clinic::NoConsent;
        let problem: Error<Clinic> = clinic::NoConsent { details: CLEAN }.into();
        let problems = [
            bodies::problem_with_structs(entry, CLEAN),
            bodies::problem_with_json(entry, CLEAN),
            bodies::problem_with_problem_details(entry, CLEAN),
        ];
        pairs.push((problem.body(), problems.map(parsed).to_vec()));

        for (ours, theirs) in pairs {
            let ours = parsed(ours.unwrap().as_bytes());
            for theirs in theirs {
                assert_eq!(ours, theirs);
            }
        }
    }
}
