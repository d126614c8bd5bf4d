package sandbox

import (
	"net/http"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"bcimport/importer/sandbox/statefile"
)

// snapshot is the header that makes a batch one transaction.
func snapshot() []string { return []string{"Isolation", "snapshot"} }

func TestSnapshot_KeepsAllOrNothing(t *testing.T) {
	t.Parallel()
	for name, headers := range map[string][]string{"stopping": snapshot(), "going on": append(snapshot(), goOn()...)} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := start(t, Config{KeepWrites: true, ReplicaLag: time.Hour})
			one, two := c.contact("CONT00001"), c.contact("CONT00002")
			got := c.batch([]part{
				c.write("CONT00001", title, ""), c.write("CONT00002", title, ""), c.write("CONT00003", `{"email":"x"}`, ""), c.write("CONT00004", title, ""),
			}, headers...)
			want := "CONT00001:200 CONT00002:200 CONT00003:400"
			if name == "going on" {
				want += " CONT00004:200"
			}
			if f := got.fates(t); f != want {
				t.Errorf("got %s, want %s", f, want)
			}
			if c.contact("CONT00001") != one || c.contact("CONT00002") != two || len(c.server.Writes()) != 0 || c.server.Stats().Writes != 0 {
				t.Errorf("something was kept: %+v", c.server.Writes())
			}
			if f := c.batch([]part{c.write("CONT00001", title, one.ETag), c.write("CONT00002", title, "")}, headers...).fates(t); f != "CONT00001:200 CONT00002:200" {
				t.Errorf("without a failure: %s", f)
			}
			w := c.server.Writes()
			if len(w) != 2 || w[1].Seq != 2 || w[1].Number != "CONT00002" || c.server.Stats().Writes != 2 || c.contact("CONT00002").ProfessionalTitle != "Buyer" {
				t.Errorf("writes %+v", w)
			}
			if promised := got.answers(t)[0].field("@odata.etag"); w[0].ETagAfter == promised {
				t.Error("the eTag of a write put back was given out again")
			}
		})
	}
}

func TestSnapshot_SeesItsOwnWrites(t *testing.T) {
	t.Parallel()
	c := start(t, Config{})
	read := c.read("read", "/customerContacts("+c.contact("CONT00001").ID+")")
	got := c.batch([]part{c.write("CONT00001", title, ""), read, c.write("CONT00002", `{"x":1}`, "")}, snapshot()...).answers(t)
	if len(got) != 3 || got[1].field("professionalTitle") != "Buyer" || got[1].field("@odata.etag") != got[0].field("@odata.etag") {
		t.Errorf("got %+v", got)
	}
}

func TestSnapshot_SurvivesARestartOnlyWhereKept(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "state.jsonl")
	c := start(t, Config{StateFile: path})
	c.batch([]part{c.write("CONT00001", title, ""), c.write("CONT00002", `{"x":1}`, "")}, snapshot()...).ok(t)
	c.batch([]part{c.write("CONT00003", title, ""), c.write("CONT00004", title, "")}, snapshot()...).ok(t)
	if err := c.server.Close(); err != nil {
		t.Fatal(err)
	}
	c = start(t, Config{StateFile: path})
	for number, want := range map[string]bool{"CONT00001": false, "CONT00003": true, "CONT00004": true} {
		if got := c.contact(number).ProfessionalTitle == "Buyer"; got != want {
			t.Errorf("%s kept: %v, want %v", number, got, want)
		}
	}
}

func TestSnapshot_UnwritableFileKeepsNothing(t *testing.T) {
	t.Parallel()
	c := start(t, Config{StateFile: filepath.Join(t.TempDir(), "state.jsonl"), KeepWrites: true})
	one := c.contact("CONT00001")
	file := c.server.contacts.state
	c.server.contacts.state = &statefile.File{}
	c.batch([]part{c.write("CONT00001", title, "")}, snapshot()...).refused(t, 500, "Internal_ServerError", "")
	if c.contact("CONT00001") != one || len(c.server.Writes()) != 0 || c.server.Stats().Writes != 0 {
		t.Error("it was written")
	}
	c.server.contacts.state = file
}

func TestSnapshot_OtherUsersWaitForTheContactsItHasWritten(t *testing.T) {
	t.Parallel()
	for kind, want := range map[FaultKind]string{
		OtherUser:      "CONT00001:409",
		OtherUserAfter: "CONT00001:200 CONT00001b:400",
	} {
		c := start(t, Config{KeepWrites: true, Intercept: Nth(1, "PATCH", "customerContacts", Fault{Kind: kind})})
		second := c.write("CONT00001", `{"x":1}`, "*")
		second.ID = "CONT00001b"
		if f := c.batch([]part{c.write("CONT00001", title, ""), second}, snapshot()...).fates(t); f != want {
			t.Errorf("%s: got %s, want %s", kind, f, want)
		}
		// The batch is put back, the other user's edit is not.
		if w := c.server.Writes(); len(w) != 1 || w[0].By != OtherUserName || c.contact("CONT00001").ETag != w[0].ETagAfter {
			t.Errorf("%s: writes %+v", kind, w)
		}
	}
}

func TestSnapshot_HooksMayUseTheServer(t *testing.T) {
	t.Parallel()
	var c *caller
	edits := 0
	edit := func() {
		edits++
		if err := c.server.Edit("CONT00009", "lastName", strings.Repeat("x", edits)); err != nil {
			t.Error(err)
		}
	}
	c = start(t, Config{Intercept: func(*http.Request) *Fault { edit(); return &Fault{Then: edit} }})
	c.batch([]part{c.write("CONT00001", title, ""), c.write("CONT00002", title, "")}, snapshot()...).ok(t)
	if edits != 6 || c.server.Stats().Writes != 2 {
		t.Errorf("%d edits, %d writes", edits, c.server.Stats().Writes)
	}
}

func TestSnapshot_TakesItsOperationsTimeAndThenLandsAtOnce(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := slowServer(t)
		began := time.Now()
		go func() {
			time.Sleep(89 * time.Millisecond)
			if n := s.Stats().Writes; n != 0 {
				t.Errorf("%d writes before the end", n)
			}
		}()
		if status := post(t.Context(), s, titles(s, 3), snapshot()...); status != 200 || time.Since(began) != 90*time.Millisecond || s.Stats().Writes != 3 {
			t.Errorf("got %d after %v, %d writes", status, time.Since(began), s.Stats().Writes)
		}
	})
}
