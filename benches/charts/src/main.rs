//! Draws the charts of `docs/benchmarks.md` again, from the figures in it.

use std::path::Path;

fn main() -> std::io::Result<()> {
    charts::write(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs"))
}
