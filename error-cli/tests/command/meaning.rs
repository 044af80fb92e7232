//! What formatting must not change, for any catalog: what it compiles to, and what is wrong with it.

use std::fmt::Write as _;

use error_catalog::{Source, compile, emit, format};
use proptest::prelude::*;
use serde_json::{Map, Value};

/// Numbers that look random.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        // SplitMix64.
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((mixed ^ (mixed >> 31)) % u64::try_from(sides.max(1)).unwrap()).unwrap()
    }

    fn shuffle<T>(&mut self, list: &mut [T]) {
        for end in (1..list.len()).rev() {
            list.swap(end, self.roll(end + 1));
        }
    }
}

/// Puts the members of every object in another order, `x-` members among each other excepted.
fn shuffle(value: &mut Value, dice: &mut Dice) {
    match value {
        Value::Array(elements) => elements.iter_mut().for_each(|element| shuffle(element, dice)),
        Value::Object(members) => {
            let mut list: Vec<(String, Value)> = std::mem::take(members).into_iter().collect();
            for (_, value) in &mut list {
                shuffle(value, dice);
            }
            dice.shuffle(&mut list);
            *members = Map::from_iter(list);
        }
        _ => {}
    }
}

/// Deletes, renames, retypes or copies something somewhere.
fn mutate(value: &mut Value, dice: &mut Dice) {
    let here = dice.roll(4) == 0;
    match value {
        Value::Object(members) if !members.is_empty() => {
            let chosen = dice.roll(members.len());
            let name = members.keys().nth(chosen).unwrap().clone();
            if !here {
                return mutate(&mut members[&name], dice);
            }
            let other = members.values().nth(dice.roll(members.len())).unwrap().clone();
            match dice.roll(4) {
                0 => drop(members.shift_remove(&name)),
                1 => drop(members.insert(name, other)),
                2 => drop(members.insert(format!("{name}2"), other)),
                _ => drop(members.insert(format!("x-{name}\u{1}\u{202e}"), other)),
            }
        }
        Value::Array(elements) if !here && !elements.is_empty() => {
            let chosen = dice.roll(elements.len());
            mutate(&mut elements[chosen], dice);
        }
        value => {
            let others = [
                Value::Null,
                Value::from(404),
                Value::from(-0.5e300),
                Value::from("{x"),
                Value::from(vec!["é\u{0}", "\"\\/"]),
                Value::Object(Map::new()),
            ];
            *value = others[dice.roll(others.len())].clone();
        }
    }
}

/// Writes JSON with random white space and escapes.
fn scribble(value: &Value, dice: &mut Dice, out: &mut String) {
    let space = |dice: &mut Dice, out: &mut String| out.push_str(["", " ", "\n", "\t", "\r\n  "][dice.roll(5)]);
    let string = |text: &str, dice: &mut Dice, out: &mut String| {
        out.push('"');
        for c in text.chars() {
            if dice.roll(20) == 0 || c.is_control() || c == '"' || c == '\\' {
                for unit in c.encode_utf16(&mut [0; 2]) {
                    let _ = write!(out, "\\u{unit:04X}");
                }
            } else {
                out.push(c);
            }
        }
        out.push('"');
    };
    space(dice, out);
    match value {
        Value::String(text) => string(text, dice, out),
        Value::Array(elements) => {
            out.push('[');
            for (position, element) in elements.iter().enumerate() {
                out.push_str(if position > 0 { "," } else { "" });
                scribble(element, dice, out);
            }
            out.push(']');
        }
        Value::Object(members) => {
            out.push('{');
            for (position, (name, value)) in members.iter().enumerate() {
                out.push_str(if position > 0 { "," } else { "" });
                space(dice, out);
                string(name, dice, out);
                space(dice, out);
                out.push(':');
                scribble(value, dice, out);
            }
            out.push('}');
        }
        scalar => out.push_str(&scalar.to_string()),
    }
    space(dice, out);
}

