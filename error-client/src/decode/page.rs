//! The text of an HTML page: its title, its first heading, or its first text.

use alloc::borrow::Cow;
use alloc::string::String;

use error_layout::escape::cut;

use super::unescape;

/// The number of bytes of a page that are searched.
const MAX_SEARCH: usize = 64 << 10;

/// Elements whose content is not markup.
const SCRIPTS: [&str; 2] = ["script", "style"];

/// Elements whose content is not shown.
const HIDDEN: [&str; 3] = ["script", "style", "head"];

/// The title of a page, else its first heading, else its first text.
pub(super) fn text(page: &str) -> Option<Cow<'_, str>> {
    let page = cut(page, MAX_SEARCH);
    let headings = ["title", "h1", "h2", "h3", "h4", "h5", "h6"];
    let titles = headings.into_iter().filter_map(|name| element(page, name));
    titles
        .map(shown)
        .find(|text| !text.is_empty())
        .or_else(|| first_text(page))
}

/// The content of the first element with this name.
fn element<'p>(page: &'p str, name: &str) -> Option<&'p str> {
    let mut rest = page;
    loop {
        rest = rest.get(rest.find('<')? + 1..)?;
        if is_tag(rest, name) {
            let content = rest.get(rest.find('>')? + 1..)?;
            let end = content
                .match_indices("</")
                .find(|(at, _)| is_tag(content.get(at + 2..).unwrap_or(""), name));
            return content.get(..end?.0);
        }
        if let Some(behind) = behind_hidden(rest, &SCRIPTS) {
            rest = behind;
        }
    }
}

/// The text behind a comment or a hidden element whose tag begins here, behind its `<`; empty without its end.
fn behind_hidden<'p>(tag: &'p str, hidden: &[&str]) -> Option<&'p str> {
    if tag.starts_with("!--") {
        return Some(tag.split_once("-->").map_or("", |(_, behind)| behind));
    }
    let name = hidden.iter().find(|name| is_tag(tag, name))?;
    let mut ends = tag.match_indices("</");
    let end = ends.find(|(at, _)| is_tag(tag.get(at + 2..).unwrap_or(""), name));
    let behind = end.and_then(|(at, _)| tag.get(at + 2..)?.split_once('>'));
    Some(behind.map_or("", |(_, behind)| behind))
}

/// Whether a tag, after its `<`, has this name.
fn is_tag(tag: &str, name: &str) -> bool {
    let (head, behind) = tag.split_at_checked(name.len()).unwrap_or(("", ""));
    head.eq_ignore_ascii_case(name) && !behind.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '-')
}

/// The text of a piece of a page, without tags and with decoded character references.
fn shown(piece: &str) -> Cow<'_, str> {
    let piece = piece.trim_ascii();
    if !piece.contains('<') {
        return unescape::markup(piece);
    }
    let mut text = String::new();
    for (number, part) in piece.split('<').enumerate() {
        let part = if number == 0 {
            part
        } else {
            part.split_once('>').map_or("", |(_, text)| text)
        };
        text.push_str(&unescape::markup(part));
    }
    Cow::Owned(text.trim_ascii().into())
}

/// The first text between tags that is shown.
fn first_text(page: &str) -> Option<Cow<'_, str>> {
    let mut rest = page;
    loop {
        let start = rest.find('<').unwrap_or(rest.len());
        let text = rest.get(..start)?.trim_ascii();
        if !text.is_empty() {
            return Some(unescape::markup(text));
        }
        let tag = rest.get(start + 1..)?;
        rest = match behind_hidden(tag, &HIDDEN) {
            Some(behind) => behind,
            None => tag.split_once('>')?.1,
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_page_has_its_title_heading_or_first_text() {
        for (page, expected) in [
            (
                "<body><!-- <h1>a</h1> --><script>x = '<h1>b</h1>'</script><style><h1></style><p>Blocked</p>",
                Some("Blocked"),
            ),
            ("<script>x = '<title>a</title>'</script><title>Bad</title>", Some("Bad")),
            ("<html><title>Bad &amp; good</title><h1>x</h1>", Some("Bad & good")),
            (
                "<HTML><TITLE></TITLE><H1 class=a>Bad <b>Gateway</b></H1>",
                Some("Bad Gateway"),
            ),
            (
                "<html><head><style>p{}</style></head><body><!-- x --><p>No route</p>",
                Some("No route"),
            ),
            ("<p>Sorry", Some("Sorry")),
            ("<html><header>Top</header>", Some("Top")),
            ("<html><body></body></html>", None),
            ("<html><title>cut", Some("cut")),
        ] {
            assert_eq!(text(page).as_deref(), expected, "{page}");
        }
    }

    proptest! {
        #[test]
        fn every_page_can_be_read(page in "(<|>|</|title|h1|script|!--|-->|é| |&amp;){0,40}") {
            let _ = text(&page);
        }
    }
}
