//! Escapes in strings (RFC 8259, section 7).

/// The text of a string whose escapes are all well-formed.
///
/// # Errors
/// Why it is no Unicode text.
pub(super) fn resolve(text: &str) -> Result<String, &'static str> {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, escape)) = rest.split_once('\\') {
        out.push_str(before);
        let mut after = escape.chars();
        match after.next() {
            Some('b') => out.push('\u{8}'),
            Some('f') => out.push('\u{c}'),
            Some('n') => out.push('\n'),
            Some('r') => out.push('\r'),
            Some('t') => out.push('\t'),
            Some('u') => {
                let (character, len) = unicode(escape)?;
                out.push(character);
                rest = escape.get(len..).unwrap_or_default();
                continue;
            }
            Some(itself) => out.push(itself),
            None => {}
        }
        rest = after.as_str();
    }
    out.push_str(rest);
    Ok(out)
}

/// The character of a `u` with four digits behind it, or of two such escapes for one that takes two units of UTF-16, and how many
/// bytes that has.
fn unicode(escape: &str) -> Result<(char, usize), &'static str> {
    let unit = |at: usize| {
        let digits = escape.get(at..at + 4).unwrap_or_default();
        u32::from_str_radix(digits, 16).unwrap_or_default()
    };
    let first = unit(1);
    if !(0xd800..0xdc00).contains(&first) {
        let character = char::from_u32(first).ok_or("lone leading surrogate in hex escape")?;
        return Ok((character, 5));
    }
    if escape.get(5..7) != Some("\\u") {
        return Err("unexpected end of hex escape");
    }
    let second = unit(7);
    if !(0xdc00..0xe000).contains(&second) {
        return Err("lone leading surrogate in hex escape");
    }
    let code = 0x1_0000 + ((first - 0xd800) << 10 | (second - 0xdc00));
    Ok((char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER), 11))
}
