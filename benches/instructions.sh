#!/usr/bin/env bash
# How many instructions each hot path takes, counted by valgrind: the same number for the same binary, however busy the machine is.
# Shows the change against instructions.txt; with --write, writes it. Needs valgrind.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
cargo build --quiet --release --no-default-features --bin instructions
program=target/release/instructions

# Of many runs and of twice as many: what is left after subtraction is the work alone, without start and end.
count() {
  valgrind --tool=callgrind --callgrind-out-file=/dev/null "$program" "$1" "$2" 2>&1 | sed -n 's/.*Collected : //p'
}

results=
while read -r name; do
  few=$(count "$name" 200)
  many=$(count "$name" 400)
  now=$(((many - few) / 200))
  results+="$name $now"$'\n'
  before=$(sed -n "s|^$name ||p" instructions.txt 2>/dev/null || true)
  if [[ -n $before && $before != 0 ]]; then
    awk -v name="$name" -v now="$now" -v before="$before" \
      'BEGIN { printf "%-36s %9d  %+6.1f %%\n", name, now, (now - before) / before * 100 }'
  else
    printf '%-36s %9d  new\n' "$name" "$now"
  fi
done < <("$program")
if [[ ${1:-} == --write ]]; then
  printf '%s' "$results" >instructions.txt
fi
