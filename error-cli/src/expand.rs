//! `error-catalog expand`: the Rust code that `error_catalog!` generates, as a file to commit.

use error_catalog::{names, rust};
use proc_macro2::{Ident, Span, TokenStream};

use crate::args::Expand;
use crate::catalog;
use crate::output::{Exit, Output};

pub(crate) fn run(arguments: &Expand, output: &mut Output) -> Exit {
    match code(arguments, output) {
        Ok(code) => arguments.to.deliver(&code, output),
        Err(exit) => exit,
    }
}

fn code(arguments: &Expand, output: &mut Output) -> Result<String, Exit> {
    let catalog = catalog::load(&arguments.path, output)?;
    let name = arguments
        .name
        .clone()
        .or_else(|| names::upper_camel(&catalog.name))
        .unwrap_or_default();
    let request = request(arguments, &name, &catalog.name).map_err(|message| {
        output.fail(&message);
        Exit::CouldNotRun
    })?;
    let tokens = rust::expand(&catalog, &request);
    match syn::parse2(tokens) {
        Ok(file) => Ok(format!("{}\n{}", header(arguments), prettyplease::unparse(&file))),
        Err(error) => {
            output.fail(&format!(
                "the code cannot be laid out, which is a bug of this command: {error}"
            ));
            Err(Exit::CouldNotRun)
        }
    }
}

/// The comment above the code: the command that generates it.
fn header(arguments: &Expand) -> String {
    let path = arguments.path.display();
    format!("// Made by `error-catalog expand {path}`; change the catalog, not this file.\n")
}

fn request(arguments: &Expand, name: &str, catalog: &str) -> Result<rust::Request, String> {
    if !names::is_upper_camel(name) {
        return Err(format!("`{name}` is not an enum name in upper camel case"));
    }
    let parse = |what: &str, text: &str| {
        text.parse::<TokenStream>()
            .map_err(|_| format!("`{text}` is not a Rust {what}"))
    };
    let visibility = parse("visibility", &arguments.visibility)?;
    syn::parse2::<syn::Visibility>(visibility.clone())
        .map_err(|_| format!("`{}` is not a Rust visibility", arguments.visibility))?;
    let runtime = parse("path", &arguments.runtime)?;
    let path =
        syn::parse2::<syn::Path>(runtime.clone()).map_err(|_| format!("`{}` is not a Rust path", arguments.runtime))?;
    let is_absolute = path.leading_colon.is_some() || path.segments.first().is_some_and(|first| first.ident == "crate");
    if !is_absolute {
        return Err(format!(
            "write `::{0}` or `crate::…`: `{0}` would not be found inside a module",
            arguments.runtime
        ));
    }
    Ok(rust::Request {
        attributes: TokenStream::new(),
        visibility,
        name: Ident::new(name, Span::call_site()),
        module: None,
        path: catalog.to_owned(),
        runtime_inside: runtime.clone(),
        runtime,
        exhaustive: arguments.exhaustive,
        // What is checked in does not depend on the catalog's file; `--check` tells when it should change.
        tracked_paths: Vec::new(),
        is_broken: false,
    })
}
