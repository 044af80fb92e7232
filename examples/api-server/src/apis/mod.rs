//! One module for each API: its routes, its handlers, and which entry of its catalog each failure is.

pub mod bars;
pub mod blue_button;
mod fhir;
pub mod gp_connect;
pub mod gp_connect_dstu2;
pub mod health_gorilla;
pub mod medblocks;
mod rate_limit;
