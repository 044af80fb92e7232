//! Looks for inputs for which what `catalog_tests::fuzzed::escapes` asserts is not true.
#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| catalog_tests::fuzzed::escapes(input));
