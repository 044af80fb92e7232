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
            let distance = strsim::damerau_levenshtein(&folded, &candidate);
            // A third of the longer word, so that short words do not suggest each other.
            let allowed = folded.chars().count().max(candidate.chars().count()) / 3;
            (distance <= allowed.max(usize::from(folded.len() > 2))).then_some((distance, word))
        })
        .min_by_key(|&(distance, _)| distance)
        .map(|(_, word)| word)
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
        assert_eq!(nearest("teapot", words), None);
        assert_eq!(nearest("x", words), None);
    }
}
