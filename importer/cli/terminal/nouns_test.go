package terminal

import (
	"bufio"
	"bytes"
	"log/slog"
	"strings"
	"testing"
	"time"

	"bcimport/importer"
	"bcimport/importer/runs"
	"bcimport/mapping"
	"bcimport/mapping/entity"
)

func TestTerminal_SpeaksOfTheRecordsOfTheSet(t *testing.T) {
	t.Parallel()
	items := (&entity.Entity{Set: "items", One: "item", Many: "items", Keys: []string{"number"}}).Nouns()
	var told, printed bytes.Buffer
	c := NewConsole(Streams{In: strings.NewReader(""), Out: &printed, Err: &told}, false, slog.LevelInfo, nil)

	n := &Count{Console: c}
	n.Event(runs.Named{Nouns: items})
	n.Event(runs.Exported{Of: 7})
	n.said = time.Now().Add(-time.Minute)
	n.Event(runs.Exported{Records: 3, Of: 7})
	if !strings.Contains(told.String(), "items") || n.Records(1) != "1 item" || n.Records(20) != "20 items" {
		t.Errorf("an export tells %q, %q, %q", told.String(), n.Records(1), n.Records(20))
	}

	out := bufio.NewWriter(&printed)
	p := NewProblems("prices.csv", out, c, true, false)
	p.Event(runs.Named{Nouns: items})
	p.Visit(&importer.Entry{Row: importer.Row{Line: 2}, Refusals: []mapping.CellError{{Code: "missing_key", Message: mapping.NewMessage("missing_key", "No.")}}})
	out.Flush()
	if want := `prices.csv:2: The cell in the key column "No." is empty; enter the id or number of the item.` + "\n"; printed.String() != want {
		t.Errorf("got %swant %s", printed.String(), want)
	}
}
