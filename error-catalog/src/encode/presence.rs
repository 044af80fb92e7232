//! When a hole, and what is around it, has a value.

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
                Self::When(all)
            }
        }
    }

    pub(super) fn or(self, other: Self) -> Self {
        match (self, other) {
            (Self::Always, _) | (_, Self::Always) => Self::Always,
            (Self::Never, other) | (other, Self::Never) => other,
            (Self::When(mut left), Self::When(right)) => {
                left.extend(right);
                Self::When(left)
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
