//! Catalogs and calls that compile without a warning.

mod allowed;
mod codes;
mod everything;
mod minimal;
