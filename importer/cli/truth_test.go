package cli_test

import (
	"bytes"
	"context"
	"encoding/csv"
	"fmt"
	"math/rand/v2"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"bcimport/importer/cli"
	"bcimport/importer/sandbox"
)

// truthFaults is a bad day: every kind of fault, and other users at work.
const truthFaults = "429=0.01,503=0.02,502=0.01,504=0.01,reset-before=0.02,reset-after=0.03,truncated=0.01,garbled=0.01," +
	"other-contact=0.01,lock=0.02,dead-token=0.003,other-user=0.08,other-user-after=0.05"

// TestRun_ReportIsWhatTheServerHolds runs random files through random faults and
// random other users and holds the report against the server's own log.
func TestRun_ReportIsWhatTheServerHolds(t *testing.T) {
	t.Parallel()
	for seed := range uint64(16) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			newTruth(t, seed).check(t)
		})
	}
}

// truth is one random run with what the server knows about it.
type truth struct {
	server *sandbox.Server
	file   []fileRow
	report []map[string]string
	writes map[string][]sandbox.Write // accepted writes, by the title that marks a row
	policy string

	input, mapping, config string // files
	folder                 string // of the run
}

type fileRow struct{ key, title, phone string }

// phoneOf is the number that names its row.
func phoneOf(row int) string { return fmt.Sprintf("+49 30 %06d", row) }

const truthMapping = `version: 1
duplicates: in-order
key: {column: No}
fields:
  professionalTitle: Title
  primaryPhoneNumber: Phone
`

func newTruth(t *testing.T, seed uint64) *truth {
	random := rand.New(rand.NewPCG(seed, 1))
	faults, err := sandbox.ParseFaults(truthFaults)
	if err != nil {
		t.Fatal(err)
	}
	faults.Seed = seed + 1
	tr := &truth{policy: []string{"merge", "fail", "overwrite"}[seed%3]}
	url := tr.serve(t, sandbox.Config{Contacts: 200, Faults: faults})
	tr.file = randomFile(random, tr.server, 80)
	tr.prepare(t, url)

	var out, errs bytes.Buffer
	code := cli.Main(context.Background(), tr.command("run", tr.input, "-m", tr.mapping, "--out", tr.folder, "--on-conflict", tr.policy),
		cli.Streams{In: strings.NewReader(""), Out: &out, Err: &errs})
	if code != cli.Incomplete && code != cli.OK && code != cli.Halted {
		t.Fatalf("exit code %d\n%s%s", code, &out, &errs)
	}
	tr.look(t)
	return tr
}

// serve starts the sandbox of the run and returns its address.
func (tr *truth) serve(t *testing.T, config sandbox.Config) string {
	config.KeepWrites, config.Limits = true, sandbox.Limits{Requests: -1}
	server, err := sandbox.New(config)
	if err != nil {
		t.Fatal(err)
	}
	web := httptest.NewServer(server)
	t.Cleanup(func() { server.Close(); web.Close() })
	tr.server = server
	return web.URL
}

// look reads the report and what the server says about the same rows.
func (tr *truth) look(t *testing.T) {
	tr.report = readReport(t, filepath.Join(tr.folder, "report.csv"))
	tr.writes = map[string][]sandbox.Write{}
	for _, w := range tr.server.Writes() {
		if i := slices.IndexFunc(w.Fields, func(c sandbox.Change) bool { return c.Field == "professionalTitle" }); i >= 0 && w.By != sandbox.OtherUserName {
			tr.writes[w.Fields[i].After] = append(tr.writes[w.Fields[i].After], w)
		}
	}
}

// randomFile makes rows for few contacts, so that many stand several times. A
// title names its row, so that every write can be told by it.
func randomFile(random *rand.Rand, server *sandbox.Server, n int) []fileRow {
	rows := make([]fileRow, n)
	for i := range rows {
		r := fileRow{key: fmt.Sprintf("CONT%05d", 1+random.IntN(n/2)), title: fmt.Sprintf("Title of row %d", i)}
		switch random.IntN(10) {
		case 0:
			r.key = "CONT99999"
		case 1:
			r.title = "" // keeps the field
		case 2:
			r.title = strings.Repeat("too long ", 5)
		case 3:
			c, _ := server.Contact(r.key)
			r.title = c.ProfessionalTitle
		}
		if random.IntN(3) == 0 {
			r.phone = phoneOf(i)
		}
		rows[i] = r
	}
	return rows
}

