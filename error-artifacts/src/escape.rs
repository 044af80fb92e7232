//! Escapes of formats that other programs read.

use std::fmt::Write as _;

use error_layout::escape::is_invisible;

/// Escapes the text after the second `::` of a workflow command of GitHub Actions.
///
/// <https://docs.github.com/actions/reference/workflow-commands-for-github-actions>
pub fn github_data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// Escapes the value of a property of a workflow command of GitHub Actions.
pub fn github_property(text: &str) -> String {
    github_data(text).replace(':', "%3A").replace(',', "%2C")
}

/// Returns a path as a URI reference. A relative path stays relative to the folder in which the command ran.
pub fn path_uri(path: &str) -> String {
    let path = if cfg!(windows) {
        path.replace('\\', "/")
    } else {
        path.to_owned()
    };
    let path = path.strip_prefix("./").unwrap_or(&path);
    let mut uri = if path.starts_with('/') {
        "file://".to_owned()
    } else if path.as_bytes().get(1) == Some(&b':') && cfg!(windows) {
        "file:///".to_owned()
    } else {
        String::new()
    };
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            uri.push(char::from(byte));
        } else {
            let _ = write!(uri, "%{byte:02X}");
        }
    }
    uri
}

/// Returns a text for a terminal: control and invisible characters are replaced, other than line feeds.
pub fn readable(text: &str) -> String {
    text.chars()
        .map(|c| {
            if c.is_control() && c != '\n' || is_invisible(c) {
                '\u{fffd}'
            } else {
                c
            }
        })
        .collect()
}

/// Returns a text as inline code of Markdown (CommonMark, section 6.1).
pub fn markdown_code(text: &str) -> String {
    let text = text.replace(['\n', '\r'], " ");
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    let space = if text.starts_with('`') || text.ends_with('`') {
        " "
    } else {
        ""
    };
    format!("{fence}{space}{text}{space}{fence}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_becomes_a_uri_reference() {
        assert_eq!(path_uri("./a b/é:c.json"), "a%20b/%C3%A9%3Ac.json");
        assert_eq!(path_uri("/x/y.json"), "file:///x/y.json");
    }

    #[test]
    fn code_of_markdown_can_have_backticks() {
        assert_eq!(markdown_code("a"), "`a`");
        assert_eq!(markdown_code("a``b`"), "``` a``b` ```");
    }
}
