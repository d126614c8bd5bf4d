#!/bin/sh
# Runs the sample against the built-in sandbox, without an account and without leaving
# files in the checkout. Usage: samples/demo.sh PROGRAM
set -eu
program=$(cd "$(dirname "$1")" && pwd)/$(basename "$1")
samples=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d "${TMPDIR:-/tmp}/bcimport-demo.XXXXXX")
export XDG_STATE_HOME="$work/state" # the sandbox's contacts, fresh for each demo
cp "$samples/contacts.csv" "$samples/contacts.yaml" "$work"
cd "$work"

echo "\$ bcimport run contacts.csv -m contacts.yaml --sandbox --out run"
code=0
"$program" run contacts.csv -m contacts.yaml --sandbox --out run || code=$?

# The sample has rows that must be refused, so the run ends with exit code 3.
[ "$code" = 3 ] || { echo "demo: exit code $code, expected 3" >&2; exit 1; }
for expected in invalid_email too_long invalid_phone missing_key key_not_found outside_set; do
	grep -q ";failure;.*;$expected;" run/report.csv || { echo "demo: no row is refused as $expected" >&2; exit 1; }
done
echo
echo "demo: the bad rows of the sample were refused as they should be, all others are in place"
echo "demo: the report is $work/run/report.csv"
