package cli_test

import (
	"bytes"
	"context"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"bcimport/importer/cli"
	"bcimport/importer/sandbox"
	"bcimport/mapping"
	"bcimport/mapping/entity"
	"bcimport/mapping/profile"
)

// TestDamage_NoneInTheSandbox: the texts of all contacts of a fresh sandbox raise no
// alarm, whether their record holds nothing or the texts of the contact before them.
func TestDamage_NoneInTheSandbox(t *testing.T) {
	t.Parallel()
	server, err := sandbox.New(sandbox.Config{})
	if err != nil {
		t.Fatal(err)
	}
	set, _ := profile.Find(entity.CustomerContacts)
	names := set.Settable()
	text := "version: 1\nkey: {column: K}\nfields:\n"
	for _, name := range names {
		text += "  " + name + ": " + name + "\n"
	}
	m, err := mapping.Parse("m.yaml", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	columns, err := m.Bind(append([]string{"K"}, names...))
	if err != nil {
		t.Fatal(err)
	}
	texts, before := 0, map[string]string{}
	for c := range server.Contacts() {
		held := map[string]string{
			"email": c.Email, "firstName": c.FirstName, "lastName": c.LastName,
			"professionalTitle": c.ProfessionalTitle, "primaryPhoneNumber": c.PrimaryPhoneNumber,
		}
		record := []string{c.Number}
		for _, name := range names {
			record = append(record, held[name])
		}
		edit, refusals := columns.Apply(record)
		if len(refusals) > 0 || len(edit.Suspects) > 0 {
			t.Errorf("%q: %v %v", record, refusals, edit.Suspects)
		}
		for _, v := range edit.Values {
			texts++
			if was := before[v.Field]; was != "" && was != v.Text {
				if d, damaged := mapping.AgainstRecord(set.Find(v.Field), v.Text, was); damaged {
					t.Errorf("%s %q where the record has %q %s", v.Field, v.Text, was, d.What)
				}
			}
		}
		before = held
	}
	if texts < 80_000 {
		t.Errorf("only %d texts were looked at", texts)
	}
	t.Logf("%d texts", texts)
}

// TestDamage_NoneInTheSamples: check refuses no cell of the samples as damaged but the
// one phone number that a spreadsheet has shortened there.
func TestDamage_NoneInTheSamples(t *testing.T) {
	t.Parallel()
	damage := regexp.MustCompile("damaged_encoding|spreadsheet_damage|placeholder")
	shortened := []byte("4,93023E+11")
	mappings, err := filepath.Glob("../../samples/*.yaml")
	if err != nil || len(mappings) < 4 {
		t.Fatal(mappings, err)
	}
	for _, m := range mappings {
		inputs, err := filepath.Glob(strings.TrimSuffix(m, ".yaml") + ".[cx]*")
		if err != nil || len(inputs) == 0 {
			t.Fatal(m, inputs, err)
		}
		for _, input := range inputs {
			var out, errs bytes.Buffer
			code := cli.Main(context.Background(), []string{"check", input, "-m", m, "--json", "--all"},
				cli.Streams{In: strings.NewReader(""), Out: &out, Err: &errs})
			if code != cli.OK && code != cli.Incomplete {
				t.Errorf("%s: exit code %d\n%s", input, code, &errs)
			}
			for line := range bytes.Lines(out.Bytes()) {
				if damage.Match(line) && !bytes.Contains(line, shortened) {
					t.Errorf("%s: %s", input, line)
				}
			}
		}
	}
}
