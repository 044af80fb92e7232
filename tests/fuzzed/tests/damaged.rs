//! The property that the fuzz target `decode` checks, on damaged responses of the catalogs.

use behaviour_tests::exchange::{CatalogVisitor, Exchange};
use behaviour_tests::{samples, variants};
use error_runtime::{Catalog, Representation, Respond};
use proptest::prelude::*;
use proptest::sample::{Index, select};

/// The head and the body of a response.
struct Sample {
    catalog: &'static str,
    entry: Index,
    xml: bool,
    full: bool,
}

impl CatalogVisitor for Sample {
    type Output = (String, String);

    fn visit<C: Catalog>(self) -> (String, String) {
        let entry = *self.entry.get(C::all());
        let [(_, plain), (_, full)] = samples::of(entry);
        let error = if self.full { full } else { plain };
        let response = error.response_as(if self.xml {
            Representation::XML
        } else {
            Representation::OWN
        });
        let headers = response.headers.iter();
        let headers: String = headers
            .map(|header| format!("{}: {}\n", header.name, header.value))
            .collect();
        let method = entry.entry().methods().get(0).unwrap_or("GET");
        let head = format!("{} {} {method} /any/where\n{headers}", self.catalog, response.status);
        (head, response.body.unwrap_or_default().into_owned())
    }
}

const CATALOGS: [&str; 8] = [
    "gp-connect",
    "gp-connect-dstu2",
    "bars",
    "blue-button",
    "health-gorilla",
    "medblocks",
    "judged",
    "problems",
];

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(500) })]

    #[test]
    fn a_damaged_response_is_decoded_consistently(
        catalog in select(&CATALOGS[..]), entry: Index, xml: bool, full: bool, variant: Index,
    ) {
        let (head, body) = Exchange::parse(format!("{catalog}\n\n").as_bytes()).with_catalog(Sample { catalog, entry, xml, full });
        let damaged = variants::damaged(&body);
        let (_, body) = variant.get(&damaged);
        fuzzed::decode(&[head.as_bytes(), b"\n", body].concat());
    }
}
