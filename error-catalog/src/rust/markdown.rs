//! Markdown in documentation comments and in other documents (CommonMark 0.31).
//!
//! A description is Markdown of an author. rustdoc would compile its code blocks, resolve its brackets as paths, and copy
//! its HTML to the page. Here code blocks become plain text, links keep only addresses of the web, and HTML keeps only tags
//! that mark up text. Everything else is shown letter for letter.

use std::borrow::Cow;

use crate::ast::text::{self, Bytes, bytes};

/// Characters without a meaning in Markdown.
static PLAIN: Bytes = bytes(b" .,-'()");

/// Characters without a meaning in a code span.
static PLAIN_CODE: Bytes = bytes(b" !\"#$%&'()*+,-./:;<=>?@[\\]^_{|}~");

/// Tags of HTML that mark up a part of a text.
static INLINE: [&str; 15] = [
    "b", "code", "del", "em", "i", "kbd", "s", "samp", "small", "strong", "sub", "sup", "tt", "u", "var",
];

/// Tags of HTML that start or end a paragraph.
static BLOCK: [&str; 17] = [
    "blockquote",
    "dd",
    "div",
    "dl",
    "dt",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "ol",
    "p",
    "pre",
    "table",
    "tr",
    "ul",
];

/// Tags of HTML that show nothing by themselves.
static SILENT: [&str; 5] = ["font", "span", "tbody", "tfoot", "thead"];

/// Removes characters that change the direction of text, which rustc rejects in comments; other control characters are spaces.
fn visible(text: &str) -> Cow<'_, str> {
    let is_direction = |c: char| matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    if !text.contains(|c: char| c.is_control() && c != '\n' || is_direction(c)) {
        return Cow::Borrowed(text);
    }
    let shown = text.chars().filter(|&c| !is_direction(c) && c != '\r');
    Cow::Owned(
        shown
            .map(|c| if c.is_control() && c != '\n' { ' ' } else { c })
            .collect(),
    )
}

/// Returns a text as Markdown without markup. Addresses become links.
pub fn escape(text: &str) -> Cow<'_, str> {
    if text::is_all(text, &PLAIN) && !text.starts_with(' ') && !text.ends_with(' ') {
        return Cow::Borrowed(text);
    }
    let text = visible(text);
    let mut out = Inline::default();
    let mut rest = &*text;
    while let Some(c) = rest.chars().next() {
        let taken = out.address(rest).unwrap_or_else(|| {
            match c {
                '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '|' | '~' | '&' | '$' => out.letter(c),
                c if c.is_whitespace() && (out.text.is_empty() || out.text.ends_with(' ')) => {}
                c if c.is_whitespace() => out.text.push(' '),
                c => out.text.push(c),
            }
            c.len_utf8()
        });
        rest = rest.get(taken..).unwrap_or_default();
    }
    Cow::Owned(out.text)
}

/// Returns a text as a code span (section 6.1).
pub fn code(text: &str) -> Cow<'_, str> {
    if text::is_all(text, &PLAIN_CODE) && !text.trim().is_empty() {
        return Cow::Owned(format!("`{text}`"));
    }
    let text = visible(text).replace(char::is_whitespace, " ");
    if text.trim().is_empty() {
        return Cow::Borrowed("(empty)");
    }
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    let pad = if text.starts_with('`') || text.ends_with('`') {
        " "
    } else {
        ""
    };
    Cow::Owned(format!("{fence}{pad}{text}{pad}{fence}"))
}

