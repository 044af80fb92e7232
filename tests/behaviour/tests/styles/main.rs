//! How APIs of other kinds write their errors: a small catalog for each.

mod allergies;
mod bank;
mod immunisation;
mod in_band;
mod languages;
mod library;
mod redirect;
mod registry;
mod xml;
