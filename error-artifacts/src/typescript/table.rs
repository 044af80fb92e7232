//! The table of a catalog, which the decoder in TypeScript reads.

use std::collections::HashMap;
use std::fmt::Write as _;

use error_layout::decoding::{leaf, leaf_flag, place, place_flag, region, shape};
use error_layout::{NONE_U16, NONE_U32, bytes, fact, form_header};
use error_runtime::__compiled::{
    Syntax, catalog_facts, entry_facts, form, form_headers, has_body, header, response_record, responses, texts,
    translations,
};
use error_runtime::{Code, Data, Entry, Format, Response, Visibility};

use super::program::Programs;
use super::text::{property, string};

/// Appends the members of the table, each with its comma.
pub(super) fn table(out: &mut String, data: Data<'static>) {
    let mut table = Table {
        data,
        programs: Programs::default(),
        forms: Texts::default(),
        endpoints: Texts::default(),
    };
    let responses: Vec<String> = responses(data).map(|response| table.response(response)).collect();
    let (mut entries, mut translated) = (Vec::new(), Vec::new());
    for (position, entry) in all_entries(data).enumerate() {
        entries.push(table.entry(entry));
        for translation in translations(entry) {
            let (form, row) = table.form(translation);
            translated.push(format!("[{position}, {form}, {row}]"));
        }
    }
    let ids = catalog_facts(data).strings(fact::REQUEST_ID_HEADER);
    let ids: Vec<String> = ids.iter().map(string).collect();
    let _ = writeln!(out, "  name: {},", string(data.name()));
    let _ = writeln!(out, "  requestIds: [{}],", ids.join(", "));
    let regions = regions(data);
    let programs: Vec<&str> = table.programs.texts().collect();
    lines(out, "places", &places(data));
    lines(out, "regions", &regions);
    lines(out, "responses", &responses);
    lines(out, "programs", &programs);
    lines(out, "forms", &table.forms.all);
    lines(out, "endpoints", &table.endpoints.all);
    lines(out, "entries", &entries);
    lines(out, "translations", &translated);
}

