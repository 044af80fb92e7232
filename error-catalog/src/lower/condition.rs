//! Conditions: when a placeholder, and the part of a template around it, is written.

use super::ir::{Op, Program};

/// When something has a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Condition {
    /// Never.
    Never,
    /// Always.
    Always,
    /// If all arguments of one of these lists are given.
    When(Vec<Vec<u8>>),
}

impl Condition {
    /// If the argument is given.
    pub(super) fn given(argument: u8) -> Self {
        Self::When(vec![vec![argument]])
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
                        arguments.into_iter().rev().fold(then.clone(), |then, argument| {
                            vec![Op::If {
                                argument,
                                then,
                                otherwise: otherwise.clone(),
                            }]
                        })
                    })
            }
        }
    }
}

/// Returns the alternatives without those that another covers: "A, or A and B" is "A".
fn minimal(alternatives: Vec<Vec<u8>>) -> Vec<Vec<u8>> {
    let mut kept: Vec<Vec<u8>> = Vec::new();
    for arguments in alternatives {
        let covers = |one: &[u8], other: &[u8]| one.iter().all(|argument| other.contains(argument));
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

    #[test]
    fn the_same_condition_many_times_is_that_condition() {
        let either = Condition::When(vec![vec![1], vec![2]]);
        let many = (0..20).fold(Condition::Always, |all, _| all.and(either.clone()));
        assert_eq!(many, either);
    }

    #[test]
    fn a_program_is_chosen_by_the_first_alternative_that_holds() {
        let then = vec![Op::Comma];
        let chosen = Condition::When(vec![vec![1, 2], vec![3]]).choose(then.clone(), &[]);
        let [
            Op::If {
                argument: 1,
                then: inner,
                otherwise,
            },
        ] = chosen.as_slice()
        else {
            panic!("{chosen:?}")
        };
        assert!(matches!(inner.as_slice(), [Op::If { argument: 2, .. }]));
        assert_eq!(
            *otherwise,
            [Op::If {
                argument: 3,
                then,
                otherwise: Vec::new()
            }]
        );
    }
}
