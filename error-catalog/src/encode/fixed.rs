//! The body of an answer that says no more than its entry, where that is one text.

use error_layout::program::{escape, slot};

use super::program::{Op, Part, Run};
use super::value::Scope;

/// How much text such bodies may take in one catalog, in bytes. They repeat what entries share, so in a large catalog they would
/// be most of what the compiler reads and the program carries; beyond this, bodies are put together from their parts.
pub(super) const MOST: usize = 1 << 18;

/// What a program writes if no slot has a value, and the slots that must have none, as bits.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Fixed {
    pub(super) run: Run,
    pub(super) slots: u32,
}

impl Fixed {
    /// Nothing if the program cannot go without values, or the time of day counts.
    pub(super) fn of(program: &[Op]) -> Option<Self> {
        let mut fixed = Self {
            run: Run::default(),
            slots: 0,
        };
        fixed.follow(program)?;
        Some(fixed)
    }

    /// The text of an entry, if it has no more than so many bytes.
    pub(super) fn within(&self, most: usize, scope: Scope<'_>) -> Option<String> {
        let constant: usize = self.run.parts.iter().map(Part::constant_len).sum();
        if constant > most {
            return None;
        }
        Some(scope.run(&self.run)).filter(|text| text.len() <= most)
    }

    fn follow(&mut self, program: &[Op]) -> Option<()> {
        for op in program {
            match op {
                Op::Literal(run) => self.run.append(run.clone()),
                Op::Hole { slot, escape } => {
                    // An error of the entry is hardly ever without the parameters that its body shows.
                    if *slot >= slot::PARAMETER {
                        return None;
                    }
                    self.without(*slot)?;
                    if [escape::JSON_VALUE, escape::JSON_STRING].contains(escape) {
                        self.run.append(Run::text("null"));
                    }
                }
                Op::If { slot, otherwise, .. } => {
                    self.without(*slot)?;
                    self.follow(otherwise)?;
                }
                Op::Comma => self.comma(),
                Op::Wrap {
                    comma,
                    open,
                    close,
                    body,
                } => {
                    let before = self.run.clone();
                    if *comma {
                        self.comma();
                    }
                    self.run.append(open.clone());
                    let opened = self.run.clone();
                    self.follow(body)?;
                    if self.run == opened {
                        self.run = before;
                    } else {
                        self.run.append(Run::text(close));
                    }
                }
                Op::Each { slot } | Op::EachXml { slot, .. } => self.without(*slot)?,
                Op::Repeat(body) => {
                    self.comma();
                    self.follow(body)?;
                }
                Op::Absent => return None,
            }
        }
        Some(())
    }

    /// Notes that a slot must have no value; nothing for those that always have one, or may get one from the entry.
    fn without(&mut self, slot: u8) -> Option<()> {
        if [slot::TIME, slot::RETRY_AFTER, slot::STATUS, slot::REASON].contains(&slot) {
            return None;
        }
        self.slots |= slot::bit(slot);
        Some(())
    }

    fn comma(&mut self) {
        let is_first = match self.run.parts.last() {
            None => true,
            Some(Part::Text(text)) => text.ends_with(['{', '[', ',']),
            // A number: other texts of an entry have quotes around them.
            Some(Part::Field(..)) => false,
        };
        if !is_first {
            self.run.append(Run::text(","));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn literal(text: &str) -> Op {
        Op::Literal(Run::text(text))
    }

    #[test]
    fn what_optional_values_would_add_is_left_out() {
        let each = vec![Op::Each { slot: slot::EXPRESSION }];
        let wrap = Op::Wrap {
            comma: true,
            open: Run::text("\"expression\":["),
            close: "]".to_owned(),
            body: each,
        };
        let hole = Op::Hole {
            slot: slot::REQUEST_ID,
            escape: escape::JSON_VALUE,
        };
        let id = Op::If {
            slot: slot::ID,
            then: vec![literal("\"id\":1")],
            otherwise: vec![literal("\"n\":"), hole],
        };
        let program = [
            literal("["),
            Op::Repeat(vec![literal("{"), id, wrap, Op::Comma, literal("\"a\":1}")]),
            literal("]"),
        ];
        let expected = Fixed {
            run: Run::text("[{\"n\":null,\"a\":1}]"),
            slots: slot::bit(slot::ID) | slot::bit(slot::REQUEST_ID) | slot::bit(slot::EXPRESSION),
        };
        assert_eq!(Fixed::of(&program), Some(expected));
    }

    #[test]
    fn a_body_that_shows_a_parameter_or_the_time_is_not_fixed() {
        for slot in [slot::PARAMETER, slot::TIME, slot::STATUS] {
            let escape = escape::JSON_VALUE;
            assert_eq!(Fixed::of(&[Op::Hole { slot, escape }]), None, "{slot}");
        }
        let optional = Op::If {
            slot: slot::PARAMETER + 1,
            then: vec![literal("a")],
            otherwise: vec![literal("b")],
        };
        let fixed = Fixed::of(&[optional]);
        assert_eq!(
            fixed.map(|fixed| (fixed.run, fixed.slots)),
            Some((Run::text("b"), slot::bit(200)))
        );
    }
}
