package pipeline

import (
	"strings"
	"testing"

	"bcimport/importer"
)

// TestLayout_KeysThatAreWordsProveNothing: where records have words for keys, a row
// that has one is a record, and only a row without a key can be none.
func TestLayout_KeysThatAreWordsProveNothing(t *testing.T) {
	t.Parallel()
	head := "No.;First;Last;Mail;Phone;City;Turnover\nATHENS;Anna;Maier;a@b.example;;Ulm;1\nBERLIN;Bo;Ek;b@b.example;;Ulm;2\nCT1;Cy;Li;c@b.example;;Ulm;3\n"
	for row, want := range map[string]string{
		"TOTAL;;;;;;6": "", "SUMME;;;;;;": "", "Norden;;;;;;": "", "Stand: 27.11.2026;;;;;;": "",
		";;;;;Summe;6": importer.TotalRow, "No.;First;Last;Mail;Phone;City;Turnover": importer.RepeatedHeading,
	} {
		reasons := recognized(t, head+row+"\n")
		if reasons[3] != want {
			t.Errorf("%q: got %q, want %q", row, reasons[3], want)
		}
		if strings.Join(reasons[:3], "") != "" {
			t.Errorf("beside %q records are taken for %q", row, reasons)
		}
	}
}

// TestLayout_SparseFilesWithNamesForKeysKeepTheirRows: rows of few cells are no
// evidence, whatever one good key among them looks like.
func TestLayout_SparseFilesWithNamesForKeysKeepTheirRows(t *testing.T) {
	t.Parallel()
	text := "No.;First;Last;Mail;Phone;City;Turnover\nCT000001;Anna;;;;;\n"
	for _, name := range []string{"Maier", "Groß", "Lima", "Quist", "Berg"} {
		text += name + ";;;;;;\n"
	}
	for i, reason := range recognized(t, text) {
		if reason != "" {
			t.Errorf("row %d is taken for a %s", i, reason)
		}
	}
}

// TestLayout_ALongTailIsNoFooter: what stands below the last good key may be the
// records of somebody who did not know the keys.
func TestLayout_ALongTailIsNoFooter(t *testing.T) {
	t.Parallel()
	const mostFooters = 20
	text := tableHead + more() + strings.Repeat("Anna aus Berlin;;;;;;\n", mostFooters+1)
	if got := strings.Join(recognized(t, text), ""); got != "" {
		t.Errorf("taken for %s", got)
	}
	text = tableHead + more() + strings.Repeat("Anna aus Berlin;;;;;;\n", 2)
	if got := strings.Join(recognized(t, text), ""); got != importer.FooterRow+importer.FooterRow {
		t.Errorf("taken for %q", got)
	}
}

// TestJudge_TheRestOfATornRowIsNoGroup: a row that a line break has torn in two is
// told as what it is.
func TestJudge_TheRestOfATornRowIsNoGroup(t *testing.T) {
	t.Parallel()
	if got := recognized(t, tableHead+"CT000007;Anna\nMaier\n"+tableLast); strings.Join(got, "") != "" {
		t.Errorf("taken for %q", got)
	}
}
