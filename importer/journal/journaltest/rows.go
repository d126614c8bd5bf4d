package journaltest

import (
	"context"
	"fmt"
	"testing"
	"time"

	"bcimport/importer"
)

// noon is when everything in these tests happens.
func noon() time.Time { return time.Date(2026, 7, 1, 12, 0, 0, 0, time.UTC) }

func about() importer.About {
	return importer.About{
		Run: "contacts-20260701-120000Z.run", Command: "run", StartedAt: noon(),
		Input:   importer.Input{File: "/data/contacts.csv", Rows: 3, Delimiter: ";", Encoding: "windows-1252", Head: []byte("K\xfcndel;E-Mail\r\n"), Header: []string{"Kündel", "E-Mail"}},
		Mapping: importer.Document{File: "m.yaml", Text: "version: 1\n"},
		Target:  importer.Target{APIRoot: "https://api.example/v2.0", Tenant: "contoso.com", Environment: "production", Company: "CRONUS", CompanyID: "c1"},
		Options: importer.Options{OnConflict: importer.Merge, GiveUpAfter: 15 * time.Minute},
	}
}

// makeRun makes a journal in a folder of its own and opens it.
func (s suite) makeRun(t testing.TB) Journal {
	folder := t.TempDir()
	if err := s.Create(folder, about(), nil); err != nil {
		t.Fatal(err)
	}
	return s.openRun(t, folder)
}

func (s suite) openRun(t testing.TB, folder string) Journal {
	file, err := s.Open(folder)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { file.Close() })
	return file
}

func intent(seq int) importer.Intent {
	return importer.Intent{
		Seq: seq, Line: seq + 2, Key: fmt.Sprintf("CONT%05d", seq), Attempt: 1, ID: contactID(seq), ETag: `W/"1"`, At: noon(),
		Changes: []importer.Change{{Field: "email", Before: "old@example.com", After: "new@example.com"}},
		Raw:     fmt.Appendf(nil, "CONT%05d;new@example.com\r\n", seq),
	}
}

func updated(seq int) importer.Outcome {
	in := intent(seq)
	return importer.Outcome{
		Seq: seq, Line: in.Line, Key: in.Key, ID: in.ID, Status: importer.Updated, HTTPStatus: 200, Sets: []string{"email"},
		Changes: in.Changes, Attempts: 1, ETagBefore: in.ETag, ETagAfter: `W/"2"`, FinishedAt: noon(),
	}
}

func record(t testing.TB, file Journal, outcomes ...importer.Outcome) {
	t.Helper()
	if err := file.Record(context.Background(), outcomes); err != nil {
		t.Fatal(err)
	}
}

func intend(t testing.TB, file Journal, intents ...importer.Intent) {
	t.Helper()
	if err := file.Intend(context.Background(), intents); err != nil {
		t.Fatal(err)
	}
}

func outcomes(t testing.TB, file Journal) []importer.Outcome {
	t.Helper()
	var all []importer.Outcome
	for o, err := range file.Outcomes(context.Background()) {
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, o)
	}
	return all
}

// contactID spreads the contacts over the alphabet, as GUIDs are.
func contactID(seq int) string {
	return fmt.Sprintf("%08x-0d5e-4a52-9c1b-2d8f3e7a9b10", uint32(seq)*2654435761)
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
