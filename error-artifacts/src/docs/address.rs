//! The addresses of pages: names of files that every file system and every web server has.

use std::collections::HashMap;
use std::fmt::Write as _;

/// The longest name of a file in bytes, without its extension; file systems have 255.
const LONGEST: usize = 150;

/// Names that Windows does not give to files, whatever their extension is.
const RESERVED: [&str; 22] = [
    "con", "prn", "aux", "nul", "com1", "com2", "com3", "com4", "com5", "com6", "com7", "com8", "com9", "lpt1", "lpt2",
    "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9",
];

/// Returns the name of the file of each entry, without its extension: the name of the entry where it can be one.
///
/// Other characters are `~` and their hexadecimal value. Names that differ only in the case of letters get a number, because file systems
/// exist in which they are one. The address of an entry does not change when entries are added after it.
pub(super) fn stems<'n>(names: impl Iterator<Item = &'n str>) -> Vec<String> {
    let mut taken: HashMap<String, usize> = HashMap::new();
    let mut unique = |name: &str| {
        let stem = stem(name);
        let mut candidate = stem.clone();
        loop {
            let times = taken.entry(candidate.to_lowercase()).or_default();
            *times += 1;
            if *times == 1 {
                return candidate;
            }
            // No other name has `~` before a single digit or before a `-`.
            candidate = format!("{stem}~-{times}");
        }
    };
    names.map(&mut unique).collect()
}

fn stem(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    let first = name.chars().next().unwrap_or('~');
    let lower = name.to_lowercase();
    let device = lower.split('.').next().unwrap_or_default();
    // Pages of the site begin with `index`.
    let is_reserved = lower.starts_with("index") || RESERVED.contains(&device) || first == '.';
    let is_kept = |c: char| c.is_alphanumeric() || "-_. ()+,=@!".contains(c);
    for (at, c) in name.char_indices() {
        let is_end = at + c.len_utf8() == name.len();
        if !is_kept(c) || at == 0 && is_reserved || is_end && matches!(c, '.' | ' ') {
            let _ = write!(out, "~{:X}", u32::from(c));
        } else {
            out.push(c);
        }
    }
    if out.len() > LONGEST {
        let mut end = LONGEST - 18;
        while !out.is_char_boundary(end) {
            end -= 1;
        }
        out.truncate(end);
        let _ = write!(out, "~~{:016x}", fingerprint(name));
    }
    out
}

/// Returns a hash that is the same on every machine (FNV-1a).
fn fingerprint(text: &str) -> u64 {
    let start = 0xcbf2_9ce4_8422_2325;
    text.bytes().fold(start, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

/// Returns a path as a relative URI: what cannot be in one is percent-encoded (RFC 3986, section 3.3).
pub(super) fn uri(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => out.push(char::from(byte)),
            _ => {
                let _ = write!(out, "%{byte:02X}");
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_of_an_entry_has_its_name() {
        let names = ["PATIENT_NOT_FOUND", "ACCESS DENIED", "KMS.NotFoundException", "Größe"];
        assert_eq!(stems(names.into_iter()), names);
        assert_eq!(uri("gp/ACCESS DENIED.html"), "gp/ACCESS%20DENIED.html");
    }

    #[test]
    fn names_that_are_not_names_of_files_are_changed() {
        let names = [
            "a/b",
            "..",
            "index",
            "Index-2",
            "nul.x",
            "a?",
            "end.",
            "\u{202e}x",
            "not_found",
            "NOT_FOUND",
            "NOT_found",
        ];
        assert_eq!(
            stems(names.into_iter()),
            [
                "a~2Fb",
                "~2E~2E",
                "~69ndex",
                "~49ndex-2",
                "~6Eul.x",
                "a~3F",
                "end~2E",
                "~202Ex",
                "not_found",
                "NOT_FOUND~-2",
                "NOT_found~-3"
            ]
        );
    }

    #[test]
    fn a_long_name_is_cut_and_stays_unique() {
        let long = "é".repeat(400);
        let stems = stems([&*long, &format!("{long}x")].into_iter());
        assert!(stems.iter().all(|stem| stem.len() <= LONGEST), "{stems:?}");
        assert_ne!(stems[0], stems[1]);
    }
}
