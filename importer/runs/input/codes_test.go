package input_test

import (
	"slices"
	"testing"

	"bcimport/importer"
	"bcimport/importer/runs/input"
)

func TestCodes_FindRecordsByCodeAndByID(t *testing.T) {
	t.Parallel()
	const table, chair, other = "6d76f2b5-0000-4000-8000-000000000001", "6d76f2b5-0000-4000-8000-000000000002", "6d76f2b5-0000-4000-8000-000000000003"
	codes := input.NewCodes([]importer.RecordCode{{ID: table, Code: "TISCH"}, {ID: chair, Code: "Stuhl"}, {ID: other, Code: "STUHL"}})
	for code, want := range map[string][]string{
		"tisch":                                {table},
		" Stuhl ":                              {chair, other},
		"6D76F2B5-0000-4000-8000-000000000002": {chair},
		"6d76f2b5-0000-4000-8000-000000000009": nil,
		"BANK":                                 nil,
		"":                                     nil,
	} {
		if got := codes.IDs(code); !slices.Equal(got, want) {
			t.Errorf("%q is %q, want %q", code, got, want)
		}
	}
	if near := codes.Nearest("TICSH"); !slices.Equal(near, []string{"TISCH"}) {
		t.Errorf("nearest %q", near)
	}
}
