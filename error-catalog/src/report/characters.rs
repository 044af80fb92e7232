//! Characters of a file that are shown to people: not too many, and none that does anything.

/// The longest excerpt of a line, in characters; longer lines are cut around the place.
pub(super) const WIDTH: usize = 100;

/// At most [`WIDTH`] characters of a line around one of its bytes, and how many cells of a terminal stand before that byte then.
pub(super) fn cut(line: &str, at: usize) -> (String, usize) {
    let at = super::place::floor(line, at);
    let mut start = 0;
    if line.chars().nth(WIDTH).is_some() {
        let before = line[..at].char_indices().rev();
        start = before.take(WIDTH / 3).last().map_or(at, |(start, _)| start);
    }
    let lead = line[start..at].chars().map(cells).sum::<usize>() + usize::from(start > 0);
    let mut rest = line[start..].chars();
    let mut text = if start > 0 { "…".to_owned() } else { String::new() };
    text.extend(rest.by_ref().take(WIDTH).map(visible));
    if rest.next().is_some() {
        text.push('…');
    }
    (text, lead)
}

/// One column for each character: tabs and control characters would shift the marks, or worse.
fn visible(c: char) -> char {
    match c {
        '\t' => ' ',
        c if is_unsafe(c) => '\u{fffd}',
        c => c,
    }
}

/// How many cells of a terminal a character takes: two if it is wide (Unicode Standard Annex #11, by blocks), none if it is an accent of the one
/// before it.
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

/// Words that may come from the file, on one line and harmless to a terminal.
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

/// Whether a character controls a terminal or the direction of what stands beside it, or cannot be seen.
fn is_unsafe(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::is_unsafe;
    use crate::report::describe;
    use crate::{Problem, Source, rules};

    #[test]
    fn the_underline_is_below_wide_characters_too() {
        let source = Source::new("x.json", "e\u{301}\u{60a3}\u{8005}!\u{60a3}\u{8005}");
        let text = describe(&source, &Problem::new(&rules::SYNTAX, 10..16, "no"));
        assert!(text.starts_with("x.json:1:6: "), "columns are characters: {text}");
        assert!(text.ends_with("\n  |       ^^^^"), "{text}");
    }

    #[test]
    fn a_mark_that_nobody_sees_does_not_shift_the_underline() {
        let source = Source::new("x.json", "\u{feff}{\u{200b}}");
        let text = describe(&source, &Problem::new(&rules::SYNTAX, 7..8, "no"));
        assert!(text.contains("\u{fffd}{\u{fffd}}\n  |    ^"), "{text}");
    }

    #[test]
    fn words_from_the_file_cannot_command_a_terminal() {
        let source = Source::new("x\u{1b}.json", "\u{1b}[31m");
        let problem = Problem::new(&rules::SYNTAX, 0..1, "no \u{1b}[2J\n good").help("\u{202e}");
        let text = describe(&source, &problem);
        assert!(text.chars().all(|c| c == '\n' || !is_unsafe(c)), "{text:?}");
        assert_eq!(text.lines().count(), 5, "{text}");
    }
}
