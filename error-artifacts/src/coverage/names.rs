//! The names under which Rust code knows a catalog and its entries.

use std::collections::HashMap;

use error_catalog::{Catalog, names};

/// The names of a catalog and its entries in Rust.
#[derive(Debug)]
pub struct Names<'c> {
    /// The names of the enum and of its module, and their aliases.
    pub(super) catalog: Vec<String>,
    /// The entries by the names of their variants.
    pub(super) variants: HashMap<&'c str, usize>,
    /// The entries by their names in the catalog.
    pub(super) entries: HashMap<&'c str, usize>,
}

impl<'c> Names<'c> {
    /// Takes the name of the enum; without it, the name of the catalog in upper camel case.
    pub fn new(catalog: &'c Catalog, name: Option<&str>) -> Self {
        let name = name.map(str::to_owned).or_else(|| names::upper_camel(&catalog.name));
        let positions = || catalog.entries.iter().enumerate();
        let mut names = Self {
            catalog: Vec::new(),
            variants: positions()
                .map(|(position, entry)| (entry.rust_name.as_str(), position))
                .collect(),
            entries: positions()
                .map(|(position, entry)| (entry.name.as_str(), position))
                .collect(),
        };
        if let Some(name) = name {
            names.add_enum(&name, None);
        }
        names
    }

    /// Adds an enum of the catalog, with the module of its errors.
    pub(super) fn add_enum(&mut self, name: &str, module: Option<&str>) {
        self.add(name);
        match module {
            Some(module) => self.add(module),
            None => self.add(&names::snake(name)),
        };
    }

    /// Adds a name. Returns whether it is new.
    pub(super) fn add(&mut self, name: &str) -> bool {
        let name = plain(name);
        let is_new = !name.is_empty() && !self.is_catalog(name);
        if is_new {
            self.catalog.push(name.to_owned());
        }
        is_new
    }

    /// Whether a name is that of the enum or its module.
    pub(super) fn is_catalog(&self, name: &str) -> bool {
        let name = plain(name);
        self.catalog.iter().any(|known| known == name)
    }

    /// Returns the entry of a variant.
    pub(super) fn variant(&self, name: &str) -> Option<usize> {
        self.variants.get(plain(name)).copied()
    }
}

/// Returns an identifier without `r#`.
pub(super) fn plain(name: &str) -> &str {
    name.strip_prefix("r#").unwrap_or(name)
}
