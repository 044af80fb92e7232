# Sets CHROMIUM to the path of Chromium, for scripts that source this file: as it is set, found or, for root, installed.
CHROMIUM=${CHROMIUM:-}
for name in chromium chromium-browser google-chrome google-chrome-stable; do
  [[ -n $CHROMIUM ]] || CHROMIUM=$(command -v "$name" || true)
done
if [[ -z $CHROMIUM && $(id -u) == 0 ]] && command -v apt-get >/dev/null; then
  apt-get update -qq
  apt-get install -y -qq --no-install-recommends chromium >/dev/null
  CHROMIUM=$(command -v chromium)
fi
[[ -n $CHROMIUM ]] || { printf 'error: Chromium was not found; set CHROMIUM to its path\n' >&2; exit 1; }
export CHROMIUM
