//! The least that is a catalog, and the least that is a call.
#![deny(warnings)]

error_runtime::error_catalog!(enum Minimal = "ui/good/minimal.json");

fn main() {
    assert_eq!(Minimal::Gone.status(), 410);
}
