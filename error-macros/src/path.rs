//! Locates the catalog's file, for reading it and for `include_bytes!`, which makes cargo rebuild when it changes.

use std::path::{Component, Path, PathBuf};

use proc_macro2::TokenStream;
use quote::quote;

/// A catalog's file.
pub(crate) struct File {
    /// The absolute path.
    pub(crate) absolute: PathBuf,
    /// The path in messages: as written in the call.
    pub(crate) shown: String,
    /// Whether it is outside the package, so that `cargo publish` does not include it.
    pub(crate) outside_package: bool,
    /// The argument of `include_bytes!`.
    pub(crate) tracked: TokenStream,
}

impl File {
    /// Locates a catalog by its path relative to the package's folder.
    ///
    /// # Errors
    /// A message if the path is absolute or the package's folder is unknown.
    pub(crate) fn find(path: &str) -> Result<Self, String> {
        let package = std::env::var_os("CARGO_MANIFEST_DIR")
            .map(PathBuf::from)
            .ok_or("the environment variable CARGO_MANIFEST_DIR is not set: build with cargo, as the path of a catalog is relative to the package's folder")?;
        if Path::new(path).is_absolute() {
            return Err("expected a path relative to the package's folder, found an absolute path".to_owned());
        }
        let absolute = normal(&package.join(path));
        Ok(Self {
            outside_package: !absolute.starts_with(normal(&package)),
            // Relative to the package's folder, so that the call also works inside a `macro_rules!` of another file. The folder's path is not part of
            // the compiled crate: two checkouts compile to the same bytes with `--remap-path-prefix`, as a test checks.
            tracked: quote! { ::core::concat!(::core::env!("CARGO_MANIFEST_DIR"), "/", #path) },
            shown: path.replace('\\', "/"),
            absolute,
        })
    }
}

/// Removes `.` and `..` from a path without resolving symbolic links.
fn normal(path: &Path) -> PathBuf {
    let mut out = PathBuf::new();
    for component in path.components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir => drop(out.pop()),
            other => out.push(other),
        }
    }
    out
}
