//! Pages of registries of problem types (RFC 9457): one type a page, in Markdown or `AsciiDoc`.

use serde_json::json;

use super::found::{Entry, Example, Fact, Found, Statuses};
use super::text::{Text, tidy, tidy_lines};
use super::words::statuses;
use super::{bodies, table};

/// Whether a text is a page about a problem type.
pub(crate) fn is_page(text: &str) -> bool {
    let has_types = text.contains("Type URI") || text.contains("type uri");
    (text.trim_start().starts_with("---") && has_types) || is_asciidoc(text)
}

fn is_asciidoc(text: &str) -> bool {
    text.trim_start().starts_with("= ") && text.contains("*Status code*")
}

/// Reads a page.
pub(crate) fn read(input: &Text, found: &mut Found) {
    if is_asciidoc(&input.text) {
        asciidoc(input, found);
        return;
    }
    let start = found.entries.len();
    table::read(input, found);
    // The front matter has the texts of the type, if the page has one.
    let title = front_matter(&input.text, "title");
    let description = front_matter(&input.text, "description");
    let place = input.place(0);
    let mut entries = found.entries.iter_mut().skip(start);
    if let (Some(entry), None) = (entries.next(), entries.next()) {
        if let Some(title) = title.filter(|_| entry.title.is_none()) {
            entry.title = Some(Fact::read(title, place.clone()));
        }
        if let Some(description) = description.filter(|_| entry.description.is_none()) {
            entry.description = Some(Fact::read(description, place));
        }
        entry.category = None;
    }
    found.title.get_or_insert_with(|| "Problem types".to_owned());
}

/// Returns a member of the front matter.
fn front_matter(text: &str, name: &str) -> Option<String> {
    let inner = text.trim_start().strip_prefix("---")?;
    let inner = inner.split("\n---").next()?;
    let line = inner
        .lines()
        .find_map(|line| line.strip_prefix(name)?.trim_start().strip_prefix(':'))?;
    let text = tidy(line.trim().trim_matches(['"', '\'']));
    (!text.is_empty()).then_some(text)
}

/// Reads a page of `AsciiDoc`: a title, lines of `*Label* text`, and HTTP samples.
fn asciidoc(input: &Text, found: &mut Found) {
    let mut entry = Entry::new(input.place(0));
    let mut offset = 0;
    let mut label = String::new();
    let mut texts: Vec<(String, usize, String)> = Vec::new();
    let mut in_sample = false;
    for line in input.text.split_inclusive('\n') {
        let at = offset;
        offset += line.len();
        let line = line.trim();
        if line == "----" || line.starts_with("```") {
            in_sample = !in_sample;
        } else if in_sample {
            if line.to_ascii_lowercase().starts_with("retry-after:") {
                let header = Fact::read("{retry_after?}".to_owned(), input.place(at));
                entry.headers.insert("Retry-After".to_owned(), header);
                entry.retry = Some(Fact::read(json!("after"), input.place(at)));
            }
        } else if let Some(title) = line.strip_prefix("= ") {
            entry.title = Some(Fact::read(tidy(title), input.place(at)));
        } else if let Some((name, text)) = line.strip_prefix('*').and_then(|rest| rest.split_once('*')) {
            label = name.to_ascii_lowercase();
            texts.push((label.clone(), at, text.trim_start_matches([' ', ':']).to_owned()));
        } else if !label.is_empty()
            && !line.starts_with(['[', '.', '=', '|'])
            && let Some((_, _, text)) = texts.last_mut()
        {
            text.push('\n');
            text.push_str(line);
        }
    }
    for (label, at, text) in texts {
        let text = tidy_lines(&text);
        let place = input.place(at);
        match label.as_str() {
            "status code" => {
                let errors: Vec<u16> = statuses(&text).0.into_iter().filter(|status| *status >= 400).collect();
                if !errors.is_empty() {
                    entry.status = Some(Fact::read(Statuses::Known(errors), place));
                }
            }
            "description" if !text.is_empty() => entry.description = Some(Fact::read(text, place)),
            "type" => {
                let uri = tidy(text.trim_matches(['`', '<', '>']));
                let last = super::assemble::last_segment(&uri).to_owned();
                if bodies::is_code(&json!(last)) {
                    entry.code = Some(Fact::read(json!(last), place.clone()));
                    entry.docs = Some(Fact::read(uri, place));
                }
            }
            _ => {}
        }
    }
    let samples = bodies::in_text(&input.text);
    if entry.code.is_none() {
        // The type of the sample, otherwise the name of the file.
        let kind = samples
            .iter()
            .find_map(|(at, body)| Some((*at, body["type"].as_str()?)));
        let name = super::stem(&input.file).to_owned();
        let (name, place, from) = match kind {
            Some((at, kind)) => (super::assemble::last_segment(kind).to_owned(), input.place(at), None),
            None => (name, input.place(0), Some("from the name of the file")),
        };
        if bodies::is_code(&json!(name)) {
            let code = json!(name);
            entry.code = Some(match from {
                Some(from) => Fact::guessed(code, place, from),
                None => Fact::read(code, place),
            });
        }
    }
    let position = found.entries.len();
    found.entries.push(entry);
    found.examples.extend(samples.into_iter().map(|(at, body)| Example {
        place: input.place(at),
        body,
        status: None,
        media_type: Some("application/problem+json".to_owned()),
        entry: Some(position),
    }));
    found.title.get_or_insert_with(|| "Problem types".to_owned());
}
