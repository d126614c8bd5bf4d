package web_test

import (
	"context"
	"net/http"
	"path"
	"strings"
	"testing"
	"time"

	"bcimport/importer"
	"bcimport/importer/runs"
	"bcimport/importer/web/jobs"
)

// TestRun_SaysInWordsHowItGoesOn tells the events of a run to a job that waits to be stopped.
func TestRun_SaysInWordsHowItGoesOn(t *testing.T) {
	t.Parallel()
	site, _, work := newAccounts(t)
	address := upload(t, site, "a.csv", "No\nA\n")
	told := make(chan struct{})
	j, err := work.Start(path.Base(address), jobs.Run, func(ctx context.Context, tell jobs.Tell) (any, error) {
		tell(runs.Connected{})
		tell(runs.Begun{Folder: "run", Rows: 200, Workers: 5})
		tell(runs.KeysFound{Keys: 200})
		tell(runs.RowsBegin{Takes: time.Minute})
		tell(runs.RowsEnded{Took: time.Second, Rows: []runs.EndedRow{
			{Line: 7, Status: importer.Updated}, {Line: 8, Status: importer.Conflicted, Code: "changed_by_another"}, {Line: 9, Status: importer.Invalid, Code: "too_long"},
		}})
		tell.Face().Asked(20 * time.Minute)
		tell(runs.Note{Text: importer.PlainHint("the sheet Contacts was read")})
		close(told)
		<-ctx.Done()
		return nil, &importer.Stopped{Reason: importer.ErrInterrupted}
	})
	if err != nil {
		t.Fatal(err)
	}
	<-told
	shown := get(t, address+"/run", http.StatusOK)
	wants(t, shown, "Writing", "3 of 200 rows", "Business Central asks to wait", "Line 8: Another user changed the same field", "Line 9: Text too long for its field",
		"changed by somebody else", "the sheet Contacts was read", `value="1"`,
		">Writing, 3 of 200 rows, changed: 1, not usable: 1, changed by somebody else: 1, ")
	if strings.Index(shown, "Line 9") > strings.Index(shown, "Line 8") {
		t.Error("the latest failure is not the first")
	}
	post(t, address+"/stop", nil, http.StatusOK)
	<-j.Done()
	if shown := get(t, address+"/run", http.StatusOK); strings.Contains(shown, "asks to wait") || strings.Contains(shown, ">Stop<") {
		t.Errorf("after the end the screen says\n%s", shown)
	}
}
