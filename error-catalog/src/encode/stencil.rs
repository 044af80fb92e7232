//! Programs as bytes: laid out once for all entries of a form, and filled in for each.

use error_layout::program::op;

use super::pool::Pool;
use super::program::{Op, Program, Run, around_placeholder, number};
use super::value::Scope;

/// The bytes of a program, but for where the entry's own texts are.
#[derive(Debug)]
pub(super) struct Stencil {
    steps: Vec<Step>,
    /// Whether it was filled in before, and its constant runs have a place in the text.
    settled: bool,
}

/// A part of a stencil.
#[derive(Debug)]
enum Step {
    /// What every entry has.
    Bytes(Vec<u8>),
    /// Where a run is.
    Run(Run),
    /// The length of a body, and the body, behind a head.
    Block { head: Vec<Step>, body: Vec<Step> },
    /// The length of a branch, that branch, and the other one.
    Branches { then: Vec<Step>, otherwise: Vec<Step> },
}

impl Stencil {
    /// The stencil of a program, with its end.
    pub(super) fn new(program: &Program) -> Self {
        let mut steps = steps(program);
        steps.push(Step::Bytes(vec![op::END]));
        Self { steps, settled: false }
    }

    /// The bytes for one entry; constant text goes into the pool.
    pub(super) fn fill(&mut self, scope: Scope<'_>, pool: &mut Pool) -> Vec<u8> {
        let mut out = Vec::with_capacity(64);
        fill(&mut self.steps, scope, pool, &mut out);
        if !self.settled {
            self.settled = true;
            self.steps = settle(std::mem::take(&mut self.steps));
        }
        out
    }
}

fn steps(program: &[Op]) -> Vec<Step> {
    let mut out = Vec::new();
    for one in program {
        match one {
            Op::Literal(run) => out.extend([Step::Bytes(vec![op::LIT]), Step::Run(run.clone())]),
            Op::Placeholder { slot, escape } => out.push(Step::Bytes(vec![op::PLACEHOLDER, *slot, *escape])),
            Op::If { slot, then, otherwise } => match around_placeholder(*slot, then) {
                Some((open, escape, close)) if otherwise.is_empty() => {
                    out.extend([Step::Bytes(vec![op::OPTIONAL, *slot, escape]), runs(open, close)]);
                }
                _ => out.extend([
                    Step::Bytes(vec![op::IF, *slot]),
                    Step::Branches {
                        then: steps(then),
                        otherwise: steps(otherwise),
                    },
                ]),
            },
            Op::Comma => out.push(Step::Bytes(vec![op::COMMA])),
            Op::Wrap {
                comma,
                open,
                close,
                body,
            } => match body.as_slice() {
                [Op::Each { slot }] => out.extend([
                    Step::Bytes(vec![op::LIST, *slot, u8::from(*comma)]),
                    runs(open.clone(), Run::text(close)),
                ]),
                body => out.push(Step::Block {
                    head: vec![
                        Step::Bytes(vec![op::WRAP, u8::from(*comma)]),
                        Step::Run(open.clone()),
                        Step::Run(Run::text(close)),
                    ],
                    body: steps(body),
                }),
            },
            Op::Each { slot } => out.push(Step::Bytes(vec![op::EACH, *slot])),
            Op::EachXml { slot, open, close } => out.extend([
                Step::Bytes(vec![op::EACH_XML, *slot]),
                Step::Run(Run::text(open)),
                Step::Run(Run::text(close)),
            ]),
            Op::Repeat(body) => out.push(Step::Block {
                head: vec![Step::Bytes(vec![op::REPEAT])],
                body: steps(body),
            }),
            Op::Absent => out.push(Step::Bytes(vec![op::ABSENT])),
        }
    }
    out
}

/// Two runs, and before them how many bytes they take: what has no value is skipped without reading them.
fn runs(open: Run, close: Run) -> Step {
    Step::Block {
        head: Vec::new(),
        body: vec![Step::Run(open), Step::Run(close)],
    }
}

/// Writes steps. A run that is the same for every entry becomes the bytes of its place.
fn fill(steps: &mut [Step], scope: Scope<'_>, pool: &mut Pool, out: &mut Vec<u8>) {
    for step in steps {
        match step {
            Step::Bytes(bytes) => out.extend_from_slice(bytes),
            Step::Run(run) => match run.as_text() {
                Some(text) => {
                    let bytes = place(pool.add(text));
                    out.extend_from_slice(&bytes);
                    *step = Step::Bytes(bytes);
                }
                None => out.extend_from_slice(&place(pool.add_run(run, scope))),
            },
            Step::Block { head, body } => {
                let mut inner = Vec::new();
                fill(body, scope, pool, &mut inner);
                fill(head, scope, pool, out);
                block(&inner, out);
            }
            Step::Branches { then, otherwise } => {
                let (mut one, mut other) = (Vec::new(), Vec::new());
                fill(then, scope, pool, &mut one);
                fill(otherwise, scope, pool, &mut other);
                branches(one, &other, out);
            }
        }
    }
}

fn block(body: &[u8], out: &mut Vec<u8>) {
    number(out, body.len());
    out.extend_from_slice(body);
}

fn branches(mut then: Vec<u8>, otherwise: &[u8], out: &mut Vec<u8>) {
    if !otherwise.is_empty() {
        then.push(op::SKIP);
        number(&mut then, otherwise.len());
    }
    block(&then, out);
    out.extend_from_slice(otherwise);
}

/// The same in fewer steps: what became bytes is joined to the bytes around it.
fn settle(steps: Vec<Step>) -> Vec<Step> {
    let mut out: Vec<Step> = Vec::with_capacity(steps.len());
    for step in steps {
        let step = match step {
            Step::Block { head, body } => {
                let (head, body) = (settle(head), settle(body));
                match (constant(&head), constant(&body)) {
                    (Some(head), Some(body)) => {
                        let mut bytes = head.to_vec();
                        block(body, &mut bytes);
                        Step::Bytes(bytes)
                    }
                    _ => Step::Block { head, body },
                }
            }
            Step::Branches { then, otherwise } => {
                let (then, otherwise) = (settle(then), settle(otherwise));
                match (constant(&then), constant(&otherwise)) {
                    (Some(then), Some(otherwise)) => {
                        let mut bytes = Vec::new();
                        branches(then.to_vec(), otherwise, &mut bytes);
                        Step::Bytes(bytes)
                    }
                    _ => Step::Branches { then, otherwise },
                }
            }
            other => other,
        };
        match (out.last_mut(), step) {
            (Some(Step::Bytes(before)), Step::Bytes(mut bytes)) => before.append(&mut bytes),
            (_, step) => out.push(step),
        }
    }
    out
}

fn place((offset, len): (usize, usize)) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(8);
    number(&mut bytes, offset);
    number(&mut bytes, len);
    bytes
}

/// The bytes of settled steps, if they are the same for every entry.
fn constant(steps: &[Step]) -> Option<&[u8]> {
    match steps {
        [] => Some(&[]),
        [Step::Bytes(bytes)] => Some(bytes),
        _ => None,
    }
}
