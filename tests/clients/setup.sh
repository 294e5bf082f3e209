#!/bin/sh
# Installs the programs that tests/clients reads the feeds with: calcurse, curl, and wrk for many readers at once
# (Debian), khal and vdirsyncer (a virtual environment of their own) and ical.js (npm). Everything but the Debian
# packages goes into build/clients. Safe to run again: it does only what is still to do.
set -eu

here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
root=$(CDPATH= cd -- "$here/../.." && pwd)
build="$root/build/clients"
python=${PYTHON:-python3}

packages=""
command -v calcurse >/dev/null || packages="$packages calcurse"
command -v curl >/dev/null || packages="$packages curl"
command -v wrk >/dev/null || packages="$packages wrk"
command -v node >/dev/null || packages="$packages nodejs"
command -v npm >/dev/null || packages="$packages npm"
if [ -n "$packages" ]; then
    if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null; then
        echo "Missing:$packages. Install them, on Debian with: sudo apt-get install$packages" >&2
        exit 1
    fi
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -q
    # shellcheck disable=SC2086 # the names are words on purpose
    apt-get install -q -y --no-install-recommends $packages
fi

mkdir -p "$build"

"$python" - "$root/pyproject.toml" >"$build/wanted.txt" <<'PYTHON'
import sys, tomllib
with open(sys.argv[1], "rb") as file:
    print(*tomllib.load(file)["dependency-groups"]["clients"], sep="\n")
PYTHON
if ! cmp -s "$build/wanted.txt" "$build/venv/installed.txt"; then
    "$python" -m venv --clear "$build/venv"
    "$build/venv/bin/python" -m pip install --quiet --disable-pip-version-check -r "$build/wanted.txt"
    cp "$build/wanted.txt" "$build/venv/installed.txt"
fi

if ! cmp -s "$here/package-lock.json" "$build/node_modules/installed.json"; then
    cp "$here/package.json" "$here/package-lock.json" "$build/"
    npm ci --prefix "$build" --no-audit --no-fund --loglevel=error
    cp "$here/package-lock.json" "$build/node_modules/installed.json"
fi

echo "The calendar programs are ready."
