//! Programs as TypeScript: the steps that a decoder follows.

use std::collections::HashMap;
use std::fmt::Write as _;

use error_layout::NONE_U32;
use error_layout::program::{argument, op, step};
use error_runtime::__compiled::{steps, texts};
use error_runtime::Entry;

use super::text::string;

/// All programs that were written, each once.
#[derive(Default)]
pub(super) struct Programs {
    /// The numbers of programs by their offset in the index.
    by_offset: HashMap<u32, usize>,
    by_text: HashMap<String, usize>,
    /// Each program, with the largest number of a text of the row that it names.
    all: Vec<(String, Vec<u8>)>,
}

impl Programs {
    /// Returns the number of a program; -1 for none.
    pub(super) fn number(&mut self, entry: Entry<'static>, offset: u32) -> i64 {
        if offset == 0 || offset == NONE_U32 {
            return -1;
        }
        let number = match self.by_offset.get(&offset) {
            Some(number) => *number,
            None => {
                let (text, fields) = written(entry, offset);
                let all = &mut self.all;
                let number = *self.by_text.entry(text).or_insert_with_key(|text| {
                    all.push((text.clone(), fields));
                    all.len() - 1
                });
                self.by_offset.insert(offset, number);
                number
            }
        };
        i64::try_from(number).unwrap_or(-1)
    }

    /// Returns the numbers of the texts of a row that a program names.
    pub(super) fn fields(&self, number: i64) -> &[u8] {
        let program = usize::try_from(number).ok().and_then(|number| self.all.get(number));
        program.map_or(&[], |(_, fields)| fields.as_slice())
    }

    pub(super) fn texts(&self) -> impl Iterator<Item = &str> {
        self.all.iter().map(|(text, _)| text.as_str())
    }
}

/// Returns a program as an array, and the numbers of the fields in it.
fn written(entry: Entry<'static>, offset: u32) -> (String, Vec<u8>) {
    let own = steps(entry, offset).unwrap_or(&[]).iter().map(step::View::new);
    let mut all: Vec<step::View<'_>> = Vec::new();
    for step in own {
        all.push(step);
        if step.op() == op::END {
            break;
        }
    }
    let texts = texts(entry);
    let len = |step: &step::View<'_>| {
        usize::from(!texts.of(*step).is_empty()) + usize::from(!matches!(step.op(), op::END | op::TEXT))
    };
    let (mut items, mut fields): (Vec<String>, Vec<u8>) = (Vec::new(), Vec::new());
    for (position, step) in all.iter().enumerate() {
        let text = texts.of(*step);
        if !text.is_empty() {
            items.push(string(text));
        }
        // A part is counted in the items of its steps.
        let part = || all.iter().skip(position + 1).take(step.part()).map(len).sum::<usize>();
        let (op, argument, escape) = (step.op(), step.argument(), step.escape());
        match op {
            op::END | op::TEXT => {}
            op::FIELD => {
                fields.push(argument);
                items.push(argument.to_string());
            }
            op::ARGUMENT if matches!(argument, argument::STATUS | argument::REASON) => {
                items.push(format!("[{op}, {argument}]"));
            }
            op::ARGUMENT => items.push(format!("[{op}, {argument}, {escape}]")),
            op::OPTIONAL | op::FILLED => {
                let mut item = format!("[{op}, {argument}, {escape}");
                let (before, after) = texts.around(*step);
                if !before.is_empty() || !after.is_empty() {
                    let _ = write!(item, ", {}", string(before));
                }
                if !after.is_empty() {
                    let _ = write!(item, ", {}", string(after));
                }
                items.push(item + "]");
            }
            op::IF | op::IF_FILLED => items.push(format!("[{op}, {argument}, {}]", part())),
            op::SKIP => items.push(format!("[{op}, 0, {}]", part())),
            op::ABSENT => items.push(format!("[{op}, 0]")),
            // A decoder does not read it.
            _ => items.push("[99, 0]".to_owned()),
        }
    }
    (format!("[{}]", items.join(", ")), fields)
}
