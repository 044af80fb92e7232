//! Where the catalog is, for reading it and for `include_bytes!`, which makes cargo watch it.

use std::path::{Component, Path, PathBuf};

use proc_macro2::{Span, TokenStream};
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
    pub(crate) fn find(path: &str, span: Span) -> Result<Self, String> {
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
            tracked: tracked(path, &absolute, span),
            shown: path.replace('\\', "/"),
            absolute,
        })
    }
}

/// The path for `include_bytes!`: relative to the calling file, so that the expansion is the same in every checkout. Where the calling file is not
/// known (in an editor), from the package's folder.
fn tracked(path: &str, absolute: &Path, span: Span) -> TokenStream {
    match relative_to_caller(absolute, span) {
        Some(relative) => quote! { #relative },
        None => quote! { ::core::concat!(::core::env!("CARGO_MANIFEST_DIR"), "/", #path) },
    }
}

fn relative_to_caller(absolute: &Path, span: Span) -> Option<String> {
    let caller = normal(&std::env::current_dir().ok()?.join(span.unwrap().local_file()?));
    if !caller.is_file() {
        return None;
    }
    let folder = caller.parent()?;
    let common = folder
        .components()
        .zip(absolute.components())
        .take_while(|(one, other)| one == other)
        .count();
    // On different drives there is no relative path.
    if common == 0 {
        return None;
    }
    let mut relative = String::new();
    for _ in folder.components().skip(common) {
        relative.push_str("../");
    }
    let rest: Option<Vec<&str>> = absolute
        .components()
        .skip(common)
        .map(|component| component.as_os_str().to_str())
        .collect();
    relative.push_str(&rest?.join("/"));
    Some(relative)
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
