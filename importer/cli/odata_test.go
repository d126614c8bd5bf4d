//go:build odata

package cli_test

import (
	"bytes"
	"context"
	"encoding/csv"
	"fmt"
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"bcimport/importer/cli"
)

// odataRun is a file, its mapping and the folder that they are in.
type odataRun struct {
	*odata
	dir   string
	batch string
}

// odataRow is a row and how it has to end.
type odataRow struct {
	key, title, phone, name string
	status, code            string // code is judged on failures only
}

const odataMapping = `version: 1
key: {column: Key}
fields:
  professionalTitle: Title
  primaryPhoneNumber: Phone
  lastName: {column: Name, validate: server}
`

// eachBatch runs a test against servers of its own with and without batches.
func eachBatch(t *testing.T, test func(*testing.T, *odataRun)) {
	t.Parallel()
	for _, batch := range []string{"1", "100"} {
		t.Run("batch "+batch, func(t *testing.T) {
			t.Parallel()
			r := newODataRun(t, batch)
			r.write(t, "m.yaml", odataMapping)
			test(t, r)
		})
	}
}

// newODataRun starts a server with settings of its own and writes bcimport.yaml.
func newODataRun(t *testing.T, batch string, settings ...string) *odataRun {
	t.Helper()
	r := &odataRun{odata: startOData(t, settings...), dir: t.TempDir(), batch: batch}
	config := "targets:\n  t:\n    base_url: " + r.root + "\n    company: CRONUS International Ltd.\n    auth: none\n    rate: 0\n    batch: " + batch + "\n"
	r.write(t, "bcimport.yaml", config)
	return r
}

func (r *odataRun) path(name string) string { return filepath.Join(r.dir, name) }

