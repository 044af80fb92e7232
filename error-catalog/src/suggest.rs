//! Suggestions for misspelled words, and lists of valid ones.

/// The maximum number of listed words.
const MAX_LISTED: usize = 8;

/// The maximum number of words in a closed list that is shown as a whole.
const MAX_LIST: usize = 16;

/// The maximum number of bytes of a word that are compared.
const MAX_COMPARED: usize = 64;

/// A word as it is compared: without case, underscores, hyphens, spaces and dots.
struct Folded {
    bytes: [u8; MAX_COMPARED],
    len: usize,
}

impl Folded {
    fn of(word: &str) -> Self {
        let mut folded = Self {
            bytes: [0; MAX_COMPARED],
            len: 0,
        };
        for (to, from) in folded.bytes.iter_mut().zip(folded_bytes(word)) {
            *to = from;
            folded.len += 1;
        }
        folded
    }

    fn as_bytes(&self) -> &[u8] {
        self.bytes.get(..self.len).unwrap_or_default()
    }
}

fn folded_bytes(word: &str) -> impl Iterator<Item = u8> {
    let bytes = word.bytes();
    let kept = bytes.filter(|byte| byte.is_ascii() && !matches!(byte, b'_' | b'-' | b' ' | b'.'));
    kept.map(|byte| byte.to_ascii_lowercase())
}

/// Returns the word of `known` that is most similar to `word`, or `None` if none is similar.
///
/// Words that differ only in case, or in `_`, `-`, space and `.`, are always similar, and otherwise a word and its beginning, such as `int` of `integer`.
pub fn nearest<'k>(word: &str, known: impl IntoIterator<Item = &'k str>) -> Option<&'k str> {
    let folded = Folded::of(word);
    let folded = folded.as_bytes();
    let (mut best, mut begun) = (None, None);
    for known in known {
        let candidate = Folded::of(known);
        let candidate = candidate.as_bytes();
        // At most a third of the longer word, so that unrelated short words are not suggested.
        let allowed = (folded.len().max(candidate.len()) / 3).max(usize::from(folded.len() > 2));
        let limit = match best {
            Some((0, _)) => break,
            Some((least, _)) => allowed.min(least - 1),
            None => allowed,
        };
        if let Some(distance) = distance(folded, candidate, limit) {
            best = Some((distance, known));
        } else if begun.is_none() && folded.len() > 2 && candidate.starts_with(folded) {
            begun = Some(known);
        }
    }
    best.map(|(_, known)| known).or(begun)
}

/// Returns words in order of their similarity to a word, the most similar first.
pub fn by_likeness<'k>(word: &str, words: impl IntoIterator<Item = &'k str>) -> Vec<&'k str> {
    let folded = Folded::of(word);
    let mut words: Vec<&str> = words.into_iter().collect();
    words.sort_by_cached_key(|known| distance(folded.as_bytes(), Folded::of(known).as_bytes(), usize::MAX));
    words
}

/// Returns [`expected`] words, the most similar ones of a list that is too long to be shown as a whole.
pub fn expected_like(word: &str, words: &[&str]) -> String {
    if words.len() <= MAX_LIST {
        expected_all(words)
    } else {
        expected(by_likeness(word, words.iter().copied()))
    }
}

/// Returns the edit distance of two words: insertions, deletions, substitutions and swaps of adjacent letters; `None` if it exceeds a limit.
///
/// This is the optimal string alignment variant of the Damerau–Levenshtein distance.
fn distance(one: &[u8], other: &[u8], limit: usize) -> Option<usize> {
    if one.len().abs_diff(other.len()) > limit {
        return None;
    }
    // Three rows of the table: the distance of each prefix of `other` from the current prefix of `one`, and from the two before it.
    let mut before = [0_u8; MAX_COMPARED + 1];
    let mut row = before;
    let mut next = before;
    for (place, distance) in row.iter_mut().zip(0..) {
        *place = distance;
    }
    for ((i, letter), first) in one.iter().enumerate().zip(1..) {
        next[0] = first;
        let mut least_of_row = first;
        for (j, wanted) in other.iter().enumerate() {
            let changed = row[j] + u8::from(letter != wanted);
            let mut least = changed.min(row[j + 1] + 1).min(next[j] + 1);
            if i > 0 && j > 0 && *letter == other[j - 1] && one[i - 1] == *wanted {
                least = least.min(before[j - 1] + 1);
            }
            next[j + 1] = least;
            least_of_row = least_of_row.min(least);
        }
        // A swap reaches back by two rows, but costs as much as the row between them.
        if usize::from(least_of_row) > limit {
            return None;
        }
        (before, row, next) = (row, next, before);
    }
    Some(row[other.len()].into()).filter(|distance| *distance <= limit)
}

/// Returns a word without case, underscores, hyphens, spaces and dots.
pub(crate) fn fold(word: &str) -> String {
    folded_bytes(word).map(char::from).collect()
}

/// Returns "expected one of `a`, `b`, `c`", in the words of serde for lists of any length.
pub fn expected<'k>(words: impl IntoIterator<Item = &'k str>) -> String {
    expected_quoted(&quoted(words))
}

fn expected_all(words: &[&str]) -> String {
    let quoted: Vec<String> = words.iter().map(|word| format!("`{word}`")).collect();
    expected_quoted(&quoted)
}

fn expected_quoted(quoted: &[String]) -> String {
    match quoted {
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
    let mut words = words.into_iter();
    let mut quoted: Vec<String> = words
        .by_ref()
        .take(MAX_LISTED)
        .map(|word| format!("`{word}`"))
        .collect();
    let others = words.count();
    if others > 0 {
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
        assert_eq!(distance(b"", b"abc", 9), Some(3));
        assert_eq!(distance(b"status", b"sattsu", 9), Some(2));
        assert_eq!(distance(b"status", b"sattsu", 2), Some(2));
        assert_eq!(distance(b"status", b"sattsu", 1), None);
        assert_eq!(distance(b"kitten", b"sitting", 3), Some(3));
        assert_eq!(distance(b"kitten", b"sitting", 2), None);
        let long = "long-".repeat(100);
        assert_eq!(
            nearest(&long, ["x", &*long.to_uppercase()]),
            Some(&*long.to_uppercase())
        );
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
