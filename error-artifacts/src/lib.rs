//! Generates everything from a catalog that is not Rust.
//!
//! An [`Api`] is a checked catalog and its compiled form. The generators take one or several and return an [`Artifact`]: the files by their
//! path. The same catalogs give the same bytes, so that a committed artifact can be checked against its catalog.
#![forbid(unsafe_code)]

pub mod annotate;
mod api;
mod artifact;
pub mod code_system;
pub mod coverage;
pub mod diff;
pub mod docs;
pub mod escape;
pub mod import;
mod names;
pub mod openapi;
mod path_template;
pub mod typescript;
pub mod words;
mod yaml;

pub use api::{Api, EXAMPLE_ID, EXAMPLE_INSTANCE, EXAMPLE_REQUEST_ID, EXAMPLE_TIME};
pub use artifact::{Artifact, Destination, Difference, Files};
