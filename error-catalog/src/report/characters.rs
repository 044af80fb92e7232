//! Prepares text of a file for a terminal: truncates long lines and replaces control characters.

use error_layout::escape;

/// The maximum length of an excerpt in characters; a longer line is cut around the place.
pub(super) const WIDTH: usize = 100;

/// Returns at most [`WIDTH`] characters of a line around a byte, and the number of terminal cells before that byte.
pub(super) fn cut(line: &str, at: usize) -> (String, usize) {
    let at = escape::cut(line, at).len();
    let mut start = 0;
    if line.chars().nth(WIDTH).is_some() {
        let before = line[..at].char_indices().rev();
        start = before.take(WIDTH / 3).last().map_or(at, |(start, _)| start);
    }
    let lead = line[start..at].chars().map(visible).map(cells).sum::<usize>() + usize::from(start > 0);
    let mut rest = line[start..].chars();
    let mut text = if start > 0 { "…".to_owned() } else { String::new() };
    text.extend(rest.by_ref().take(WIDTH).map(visible));
    if rest.next().is_some() {
        text.push('…');
    }
    (text, lead)
}

/// Replaces tabs and unsafe characters by characters that take one cell.
pub(super) fn visible(c: char) -> char {
    match c {
        '\t' => ' ',
        c if is_unsafe(c) => '\u{fffd}',
        c => c,
    }
}

/// Returns the number of terminal cells of a character.
///
/// Wide characters (Unicode Standard Annex #11, by blocks) take two, combining diacritics none.
pub(super) const fn cells(c: char) -> usize {
    match c {
        '\u{300}'..='\u{36f}' => 0,
        '\u{1100}'..='\u{115f}'
        | '\u{2e80}'..='\u{303e}'
        | '\u{3041}'..='\u{a4cf}'
        | '\u{ac00}'..='\u{d7a3}'
        | '\u{f900}'..='\u{faff}'
        | '\u{fe30}'..='\u{fe6f}'
        | '\u{ff00}'..='\u{ff60}'
        | '\u{ffe0}'..='\u{ffe6}'
        | '\u{1f300}'..='\u{1f64f}'
        | '\u{1f680}'..='\u{1f6ff}'
        | '\u{1f900}'..='\u{1f9ff}'
        | '\u{20000}'..='\u{3fffd}' => 2,
        _ => 1,
    }
}

/// Escapes line breaks and unsafe characters of a text that may quote the file.
pub(super) fn readable(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if is_unsafe(c) {
            out.extend(c.escape_default());
        } else {
            out.push(c);
        }
    }
    out
}

/// Whether a character is a control character or [invisible](escape::is_invisible), such as those that change the text direction.
fn is_unsafe(c: char) -> bool {
    match c {
        ' '..='~' => false,
        c => c.is_control() || escape::is_invisible(c),
    }
}

#[cfg(test)]
mod tests {
    use super::is_unsafe;
    use crate::report::Report;
    use crate::{Problem, Source, rules};

    #[test]
    fn the_underline_is_aligned_with_wide_characters() {
        let source = Source::new("x.json", "e\u{301}\u{60a3}\u{8005}!\u{60a3}\u{8005}");
        let text = Report::new(&source).description(&Problem::new(&rules::SYNTAX, 10..16, "no"));
        assert!(text.starts_with("x.json:1:6: "), "columns are characters: {text}");
        assert!(text.ends_with("\n  |       ^^^^"), "{text}");
    }

    #[test]
    fn an_invisible_character_does_not_shift_the_underline() {
        let source = Source::new("x.json", "\u{feff}{\u{3164}}");
        let text = Report::new(&source).description(&Problem::new(&rules::SYNTAX, 7..8, "no"));
        assert!(text.contains("\u{fffd}{\u{fffd}}\n  |    ^"), "{text}");
    }

    #[test]
    fn text_of_the_file_cannot_control_a_terminal() {
        let source = Source::new("x\u{1b}.json", "\u{1b}[31m");
        let problem = Problem::new(&rules::SYNTAX, 0..1, "no \u{1b}[2J\n good").help("\u{202e}");
        let text = Report::new(&source).description(&problem);
        assert!(text.chars().all(|c| c == '\n' || !is_unsafe(c)), "{text:?}");
        assert_eq!(text.lines().count(), 5, "{text}");
    }
}
