//! A catalog in a crate that has `alloc` and no `std`, as on a device.
//!
//! In the workspace other packages switch the runtime's `std` on for everybody; `cargo build -p hygiene-no-std` builds it without.
#![no_std]
#![forbid(unsafe_code)]

extern crate alloc;

use alloc::borrow::Cow;

use error_client::{Attempt, Budget, Decision, Decode, ReceivedResponse};
use error_runtime::{CatalogError, Error, Number, Respond, error_catalog};

error_catalog! {
    /// Errors of the pump.
    pub enum Pump = "catalogs/pump.json";
}

/// Refuses to pump against a blocked line.
///
/// # Errors
///
/// If the pressure, in kPa, is too high.
pub fn check(pressure: f64) -> Result<(), Error<Pump>> {
    if pressure <= 40.0 {
        return Ok(());
    }
    // A sensor without a value reports NaN.
    let pressure = Number::try_from(pressure).unwrap_or_else(|_| Number::from(0_u8));
    Err(pump::LineBlocked { pressure }.into())
}

/// The body that a blocked line is answered with.
pub fn body(pressure: f64) -> Option<Cow<'static, str>> {
    check(pressure).err()?.body()
}

/// Returns the entry of a response, and whether to ask again.
pub fn received(status: u16, body: &[u8]) -> (Option<Pump>, Decision) {
    let decoded = Pump::decode(ReceivedResponse::new(status, &[], body).to("GET", "/line"));
    (
        decoded.entry(),
        decoded.decide(&Attempt::new("GET"), &Budget::default()),
    )
}

/// The errors of the pump.
#[derive(Debug, CatalogError)]
#[catalog(Pump)]
pub enum Failure {
    /// The line is blocked.
    #[code(LineBlocked)]
    Blocked {
        /// The measured pressure in kPa.
        #[param]
        pressure: Number,
    },
    /// The sensor sent no text.
    #[code(Busy)]
    Sensor(#[from] core::str::Utf8Error),
}
