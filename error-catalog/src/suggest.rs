//! Suggestions for misspelled words, and lists of valid ones.

/// The maximum number of listed words.
const MAX_LISTED: usize = 8;

/// Returns the word of `known` that is most similar to `word`, or `None` if none is similar.
///
/// Words that differ only in case, or in `_`, `-`, space and `.`, are always similar, and otherwise a word and its beginning, such as `int` of `integer`.
pub fn nearest<'k>(word: &str, known: impl IntoIterator<Item = &'k str>) -> Option<&'k str> {
    let folded = fold(word);
    let known: Vec<&str> = known.into_iter().collect();
    let begun = || {
        known
            .iter()
            .copied()
            .find(|known| folded.len() > 2 && fold(known).starts_with(&folded))
    };
    known
        .iter()
        .filter_map(|&word| {
            let candidate = fold(word);
            let distance = distance(folded.as_bytes(), candidate.as_bytes());
            // At most a third of the longer word, so that unrelated short words are not suggested.
            let allowed = folded.len().max(candidate.len()) / 3;
            (distance <= allowed.max(usize::from(folded.len() > 2))).then_some((distance, word))
        })
        .min_by_key(|&(distance, _)| distance)
        .map(|(_, word)| word)
        .or_else(begun)
}

/// Returns words in order of their similarity to a word, the most similar first.
pub fn by_likeness<'k>(word: &str, words: impl IntoIterator<Item = &'k str>) -> Vec<&'k str> {
    let folded = fold(word);
    let mut words: Vec<&str> = words.into_iter().collect();
    words.sort_by_cached_key(|known| distance(folded.as_bytes(), fold(known).as_bytes()));
    words
}

/// Returns [`expected`] words, the most similar ones of a list that is too long to be shown as a whole.
pub fn expected_like(word: &str, words: &[&str]) -> String {
    if words.len() <= MAX_LISTED {
        expected(words.iter().copied())
    } else {
        expected(by_likeness(word, words.iter().copied()))
    }
}

/// Returns the edit distance of two words: insertions, deletions, substitutions and swaps of adjacent letters.
///
/// This is the optimal string alignment variant of the Damerau–Levenshtein distance.
fn distance(one: &[u8], other: &[u8]) -> usize {
    // The last two rows of the table: the distance of each prefix of `other` from the current prefix of `one`.
    let mut before: Vec<usize> = Vec::new();
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (i, letter) in one.iter().enumerate() {
        let mut next = vec![i + 1];
        for (j, wanted) in other.iter().enumerate() {
            let changed = row[j] + usize::from(letter != wanted);
            let mut least = changed.min(row[j + 1] + 1).min(next[j] + 1);
            if i > 0 && j > 0 && *letter == other[j - 1] && one[i - 1] == *wanted {
                least = least.min(before[j - 1] + 1);
            }
            next.push(least);
        }
        before = std::mem::replace(&mut row, next);
    }
    row[other.len()]
}

/// Returns a word without case, underscores, hyphens, spaces and dots.
pub(crate) fn fold(word: &str) -> String {
    word.chars()
        .filter(char::is_ascii)
        .filter(|c| !matches!(c, '_' | '-' | ' ' | '.'))
        .collect::<String>()
        .to_ascii_lowercase()
}

/// Returns "expected one of `a`, `b`, `c`", in the words of serde for lists of any length.
pub fn expected<'k>(words: impl IntoIterator<Item = &'k str>) -> String {
    let quoted = quoted(words);
    match quoted.as_slice() {
        [one, two] => format!("expected {one} or {two}"),
        [_, _, ..] => format!("expected one of {}", quoted.join(", ")),
        _ => format!("expected {}", quoted.join("")),
    }
}

/// Returns the words in quotes, separated by commas: "`a`, `b`, `c`".
pub fn list<'k>(words: impl IntoIterator<Item = &'k str>) -> String {
    quoted(words).join(", ")
}

/// Puts each word in quotes; of a long list, only the first words are kept.
fn quoted<'k>(words: impl IntoIterator<Item = &'k str>) -> Vec<String> {
    let mut quoted: Vec<String> = words.into_iter().map(|word| format!("`{word}`")).collect();
    if quoted.len() > MAX_LISTED {
        let others = quoted.len() - MAX_LISTED;
        quoted.truncate(MAX_LISTED);
        quoted.push(format!("and {others} more"));
    }
    quoted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_similar_word_is_suggested() {
        let words = ["not-found", "not-supported", "value"];
        assert_eq!(nearest("not_found", words), Some("not-found"));
        assert_eq!(nearest("NotFoud", words), Some("not-found"));
        assert_eq!(nearest("vlaue", words), Some("value"));
        assert_eq!(distance(b"", b"abc"), 3);
        assert_eq!(distance(b"status", b"sattsu"), 2);
        assert_eq!(distance(b"kitten", b"sitting"), 3);
        assert_eq!(nearest("int", ["string", "integer"]), Some("integer"));
        assert_eq!(nearest("teapot", words), None);
        assert_eq!(nearest("x", words), None);
    }

    #[test]
    fn similar_words_come_first_in_a_list() {
        assert_eq!(
            by_likeness("stat", ["title", "status", "since"]),
            ["status", "title", "since"]
        );
    }

    #[test]
    fn lists_of_any_length_are_named_as_serde_does() {
        assert_eq!(expected(["a"]), "expected `a`");
        assert_eq!(expected(["a", "b"]), "expected `a` or `b`");
        assert_eq!(expected(["a", "b", "c"]), "expected one of `a`, `b`, `c`");
        let long = vec!["a"; 10];
        assert!(expected(long).ends_with("`a`, and 2 more"));
        assert_eq!(list(["a", "b"]), "`a`, `b`");
    }
}