/// Returns the entries of a catalog.
pub(super) fn all_entries(data: Data<'static>) -> impl Iterator<Item = Entry<'static>> {
    (0..data.entries()).filter_map(move |position| data.entry(position))
}

/// Appends a list with a line for each element.
pub(super) fn lines(out: &mut String, name: &str, elements: &[impl AsRef<str>]) {
    if elements.is_empty() {
        let _ = writeln!(out, "  {name}: [],");
        return;
    }
    let _ = writeln!(out, "  {name}: [");
    for element in elements {
        let _ = writeln!(out, "    {},", element.as_ref());
    }
    out.push_str("  ],\n");
}

/// Texts that are listed once each.
#[derive(Default)]
struct Texts {
    all: Vec<String>,
    numbers: HashMap<String, usize>,
}

impl Texts {
    fn number(&mut self, text: String) -> usize {
        let all = &mut self.all;
        *self.numbers.entry(text).or_insert_with_key(|text| {
            all.push(text.clone());
            all.len() - 1
        })
    }
}

struct Table {
    data: Data<'static>,
    programs: Programs,
    forms: Texts,
    endpoints: Texts,
}

impl Table {
    fn response(&mut self, response: Response<'static>) -> String {
        let mut out = format!(
            "[{}, {}, {}, {}",
            string(response.name()),
            string(response.content_type().unwrap_or("")),
            string(response.format().as_str()),
            u8::from(response.is_in_band()),
        );
        if let Some((region, leaves)) = shape_of(self.data, response) {
            let leaves: Vec<String> = leaves.iter().map(|leaf| self.leaf(leaf::View::new(leaf))).collect();
            let _ = write!(out, ", [{}, [{}]]", place_number(region), leaves.join(", "));
        }
        out + "]"
    }

    fn leaf(&mut self, leaf: leaf::View<'_>) -> String {
        // A program that is shared names no text of a row, so that any entry can read it.
        let program = match self.data.entry(0) {
            Some(entry) if leaf.flags() & leaf_flag::SHARED != 0 => self.programs.number(entry, leaf.program()),
            _ => -1,
        };
        format!(
            "[{}, {}, {}, {}, {program}, {}, {}]",
            place_number(leaf.place()),
            leaf.number(),
            leaf.flags(),
            leaf.role(),
            place_number(leaf.system()),
            place_number(leaf.display()),
        )
    }

    fn entry(&mut self, entry: Entry<'static>) -> String {
        let code = match entry.code() {
            None => "null".to_owned(),
            Some(code) => code_literal(code),
        };
        let response = responses(self.data)
            .position(|one| is_same(one, entry.response()))
            .unwrap_or(0);
        let delay = match entry.retry_after() {
            Some(delay) => delay.as_millis().to_string(),
            None => "-1".to_owned(),
        };
        let (form, row) = self.form(entry);
        let mut out = format!(
            "[{}, {code}, {}, {response}, {}, {}, {}, {delay}, {form}, {row}",
            string(entry.name()),
            entry.status(),
            string(entry.severity().as_str()),
            string(entry.issue_type().map_or("", |issue| issue.as_str())),
            string(entry.retry().map_or("", |retry| retry.as_str())),
        );
        let more = self.more(entry);
        if !more.is_empty() {
            let _ = write!(out, ", {{ {} }}", more.join(", "));
        }
        out + "]"
    }

    /// Returns the members that most entries do not have.
    fn more(&mut self, entry: Entry<'static>) -> Vec<String> {
        let mut more = Vec::new();
        let (lowest, highest) = entry.status_range();
        if entry.forwards_status() {
            more.push(format!("range: [{lowest}, {highest}]"));
        } else if lowest != highest {
            let all: Vec<String> = entry.statuses().map(|status| status.to_string()).collect();
            more.push(format!("statuses: [{}]", all.join(", ")));
        }
        let mut list = |name: &str, all: Vec<String>| {
            if !all.is_empty() {
                more.push(format!("{name}: [{}]", all.join(", ")));
            }
        };
        list("aliases", entry.aliases().iter().map(string).collect());
        list("methods", entry.methods().iter().map(string).collect());
        list("endpoints", self.endpoints(entry));
        list("parameters", parameters(entry));
        more
    }

    fn endpoints(&mut self, entry: Entry<'static>) -> Vec<String> {
        let mut numbers = Vec::new();
        let mut rest = entry_facts(entry);
        while let Some((found, behind)) = rest.find(fact::ENDPOINT_PROGRAM) {
            rest = behind;
            let program = bytes::tail(self.data.index(), found.first as usize);
            let program = program.get(..found.second as usize).unwrap_or(program);
            let codes: Vec<String> = program.iter().map(u8::to_string).collect();
            numbers.push(self.endpoints.number(format!("[{}]", codes.join(", "))).to_string());
        }
        numbers
    }

    /// Returns the number of the form of an entry, and its row: the texts that the programs of the form name.
    fn form(&mut self, entry: Entry<'static>) -> (usize, String) {
        let (mut programs, mut out) = (Vec::new(), String::from("["));
        let own = own_leaves(entry);
        let leaves: Vec<i64> = own.iter().map(|offset| self.programs.number(entry, *offset)).collect();
        let numbers: Vec<String> = leaves.iter().map(i64::to_string).collect();
        let _ = write!(out, "[{}], [", numbers.join(", "));
        programs.extend(leaves);
        for (position, header) in form_headers(entry).iter().map(form_header::View::new).enumerate() {
            let number = self.programs.number(entry, header.value());
            let separator = if position == 0 { "" } else { ", " };
            let _ = write!(
                out,
                "{separator}[{}, {number}]",
                string(header.name().of(self.data.text()))
            );
            programs.push(number);
        }
        out.push(']');
        if let Some(form) =
            form(entry).filter(|_| entry.response().format() == Format::Text && has_body(entry, Syntax::Own))
        {
            let body = self.programs.number(entry, form.body());
            let message = self.programs.number(entry, form.message());
            let _ = write!(out, ", {body}, {message}");
            programs.extend([body, message]);
        }
        out.push(']');
        let mut fields: Vec<u8> = programs
            .iter()
            .flat_map(|number| self.programs.fields(*number))
            .copied()
            .collect();
        fields.sort_unstable();
        fields.dedup();
        let row: Vec<String> = match fields.last() {
            // Texts that only other programs name, such as that for logs, are left out.
            Some(last) => (0..=*last)
                .map(|field| {
                    if fields.binary_search(&field).is_ok() {
                        string(texts(entry).field(field))
                    } else {
                        "\"\"".to_owned()
                    }
                })
                .collect(),
            None => Vec::new(),
        };
        (self.forms.number(out), format!("[{}]", row.join(", ")))
    }
}

/// Returns a code as a literal: a number where JavaScript has it, otherwise a string.
pub(super) fn code_literal(code: Code<'_>) -> String {
    match code {
        Code::Text(text) => string(text),
        Code::Integer(number) if number.unsigned_abs() < 1 << 53 => number.to_string(),
        Code::Integer(number) => string(&number.to_string()),
    }
}

fn is_same(one: Response<'static>, other: Response<'static>) -> bool {
    one.name() == other.name()
}

/// Returns the number of a place or of a region; -1 for none.
fn place_number(place: u16) -> i32 {
    if place == NONE_U16 { -1 } else { place.into() }
}

/// Returns the repeated region and the leaves of a response.
fn shape_of(data: Data<'static>, response: Response<'static>) -> Option<(u16, &'static [[u8; leaf::SIZE]])> {
    let offset = response_record(response).shape();
    let (fields, rest) = bytes::tail(data.index(), offset as usize)
        .split_first_chunk()
        .filter(|_| offset != 0)?;
    let fields = shape::View::new(fields);
    let leaves = rest.as_chunks().0.get(..usize::from(fields.leaves()))?;
    Some((fields.region(), leaves))
}

/// Returns the offsets of the programs of the leaves that are not shared.
fn own_leaves(entry: Entry<'static>) -> Vec<u32> {
    let (Some(form), Some((_, leaves))) = (form(entry), shape_of(entry.data(), entry.response())) else {
        return Vec::new();
    };
    let is_own = |leaf: &&[u8; leaf::SIZE]| leaf::View::new(leaf).flags() & leaf_flag::SHARED == 0;
    let count = leaves.iter().filter(is_own).count();
    let index = entry.data().index();
    let offset = |position: usize| bytes::u32_at(index, form.leaves() as usize + position * size_of::<u32>());
    (0..count)
        .map(offset)
        .map(|offset| if offset == NONE_U32 { 0 } else { offset })
        .collect()
}

/// Returns the parameters: their names, types and values. One that no response shows has no name.
fn parameters(entry: Entry<'static>) -> Vec<String> {
    let row = |one: error_runtime::Parameter<'static>| {
        let is_public = one.visibility == Visibility::Public;
        let name = string(if is_public { one.name } else { "" });
        let values: Vec<String> = one.values().filter(|_| is_public).map(string).collect();
        let values = if values.is_empty() {
            String::new()
        } else {
            format!(", [{}]", values.join(", "))
        };
        format!(
            "[{name}, {}, {}{values}]",
            string(one.kind.as_str()),
            u8::from(one.optional)
        )
    };
    entry.parameters().iter().map(row).collect()
}