/// Returns the Markdown of a description.
pub fn description(text: &str) -> Cow<'_, str> {
    if text::is_all(text, &PLAIN) && !text.contains("  ") && !text.starts_with(' ') {
        return Cow::Borrowed(text);
    }
    let text = visible(text);
    let mut out = String::with_capacity(text.len() + 16);
    let mut block = String::new();
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        match fence(line) {
            Some(fence) => {
                paragraph(&mut out, &mut block);
                code_block(&mut out, fence, &mut lines);
            }
            None if line.trim().is_empty() => {
                paragraph(&mut out, &mut block);
                out.push('\n');
            }
            None => {
                block.push_str(line);
                block.push('\n');
            }
        }
    }
    paragraph(&mut out, &mut block);
    out.truncate(out.trim_end().len());
    Cow::Owned(out)
}

/// Returns the fence of a line that starts a code block (section 4.5).
fn fence(line: &str) -> Option<&str> {
    let line = line.trim();
    let mark = line.chars().next().filter(|mark| matches!(mark, '`' | '~'))?;
    let info = line.trim_start_matches(mark);
    let fence = line.get(..line.len() - info.len())?;
    (fence.len() >= 3 && !(mark == '`' && info.contains('`'))).then_some(fence)
}

/// Writes a code block as plain text, which rustdoc does not compile.
fn code_block<'t>(out: &mut String, fence: &str, lines: &mut impl Iterator<Item = &'t str>) {
    // A block of HTML, such as an end tag alone, ends at an empty line only.
    if !out.is_empty() {
        out.push('\n');
    }
    out.push_str(fence);
    out.push_str("text\n");
    for line in lines {
        let end = line.trim();
        if end.len() >= fence.len() && end.bytes().all(|byte| fence.as_bytes().first() == Some(&byte)) {
            break;
        }
        out.push_str(line);
        out.push('\n');
    }
    out.push_str(fence);
    out.push('\n');
}

/// Writes the lines of a block, and removes them.
fn paragraph(out: &mut String, block: &mut String) {
    let mut inline = Inline::default();
    inline.write(block.trim_end());
    inline.close();
    out.push_str(&inline.text);
    if !block.is_empty() {
        out.push('\n');
    }
    block.clear();
}

/// A part of a text that is open.
enum Open<'t> {
    Tag(&'static str),
    /// An `a` element with its address.
    Link(&'t str),
}

impl Open<'_> {
    fn name(&self) -> &str {
        match self {
            Self::Tag(name) => name,
            Self::Link(_) => "a",
        }
    }
}

/// The text of a block.
#[derive(Default)]
struct Inline<'t> {
    text: String,
    open: Vec<Open<'t>>,
    /// Whether the text is the text of a link, where no other link is valid.
    in_link: bool,
}

impl<'t> Inline<'t> {
    fn write(&mut self, block: &'t str) {
        let mut rest = block;
        while let Some(c) = rest.chars().next() {
            let special = match c {
                '`' => Some(self.code_span(rest)),
                '<' => self.markup(rest),
                '[' => self.link(rest),
                // An image becomes a link to it.
                '!' => rest.get(1..).and_then(|link| Some(self.link(link)? + 1)),
                'h' => self.address(rest),
                '\\' => self.escaped(rest),
                _ => None,
            };
            let taken = special.unwrap_or_else(|| {
                self.one(c, rest);
                c.len_utf8()
            });
            rest = rest.get(taken..).unwrap_or_default();
        }
    }

    /// Writes one character of `rest`.
    fn one(&mut self, c: char, rest: &str) {
        match c {
            '\\' if rest.starts_with("\\\n") => self.text.push_str("  "),
            '<' | '>' | '[' | ']' | '\\' => self.letter(c),
            '~' if rest.starts_with("~~~") || self.text.ends_with('~') => self.letter(c),
            '*' | '_'
                if self
                    .open
                    .iter()
                    .any(|open| matches!(open.name(), "code" | "kbd" | "samp" | "tt")) =>
            {
                self.letter(c);
            }
            // Four spaces, or a tab, at the start of a line or of an item start a code block. Two at the end break a line.
            ' ' if self.text.is_empty() || self.text.ends_with(['\n', ' ']) => {
                if rest.trim_start_matches(' ').starts_with('\n') && self.text.ends_with(' ') {
                    self.text.truncate(self.text.trim_end_matches(' ').len());
                    self.text.push_str("  ");
                }
            }
            // An element is on one line. A tag alone on its line would start a block of HTML (section 4.6).
            '\n' if !self.open.is_empty() || self.ends_with_tag() => self.text.push(' '),
            c => self.text.push(c),
        }
    }