// prepare writes the files of the run.
func (tr *truth) prepare(t *testing.T, url string) {
	folder := t.TempDir()
	tr.input, tr.mapping, tr.config = filepath.Join(folder, "in.csv"), filepath.Join(folder, "m.yaml"), filepath.Join(folder, "bcimport.yaml")
	tr.folder = filepath.Join(folder, "run")
	var text bytes.Buffer
	w := csv.NewWriter(&text)
	w.Write([]string{"No", "Title", "Phone"})
	for _, r := range tr.file {
		w.Write([]string{r.key, r.title, r.phone})
	}
	w.Flush()
	secret := filepath.Join(folder, "secret")
	target := fmt.Sprintf("targets:\n  t:\n    base_url: %s/v2.0/sandbox/api/v2.0\n    token_url: %s/t/oauth2/v2.0/token\n    client_id: %s\n    client_secret_file: %s\n    rate: 0\n",
		url, url, sandbox.DefaultClientID, secret)
	for name, data := range map[string]string{tr.input: text.String(), tr.mapping: truthMapping, secret: sandbox.DefaultClientSecret, tr.config: target} {
		if err := os.WriteFile(name, []byte(data), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// command is a command line with the connection of the run.
func (tr *truth) command(args ...string) []string {
	return append(args, "--config", tr.config, "-t", "t", "--quiet")
}

func readReport(t *testing.T, path string) []map[string]string {
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	records, err := csv.NewReader(bytes.NewReader(data)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	rows := make([]map[string]string, 0, len(records))
	for _, record := range records[1:] {
		row := map[string]string{}
		for i, name := range records[0] {
			row[name] = record[i]
		}
		rows = append(rows, row)
	}
	return rows
}

func (tr *truth) check(t *testing.T) {
	if len(tr.report) != len(tr.file) {
		t.Fatalf("%d rows in the report, %d in the file", len(tr.report), len(tr.file))
	}
	for i, row := range tr.report {
		if row["line"] != fmt.Sprint(i+2) || row["key"] != tr.file[i].key {
			t.Errorf("row %d of the report is line %s, key %s", i, row["line"], row["key"])
		}
		tr.checkRow(t, tr.file[i], row)
	}
	tr.checkLast(t)
	if n := tr.server.Stats().IfMatchAny; n > 0 {
		t.Errorf("%d writes came with If-Match: *", n)
	}
}

// checkRow holds one row against the writes that bear its mark.
func (tr *truth) checkRow(t *testing.T, r fileRow, row map[string]string) {
	if !strings.HasPrefix(r.title, "Title of row") {
		return
	}
	writes := tr.writes[r.title]
	says := fmt.Sprintf("line %s says %s (%s; %s) and %d of its writes were accepted", row["line"], row["status"], row["error_code"], row["message"], len(writes))
	switch row["status"] {
	case "updated":
		if len(writes) == 0 {
			t.Error(says)
		}
		if len(writes) > 0 && row["error_code"] == "" && !tr.left(row["id"], row["etag_after"]) {
			t.Errorf("%s: no write of this run left the contact with %s", says, row["etag_after"])
		}
	case "conflict":
		if landed := strings.Contains(row["changed_fields"], "professionalTitle"); landed && len(writes) == 0 {
			t.Error(says)
		}
	case "unknown", "not_attempted":
	default:
		if len(writes) != 0 {
			t.Error(says)
		}
	}
	if len(writes) > 1 && tr.policy != "overwrite" && !tr.putBack(writes[0], writes[1]) {
		t.Errorf("%s: a write was applied twice", says)
	}
}

// left tells that a write of this run left a contact with an eTag. It need not be
// the one that bears the row's mark: a second one finishes what was half landed.
func (tr *truth) left(id, tag string) bool {
	return slices.ContainsFunc(tr.server.Writes(), func(w sandbox.Write) bool {
		return w.ID == id && w.ETagAfter == tag && w.By != sandbox.OtherUserName
	})
}

// putBack tells that somebody else gave the title back its value from before the
// first write before the second one: then nothing shows that the first one landed.
func (tr *truth) putBack(first, second sandbox.Write) bool {
	before := ""
	for _, c := range first.Fields {
		if c.Field == "professionalTitle" {
			before = c.Before
		}
	}
	return slices.ContainsFunc(tr.server.Writes()[first.Seq:second.Seq-1], func(w sandbox.Write) bool {
		return w.ID == first.ID && w.By == sandbox.OtherUserName && slices.ContainsFunc(w.Fields, func(c sandbox.Change) bool {
			return c.Field == "professionalTitle" && c.After == before
		})
	})
}

// checkLast holds the last title that the report says was written to a contact
// against the last one the server accepted from this run. A write that landed
// unanswered and whose title somebody else has replaced before it was looked for
// leaves no trace: its row is a conflict. One that was lost is found in place all the
// same if somebody else has set the very title.
func (tr *truth) checkLast(t *testing.T) {
	accepted, told := map[string]string{}, map[string]string{}
	replaced, theirs := map[string]bool{}, map[string]string{}
	for _, w := range tr.server.Writes() {
		for _, c := range w.Fields {
			if c.Field == "professionalTitle" {
				if replaced[w.Number] = w.By == sandbox.OtherUserName; replaced[w.Number] {
					theirs[w.Number] = c.After
				} else {
					accepted[w.Number] = c.After
				}
			}
		}
	}
	for i, row := range tr.report {
		key := tr.file[i].key
		switch {
		case row["status"] == "unknown":
			told[key] = accepted[key] // nobody knows; resume will
		case row["status"] == "conflict" && replaced[key] && accepted[key] == tr.file[i].title:
			told[key] = accepted[key]
		case strings.Contains(row["changed_fields"], "professionalTitle") && theirs[key] == tr.file[i].title:
			told[key] = accepted[key]
		case strings.Contains(row["changed_fields"], "professionalTitle"):
			told[key] = tr.file[i].title
		}
	}
	for key, title := range accepted {
		if told[key] != title {
			t.Errorf("%s: the server took %q last, the report says %q", key, title, told[key])
		}
	}
}
