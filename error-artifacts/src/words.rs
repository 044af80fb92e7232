//! Numbers and lists in the sentences of reports.

/// Returns `1 event`, `2 events`, `2 entries`.
pub fn count(number: usize, noun: &str) -> String {
    match noun.strip_suffix('y') {
        _ if number == 1 => format!("1 {noun}"),
        Some(stem) => format!("{number} {stem}ies"),
        None => format!("{number} {noun}s"),
    }
}

/// Returns the first names of a list, and the number of the others.
pub fn abridged(names: &[&str], shown: usize) -> String {
    let first = names.iter().take(shown).copied().collect::<Vec<_>>().join(", ");
    match names.len().saturating_sub(shown) {
        0 => first,
        more => format!("{first} and {more} more"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nouns_follow_their_number() {
        assert_eq!([count(1, "entry"), count(2, "entry")], ["1 entry", "2 entries"]);
        assert_eq!([count(0, "file"), count(1, "file")], ["0 files", "1 file"]);
    }

    #[test]
    fn a_long_list_is_cut() {
        assert_eq!(abridged(&["a", "b"], 2), "a, b");
        assert_eq!(abridged(&["a", "b", "c", "d"], 2), "a, b and 2 more");
    }
}
