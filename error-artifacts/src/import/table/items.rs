//! Errors in lists and links: `404 - Invalid account`, `NOT_FOUND: the account is unknown`.

use serde_json::json;

use super::columns::is_code;
use crate::import::found::{Entry, Fact, Place, Statuses};
use crate::import::text::tidy;
use crate::import::words::statuses;

/// Returns the error that an item of a list describes, if it does.
pub(crate) fn entries(text: &str, place: &Place) -> Option<Entry> {
    let text = tidy(text);
    let (head, rest) = split(&text);
    let mut entry = Entry::new(place.clone());
    let (all, words) = statuses(head);
    let errors: Vec<u16> = all.iter().copied().filter(|status| *status >= 400).collect();
    if !all.is_empty() && errors.is_empty() {
        return None;
    }
    let bare = words.trim_matches(|c: char| "()[] ".contains(c));
    let is_constant = |text: &str| {
        is_code(text) && text.contains('_') && (text == text.to_ascii_uppercase() || text == text.to_ascii_lowercase())
    };
    if is_constant(bare) {
        entry.code = Some(Fact::read(json!(bare), place.clone()));
    } else if errors.is_empty() {
        return None;
    } else if !bare.is_empty() {
        // Prose with a number in it, unless the number is at its start.
        if !head.starts_with(|c: char| c.is_ascii_digit()) || bare.len() > 60 {
            return None;
        }
        entry.title = Some(Fact::read(bare.to_owned(), place.clone()));
    }
    if !errors.is_empty() {
        entry.status = Some(Fact::read(Statuses::Known(errors), place.clone()));
    }
    let rest = tidy(rest);
    if !rest.is_empty() {
        if entry.title.is_none() && entry.code.is_none() {
            entry.title = Some(Fact::read(rest, place.clone()));
        } else {
            entry.description = Some(Fact::read(rest, place.clone()));
        }
    }
    Some(entry)
}

/// Returns the text before the first dash or colon, and the text after it.
fn split(text: &str) -> (&str, &str) {
    let ends = [" - ", " – ", " — ", ": "];
    let found = ends.iter().filter_map(|end| Some((text.find(end)?, end.len()))).min();
    match found {
        Some((at, length)) => (&text[..at], &text[at + length..]),
        None => (text, ""),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::text::Text;

    #[test]
    fn items_with_a_code_or_a_status_are_errors() {
        let place = Text::new("a", String::new()).place(0);
        let read = |text: &str| {
            let entry = entries(text, &place)?;
            let status = entry.status.as_ref().map(|status| status.value.first());
            Some((
                entry.code_text().into_owned(),
                status,
                entry.title.map(|title| title.value),
            ))
        };
        let title = |text: &str| Some(text.to_owned());
        assert_eq!(
            read("404 - Invalid Banking Account"),
            Some((String::new(), Some(404), title("Invalid Banking Account")))
        );
        assert_eq!(
            read("404 Not Found: no such account"),
            Some((String::new(), Some(404), title("Not Found")))
        );
        assert_eq!(
            read("NOT_FOUND (404): no such account"),
            Some(("NOT_FOUND".to_owned(), Some(404), None))
        );
        assert_eq!(
            read("channel_not_found – no such channel"),
            Some(("channel_not_found".to_owned(), None, None))
        );
        assert_eq!(read("In 400 cases: prose"), None);
        assert_eq!(read("200 - OK"), None);
        assert_eq!(read("Log errors locally"), None);
    }
}
