//! A body that is written in another way is decoded as the same.

use behaviour_tests::recorded::Decode;
use behaviour_tests::{Judged, Problems, each_catalog};
use behaviour_tests::{samples, variants};
use error_client::ReceivedResponse;
use error_runtime::{Catalog, Representation, Respond};

use crate::snapshots::report;
use crate::support::{headers, request};

/// The report without the offsets, which are those of the variant.
fn decoded<C: Catalog>(received: ReceivedResponse<'_>) -> String {
    let report = report(&C::decode(received));
    let lines = report.lines().filter(|line| !line.starts_with("  offset"));
    lines.collect::<Vec<_>>().join("\n")
}

fn check<C: Catalog>() {
    for &entry in C::all() {
        let (method, path) = request(entry);
        for (_, error) in samples::of(entry) {
            for representation in [Representation::OWN, Representation::XML] {
                let response = error.response_as(representation);
                let headers = headers(&response);
                let body = response.body.as_deref().unwrap_or_default();
                let decode = |body: &[u8]| {
                    let received = ReceivedResponse::new(response.status, &headers, body);
                    decoded::<C>(received.to(&method, &path))
                };
                let expected = decode(body.as_bytes());
                for (kind, variant) in variants::equivalent(body) {
                    let actual = decode(&variant);
                    let shown = String::from_utf8_lossy(&variant);
                    assert_eq!(actual, expected, "{entry} {kind}: {shown}");
                }
            }
        }
    }
}

#[test]
fn an_equivalent_body_is_decoded_as_the_same() {
    each_catalog!(check);
    check::<Judged>();
    check::<Problems>();
}