func (r *odataRun) write(t *testing.T, name, text string) {
	t.Helper()
	if err := os.WriteFile(r.path(name), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// writeRows writes in.csv.
func (r *odataRun) writeRows(t *testing.T, rows []odataRow) {
	t.Helper()
	var text bytes.Buffer
	w := csv.NewWriter(&text)
	w.Write([]string{"Key", "Title", "Phone", "Name"})
	for _, row := range rows {
		w.Write([]string{row.key, row.title, row.phone, row.name})
	}
	w.Flush()
	r.write(t, "in.csv", text.String())
}

// command runs the program and wants an exit code. Folders are named below the
// run's own.
func (r *odataRun) command(t *testing.T, ctx context.Context, want cli.Code, args ...string) {
	t.Helper()
	var out spoken
	args = append(args, "--config", r.path("bcimport.yaml"), "-t", "t", "--quiet")
	code := cli.Main(ctx, args, cli.Streams{In: strings.NewReader(""), Out: &out, Err: &out})
	if code != want {
		t.Fatalf("%s ends with %d, want %d\n%s", args[0], code, want, &out)
	}
}

func (r *odataRun) run(t *testing.T, want cli.Code, rows []odataRow, folder string) {
	t.Helper()
	r.writeRows(t, rows)
	r.command(t, t.Context(), want, "run", r.path("in.csv"), "-m", r.path("m.yaml"), "--out", r.path(folder))
	r.checkReport(t, rows, folder)
}

// checkReport holds the report of a run against how its rows have to end.
func (r *odataRun) checkReport(t *testing.T, rows []odataRow, folder string) {
	t.Helper()
	report := readReport(t, filepath.Join(r.path(folder), "report.csv"))
	if len(report) != len(rows) {
		t.Fatalf("%s: %d rows in the report, want %d", folder, len(report), len(rows))
	}
	for i, got := range report {
		if got["status"] != rows[i].status || got["result"] == "failure" && got["error_code"] != rows[i].code {
			t.Errorf("%s: line %s, %s: %s (%s; %s), want %s (%s)", folder, got["line"], got["key"],
				got["status"], got["error_code"], got["message"], rows[i].status, rows[i].code)
		}
	}
}

// checkContacts holds all contacts against what they have to hold.
func (r *odataRun) checkContacts(t *testing.T, want map[string]odataContact) {
	t.Helper()
	got := r.contacts(t)
	for id, c := range want {
		if got[id] != c {
			t.Errorf("contact %s holds %+v, want %+v", id, got[id], c)
		}
	}
	if len(got) != len(want) {
		t.Errorf("there are %d contacts, want %d", len(got), len(want))
	}
}

// mostAlone is how many contacts a run with batches may read or update by requests
// of their own: what is left over, missing or has to be sent again.
const mostAlone = 10

// checkSent holds the updates that arrived against how many there had to be. A run
// that gave up asking for many contacts at once would do it one by one.
func (r *odataRun) checkSent(t *testing.T, updates int) {
	t.Helper()
	got := r.arrivedSoFar()
	together := r.batch != "1"
	if got.updates+got.batched != updates || !together && got.batches > 0 ||
		together && (updates > mostAlone && got.batches == 0 || got.updates > mostAlone || got.reads > mostAlone) {
		t.Errorf("%+v arrived, want %d updates", got, updates)
	}
	t.Logf("arrived: %+v", got)
}

// TestOData_RowsEndAsPromised runs rows of every kind twice: what the server holds
// afterwards is what the report says, and the second time nothing is sent.
func TestOData_RowsEndAsPromised(t *testing.T) {
	eachBatch(t, func(t *testing.T, r *odataRun) {
		held := r.contacts(t)
		var rows []odataRow
		for n := 1; n <= 290; n++ {
			id := contactID(n)
			row := odataRow{key: id, title: held[id].Title, phone: held[id].Phone, status: "unchanged"}
			switch n % 3 {
			case 0: // nothing to do
			case 1:
				row.title = fmt.Sprintf(`Leiter "Süd" & 'Öst' %d, 100%% 👍`, n)
			case 2:
				row.title, row.phone = "", fmt.Sprintf("+49 (30) %06d", n)
			}
			switch n % 4 {
			case 0:
				row.key = "{" + strings.ToUpper(id) + "}"
			case 1, 2:
				row.key = fmt.Sprintf("CONT%05d", n)
			}
			if n%3 != 0 {
				row.status = "updated"
			}
			c := held[id]
			set(&c.Title, row.title)
			set(&c.Phone, row.phone)
			held[id] = c
			rows = append(rows, row)
		}
		updates := 290 - 290/3
		// The same contact again, with another field.
		c := held[contactID(4)]
		c.Name = "Maier"
		held[contactID(4)] = c
		rows = append(rows, odataRow{key: c.ID, name: c.Name, status: "updated"})
		good := len(rows)
		rows = append(rows,
			odataRow{key: contactID(4711), title: "x", status: "not_found", code: "404"},
			odataRow{key: "CONT99999", title: "x", status: "not_found", code: "key_not_found"},
			odataRow{key: "CONT'9 &+#%", title: "x", status: "not_found", code: "key_not_found"},
			odataRow{key: "CONT00299", title: "x", status: "not_found", code: "outside_set"},
			odataRow{key: contactID(291), title: strings.Repeat("x", 41), status: "invalid", code: "too_long"},
			odataRow{key: contactID(292), name: strings.Repeat("x", 31), status: "rejected", code: "ASSERT_DATA_TYPE"},
		)
		r.run(t, cli.Incomplete, rows, "first")
		r.checkContacts(t, held)
		r.checkSent(t, updates+2) // the second row of a contact and the rejected one

		for i := range rows {
			rows[i].status = "unchanged"
		}
		r.watch(nil)
		r.run(t, cli.OK, rows[:good], "second")
		r.checkContacts(t, held)
		r.checkSent(t, 0)
	})
}

// set sets a text unless the new one is blank.
func set(text *string, to string) {
	if to != "" {
		*text = to
	}
}

// TestOData_OtherUsersEdits lets other users in between a read and its write. The
// server says 412 then, also about a contact that is gone.
func TestOData_OtherUsersEdits(t *testing.T) {
	eachBatch(t, func(t *testing.T, r *odataRun) {
		held := r.contacts(t)
		edits := map[string][2]string{ // field and text
			contactID(10): {"lastName", "Theirs"},
			contactID(20): {"professionalTitle", "Theirs"},
			contactID(30): {"professionalTitle", "Ours 30"},
			contactID(40): {},
		}
		var once sync.Map
		r.watch(func(id string) {
			if edit, ok := edits[id]; ok {
				if _, done := once.LoadOrStore(id, true); !done {
					r.edit(t, id, edit[0], edit[1])
				}
			}
		})
		var rows []odataRow
		for n := 1; n <= 120; n++ {
			c := held[contactID(n)]
			c.Title = fmt.Sprintf("Ours %d", n)
			row := odataRow{key: c.ID, title: c.Title, status: "updated"}
			switch n {
			case 10: // theirs is another field
				c.Name = "Theirs"
			case 20:
				c.Title, row.status, row.code = "Theirs", "conflict", "changed_by_another"
			case 30: // theirs is what the row wants
				row.status = "unchanged"
			case 40:
				row.status, row.code = "not_found", "404"
			}
			held[c.ID] = c
			rows = append(rows, row)
		}
		delete(held, contactID(40))
		r.run(t, cli.Incomplete, rows, "run")
		r.checkContacts(t, held)
		r.checkSent(t, len(rows)+1) // the first row of theirs is sent again
	})
}

// TestOData_ResumeAndUndo stops a run at its first write, finishes it and takes it
// back.
func TestOData_ResumeAndUndo(t *testing.T) {
	eachBatch(t, func(t *testing.T, r *odataRun) {
		before := r.contacts(t)
		after := maps.Clone(before)
		var rows []odataRow
		for n := 1; n <= 250; n++ {
			c := before[contactID(n)]
			c.Title = fmt.Sprintf("New %d", n)
			after[c.ID] = c
			rows = append(rows, odataRow{key: c.ID, title: c.Title, status: "updated"})
		}
		r.writeRows(t, rows)
		ctx, stop := context.WithCancel(t.Context())
		r.watch(func(string) { stop() })
		r.command(t, ctx, cli.Halted, "run", r.path("in.csv"), "-m", r.path("m.yaml"), "--out", r.path("run"), "--concurrency", "1")
		if open := r.statuses(t, "run")["not_attempted"]; open == 0 || open == len(rows) {
			t.Errorf("%d of %d rows are left to resume", open, len(rows))
		}
		r.command(t, t.Context(), cli.OK, "resume", r.path("run"))
		r.checkReport(t, rows, "run")
		r.checkContacts(t, after)
		r.checkSent(t, len(rows)) // none of them twice

		r.edit(t, contactID(7), "professionalTitle", "Theirs")
		r.command(t, t.Context(), cli.Incomplete, "undo", r.path("run"), "--out", r.path("undo"))
		if got := r.statuses(t, "undo"); got["updated"] != len(rows)-1 || got["conflict"] != 1 {
			t.Errorf("the undo ends with %v", got)
		}
		c := before[contactID(7)]
		c.Title = "Theirs"
		before[c.ID] = c
		r.checkContacts(t, before)
	})
}

// statuses counts the rows of a report by status.
func (r *odataRun) statuses(t *testing.T, folder string) map[string]int {
	t.Helper()
	n := map[string]int{}
	for _, row := range readReport(t, filepath.Join(r.path(folder), "report.csv")) {
		n[row["status"]]++
	}
	return n
}

// TestOData_LookupByEmail finds contacts by an address that one, none or many have;
// many are on several pages.
func TestOData_LookupByEmail(t *testing.T) {
	eachBatch(t, func(t *testing.T, r *odataRun) {
		r.write(t, "m.yaml", strings.Replace(odataMapping, "Key}", "Key, match: email}", 1))
		r.edit(t, contactID(3), "email", "o'neil+a&b@contoso.com")
		held := r.contacts(t)
		var rows []odataRow
		for n := 1; n <= 150; n++ {
			c := held[contactID(n)]
			c.Title = fmt.Sprintf("Mail %d", n)
			held[c.ID] = c
			rows = append(rows, odataRow{key: c.Email, title: c.Title, status: "updated"})
		}
		rows = append(rows,
			odataRow{key: "nobody@contoso.com", title: "x", status: "not_found", code: "key_not_found"},
			odataRow{key: "info@contoso.com", title: "x", status: "ambiguous", code: "ambiguous_key"},
		)
		r.run(t, cli.Incomplete, rows, "run")
		r.checkContacts(t, held)
		r.checkSent(t, 150)
	})
}

// TestOData_ServerDiffersFromBusinessCentral shows what the client has to tolerate:
// where this server, which keeps to the standard or has ways of its own, is not
// as Business Central was measured to be.
func TestOData_ServerDiffersFromBusinessCentral(t *testing.T) {
	t.Parallel()
	o := startOData(t)
	contact := func(id string) string { return odataCompany + "/customerContacts(" + id + ")" }
	for _, tt := range []struct {
		what               string
		method, path, eTag string
		status             int
	}{
		{"a stale eTag is not 409", http.MethodPatch, contact(contactID(1)), `W/"stale"`, 412},
		{"a contact that is gone looks like a stale eTag", http.MethodPatch, contact(contactID(4711)), `W/"stale"`, 412},
		{"a missing eTag is not 400", http.MethodPatch, contact(contactID(1)), "", 428},
		{"ids differ by case", http.MethodGet, contact(strings.ToUpper(contactID(1))), "", 404},
		{"a blank is not +", http.MethodGet, odataCompany + "/contacts?$filter=number+eq+'CONT00001'", "", 400},
		{"a blank is %20", http.MethodGet, odataCompany + "/contacts?$filter=number%20eq%20'CONT00001'", "", 200},
		{"another company's contacts are not to be seen", http.MethodGet, strings.Replace(contact(contactID(1)), "5d115c9c", "11111111", 1), "", 404},
	} {
		if status, err := o.ask(tt.method, tt.path, tt.eTag, `{}`, nil); status != tt.status {
			t.Errorf("%s: %d (%v), want %d", tt.what, status, err, tt.status)
		}
	}

	// The link to the next page is relative to the API root, as the context tells.
	var page struct {
		Context string `json:"@odata.context"`
		Next    string `json:"@odata.nextLink"`
	}
	if _, err := o.ask(http.MethodGet, odataCompany+"/contacts", "", "", &page); err != nil ||
		page.Context != "../$metadata#contacts" || !strings.HasPrefix(page.Next, odataCompany+"/contacts?") {
		t.Errorf("context %q, next link %q, %v", page.Context, page.Next, err)
	}

	// In a batch the names of headers are read in lower case only; an operation that
	// fails ends the others where that is asked for, and not where nothing is said.
	var c odataContact
	if _, err := o.ask(http.MethodGet, contact(contactID(1)), "", "", &c); err != nil {
		t.Fatal(err)
	}
	operation := func(id, header, eTag string) string {
		return fmt.Sprintf(`{"id":%q,"method":"PATCH","url":%q,"headers":{"content-type":"application/json",%q:%q},"body":{"lastName":"x"}}`,
			id, contact(contactID(1)), header, eTag)
	}
	var answer struct {
		Responses []struct {
			ID     string
			Status int
		}
	}
	body := `{"requests":[` + operation("a", "if-match", `W/"stale"`) + `,` + operation("b", "If-Match", c.ETag) + `,` + operation("c", "if-match", c.ETag) + `]}`
	if _, err := o.ask(http.MethodPost, "$batch", "", body, &answer); err != nil || fmt.Sprint(answer.Responses) != "[{a 412} {b 428} {c 200}]" {
		t.Errorf("the batch is answered by %v, %v", answer.Responses, err)
	}
}
