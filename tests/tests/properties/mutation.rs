//! One change of a JSON text, and where it is.

use std::ops::Range;

use error_catalog::{Problem, Source};
use proptest::prelude::*;
use proptest::sample::Index;
use proptest_derive::Arbitrary;