/// What a text means: its bytes if it compiles, and in any case the rules it breaks.
fn meaning(text: &str) -> (Vec<&'static str>, Option<emit::Constants>) {
    let compiled = compile(&Source::new("x.json", text));
    let mut codes: Vec<_> = compiled.problems.iter().map(|problem| problem.rule.code).collect();
    codes.sort_unstable();
    let constants = compiled.is_usable().then(|| emit::catalog(&compiled.catalog));
    (codes, constants)
}

fn formatted(text: &str) -> String {
    format::format(&Source::new("x.json", text)).unwrap()
}

fn check(text: &str) {
    let once = formatted(text);
    assert_eq!(meaning(&once), meaning(text));
    assert_eq!(formatted(&once), once);
    for line in once.lines().filter(|line| line.chars().count() > 100) {
        // Only what cannot be broken is longer: a name and a string.
        assert!(line.trim_end_matches(',').ends_with('"'), "{line}");
    }
}

fn catalog(which: usize) -> Value {
    let catalogs = crate::common::real_catalogs();
    serde_json::from_str(&catalogs[which % catalogs.len()].1).unwrap()
}

#[test]
fn the_real_catalogs_mean_the_same_when_formatted() {
    for (_, text) in crate::common::real_catalogs() {
        assert!(meaning(&text).1.is_some());
        check(&text);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_catalog_in_any_order_and_layout_means_the_same_when_formatted(which in 0..6usize, seed: u64) {
        let (mut dice, mut value, mut text) = (Dice(seed), catalog(which), String::new());
        shuffle(&mut value, &mut dice);
        scribble(&value, &mut dice, &mut text);
        check(&text);
    }

    #[test]
    fn a_mutated_catalog_means_the_same_when_formatted(which in 0..6usize, seed: u64, times in 1..6usize) {
        let (mut dice, mut value, mut text) = (Dice(seed), catalog(which), String::new());
        (0..times).for_each(|_| mutate(&mut value, &mut dice));
        scribble(&value, &mut dice, &mut text);
        check(&text);
    }

    #[test]
    fn the_layout_depends_on_nothing_but_the_content(which in 0..6usize, seed: u64) {
        let (mut dice, value, mut text) = (Dice(seed), catalog(which), String::new());
        scribble(&value, &mut dice, &mut text);
        let unix = formatted(&text).replace("\r\n", "\n");
        prop_assert_eq!(unix, formatted(&value.to_string()));
    }

    #[test]
    fn the_order_of_an_entrys_members_does_not_matter(which in 0..6usize, seed: u64) {
        let (mut dice, value) = (Dice(seed), catalog(which));
        let mut shuffled = value.clone();
        for (_, entry) in shuffled["errors"].as_object_mut().unwrap() {
            let members = std::mem::take(entry.as_object_mut().unwrap());
            let (own, mut known): (Vec<_>, Vec<_>) = members.into_iter().partition(|(name, _)| name.starts_with("x-"));
            dice.shuffle(&mut known);
            *entry = Value::Object(own.into_iter().chain(known).collect());
        }
        prop_assert_eq!(formatted(&shuffled.to_string()), formatted(&value.to_string()));
    }

    #[test]
    fn fixing_a_mutated_catalog_never_adds_errors(which in 0..6usize, seed: u64, times in 1..6usize) {
        let (mut dice, mut value) = (Dice(seed), catalog(which));
        (0..times).for_each(|_| mutate(&mut value, &mut dice));
        let source = Source::new("x.json", value.to_string());
        let errors = |source: &Source| compile(source).problems.iter().filter(|problem| problem.is_error()).count();
        let fixed = error_catalog::fix::fix(&source);
        let after = errors(&Source::new("x.json", fixed.text));
        // A file without entries or a name can be a base, in which nothing is missing.
        prop_assert!(fixed.errors <= after);
        prop_assert!(after <= errors(&source));
    }

    #[test]
    fn any_text_is_formatted_or_reported(text in "\\PC{0,40}|[\\[\\]{}\":,0-9a-z\\\\ ]{0,40}") {
        let source = Source::new("x.json", text.as_str());
        match format::format(&source) {
            Ok(text) => prop_assert_eq!(formatted(&text), text),
            Err(problems) => prop_assert!(!problems.is_empty()),
        }
        error_catalog::fix::fix(&source);
    }
}
