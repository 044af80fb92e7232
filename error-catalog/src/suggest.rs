//! "Did you mean …?" for closed lists of words.

/// How many words are listed; the longest closed list has fewer.
const MAX_LISTED: usize = 40;

/// The word of `known` that was most likely meant by `given`, if any is near enough.
///
/// A word that differs only in case, or in `_`, `-`, space and `.`, is always near.
pub fn nearest<'k>(given: &str, known: impl IntoIterator<Item = &'k str>) -> Option<&'k str> {
    let folded = fold(given);
    known
        .into_iter()
        .filter_map(|word| {
            let candidate = fold(word);
            let distance = distance(folded.as_bytes(), candidate.as_bytes());
            // A third of the longer word, so that short words do not suggest each other.
            let allowed = folded.len().max(candidate.len()) / 3;
            (distance <= allowed.max(usize::from(folded.len() > 2))).then_some((distance, word))
        })
        .min_by_key(|&(distance, _)| distance)
        .map(|(_, word)| word)
}

/// How many letters have to be added, taken away, changed or swapped with the next one to make one word of another (Damerau and Levenshtein,
/// of neighbours that are swapped once).
fn distance(one: &[u8], other: &[u8]) -> usize {
    // The last rows of the table: for each beginning of `other`, its distance from the beginning of `one` so far.
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

fn fold(word: &str) -> String {
    word.chars()
        .filter(char::is_ascii)
        .filter(|c| !matches!(c, '_' | '-' | ' ' | '.'))
        .collect::<String>()
        .to_ascii_lowercase()
}

/// The words of a list in running text: "`a`, `b` or `c`". Of a very long one, the first.
pub fn one_of<'k>(words: impl IntoIterator<Item = &'k str>) -> String {
    let mut quoted: Vec<String> = words.into_iter().map(|word| format!("`{word}`")).collect();
    if quoted.len() > MAX_LISTED {
        let others = quoted.len() - MAX_LISTED;
        quoted.truncate(MAX_LISTED);
        quoted.push(format!("one of {others} more"));
    }
    match quoted.split_last() {
        None => "nothing".to_owned(),
        Some((only, [])) => only.clone(),
        Some((last, others)) => format!("{} or {last}", others.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_word_is_suggested_and_a_far_one_is_not() {
        let words = ["not-found", "not-supported", "value"];
        assert_eq!(nearest("not_found", words), Some("not-found"));
        assert_eq!(nearest("NotFoud", words), Some("not-found"));
        assert_eq!(nearest("vlaue", words), Some("value"));
        assert_eq!(distance(b"", b"abc"), 3);
        assert_eq!(distance(b"status", b"sattsu"), 2);
        assert_eq!(distance(b"kitten", b"sitting"), 3);
        assert_eq!(nearest("teapot", words), None);
        assert_eq!(nearest("x", words), None);
    }
}