    fn ends_with_tag(&self) -> bool {
        let text = self.text.trim_end_matches(' ');
        text.ends_with('>') && !text.ends_with("\\>")
    }

    /// Writes a character that would have a meaning.
    fn letter(&mut self, c: char) {
        self.text.push('\\');
        self.text.push(c);
    }

    /// Copies a character that the author escaped.
    fn escaped(&mut self, rest: &str) -> Option<usize> {
        let c = rest.chars().nth(1).filter(char::is_ascii_punctuation)?;
        self.letter(c);
        Some(2)
    }

    /// Copies a code span (section 6.1), or writes its backticks as text.
    fn code_span(&mut self, rest: &str) -> usize {
        let inside = rest.trim_start_matches('`');
        let fence = rest.len() - inside.len();
        let mut at = 0;
        for part in inside.split_inclusive('`') {
            at += part.len();
            let after = inside.get(at..).unwrap_or_default();
            let run = inside
                .get(..at)
                .map_or(0, |text| text.len() - text.trim_end_matches('`').len());
            if run == fence && !after.starts_with('`') {
                let span = rest.get(..fence + at).unwrap_or_default();
                self.text.push_str(&span.replace('\n', " "));
                return span.len();
            }
        }
        for _ in 0..fence {
            self.letter('`');
        }
        fence
    }

    /// Writes an address of the web as an autolink (section 6.5); returns its length.
    fn address(&mut self, rest: &str) -> Option<usize> {
        let is_start = !self.text.ends_with(|c: char| c.is_alphanumeric());
        if !is_start || !is_web(rest) || self.is_in_link() {
            return None;
        }
        let end = rest.find(|c: char| c.is_whitespace() || "<>`\"\\".contains(c));
        let mut address = rest.get(..end.unwrap_or(rest.len()))?;
        while let Some(shorter) = address.strip_suffix(|c: char| ".,;:!?'*_])".contains(c)) {
            if address.ends_with(')') && shorter.contains('(') {
                break;
            }
            address = shorter;
        }
        self.text.push('<');
        self.text.push_str(address);
        self.text.push('>');
        Some(address.len())
    }

    /// Writes an inline link (section 6.3) to an address of the web; returns its length.
    fn link(&mut self, rest: &'t str) -> Option<usize> {
        let (shown, behind) = rest.strip_prefix('[')?.split_once(']')?;
        let target = behind.strip_prefix('(')?;
        let target = target.get(..closing(target)?)?;
        let address = target.split_whitespace().next()?;
        let address = address
            .strip_prefix('<')
            .and_then(|it| it.strip_suffix('>'))
            .unwrap_or(address);
        if self.is_in_link() || shown.contains('[') || !is_target(address) {
            return None;
        }
        let mut inside = Inline {
            in_link: true,
            ..Inline::default()
        };
        inside.write(shown);
        inside.close();
        self.text.push('[');
        self.text.push_str(&inside.text);
        self.end_link(address);
        // The brackets and parentheses.
        Some(shown.len() + target.len() + 4)
    }

    fn end_link(&mut self, address: &str) {
        self.text.push_str("](<");
        self.text.push_str(address);
        self.text.push_str(">)");
    }

    fn is_in_link(&self) -> bool {
        self.in_link || self.open.iter().any(|open| matches!(open, Open::Link(_)))
    }

