package metadata

import (
	"bytes"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"unicode"

	"github.com/go-json-experiment/json"
)

// FuzzParse holds that no document brings the program down, that names can stand in a URL
// and a message, that each set is described or refused in one short line, and that what is
// kept of a document is all that was read of it.
func FuzzParse(f *testing.F) {
	data, err := os.ReadFile(filepath.Join("testdata", "metadata.xml"))
	if err != nil {
		f.Fatal(err)
	}
	f.Add(data)
	f.Add([]byte("<Edmx><Schema><EntityType Name='company' BaseType='.company'><NavigationProperty Name='a' Type='Collection(.company)'/></EntityType></Schema></Edmx>"))
	f.Add([]byte("<Edmx><Schema Namespace='N' Alias='A'><EnumType Name='e'><Member Name='_x0020_'/></EnumType><EntityContainer Name='C'><EntitySet Name='s' EntityType='A.t'><Annotation Term='x'><Bool>true</Bool></Annotation></EntitySet></EntityContainer></Schema></Edmx>"))
	f.Fuzz(func(t *testing.T, data []byte) {
		d, err := Parse(bytes.NewReader(data))
		if err != nil {
			if d != nil {
				t.Error("an error and a document")
			}
			return
		}
		for _, s := range d.Sets() {
			if !identifier(s.Name) {
				t.Errorf("name %q", s.Name)
			}
			e, err := d.Describe(s.Name)
			if err != nil || len(e.Fields) != s.Fields || len(e.Settable()) != s.Settable {
				t.Errorf("%+v, described as %+v, error %v", s, e, err)
			}
			if err := d.Check(s.Name); err != nil && (len(err.Error()) > 6*maxName+200 || strings.ContainsFunc(err.Error(), unicode.IsControl)) {
				t.Errorf("not one short line: %q", err)
			}
		}
		body, err := json.Marshal(d.content)
		var kept content
		if err != nil || json.Unmarshal(body, &kept) != nil {
			t.Fatalf("kept as %s, error %v", body, err)
		}
		if again := newDocument(kept); !reflect.DeepEqual(again.Sets(), d.Sets()) {
			t.Errorf("kept %+v\nread %+v", again.Sets(), d.Sets())
		}
	})
}

// FuzzDefinitions holds that no answer brings the program down, and that captions are
// short lines.
func FuzzDefinitions(f *testing.F) {
	data, err := os.ReadFile(filepath.Join("testdata", "definitions.json"))
	if err != nil {
		f.Fatal(err)
	}
	f.Add(data)
	f.Add([]byte(`{"entityName":"customer","properties":[{"name":"number","captions":[{"languageCode":"1","caption":"x"}]}]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		c, err := ParseDefinitions(bytes.NewReader(data))
		if err != nil {
			if c != nil {
				t.Error("an error and captions")
			}
			return
		}
		d := sample(t)
		e, err := d.Entity("customers")
		if err != nil {
			t.Fatal(err)
		}
		for _, field := range d.Caption(e, c, 1031).Fields {
			for _, caption := range field.Captions {
				if caption == "" || len(caption) > maxCaption || !printable(caption) {
					t.Errorf("caption %q", caption)
				}
			}
		}
	})
}
