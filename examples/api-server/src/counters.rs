//! `GET /metrics`: how often each entry of each catalog was sent, in the format of Prometheus.

use std::sync::OnceLock;

use error_runtime::metrics::describe;
use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};

/// The counters of the layers of all APIs, from the first call on. A program has one recorder, so all its servers share it.
pub fn recorder() -> &'static PrometheusHandle {
    static HANDLE: OnceLock<PrometheusHandle> = OnceLock::new();
    HANDLE.get_or_init(|| {
        let recorder = PrometheusBuilder::new().build_recorder();
        let handle = recorder.handle();
        // A program that embeds this server may have its own recorder with the counters.
        if let Err(error) = metrics::set_global_recorder(recorder) {
            tracing::warn!(%error, "another recorder counts the errors");
        }
        describe();
        handle
    })
}
