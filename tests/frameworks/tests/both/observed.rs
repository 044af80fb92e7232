//! The events and the counts of the process, by the id of the request.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Mutex, Once, PoisonError};

use metrics::{Counter, CounterFn, Gauge, Histogram, Key, KeyName, Metadata, Recorder, SharedString, Unit};
use tracing::field::{Field, Visit};
use tracing::{Event, Subscriber};
use tracing_subscriber::layer::{Context, SubscriberExt};

/// An event, as its level and its fields. `counted` has the labels of the counts since the last event of the thread.
type Seen = BTreeMap<String, String>;

static EVENTS: Mutex<Vec<Seen>> = Mutex::new(Vec::new());

thread_local! {
    static COUNTED: RefCell<Vec<String>> = const { RefCell::new(Vec::new()) };
}

/// Observes the process.
pub fn install() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let subscriber = tracing_subscriber::registry().with(Events);
        tracing::subscriber::set_global_default(subscriber).unwrap();
        metrics::set_global_recorder(Counts).map_err(|_| ()).unwrap();
    });
}

/// Takes the events of a request.
pub fn events(id: &str) -> Vec<Seen> {
    let mut events = EVENTS.lock().unwrap_or_else(PoisonError::into_inner);
    let is_of = |event: &mut Seen| event.get("request_id").is_some_and(|seen| seen == id);
    events.extract_if(.., is_of).collect()
}

struct Events;

impl<S: Subscriber> tracing_subscriber::Layer<S> for Events {
    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        if event.metadata().target() == "error_catalog" {
            let mut fields = Fields(BTreeMap::new());
            event.record(&mut fields);
            let mut fields = fields.0;
            fields.insert("level".to_owned(), event.metadata().level().to_string());
            fields.insert("counted".to_owned(), COUNTED.take().join(" "));
            EVENTS.lock().unwrap_or_else(PoisonError::into_inner).push(fields);
        }
    }
}

struct Fields(Seen);

impl Visit for Fields {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        self.0.insert(field.name().to_owned(), format!("{value:?}"));
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        self.0.insert(field.name().to_owned(), value.to_owned());
    }
}

struct Counts;

struct Count(String);

impl CounterFn for Count {
    fn increment(&self, value: u64) {
        let label = format!("{}*{value}", self.0);
        COUNTED.with_borrow_mut(|counted| counted.push(label));
    }

    fn absolute(&self, _: u64) {}
}

impl Recorder for Counts {
    fn describe_counter(&self, _: KeyName, _: Option<Unit>, _: SharedString) {}
    fn describe_gauge(&self, _: KeyName, _: Option<Unit>, _: SharedString) {}
    fn describe_histogram(&self, _: KeyName, _: Option<Unit>, _: SharedString) {}

    fn register_counter(&self, key: &Key, _: &Metadata<'_>) -> Counter {
        let labels: Vec<&str> = key.labels().map(metrics::Label::value).collect();
        Counter::from_arc(std::sync::Arc::new(Count(labels.join("/"))))
    }

    fn register_gauge(&self, _: &Key, _: &Metadata<'_>) -> Gauge {
        Gauge::noop()
    }

    fn register_histogram(&self, _: &Key, _: &Metadata<'_>) -> Histogram {
        Histogram::noop()
    }
}
