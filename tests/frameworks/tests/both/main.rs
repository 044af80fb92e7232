//! The same requests to axum and to actix-web, each behind its layer: the response over the socket, and the event.
//!
//! `table.rs` has the cases. Where a framework differs by itself, such as in the text of a rejection, a case says so.
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

mod case;
mod languages;
mod middleware;
mod observed;
mod requests;
#[path = "../support/mod.rs"]
mod support;
mod table;

use std::net::SocketAddr;

use case::{Case, Framework};
use error_runtime::{actix, tower};
use framework_tests::Clinic;
use support::actix::{routes, with_actix};
use support::{Limits, serve, with_server};

/// The options of a layer that both have.
struct Layers {
    axum: tower::CatalogLayer<Clinic>,
    actix: actix::CatalogLayer<Clinic>,
    limits: Limits,
}

impl Layers {
    fn new() -> Self {
        Self {
            axum: tower::CatalogLayer::new(),
            actix: actix::CatalogLayer::new(),
            limits: Limits::USUAL,
        }
    }

    /// Runs a client against a server of each framework.
    fn with_each(self, client: impl Fn(Framework, SocketAddr) + Clone + Send + 'static) {
        observed::install();
        let (axum, limits) = (self.axum, self.limits);
        let of_axum = client.clone();
        with_server(
            async move |listener| serve(listener, axum, limits).await,
            move |address| of_axum(Framework::Axum, address),
        );
        let layer = self.actix.time_limit(limits.time);
        with_actix(Some(layer), routes, move |address| client(Framework::Actix, address));
    }
}

/// Asserts that each framework gives the responses and the events of the cases.
fn assert_all(layers: Layers, cases: fn() -> Vec<Case>) {
    layers.with_each(move |framework, address| {
        for (number, case) in cases().into_iter().enumerate() {
            case.check(framework, address, number);
        }
    });
}

#[test]
fn each_case_has_its_response_and_its_event() {
    assert_all(Layers::new(), table::usual);
}

#[test]
fn a_request_over_the_time_limit_is_an_entry() {
    let layers = Layers {
        limits: Limits::HURRIED,
        ..Layers::new()
    };
    assert_all(layers, table::slow);
}

#[test]
fn a_client_receives_the_reason_if_the_service_wants_that() {
    let layers = Layers {
        axum: tower::CatalogLayer::new().reason_parameter("rejection"),
        actix: actix::CatalogLayer::new().reason_parameter("rejection"),
        ..Layers::new()
    };
    assert_all(layers, table::with_reasons);
}
