//! Looks for inputs for which what `fuzzed::import` asserts is not true.
#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| fuzzed::import(input));
