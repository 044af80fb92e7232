//! The rule table as Markdown: `docs/rules.md`, and one section of it for `error-catalog explain`.

use std::fmt::Write as _;

use super::{Example, Level, Rule, all};

/// The longest example that is shown as a whole, in characters.
const EXAMPLE: usize = 1200;

/// The words of a group of rules, by the two digits behind `EC`.
pub const GROUPS: [(&str, &str); 9] = [
    ("01", "The file"),
    ("02", "Members"),
    ("03", "Names"),
    ("04", "HTTP"),
    ("05", "FHIR"),
    ("06", "Texts"),
    ("07", "Life cycle"),
    ("08", "Decoding"),
    ("09", "Endpoints"),
];

/// The whole document.
pub fn markdown() -> String {
    let mut out = String::from(
        "# The rules\n\n\
         Who should read this: authors of catalogs, with a code such as `EC0203` in hand.\n\n\
         Every problem that is reported in a catalog names its rule: `error-catalog explain EC0203` prints a section of this page. Errors stop the \
         build. Warnings can be accepted by code or name, for a whole catalog or in an entry (`\"allow\": [\"EC0405\"]`), and made errors: \
         `error-catalog check --deny warnings`.\n\n\
         This page is generated, so do not edit it: `error-catalog explain --markdown > docs/rules.md`.\n\n",
    );
    for (digits, title) in GROUPS {
        let mut rules = of_group(digits).peekable();
        if rules.peek().is_some() {
            let _ = writeln!(out, "- {title}");
        }
        for rule in rules {
            let anchor = format!("{}-{}", rule.code.to_ascii_lowercase(), rule.name);
            let Rule { code, name, .. } = rule;
            let _ = writeln!(out, "  - [{code} {name}](#{anchor}): {}", rule.summary);
        }
    }
    for (digits, title) in GROUPS {
        if of_group(digits).next().is_some() {
            let _ = write!(out, "\n## {title}\n");
        }
        for rule in of_group(digits) {
            out.push('\n');
            out.push_str(&section(rule, 3));
        }
    }
    out
}

/// The rules of a group.
pub fn of_group(digits: &str) -> impl Iterator<Item = &'static Rule> + use<'_> {
    all().filter(move |rule| rule.code.get(2..4) == Some(digits))
}

/// One rule, under a heading of a level from 1.
pub fn section(rule: &Rule, level: usize) -> String {
    let mut out = format!("{} {} {}\n\n", "#".repeat(level), rule.code, rule.name);
    let kind = match rule.level {
        Level::Error => "Error",
        Level::Warning => "Warning",
    };
    let _ = write!(out, "{kind}. {}\n\n{}\n", rule.summary, rule.why);
    for (title, example) in [("Wrong", rule.wrong), ("Right", rule.right)] {
        if let Some(example) = example {
            let (text, of) = (shown(example), owner(example));
            let _ = write!(out, "\n{title}{of}:\n\n```json\n{text}\n```\n");
        }
    }
    out
}

/// An example's text, cut if nobody would read so much.
pub fn shown(example: Example) -> String {
    let text = example.text().trim();
    match text.char_indices().nth(EXAMPLE) {
        None => text.to_owned(),
        Some(_) => {
            let end = text.char_indices().nth(EXAMPLE / 4).map_or(text.len(), |(end, _)| end);
            format!("{} …", &text[..end])
        }
    }
}

/// What an example is a part of.
pub fn owner(example: Example) -> &'static str {
    match example {
        Example::File(_) => "",
        Example::Catalog(_) => ", in the catalog",
        Example::Entry(_) => ", in an entry",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rule_is_in_a_group_and_in_the_document() {
        let document = markdown();
        for rule in all() {
            assert!(document.contains(&section(rule, 3)), "{}", rule.code);
        }
    }
}
