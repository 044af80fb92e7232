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
        Ok(Self::inside(&package, path))
    }

    /// The operating system resolves `..` and links, here and in `include_bytes!`, so that both name the same file.
    fn inside(package: &Path, path: &str) -> Self {
        let joined = package.join(path);
        let absolute = std::path::absolute(&joined).unwrap_or(joined);
        let tracked = if package.is_absolute() {
            // Relative to the package's folder, so that the call also works inside a `macro_rules!` of another file. The folder's path is not part of
            // the compiled crate: two checkouts compile to the same bytes with `--remap-path-prefix`, as a test checks.
            quote! { ::core::concat!(::core::env!("CARGO_MANIFEST_DIR"), "/", #path) }
        } else {
            // `include_bytes!` would take a relative folder, as Bazel sets it, as relative to the source file.
            let absolute = absolute.to_string_lossy();
            quote! { #absolute }
        };
        Self {
            outside_package: is_outside(package, path, &absolute),
            tracked,
            shown: path.replace('\\', "/"),
            absolute,
        }
    }
}

/// Whether a path with `..` leads out of the package. Cargo packages a linked file of the package like any other.
fn is_outside(package: &Path, path: &str, absolute: &Path) -> bool {
    let has_parent = Path::new(path).components().any(|part| part == Component::ParentDir);
    let real = |path: &Path| path.canonicalize();
    match (absolute.parent().map(real), real(package)) {
        (Some(Ok(folder)), Ok(package)) => has_parent && !folder.starts_with(package),
        _ => has_parent,
    }
}

#[cfg(all(test, unix))]
mod tests {
    use std::fs;
    use std::os::unix::fs::symlink;

    use super::*;

    /// A new folder for a test, with the package `outer/package` and a link to it at `link`.
    fn folder(name: &str) -> std::io::Result<PathBuf> {
        let root = std::env::temp_dir().join(format!("error-macros-{}-{name}", std::process::id()));
        fs::create_dir_all(root.join("outer/package/data/deep"))?;
        symlink("outer/package", root.join("link"))?;
        symlink("data/deep", root.join("outer/package/shortcut"))?;
        for (file, text) in [
            ("outer/c.json", "outer"),
            ("c.json", "root"),
            ("outer/package/c.json", "package"),
            ("outer/package/data/c.json", "data"),
        ] {
            fs::write(root.join(file), text)?;
        }
        Ok(root)
    }

    #[test]
    fn links_and_parent_folders_lead_to_the_file_that_include_bytes_reads() -> std::io::Result<()> {
        let root = folder("links")?;
        for (package, path, text, outside) in [
            ("outer/package", "c.json", "package", false),
            ("outer/package", "./data/../c.json", "package", false),
            ("outer/package", "../c.json", "outer", true),
            ("outer/package", "shortcut/../c.json", "data", false),
            ("link", "c.json", "package", false),
            ("link", "../c.json", "outer", true),
            ("link/data", "../c.json", "package", true),
        ] {
            let file = File::inside(&root.join(package), path);
            assert_eq!(fs::read_to_string(&file.absolute)?, text, "{package} {path}");
            assert_eq!(file.outside_package, outside, "{package} {path}");
            // The argument of `include_bytes!`, with the variable's value.
            let tracked = format!("{}/{path}", root.join(package).display());
            assert_eq!(fs::read_to_string(tracked)?, text, "{package} {path}");
            assert!(file.tracked.to_string().contains("CARGO_MANIFEST_DIR"));
        }
        fs::remove_dir_all(root)
    }

    #[test]
    fn a_relative_package_folder_is_relative_to_the_compiler() -> std::io::Result<()> {
        let file = File::inside(Path::new("src"), "path.rs");
        assert!(file.absolute.is_absolute() && file.absolute.ends_with("src/path.rs"));
        assert!(fs::read_to_string(&file.absolute)?.contains("a_relative_package_folder"));
        assert_eq!(file.tracked.to_string(), format!("{:?}", file.absolute));
        Ok(())
    }
}
