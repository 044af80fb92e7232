//! The files of translations, which are beside their catalog.

use crate::model::Catalog;
use crate::problem::{Problem, Problems};
use crate::source::{Source, Spanned};
use crate::{Read, Translated, ast, check, json, parse, rules, source_from_bytes};

/// Returns the path of a translation: of `catalogs/clinic.json` into German, `catalogs/clinic.de.json`.
pub fn path(catalog: &str, language: &str) -> String {
    let stem = catalog.strip_suffix(".json").unwrap_or(catalog);
    format!("{stem}.{language}.json")
}

/// Reads, checks and adds all translations of a catalog.
///
/// The texts of a catalog with errors are not compared: the problems may follow from these.
pub(crate) fn all(
    source: &Source,
    ast: &ast::Catalog,
    read: &Read<'_>,
    catalog: &mut Catalog,
    problems: &mut Problems,
) -> Vec<Translated> {
    let is_sound = !problems.has_errors();
    let mut files = Vec::new();
    for language in &ast.translations {
        let path = path(&source.path, &language.value);
        match read(&path) {
            Ok(bytes) => files.push(one(path, bytes, language, ast, is_sound.then_some(&mut *catalog))),
            Err(error) => {
                let message = format!("cannot read the translation `{path}`: {error}");
                let problem = Problem::new(&rules::CANNOT_READ, language.span.clone(), message);
                problems.push(problem.help("the file of a translation is beside its catalog"));
            }
        }
    }
    files
}

fn one(
    path: String,
    bytes: Vec<u8>,
    language: &Spanned<String>,
    ast: &ast::Catalog,
    catalog: Option<&mut Catalog>,
) -> Translated {
    let source = match source_from_bytes(path, bytes) {
        Ok(source) => source,
        Err((source, problem)) => {
            let problems = vec![*problem];
            return Translated { source, problems };
        }
    };
    let mut problems = Problems::new();
    if let Some(node) = json::parse(&source, &mut problems) {
        let translation = parse::translation(&source, &node, &mut problems);
        if let Some(catalog) = catalog {
            check::add_translation(ast, &translation, &language.value, catalog, &mut problems);
        }
    }
    let mut problems = problems.finish();
    // The edits of `fix` are those of one file, the catalog.
    for problem in &mut problems {
        problem.fix = None;
    }
    Translated { source, problems }
}

#[cfg(test)]
mod tests {
    use super::path;

    #[test]
    fn a_translation_is_beside_its_catalog() {
        assert_eq!(path("catalogs/clinic.json", "pt-BR"), "catalogs/clinic.pt-BR.json");
        assert_eq!(path("clinic", "de"), "clinic.de.json");
    }
}
