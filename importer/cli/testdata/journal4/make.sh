#!/bin/sh
# Makes the run folders of journal version 4 in runs4.tar.gz, with a bcimport that wrote
# them (before journal version 5), named in $1. Run it in an empty folder.
set -e
bc=$1
export HOME=$PWD XDG_STATE_HOME=$PWD/.state XDG_CONFIG_HOME=$PWD/.config
cat > m.yaml <<END
version: 1
key: {column: No, match: number}
duplicates: in-order
fields: {professionalTitle: Title, email: Mail}
END
{
	echo No,Title,Mail
	for i in $(seq 123 162); do echo "CONT00$i,Chief $i,"; done
	echo CONT99999,Nobody,
	echo CONT00124,Chief,not-an-address
	echo CONT00123,Chief Buyer,
	echo CONT00123,Chief Buyer,
} > c.csv
fresh() { rm -rf .state; }

fresh
$bc run c.csv -m m.yaml --sandbox --out done --batch 10 --quiet || test $? = 3
fresh
$bc plan c.csv -m m.yaml --sandbox --out planned --batch 10 --quiet || test $? = 3

# killed COMMAND... --out FOLDER until a write of the run is open and rows are left.
killed() {
	folder=$1; shift
	for try in $(seq 200); do
		rm -rf $folder; fresh
		if test $folder = undone; then $bc run c.csv -m m.yaml --sandbox --out before --quiet >/dev/null 2>&1 || true; fi
		"$@" --sandbox --out $folder --batch 1 --concurrency 3 --quiet >/dev/null 2>&1 &
		pid=$!
		until test -s $folder/journal.sqlite; do sleep 0.01; done
		sleep 0.$(printf %02d $((try % 30 + 2)))
		kill -KILL $pid 2>/dev/null || true
		wait $pid || true
		rm -rf before
		rm -rf look; cp -r $folder look
		$bc report look --quiet >/dev/null 2>&1 || $bc report look >/dev/null 2>&1 || true
		if grep -q ,unknown look/report.csv 2>/dev/null && grep -q ,not_attempted look/report.csv && grep -q ,updated look/report.csv; then
			cp look/report.csv $folder.csv; rm -rf look; return
		fi
	done
	echo "no kill hit an open write"; exit 1
}
killed killed $bc run c.csv -m m.yaml
killed undone $bc undo before
rm -f done/report.html planned/report.html
tar czf runs4.tar.gz --owner=0 --group=0 --numeric-owner c.csv m.yaml done planned killed undone killed.csv undone.csv
