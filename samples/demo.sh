#!/bin/sh
# Runs the samples against the built-in sandbox, without an account and without leaving
# files in the checkout. Usage: samples/demo.sh PROGRAM
set -eu
program=$(cd "$(dirname "$1")" && pwd)/$(basename "$1")
samples=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d "${TMPDIR:-/tmp}/bcimport-demo.XXXXXX")
export XDG_STATE_HOME="$work/state" # the sandbox's records, fresh for each demo
cp "$samples/contacts.csv" "$samples/contacts.yaml" \
	"$samples/preisliste.csv" "$samples/preisliste.yaml" "$work"
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

# The second part: another record set, a German price list for items, from the check to the undo.
# step CODE ARGUMENT... runs the program, shows at most the last 12 lines, and wants its exit code.
step() {
	expected=$1
	shift
	echo
	echo "\$ bcimport $*"
	code=0
	"$program" "$@" >output 2>&1 || code=$?
	tail -n 12 output
	[ "$code" = "$expected" ] || { echo "demo: exit code $code, expected $expected" >&2; exit 1; }
}

step 3 check preisliste.csv -m preisliste.yaml
step 3 plan preisliste.csv -m preisliste.yaml --sandbox --out plan-items
step 3 run preisliste.csv -m preisliste.yaml --sandbox --out run-items

echo
echo "demo: its failed rows, fixed: a price, a category and a number"
sed -e 's/auf Anfrage/520,00/' -e 's/;TICSH;/;TISCH;/' -e 's/^19999;/10019;/' run-items/failed.csv >fixed.csv
step 0 run fixed.csv -m preisliste.yaml --sandbox --out run-fixed
step 0 undo run-fixed --sandbox --out undo-fixed
step 0 undo run-items --sandbox --out undo-items
echo
echo "demo: the price list was written and undone"
