//! Where the catalog is, for reading it and for `include_bytes!`, which makes cargo watch it.

use std::path::{Component, Path, PathBuf};

use proc_macro2::TokenStream;
use quote::quote;

/// A catalog's file.
pub(crate) struct File {
    /// Where to read it.
    pub(crate) absolute: PathBuf,
    /// What to call it in messages: as the user wrote it.
    pub(crate) shown: String,
    /// Whether `cargo publish` would leave it out.
    pub(crate) outside_package: bool,
    /// The argument of `include_bytes!`.
    pub(crate) tracked: TokenStream,
}

impl File {
    /// Finds a catalog by the path in a call, which counts from the package's folder.
    ///
    /// # Errors
    /// What to tell a user whose build does not say where the package is.
    pub(crate) fn find(path: &str) -> Result<Self, String> {
        let package = std::env::var_os("CARGO_MANIFEST_DIR")
            .map(PathBuf::from)
            .ok_or("the environment variable CARGO_MANIFEST_DIR is not set: the path of a catalog counts from the package's folder, so build with cargo")?;
        if Path::new(path).is_absolute() {
            return Err(
                "the path of a catalog is relative to the package's folder, so that the crate builds wherever it is"
                    .to_owned(),
            );
        }
        let absolute = normal(&package.join(path));
        Ok(Self {
            outside_package: !absolute.starts_with(normal(&package)),
            // Counted from the package's folder, which works wherever the call stands, in a `macro_rules!` of another file too. The folder itself does
            // not get into the crate: two checkouts build the same bytes under `--remap-path-prefix`, which a test compares.
            tracked: quote! { ::core::concat!(::core::env!("CARGO_MANIFEST_DIR"), "/", #path) },
            shown: path.replace('\\', "/"),
            absolute,
        })
    }
}

/// A path without `.` and `..`, by its letters alone: a symbolic link stays one.
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
