#!/usr/bin/env bash
# Lets independent validators, client generators and a tester judge the OpenAPI documents of the catalogs; see check.mjs. Needs Rust,
# node 20, python 3.11 and, the first time, the network. The last line says how many checks passed.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
exec </dev/null

npm install --ignore-scripts --no-audit --no-fund --no-package-lock --loglevel=error
[[ -x .venv/bin/python ]] || python3 -m venv .venv
.venv/bin/pip install --quiet --disable-pip-version-check --requirement requirements.txt
cargo build --quiet --locked --package error-cli --package api-server
target=$(cargo metadata --locked --no-deps --format-version 1 | python3 -c 'import json, sys; print(json.load(sys.stdin)["target_directory"])')
exec node check.mjs "$target/debug"
