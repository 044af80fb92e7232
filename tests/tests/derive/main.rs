//! Derived errors: what a service gets from `#[derive(CatalogError)]`.

mod catalogs;
mod display;
mod example;
mod generics;
mod nothing_leaks;
mod sources;
mod variants;
