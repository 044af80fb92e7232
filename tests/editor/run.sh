#!/bin/sh
# Checks the JSON Schema of error catalogs in an editor; see check.mjs. Needs node 20 and, the first time, the network.
set -eu
cd "$(dirname "$0")"
npm install --no-audit --no-fund --no-package-lock --loglevel=error
exec node check.mjs "$@"