    /// Writes an autolink or a tag of HTML (sections 6.5 and 6.6); returns its length, or `None` for one that is text.
    fn markup(&mut self, rest: &'t str) -> Option<usize> {
        if let Some(comment) = rest.strip_prefix("<!--") {
            return Some(comment.find("-->")? + "<!---->".len());
        }
        let (tag, _) = rest.strip_prefix('<')?.split_once('>')?;
        let length = tag.len() + 2;
        if is_target(tag) && !self.is_in_link() {
            self.text.push('<');
            self.text.push_str(tag);
            self.text.push('>');
            return Some(length);
        }
        let (name, is_end) = match tag.strip_prefix('/') {
            Some(name) => (name, true),
            None => (tag, false),
        };
        let attributes = name.trim_start_matches(|c: char| c.is_ascii_alphanumeric());
        let name = name.get(..name.len() - attributes.len())?.to_ascii_lowercase();
        if !(attributes.is_empty() || attributes.starts_with([' ', '\n', '\t', '/'])) {
            return None;
        }
        match name.as_str() {
            "br" => self.text.push_str("<br>"),
            "li" => self.start_block(if is_end { "" } else { "\n- " }),
            "a" if is_end => self.end("a"),
            // Without an address that is kept, the text alone is.
            "a" => {
                if let Some(address) = href(attributes).filter(|address| is_target(address) && !self.is_in_link()) {
                    self.text.push('[');
                    self.open.push(Open::Link(address));
                }
            }
            "td" | "th" => {
                self.close();
                // The cells of a row are on one line.
                if !is_end && !self.text.is_empty() && !self.text.ends_with('\n') {
                    self.text.push_str(" | ");
                }
            }
            name if BLOCK.contains(&name) => self.start_block("\n\n"),
            name if SILENT.contains(&name) => {}
            name => {
                let known = INLINE.iter().find(|known| **known == name)?;
                if is_end {
                    self.end(name);
                } else {
                    self.text.push('<');
                    self.text.push_str(known);
                    self.text.push('>');
                    self.open.push(Open::Tag(known));
                }
            }
        }
        Some(length)
    }

    /// Ends the open elements, and starts a paragraph or an item.
    fn start_block(&mut self, start: &str) {
        self.close();
        if self.ends_with_tag() && !start.is_empty() {
            self.text.push('\n');
        }
        self.text.push_str(start);
    }

    /// Ends the innermost element, if it has the name. The end of another one is ignored.
    fn end(&mut self, name: &str) {
        if let Some(open) = self.open.pop_if(|open| open.name() == name) {
            self.end_of(&open);
        }
    }

    fn end_of(&mut self, open: &Open<'_>) {
        match open {
            Open::Tag(name) => {
                self.text.push_str("</");
                self.text.push_str(name);
                self.text.push('>');
            }
            Open::Link(address) => self.end_link(address),
        }
    }

    /// Ends all elements that are open.
    fn close(&mut self) {
        while let Some(open) = self.open.pop() {
            self.end_of(&open);
        }
    }
}

/// Whether a text starts with an address of the web.
fn is_web(text: &str) -> bool {
    text.starts_with("https://") || text.starts_with("http://")
}

/// Whether a text is the target of a link that is kept.
fn is_target(text: &str) -> bool {
    let is_plain = |c: char| !(c.is_whitespace() || "<>\\".contains(c));
    (is_web(text) || text.starts_with("mailto:")) && text.chars().all(is_plain)
}

/// Returns the place of the parenthesis that closes the one before the text.
fn closing(text: &str) -> Option<usize> {
    let mut open = 1_usize;
    text.bytes().position(|byte| {
        match byte {
            b'(' => open += 1,
            b')' => open -= 1,
            _ => {}
        }
        open == 0
    })
}

/// Returns the value of the attribute `href`.
fn href(attributes: &str) -> Option<&str> {
    let (_, value) = attributes.split_once("href=")?;
    let quote = value.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
    value.get(1..)?.split_once(quote).map(|(address, _)| address)
}

#[cfg(test)]
mod tests;
