#!/usr/bin/env bash
# Runs every fuzz target for so many seconds (60), from its seeds and what earlier runs found. Needs a nightly compiler and cargo-fuzz.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
seconds=${1:-60}
for file in fuzz/fuzz_targets/*.rs; do
  target=$(basename "$file" .rs)
  mkdir -p "fuzz/corpus/$target"
  # Without the sanitizer for addresses: there is no unsafe code, and it takes most of the time.
  cargo +nightly fuzz run --sanitizer none "$target" "fuzz/corpus/$target" "fuzz/seeds/$target" -- \
    -max_total_time="$seconds" -max_len=4096 -timeout=10 -print_final_stats=1
done