fn places(data: Data<'static>) -> Vec<String> {
    let header = header(data);
    let records = bytes::tail(data.index(), header.places() as usize).as_chunks().0;
    let records = records.iter().take(header.place_count().into()).map(place::View::new);
    let row = |record: place::View<'static>| {
        let key = record.key().of(data.text());
        let name = key
            .strip_prefix('"')
            .and_then(|key| key.strip_suffix("\":"))
            .unwrap_or(key);
        let whole = u8::from(record.flags() & place_flag::WHOLE != 0);
        format!(
            "[{}, {}, {}, {}, {whole}]",
            string(name),
            record.parent(),
            record.children(),
            record.count()
        )
    };
    records.map(row).collect()
}

fn regions(data: Data<'static>) -> Vec<String> {
    let used = responses(data).filter_map(|response| Some(shape_of(data, response)?.0));
    let last = used
        .filter(|region| *region != NONE_U16)
        .max()
        .unwrap_or(0)
        .max(region::ISSUE);
    let row = |number: u16| {
        let at = header(data).regions() as usize + usize::from(number) * region::SIZE;
        let row = bytes::tail(data.index(), at);
        let places = (0..region::SIZE / 2).map(|position| place_number(bytes::u16_at(row, position * 2)).to_string());
        format!("[{}]", places.collect::<Vec<_>>().join(", "))
    };
    (0..=last).map(row).collect()
}

/// Appends the texts of entries for people.
pub(super) fn people(out: &mut String, data: Data<'static>) {
    let nullable = |text: Option<&str>| text.map_or_else(|| "null".to_owned(), string);
    let entries =
        all_entries(data).map(|entry| format!("[{}, {}]", nullable(entry.action()), nullable(entry.user_message())));
    lines(out, "entries", &entries.collect::<Vec<_>>());
    let _ = writeln!(out, "  language: {},", string(data.language().unwrap_or("")));
    let others = data.languages().filter(|language| data.language() != Some(*language));
    let mut languages = String::new();
    for language in others {
        let messages: Vec<String> = all_entries(data)
            .map(|entry| nullable(entry.user_message_in(language)))
            .collect();
        let _ = write!(languages, "\n    {}: [{}],", property(language), messages.join(", "));
    }
    let end = if languages.is_empty() { "" } else { "\n  " };
    let _ = writeln!(out, "  languages: {{{languages}{end}}},");
}
