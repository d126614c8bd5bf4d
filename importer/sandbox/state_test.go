package sandbox

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf16"
)

func open(t *testing.T, path string, seed uint64) (*Server, error) {
	t.Helper()
	return New(Config{Seed: seed, Contacts: 300, StateFile: path})
}

func reopen(t *testing.T, path string) *Server {
	t.Helper()
	s, err := open(t, path, 1)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

func TestState_SurvivesARestart(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "folder", "state.jsonl")
	s := reopen(t, path)
	for i := range 3 {
		if err := s.Edit("CONT00123", "lastName", fmt.Sprint("Smith ", i)); err != nil {
			t.Fatal(err)
		}
	}
	want, _ := s.Contact("CONT00123")
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	got, _ := reopen(t, path).Contact("CONT00123")
	if !got.Modified.Equal(want.Modified) {
		t.Errorf("modified %v, want %v", got.Modified, want.Modified)
	}
	got.Modified = want.Modified
	if got != want || got.DisplayName != "John Smith 2" {
		t.Errorf("got %+v, want %+v", got, want)
	}
}

func TestState_TornLastLineIsDropped(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "state.jsonl")
	s := reopen(t, path)
	_ = s.Edit("CONT00001", "email", "a@b.de")
	_ = s.Close()
	f, err := os.OpenFile(path, os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	_, _ = f.WriteString(`{"i":1,"v":1,"at":"2026-`)
	_ = f.Close()
	s = reopen(t, path)
	_ = s.Edit("CONT00002", "email", "c@d.de")
	_ = s.Close()
	s = reopen(t, path)
	for number, want := range map[string]string{"CONT00001": "a@b.de", "CONT00002": "c@d.de"} {
		if c, _ := s.Contact(number); c.Email != want {
			t.Errorf("%s has %s", number, c.Email)
		}
	}
}

func TestState_DamageInTheMiddleIsAnErrorWithItsLine(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "state.jsonl")
	_ = reopen(t, path).Close()
	f, _ := os.OpenFile(path, os.O_APPEND|os.O_WRONLY, 0)
	_, _ = f.WriteString("wombat\n")
	_ = f.Close()
	if _, err := open(t, path, 1); err == nil || !strings.Contains(err.Error(), "line 2") {
		t.Errorf("got %v", err)
	}
}

func TestState_OtherSeedIsRefused(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "state.jsonl")
	_ = reopen(t, path).Close()
	if _, err := open(t, path, 2); err == nil || !strings.Contains(err.Error(), "seed 1") {
		t.Errorf("got %v", err)
	}
	reopen(t, path) // the refused one left no lock behind
}

func TestState_SecondServerIsRefusedUntilTheFirstCloses(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "state.jsonl")
	s := reopen(t, path)
	if _, err := open(t, path, 1); !errors.Is(err, ErrInUse) {
		t.Errorf("got %v", err)
	}
	if err := Reset(path); !errors.Is(err, ErrInUse) {
		t.Errorf("reset: got %v", err)
	}
	_ = s.Close()
	_ = reopen(t, path).Close()
}

func TestReset_StartsAfresh(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "state.jsonl")
	s := reopen(t, path)
	want, _ := s.Contact("CONT00001")
	_ = s.Edit("CONT00001", "email", "a@b.de")
	_ = s.Close()
	for range 2 { // also where there is nothing to reset
		if err := Reset(path); err != nil {
			t.Fatal(err)
		}
	}
	if got, _ := reopen(t, path).Contact("CONT00001"); got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
}

func TestState_UnwritableFileRefusesTheWrite(t *testing.T) {
	t.Parallel()
	s := reopen(t, filepath.Join(t.TempDir(), "state.jsonl"))
	before, _ := s.Contact("CONT00001")
	_ = s.contacts.state.Close()
	if err := s.Edit("CONT00001", "email", "a@b.de"); err == nil {
		t.Error("no error")
	}
	if after, _ := s.Contact("CONT00001"); after != before {
		t.Error("a write that was not kept changed the contact")
	}
}

func TestData_IsTheSameForASeed(t *testing.T) {
	t.Parallel()
	one, two, other := makeContacts(1, 300), makeContacts(1, 300), makeContacts(2, 300)
	same := 0
	for i := range one {
		if one[i].id != two[i].id || one[i].email != two[i].email || one[i].phone != two[i].phone {
			t.Fatalf("contact %d differs", i)
		}
		if one[i].id == other[i].id {
			same++
		}
	}
	if same != 0 {
		t.Errorf("%d ids are the same for another seed", same)
	}
}

func TestData_KeepsTheRulesOfItsOwnService(t *testing.T) {
	t.Parallel()
	s, err := New(Config{})
	if err != nil {
		t.Fatal(err)
	}
	persons, mails, ids, countries := 0, map[string]int{}, map[string]bool{}, map[string]bool{}
	for c := range s.Contacts() {
		ids[c.ID] = true
		if c.Type == "Person" {
			persons++
			mails[c.Email]++
		}
		if i, _ := s.contacts.findKey(c.Number); s.contacts.contacts[i].id.String() != c.ID {
			t.Errorf("%s is not found by its number", c.Number)
		} else {
			countries[s.contacts.contacts[i].customer.country.Code] = true
		}
		for _, column := range s.contacts.customers.Columns {
			value := c.Field(column.Name)
			if n := len(utf16.Encode([]rune(value))); column.Max > 0 && n > column.Max {
				t.Errorf("%s: %s %q is %d long", c.Number, column.Name, value, n)
			}
			if _, refused := validateText(&contact{}, column.Name, value); refused != nil {
				t.Errorf("%s: %v", c.Number, refused)
			}
		}
	}
	shared := 0
	for mail, n := range mails {
		if mail != "" && n > 1 {
			shared++
		}
	}
	if persons != 20000 || len(ids) != len(s.contacts.contacts) || shared != 20 || len(countries) != 9 {
		t.Errorf("%d persons, %d ids of %d contacts, %d shared addresses, %d countries", persons, len(ids), len(s.contacts.contacts), shared, len(countries))
	}
	if mails[""] != 200 {
		t.Errorf("%d without an address", mails[""])
	}
}
