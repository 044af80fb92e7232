//! Conditions: when a placeholder, and the part of a template around it, is written.

use super::ir::{Op, Program, append};

/// When something has a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Condition {
    /// Never.
    Never,
    /// Always.
    Always,
    /// If all arguments of one of these lists are given.
    When(Vec<Vec<Given>>),
}

/// An argument that must be given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Given {
    /// The argument.
    pub argument: u8,
    /// Whether it must not be blank.
    pub filled: bool,
}

impl Condition {
    /// If the argument is given.
    pub(super) fn given(argument: u8, filled: bool) -> Self {
        Self::When(vec![vec![Given { argument, filled }]])
    }

    /// If both hold.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::Never, _) | (_, Self::Never) => Self::Never,
            (Self::Always, other) | (other, Self::Always) => other,
            (Self::When(left), Self::When(right)) => {
                let mut all = Vec::new();
                for one in &left {
                    for two in &right {
                        let mut arguments = one.clone();
                        arguments.extend(two.iter().filter(|argument| !one.contains(argument)));
                        all.push(arguments);
                    }
                }
                Self::When(minimal(all))
            }
        }
    }

    /// If one of the two holds.
    pub(super) fn or(self, other: Self) -> Self {
        match (self, other) {
            (Self::Always, _) | (_, Self::Always) => Self::Always,
            (Self::Never, other) | (other, Self::Never) => other,
            (Self::When(mut left), Self::When(right)) => {
                left.extend(right);
                Self::When(minimal(left))
            }
        }
    }

    /// Returns a program that does `then` if it holds, `otherwise` if not.
    pub fn choose(self, then: Program, otherwise: &[Op]) -> Program {
        match self {
            Self::Never => otherwise.to_vec(),
            Self::Always => then,
            Self::When(alternatives) => {
                alternatives
                    .into_iter()
                    .rev()
                    .fold(otherwise.to_vec(), |otherwise, arguments| {
                        arguments.into_iter().rev().fold(then.clone(), |then, given| {
                            vec![Op::If {
                                argument: given.argument,
                                filled: given.filled,
                                then: assume(&then, given, true),
                                otherwise: assume(&otherwise, given, false),
                            }]
                        })
                    })
            }
        }
    }
}

/// Returns a program without the choices that are made already. Repeated parts have arguments of their own.
fn assume(program: &[Op], given: Given, holds: bool) -> Program {
    let mut out = Program::new();
    for op in program {
        match op {
            Op::If {
                argument,
                filled,
                then,
                otherwise,
            } if (*argument, *filled) == (given.argument, given.filled) => {
                append(&mut out, assume(if holds { then } else { otherwise }, given, holds));
            }
            Op::If {
                argument,
                filled,
                then,
                otherwise,
            } => out.push(Op::If {
                argument: *argument,
                filled: *filled,
                then: assume(then, given, holds),
                otherwise: assume(otherwise, given, holds),
            }),
            Op::Wrap { open, content, close } => out.push(Op::Wrap {
                open: assume(open, given, holds),
                content: assume(content, given, holds),
                close: close.clone(),
            }),
            other => append(&mut out, vec![other.clone()]),
        }
    }
    out
}

/// Returns the alternatives without those that another covers: "A, or A and B" is "A".
fn minimal(alternatives: Vec<Vec<Given>>) -> Vec<Vec<Given>> {
    let mut kept: Vec<Vec<Given>> = Vec::new();
    for arguments in alternatives {
        let covers = |one: &[Given], other: &[Given]| one.iter().all(|argument| other.contains(argument));
        if !kept.iter().any(|known| covers(known, &arguments)) {
            kept.retain(|known| !covers(&arguments, known));
            kept.push(arguments);
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    fn given(argument: u8) -> Given {
        Given {
            argument,
            filled: false,
        }
    }

    fn option(argument: u8, then: Program, otherwise: Program) -> Op {
        Op::If {
            argument,
            filled: false,
            then,
            otherwise,
        }
    }

    #[test]
    fn the_same_condition_many_times_is_that_condition() {
        let either = Condition::When(vec![vec![given(1)], vec![given(2)]]);
        let many = (0..20).fold(Condition::Always, |all, _| all.and(either.clone()));
        assert_eq!(many, either);
    }

    #[test]
    fn a_program_is_chosen_by_the_first_alternative_that_holds() {
        let then = vec![Op::Comma];
        let chosen = Condition::When(vec![vec![given(1), given(2)], vec![given(3)]]).choose(then.clone(), &[]);
        let third = vec![option(3, then.clone(), Vec::new())];
        assert_eq!(chosen, [option(1, vec![option(2, then, third.clone())], third)]);
    }

    #[test]
    fn a_choice_is_made_once() {
        let (yes, no) = (vec![Op::Comma], vec![Op::Absent]);
        let inner = vec![option(1, yes.clone(), no.clone()), option(2, yes.clone(), no.clone())];
        let chosen = Condition::given(1, false).choose(inner.clone(), &inner);
        let second = option(2, yes, no);
        assert_eq!(
            chosen,
            [option(1, vec![Op::Comma, second.clone()], vec![Op::Absent, second])]
        );
    }
}
