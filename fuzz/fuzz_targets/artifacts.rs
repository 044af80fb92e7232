//! Looks for inputs for which what `fuzzed::artifacts` asserts is not true.
#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| fuzzed::artifacts(input));
