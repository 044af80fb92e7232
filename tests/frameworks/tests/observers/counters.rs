//! Counters of errors.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use error_runtime::tower::CatalogLayer;
use framework_tests::{clinic, send};
use metrics::{Counter, CounterFn, Gauge, Histogram, Key, KeyName, Metadata, Recorder, SharedString, Unit};

use super::alone;
use super::support::{Limits, serve, with_server};

/// Keeps the counts by the labels.
#[derive(Default)]
struct Counts(Arc<Mutex<BTreeMap<String, u64>>>);

struct Count {
    key: String,
    all: Arc<Mutex<BTreeMap<String, u64>>>,
}

impl CounterFn for Count {
    fn increment(&self, value: u64) {
        *self.all.lock().unwrap().entry(self.key.clone()).or_default() += value;
    }

    fn absolute(&self, _: u64) {}
}

impl Recorder for Counts {
    fn describe_counter(&self, _: KeyName, _: Option<Unit>, _: SharedString) {}
    fn describe_gauge(&self, _: KeyName, _: Option<Unit>, _: SharedString) {}
    fn describe_histogram(&self, _: KeyName, _: Option<Unit>, _: SharedString) {}

    fn register_counter(&self, key: &Key, _: &Metadata<'_>) -> Counter {
        let labels: Vec<String> = key
            .labels()
            .map(|label| format!("{}={}", label.key(), label.value()))
            .collect();
        Counter::from_arc(Arc::new(Count {
            key: format!("{}{{{}}}", key.name(), labels.join(",")),
            all: Arc::clone(&self.0),
        }))
    }

    fn register_gauge(&self, _: &Key, _: &Metadata<'_>) -> Gauge {
        Gauge::noop()
    }

    fn register_histogram(&self, _: &Key, _: &Metadata<'_>) -> Histogram {
        Histogram::noop()
    }
}

#[test]
fn each_error_is_counted_by_catalog_entry_code_and_status() {
    let _alone = alone();
    let counts = Counts::default();
    metrics::with_local_recorder(&counts, || {
        error_runtime::metrics::describe();
        with_server(
            async |listener| serve(listener, CatalogLayer::new(), Limits::USUAL).await,
            |address| {
                for path in ["/nowhere", "/nowhere?a=b", "/bad-gateway", "/several", "/patients/p-1"] {
                    send(address, "GET", path, &[]);
                }
            },
        );
        error_runtime::metrics::count(&clinic::Gone.error());
    });
    let counts = counts.0.lock().unwrap();
    let expected = [
        ("catalog_errors_total{catalog=clinic,entry=GONE,code=,status=410}", 1),
        (
            "catalog_errors_total{catalog=clinic,entry=INTERNAL,code=INTERNAL,status=502}",
            1,
        ),
        (
            "catalog_errors_total{catalog=clinic,entry=PATIENT_NOT_FOUND,code=PATIENT_NOT_FOUND,status=404}",
            1,
        ),
        (
            "catalog_errors_total{catalog=clinic,entry=ROUTE_NOT_FOUND,code=ROUTE_NOT_FOUND,status=404}",
            2,
        ),
        (
            "catalog_errors_total{catalog=clinic,entry=UNPROCESSABLE,code=UNPROCESSABLE,status=422}",
            1,
        ),
    ];
    assert!(
        counts.iter().map(|(key, count)| (key.as_str(), *count)).eq(expected),
        "{counts:#?}"
    );
}
