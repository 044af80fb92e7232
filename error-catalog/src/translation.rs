//! The files of translations, which are beside their catalog.

use crate::bases::Bases;
use crate::problem::{Problem, Problems};
use crate::source::{Source, Spanned};
use crate::{Read, rules, source_from_bytes};

/// Returns the path of a translation: of `catalogs/clinic.json` into German, `catalogs/clinic.de.json`.
pub fn path(catalog: &str, language: &str) -> String {
    let stem = catalog.strip_suffix(".json").unwrap_or(catalog);
    format!("{stem}.{language}.json")
}

/// A language of a catalog, and the files with its texts.
#[derive(Debug)]
pub(crate) struct Language {
    /// The tag, at its place in `translations`.
    pub(crate) tag: Spanned<String>,
    /// The number of the file of each catalog: the first has the texts of the catalog itself, the others those of its bases. `None` if a catalog has no
    /// translation into the language.
    pub(crate) files: Vec<Option<usize>>,
    /// Whether a file cannot be read.
    pub(crate) is_incomplete: bool,
}

/// Reads the translations of a catalog and its bases, and adds the files to its source.
pub(crate) fn load(source: &mut Source, bases: &Bases, read: &Read<'_>, problems: &mut Problems) -> Vec<Language> {
    let tags = bases.languages_of(0).unwrap_or_default();
    let languages = tags.iter().map(|tag| {
        let mut is_incomplete = false;
        let files = bases.languages.iter().enumerate().map(|(catalog, declared)| {
            let same = |other: &&Spanned<String>| other.value.eq_ignore_ascii_case(&tag.value);
            let own = declared.iter().flatten().find(same)?;
            let file = add(source, catalog, own, read, problems);
            is_incomplete |= file.is_none();
            file
        });
        let files = files.collect();
        Language {
            tag: tag.clone(),
            files,
            is_incomplete,
        }
    });
    languages.collect()
}

/// Adds the file of a translation of a catalog; returns its number.
fn add(
    source: &mut Source,
    catalog: usize,
    tag: &Spanned<String>,
    read: &Read<'_>,
    problems: &mut Problems,
) -> Option<usize> {
    let path = path(source.file(catalog).path, &tag.value);
    let bytes = match read(&path) {
        Ok(bytes) => bytes,
        Err(error) => {
            let message = format!("cannot read the translation `{path}`: {error}");
            let problem = Problem::new(&rules::CANNOT_READ, tag.span.clone(), message);
            problems.push(problem.help("the file of a translation is beside its catalog"));
            return None;
        }
    };
    match source_from_bytes(path, bytes) {
        Ok(file) => Some(source.add(file.path, &file.text)),
        Err((file, mut problem)) => {
            let number = source.add(file.path, &file.text);
            problem.shift(source.file(number).start);
            problems.push(*problem);
            None
        }
    }
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
