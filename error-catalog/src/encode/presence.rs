//! When a placeholder, and what is around it, has a value.

use super::program::{Op, Program};

/// When something has a value: never, always, or if for one of the lists all slots have one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Presence {
    /// Never.
    Never,
    /// Always.
    Always,
    /// If all slots of one of these lists have a value.
    When(Vec<Vec<u8>>),
}

impl Presence {
    pub(super) fn of_slot(slot: u8) -> Self {
        Self::When(vec![vec![slot]])
    }

    /// Both.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::Never, _) | (_, Self::Never) => Self::Never,
            (Self::Always, other) | (other, Self::Always) => other,
            (Self::When(left), Self::When(right)) => {
                let mut all = Vec::new();
                for one in &left {
                    for two in &right {
                        let mut slots = one.clone();
                        slots.extend(two.iter().filter(|slot| !one.contains(slot)));
                        all.push(slots);
                    }
                }
                Self::When(minimal(all))
            }
        }
    }

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

    /// `then` if there is a value, `otherwise` if not.
    pub fn choose(self, then: Program, otherwise: &Program) -> Program {
        match self {
            Self::Never => otherwise.clone(),
            Self::Always => then,
            Self::When(alternatives) => alternatives
                .into_iter()
                .rev()
                .fold(otherwise.clone(), |otherwise, slots| {
                    slots.into_iter().rev().fold(then.clone(), |then, slot| {
                        vec![Op::If {
                            slot,
                            then,
                            otherwise: otherwise.clone(),
                        }]
                    })
                }),
        }
    }
}

/// The alternatives without those that say no more than another: "A, or A and B" is "A".
fn minimal(alternatives: Vec<Vec<u8>>) -> Vec<Vec<u8>> {
    let mut kept: Vec<Vec<u8>> = Vec::new();
    for slots in alternatives {
        let covers = |one: &[u8], other: &[u8]| one.iter().all(|slot| other.contains(slot));
        if !kept.iter().any(|known| covers(known, &slots)) {
            kept.retain(|known| !covers(&slots, known));
            kept.push(slots);
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_condition_many_times_is_that_condition() {
        let either = Presence::When(vec![vec![1], vec![2]]);
        let many = (0..20).fold(Presence::Always, |all, _| all.and(either.clone()));
        assert_eq!(many, either);
    }

    #[test]
    fn a_program_is_chosen_by_the_first_alternative_that_holds() {
        let then = vec![Op::Comma];
        let chosen = Presence::When(vec![vec![1, 2], vec![3]]).choose(then.clone(), &Vec::new());
        let [
            Op::If {
                slot: 1,
                then: inner,
                otherwise,
            },
        ] = chosen.as_slice()
        else {
            panic!("{chosen:?}")
        };
        assert!(matches!(inner.as_slice(), [Op::If { slot: 2, .. }]));
        assert_eq!(
            *otherwise,
            [Op::If {
                slot: 3,
                then,
                otherwise: Vec::new()
            }]
        );
    }
}
