//! From a name or a code to the entry.

use std::collections::HashMap;
use std::hint::black_box;

use crate::measure::{Contender, race};
use crate::table::Table;

include!(concat!(env!("OUT_DIR"), "/lookup.rs"));

/// Returns some of the keys and an unknown one, so that no branch is always predicted.
fn asked(keys: &[&'static str]) -> Vec<&'static str> {
    let some = keys.iter().step_by((keys.len() / 64).max(1));
    some.copied().chain(["clinic.none"]).collect()
}

macro_rules! rows {
    ($table:expr, $size:literal, $module:ident $(, $match_name:ident, $match_code:ident)?) => {{
        use self::$module::{Lookup, PHF_CODES, PHF_NAMES $(, $match_name, $match_code)?};

        let names: Vec<&'static str> = Lookup::all().iter().map(|entry| entry.name()).collect();
        let codes: Vec<&'static str> = Lookup::all().iter().filter_map(|entry| entry.code()?.as_text()).collect();
        let map = |keys: &[&'static str]| -> HashMap<&'static str, u16> { keys.iter().copied().zip(0..).collect() };
        let (by_name, by_code) = (map(&names), map(&codes));
        let (names, codes) = (asked(&names), asked(&codes));
        let each = names.len() as f64;
        let per_key = |results: Vec<(&'static str, f64)>| -> Vec<(&'static str, f64)> {
            results.into_iter().map(|(name, time)| (name, time / each)).collect()
        };
        let results = race(vec![
            Contender::new("ours", || sum(&names, |name| Lookup::from_name(name).map(|entry| entry as u16))),
            $(Contender::new("match", || sum(&names, $match_name)),)?
            Contender::new("HashMap", || sum(&names, |name| by_name.get(name).copied())),
            Contender::new("phf", || sum(&names, |name| PHF_NAMES.get(name).copied())),
        ]);
        row($table, concat!("name, ", $size, " entries"), &per_key(results));
        let results = race(vec![
            Contender::new("ours", || sum(&codes, |code| Lookup::by_code(code).next().map(|entry| entry as u16))),
            $(Contender::new("match", || sum(&codes, $match_code)),)?
            Contender::new("HashMap", || sum(&codes, |code| by_code.get(code).copied())),
            Contender::new("phf", || sum(&codes, |code| PHF_CODES.get(code).copied())),
        ]);
        row($table, concat!("code, ", $size, " entries"), &per_key(results));
    }};
}

/// A row, and its goal: no contender is faster.
fn row(table: &mut Table, name: &str, results: &[(&'static str, f64)]) {
    table.race(name, results);
    let ours = results.first().map_or(f64::NAN, |(_, time)| *time);
    let best = results
        .iter()
        .skip(1)
        .map(|(_, time)| *time)
        .fold(f64::INFINITY, f64::min);
    table.at_most(format!("{name}: no slower than the best"), ours / best, 1.0);
}

fn sum(keys: &[&'static str], find: impl Fn(&str) -> Option<u16>) -> u64 {
    keys.iter().filter_map(|key| find(black_box(key))).map(u64::from).sum()
}

/// The table.
pub fn table() -> Table {
    let mut table = Table::new(
        "Lookup",
        "One lookup, with up to 65 keys in turn, one of which is unknown. A code returns all entries that share it; the first is taken. \
         Numbers with × are the peer's time as a multiple of ours. There is no `match` of 10,000, because the optimiser needs minutes for it.",
        &["by", "ours", "match", "HashMap", "phf"],
    );
    rows!(&mut table, "10", of_10, match_name, match_code);
    rows!(&mut table, "100", of_100, match_name, match_code);
    rows!(&mut table, "1,000", of_1000, match_name, match_code);
    rows!(&mut table, "10,000", of_10000);
    table
}
