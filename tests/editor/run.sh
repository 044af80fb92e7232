#!/bin/sh
# Checks what an editor makes of the JSON Schema of error catalogs; see check.mjs. Needs node 20 and, the first time, the network.
set -eu
cd "$(dirname "$0")"
npm install --no-audit --no-fund --no-package-lock --loglevel=error
exec node check.mjs "$@"
