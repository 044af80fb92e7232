//! Members of one name in one object.

use super::Member;
use crate::hash::{Table, hash};
use crate::problem::Problem;
use crate::rules;

/// Up to this number of members, names are compared with each other, which takes less than hashing them.
const FEW: usize = 16;

/// Removes members whose name another member before them has, and reports them.
pub(super) fn remove(members: &mut Vec<Member<'_>>, problems: &mut Vec<Problem>) {
    let pairs = if members.len() <= FEW {
        among_few(members)
    } else {
        among_many(members)
    };
    for (first, second) in pairs.into_iter().rev() {
        let Member { name, .. } = members.remove(second);
        let message = format!("duplicate member `{}`", name.value);
        let problem = Problem::new(&rules::DUPLICATE, name.span, message).label("remove or rename one of them");
        let first = members[first].name.span.clone();
        problems.push(problem.related(first, "first defined here"));
    }
}

/// The positions of the first member of a name and of each further one, the latter in order.
fn among_few(members: &[Member<'_>]) -> Vec<(usize, usize)> {
    let mut pairs = Vec::new();
    let mut second = 1;
    while second < members.len() {
        let name: &str = &members[second].name.value;
        let mut first = 0;
        while first < second {
            let other: &str = &members[first].name.value;
            if other.len() == name.len() && other == name {
                pairs.push((first, second));
                break;
            }
            first += 1;
        }
        second += 1;
    }
    pairs
}

/// The same with a hash table.
fn among_many(members: &[Member<'_>]) -> Vec<(usize, usize)> {
    let mut pairs = Vec::new();
    let mut known = Table::default();
    for (position, member) in members.iter().enumerate() {
        let name: &str = &member.name.value;
        let hash = hash(name.as_bytes());
        match known.find(hash, |first| members[first].name.value == name) {
            Some(first) => pairs.push((first, position)),
            None => known.add(hash, position),
        }
    }
    pairs
}
