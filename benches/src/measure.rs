//! Times of contenders that do the same work, taken in turns: what slows the machine down for a moment slows all of them.

use std::hint::black_box;
use std::time::{Duration, Instant};

/// How long one turn of a contender takes, about.
const TURN: Duration = Duration::from_micros(200);
/// How often each has its turn. The best turn counts: noise only ever adds.
const TURNS: usize = 400;

/// An implementation that does the work.
pub struct Contender<'c> {
    name: &'static str,
    work: Box<dyn FnMut() + 'c>,
}

impl<'c> Contender<'c> {
    /// The result of `work` is computed but not used.
    pub fn new<T>(name: &'static str, mut work: impl FnMut() -> T + 'c) -> Self {
        Self {
            name,
            work: Box::new(move || {
                black_box(work());
            }),
        }
    }
}

/// The name of each contender, and how many nanoseconds it takes.
pub fn race(mut contenders: Vec<Contender<'_>>) -> Vec<(&'static str, f64)> {
    let mut turns: Vec<(u32, f64)> = contenders
        .iter_mut()
        .map(|contender| (times(contender), f64::MAX))
        .collect();
    for _ in 0..TURNS {
        for (contender, (times, best)) in contenders.iter_mut().zip(&mut turns) {
            *best = best.min(turn(contender, *times).as_secs_f64() * 1e9 / f64::from(*times));
        }
    }
    let names = contenders.iter().map(|contender| contender.name);
    names.zip(turns.iter().map(|(_, best)| *best)).collect()
}

/// How often a contender does its work in one turn.
fn times(contender: &mut Contender<'_>) -> u32 {
    let mut times = 1;
    while turn(contender, times) < TURN && times < 1 << 24 {
        times *= 2;
    }
    times
}

fn turn(contender: &mut Contender<'_>, times: u32) -> Duration {
    let start = Instant::now();
    for _ in 0..times {
        (contender.work)();
    }
    start.elapsed()
}
